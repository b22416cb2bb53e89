/// Changes a finished arrangement: what the instruction does not name keeps its place to the pixel.
struct SceneEditor {
    let library: ArtLibrary
    let instruction: Instruction
    /// The composition as it was before, and then as it is to be.
    private(set) var composition: Composition
    /// Where something new is to be, from the mask.
    let area: Box?
    private var changed = false
    private var dice: Dice

    init(
        _ composition: Composition, _ instruction: Instruction, area: Box?, step: Int,
        library: ArtLibrary
    ) {
        self.composition = composition
        self.instruction = instruction
        self.area = area
        self.library = library
        dice = Dice(seed: composition.seed, stream: "edit \(step)")
    }

    /// The changed arrangement.
    ///
    /// - Throws: ``SketchError/change(_:)`` that names what can't be done.
    mutating func edited() throws(SketchError) -> Composition {
        guard !instruction.asksForNothing else { return composition }
        switch instruction.verb {
        case .remove: try remove()
        case .replace: try replace()
        case .add: try add()
        case .change: try change()
        }
        guard changed else {
            throw .change(
                "sketch understands no change in this instruction; it can change a thing's colour, the "
                    + "light, style, place, weather, ground or lettering, and add, remove or replace "
                    + "things.")
        }
        return composition
    }

    // MARK: What is there

    private func index(of name: String) -> Int? {
        let shown = Set(composition.items.flatMap(\.family).map(\.thing))
        return composition.wish.things.indices.last {
            shown.contains($0) && composition.wish.things[$0].name == name
        }
    }

    private func known(_ name: String) throws(SketchError) -> Int {
        if let index = index(of: name) { return index }
        let names = Set(composition.items.flatMap(\.family).map(\.subject.name)).sorted()
        let list = names.isEmpty ? "nothing" : names.joined(separator: ", ")
        throw .change("There is no \(name) in the picture; it shows \(list).")
    }

    private mutating func mapItems(_ change: (Item) -> Item?) {
        composition.items = composition.items.compactMap { $0.mapped(change) }
        changed = true
    }

    // MARK: Removing

    private mutating func remove() throws(SketchError) {
        for thing in instruction.wish.things { takeOut(try known(thing.name)) }
        let fallen = instruction.wish.weather.filter(composition.wish.weather.contains)
        if !fallen.isEmpty {
            composition.wish.weather.removeAll { fallen.contains($0) }
            changed = true
        }
        let quoted = instruction.wish.lettering.map(\.text)
        let count = composition.wish.lettering.count
        composition.wish.lettering.removeAll { quoted.contains($0.text) }
        if composition.wish.lettering.count < count { changed = true }
    }

    /// What stood on it comes down to where it stood.
    private mutating func takeOut(_ index: Int) {
        let carried = composition.wish.lettering.indices.filter {
            LetterPainter.carrier(
                of: composition.wish.lettering[$0], wish: composition.wish, library: library)
                == index
        }
        for place in carried.reversed() { composition.wish.lettering.remove(at: place) }
        var left: [Item] = []
        for item in composition.items.flatMap(\.family) where item.thing == index {
            for guest in item.behind + item.inside + item.on {
                left.append(
                    guest.moved(x: 0, y: item.box.bottom - guest.box.bottom, scale: 1))
            }
        }
        mapItems { $0.thing == index ? nil : $0 }
        composition.items += left
    }

    // MARK: Replacing

    private mutating func replace() throws(SketchError) {
        let things = instruction.wish.things
        guard things.count == 2 else {
            throw .change("To replace something, name it and what is to stand there instead.")
        }
        let index = try known(things[0].name)
        var heir = things[1]
        (heir.count, heir.relation) = (
            composition.wish.things[index].count, composition.wish.things[index].relation
        )
        composition.wish.things[index] = heir
        let subject = library.subjects[heir.subject]
        var stream = Dice(seed: dice.next(), stream: heir.name)
        mapItems { old in
            guard old.thing == index else { return old }
            var item = old
            item.subject = subject
            item.colours = Wardrobe.colours(
                of: heir, copy: old.copy, subject: subject, dice: &stream)
            item.flipped = old.flipped && !subject.isLettered
            item.box = subject.box(standingIn: old.box)
            return item
        }
    }

    // MARK: Adding

    private mutating func add() throws(SketchError) {
        if !instruction.wish.lettering.isEmpty { letter(replacing: false) }
        let hosts = instruction.wish.things.filter { index(of: $0.name) != nil }
        let guests = instruction.wish.things.indices.filter {
            let thing = instruction.wish.things[$0]
            return index(of: thing.name) == nil || hosts.count == instruction.wish.things.count
        }
        for guest in guests { try add(guest) }
        addWeather()
        if guests.isEmpty { try changeScene() }
    }

