/// Writes a composition as one SVG document.
struct ScenePainter {
    let composition: Composition
    let library: ArtLibrary
    let typesetter: Typesetter
    let progress: Progress
    private let palette: Palette
    private let treatment: Treatment
    private let place: PlacePainter
    private let shadows: ShadowPainter
    private var book: LookBook
    private var clips = 0
    private(set) var lettered: [LetterPainter.Lettered] = []

    /// How far a picture has come.
    enum Progress: Int, Sendable, Comparable {
        case place, rough, unfinished, finished

        static func < (first: Progress, second: Progress) -> Bool {
            first.rawValue < second.rawValue
        }
    }

    init(
        _ composition: Composition, library: ArtLibrary, typesetter: Typesetter, progress: Progress
    ) {
        self.composition = composition
        self.library = library
        self.typesetter = typesetter
        self.progress = progress
        let palette = Palette(composition.light, weather: composition.wish.weather)
        self.palette = palette
        treatment = composition.treatment(rough: progress == .rough)
        place = PlacePainter(
            composition: composition, palette: palette,
            treatment: composition.placeTreatment(rough: progress == .rough))
        shadows = ShadowPainter(
            stage: composition.stage, light: composition.light, treatment: treatment,
            finished: progress == .finished,
            tone: composition.light.isDark ? .black : Colour(0x20242c))
        book = LookBook(treatment: treatment, palette: palette, night: composition.isLitAtNight)
    }

