/// Sets the lettering of a wish on what carries it, or large in the picture.
struct LetterPainter {
    let composition: Composition
    let treatment: Treatment
    let layout: LetterLayout

    /// One piece of lettering in its place.
    struct Lettered: Sendable {
        let svg: String
        let record: SceneRecord.Lettering
        let carrier: Int?
        let missing: [Character]
        let range: Range<Int>
    }

    /// The noun that carries a piece of lettering: the one before it, or the nearest that can.
    static func carrier(of lettering: Wish.Lettering, wish: Wish, library: ArtLibrary) -> Int? {
        let able = wish.things.indices.filter {
            library.subjects[wish.things[$0].subject].anchors.lettering != nil
        }
        guard let thing = lettering.thing, able.contains(thing) else {
            return able.last { $0 <= lettering.thing ?? -1 } ?? able.first
        }
        return thing
    }

    func lettered(
        _ lettering: Wish.Lettering, on item: Item?, look: Look?, share: (index: Int, count: Int)
    ) throws(SketchError) -> Lettered? {
        let whole = item.flatMap(box(on:)) ?? composition.banner
        guard let whole else { return nil }
        let part = whole.height / Double(share.count)
        let box = Box(
            x: whole.x, y: whole.y + part * Double(share.index), width: whole.width, height: part)
        let inner = Box(
            x: box.x + box.width * 0.05, y: box.y + box.height * 0.1, width: box.width * 0.9,
            height: box.height * (item == nil ? 0.8 : 0.74))
        let face = Typesetter.Face.strong
        guard let setting = try layout.setting(of: lettering.text, in: inner, face: face) else {
            return nil
        }
        let svg = """
            <path transform="translate(\(setting.box.x) \(setting.box.y)) scale(\
            \(Decimals.six(setting.scale)))" d="\(setting.path)" \(paint(on: item, look))/>
            """
        let record = SceneRecord.Lettering(
            text: lettering.text, carrier: item?.subject.name, box: setting.box.pixels,
            font: face.font)
        return Lettered(
            svg: setting.path.isEmpty ? "" : svg, record: record, carrier: item?.thing,
            missing: setting.missing, range: lettering.range)
    }

    private func box(on item: Item) -> Box? {
        guard let anchor = item.subject.anchors.lettering else { return nil }
        let corner = item.place(x: item.flipped ? anchor.right : anchor.x, y: anchor.y)
        return Box(
            x: corner.x, y: corner.y, width: anchor.width * item.scale,
            height: anchor.height * item.scale)
    }

    private func paint(on item: Item?, _ look: Look?) -> String {
        if case .ink(let pen) = treatment { return "fill=\"\(pen.ink.hex)\"" }
        if let item {
            let behind = look?.sample.mean(
                of: item.subject.anchors.lettering, in: item.subject.size)
            let ground = behind ?? .white
            let dark = ground.stepped(-7).mixed(with: Colour(0x1d2026), 0.6)
            let ink = ground.luma > 0.4 ? dark : ground.stepped(7).mixed(with: .white, 0.5)
            return "fill=\"\(ink.hex)\""
        }
        let dark = isBannerDark
        return """
            fill="\(dark ? "#fdfaf2" : "#23262d")" stroke="\(dark ? "#0b1020" : "#ffffff")" \
            stroke-opacity="\(isPlain ? 0.28 : 0.55)" stroke-width="\(isPlain ? 3.0 : 9.0)" \
            stroke-linejoin="round" paint-order="stroke"
            """
    }

    private var isPlain: Bool { composition.stage.place?.isPlain ?? true }

    /// Whether what lies behind free lettering is dark.
    private var isBannerDark: Bool {
        if composition.light.isDark { return true }
        if isPlain {
            let main = composition.stage.place?.parts.first { $0.name == "main" }?.colour
            return (composition.wish.ground ?? main ?? .white).luma < 0.5
        }
        return composition.stage.place?.outdoor == true && composition.light != .overcast
            && composition.light != .dawn
    }
}

extension Box {
    /// Whole pixels that cover the box.
    var pixels: [Int] {
        let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        return [left, top, Int(right.rounded(.up)) - left, Int(bottom.rounded(.up)) - top]
    }
}