    private mutating func add(_ place: Int) throws(SketchError) {
        var guest = instruction.wish.things[place]
        let host = guest.relation?.to.first.flatMap { to in
            to == place ? nil : index(of: instruction.wish.things[to].name)
        }
        guest.relation = guest.relation.flatMap { relation in host.map { (relation.kind, [$0]) } }
        composition.wish.things.append(guest)
        let new = composition.wish.things.count - 1
        let addition = Addition(
            composition: composition, library: library, guest: new, host: host, area: area,
            seed: dice.next())
        composition.items = try addition.items()
        changed = true
    }

    // MARK: Changing

    private mutating func change() throws(SketchError) {
        for thing in instruction.wish.things { try dress(thing) }
        try changeScene()
    }

    private mutating func dress(_ wanted: Wish.Thing) throws(SketchError) {
        let index = try known(wanted.name)
        let hasLook =
            !wanted.colours.isEmpty || wanted.material != nil || !wanted.parts.isEmpty
        guard hasLook || wanted.size != 1 else { return }
        if !wanted.colours.isEmpty {
            composition.wish.things[index].colours = wanted.colours
            composition.wish.things[index].material = wanted.material
        } else if let material = wanted.material {
            composition.wish.things[index].colours = []
            composition.wish.things[index].material = material
        }
        composition.wish.things[index].parts += wanted.parts
        let thing = composition.wish.things[index]
        var stream = Dice(seed: composition.seed, stream: thing.name)
        mapItems { old in
            guard old.thing == index else { return old }
            var item = old
            if hasLook {
                item.colours = Wardrobe.colours(
                    of: thing, copy: old.copy, subject: old.subject, dice: &stream)
            }
            let factor = wanted.size
            guard factor != 1 else { return item }
            return item.moved(
                x: old.box.middle * (1 - factor), y: old.box.bottom * (1 - factor), scale: factor)
        }
    }

    private mutating func changeScene() throws(SketchError) {
        let wish = instruction.wish
        if let light = wish.light, light != composition.light {
            composition.light = light
            changed = true
        }
        if let style = wish.style, style != composition.style {
            composition.style = style
            changed = true
        }
        if let ground = instruction.ground, ground != composition.wish.ground {
            composition.wish.ground = ground
            changed = true
        }
        if let place = wish.place, !(library.places[place].isPlain && instruction.ground != nil) {
            move(to: library.places[place])
        }
        addWeather()
        if !wish.lettering.isEmpty { letter(replacing: true) }
    }

    private mutating func addWeather() {
        let new = instruction.wish.weather.filter { !composition.wish.weather.contains($0) }
        guard !new.isEmpty else { return }
        composition.wish.weather += new
        changed = true
    }

    /// Another place; what stands keeps its place from side to side, and its depth.
    private mutating func move(to place: Place) {
        let old = composition.stage
        guard place.file != old.place?.file else { return }
        var dice = Dice(seed: composition.seed, stream: "stage")
        let stage = Stage(
            width: Int(old.width), height: Int(old.height), place: place, dice: &dice)
        composition.stage = stage
        composition.wish.transparent = false
        composition.items = composition.items.map { item in
            guard item.footing == .ground || item.footing == .water else { return item }
            let depth = (item.baseline - old.far) / max(old.near - old.far, 1)
            let base = mix(stage.far, stage.near, depth.clamped(to: 0...1.15))
            return item.moved(x: 0, y: base - item.baseline, scale: 1)
        }
        changed = true
    }

    // MARK: Lettering

    private mutating func letter(replacing: Bool) {
        if replacing { composition.wish.lettering = [] }
        let carrier = instruction.wish.things.compactMap { index(of: $0.name) }.first
        for line in instruction.wish.lettering {
            composition.wish.lettering.append(
                Wish.Lettering(text: line.text, range: 0..<0, thing: carrier))
        }
        let isFree = composition.wish.lettering.contains {
            LetterPainter.carrier(of: $0, wish: composition.wish, library: library) == nil
        }
        if isFree, composition.banner == nil {
            composition.banner =
                area
                ?? Illustrator.banner(on: composition.stage, alone: composition.items.isEmpty)
        }
        changed = true
    }
}

extension Subject {
    /// Where it stands in the place of another drawing: the same height and footing, unless that
    /// makes it much wider.
    fileprivate func box(standingIn old: Box) -> Box {
        var (width, height) = (old.height * size.aspect, old.height)
        let most = old.width * 1.5
        if width > most { (width, height) = (most, most / size.aspect) }
        return Box(
            x: old.middle - width / 2, y: old.bottom - height, width: width, height: height)
    }
}