    mutating func svg() throws(SketchError) -> String {
        let stage = composition.stage
        var body = paper() + (composition.showsPlace ? try place.svg() : "")
        var definitions = Self.definitions
        if progress > .place {
            for item in composition.items.flatMap(\.family) { try book.add(item) }
            for look in book.looks {
                definitions += look.definition
                definitions += try shadows.definitions(of: look, reflects: reflects)
            }
            for item in composition.items { body += try paint(item) }
        }
        if progress >= .unfinished { body += try letters() }
        if progress == .finished { body += finish() + (try measures()) }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(stage.width)" height="\(stage.height)" \
            viewBox="0 0 \(stage.width) \(stage.height)"><defs>\(definitions)</defs>\(body)</svg>
            """
    }

    /// What is drawn of each item can be seen in its look's sample.
    func bounds(of item: Item) -> Box {
        guard let look = book.look(of: item) else { return item.box }
        let drawn = look.sample.bounds
        let left = item.flipped ? 1 - drawn.x - drawn.width : drawn.x
        var box = Box(
            x: item.box.x + left * item.box.width, y: item.box.y + drawn.y * item.box.height,
            width: drawn.width * item.box.width, height: drawn.height * item.box.height)
        if let line = waterline(of: item) { box.height = max(0, min(box.bottom, line) - box.y) }
        let frame = Box(
            x: 0, y: 0, width: composition.stage.width, height: composition.stage.height)
        return box.intersection(frame)
    }

    private static let definitions = """
        <radialGradient id="contact"><stop offset="0" stop-color="#05070c" stop-opacity=".85"/><stop \
        offset=".5" stop-color="#05070c" stop-opacity=".42"/><stop offset="1" stop-color="#05070c" \
        stop-opacity="0"/></radialGradient>
        """

    private var reflects: Bool {
        composition.stage.place?.isPlain == true || composition.stage.water != nil
    }

    // MARK: Things

    private mutating func paint(_ item: Item) throws(SketchError) -> String {
        guard let look = book.look(of: item) else { return "" }
        var out = ""
        if !composition.wish.transparent { out += under(item, look) }
        let shape = try drawn(item, look)
        guard let line = waterline(of: item) else { return out + shape }
        clips += 1
        let stage = composition.stage
        out += """
            <clipPath id="w\(clips)"><rect x="\(-stage.width)" y="\(-stage.height)" width="\
            \(stage.width * 3)" height="\(line + stage.height)"/></clipPath>\
            <g clip-path="url(#w\(clips))">\(shape)</g>
            """
        return out + ripples(item, line: line)
    }

    /// The item with what is in it and on it.
    private mutating func drawn(_ item: Item, _ look: Look) throws(SketchError) -> String {
        let mirror =
            item.flipped
            ? "translate(\(item.box.right) \(item.box.y)) scale(-"
            : "translate(\(item.box.x) \(item.box.y)) scale("
        let scale = Decimals.six(item.scale)
        let open = "<use transform=\"\(mirror)\(scale) \(scale))\" href=\"#\(look.id)"
        var out = ""
        for guest in item.behind { out += try guestShape(guest, of: item) }
        out += "\(open)b\"/>"
        let isClear = composition.wish.things[item.thing].material?.finish == .clear
        for guest in item.inside { out += try guestShape(guest, of: item) }
        out += "\(open)f\"/>"
        if isClear, treatment == .full { out = "<g opacity=\".74\">\(out)</g>" }
        for guest in item.on { out += try guestShape(guest, of: item) }
        if progress >= .unfinished { out += try letters(on: item) }
        return out
    }

    private mutating func guestShape(_ guest: Item, of host: Item) throws(SketchError) -> String {
        guard let look = book.look(of: guest) else { return "" }
        let kind = composition.wish.things[guest.thing].relation?.kind
        let lays = (kind == .on || kind == .under) && !composition.wish.transparent
        return (lays ? shadows.contactOnly(guest, look) : "") + (try drawn(guest, look))
    }

    private func under(_ item: Item, _ look: Look) -> String {
        switch item.footing {
        case .ground:
            if composition.stage.place?.file == "places/space.svg" { return "" }
            let plain = composition.stage.place?.isPlain == true
            if IsletPainter.isNeeded(for: item, on: composition.stage) {
                var islet = IsletPainter(
                    stage: composition.stage, palette: palette, treatment: treatment,
                    dice: Dice(seed: composition.seed, stream: "islet \(item.thing)"))
                return islet.svg(under: bounds(of: item)) + shadows.contactOnly(item, look)
            }
            let mirror =
                plain ? shadows.reflection(item, look, from: item.baseline, strength: 0.1) : ""
            return mirror + shadows.ground(item, look)
        case .water:
            guard let line = waterline(of: item) else { return shadows.ground(item, look) }
            return shadows.reflection(item, look, from: line, strength: 0.34)
        case .wall: return shadows.wall(item, look)
        case .air, .ceiling, .held: return ""
        }
    }

    /// Where the water cuts a floating thing; nil on dry ground.
    private func waterline(of item: Item) -> Double? {
        guard item.footing == .water, composition.stage.water != nil else { return nil }
        let line = item.subject.anchors.waterline ?? item.subject.size.height * 0.94
        return item.box.y + line * item.scale
    }

    private func ripples(_ item: Item, line: Double) -> String {
        guard treatment == .full || treatment == .flat else { return "" }
        let half = item.box.width * 0.52
        let middle = item.box.middle
        var out = ""
        for step in 0..<4 {
            let y = line + Double(step) * item.box.height * 0.022
            let reach = half * (1 + Double(step) * 0.09)
            let light = step % 2 == 0
            out += """
                <ellipse cx="\(middle + Double(step % 3 - 1) * half * 0.06)" cy="\(y)" rx="\(reach)" \
                ry="\(max(0.5, item.box.height * 0.006))" fill="\(light ? "#ffffff" : "#0b2233")" \
                fill-opacity="\(light ? 0.34 : 0.2)"/>
                """
        }
        return out
    }

    // MARK: Lettering

    private mutating func letters(on item: Item) throws(SketchError) -> String {
        let wish = composition.wish
        let mine = wish.lettering.filter {
            LetterPainter.carrier(of: $0, wish: wish, library: library) == item.thing
        }
        guard item.copy == 0, !mine.isEmpty else { return "" }
        return try set(mine, on: item)
    }

    private mutating func letters() throws(SketchError) -> String {
        let wish = composition.wish
        let free = wish.lettering.filter {
            LetterPainter.carrier(of: $0, wish: wish, library: library) == nil
        }
        return try set(free, on: nil)
    }

    private mutating func set(
        _ lettering: [Wish.Lettering], on item: Item?
    ) throws(SketchError) -> String {
        let painter = LetterPainter(
            composition: composition, treatment: treatment,
            layout: LetterLayout(typesetter: typesetter))
        var out = ""
        for (index, piece) in lettering.enumerated() {
            let share = (index: index, count: lettering.count)
            guard
                let done = try painter.lettered(
                    piece, on: item, look: item.flatMap(book.look), share: share)
            else { continue }
            out += done.svg
            lettered.append(done)
        }
        return out
    }

    private func measures() throws(SketchError) -> String {
        guard composition.style == .blueprint, case .ink(let pen) = treatment else { return "" }
        let painter = DimensionPainter(
            stage: composition.stage, pen: pen, layout: LetterLayout(typesetter: typesetter))
        return try painter.svg(of: composition.items.map { (bounds(of: $0), $0.subject) })
    }

    // MARK: Paper and finish

    private func paper() -> String {
        let stage = composition.stage
        if composition.wish.transparent { return "" }
        let sheet = Sheet(stage: stage)
        switch composition.style {
        case .lineArt: return sheet.plain(Composition.linePaper)
        case .blueprint: return sheet.blueprint()
        default: return sheet.plain(.white)
        }
    }

    private func finish() -> String {
        guard !composition.wish.transparent else { return "" }
        var weather = WeatherPainter(
            stage: composition.stage, light: composition.light, weather: composition.wish.weather,
            palette: palette, treatment: treatment,
            dice: Dice(seed: composition.seed, stream: "weather"))
        var out = weather.svg()
        if treatment == .full, composition.style == .illustration {
            out += weather.vignette(strength: vignette)
        }
        return out
    }

    private var vignette: Double {
        if composition.light.isDark { return 0.42 }
        let ground = composition.wish.ground ?? .white
        let pale = composition.stage.place?.file == "places/plain.svg" && ground.luma > 0.85
        return pale ? 0.05 : (composition.stage.place?.isPlain == true ? 0.2 : 0.26)
    }
}
