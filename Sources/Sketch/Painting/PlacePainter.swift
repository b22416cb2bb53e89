/// Paints the place behind and under things.
struct PlacePainter {
    let composition: Composition
    let palette: Palette
    let treatment: Treatment

    /// The ground's colours by part, before the light.
    var colours: [Subject.Part] {
        guard let place = composition.stage.place else { return [] }
        return place.parts.map { part in
            guard part.name == "main", let ground = composition.wish.ground else { return part }
            return Subject.Part(name: part.name, colour: ground)
        }
    }

    func svg() throws(SketchError) -> String {
        let stage = composition.stage
        guard let place = stage.place else { return "" }
        var out = ""
        if place.outdoor, !isInked {
            var sky = SkyPainter(
                stage: stage, light: composition.light, weather: composition.wish.weather,
                palette: palette, style: composition.style,
                dice: Dice(seed: composition.seed, stream: "sky \(place.file)"))
            out += sky.svg()
        }
        return out + (try placeAlone())
    }

    /// The place without the sky.
    func placeAlone() throws(SketchError) -> String {
        let stage = composition.stage
        guard let place = stage.place else { return "" }
        let root = try MarkupNode.art(place.text, file: place.file)
        var tokens = ["sky": palette.sky, "haze": palette.haze, "light": palette.light]
        for part in colours { tokens[part.name] = part.colour }
        var painter = ArtPainter(
            colours: tokens, grade: palette.grade, treatment: treatment,
            night: composition.isLitAtNight, prefix: "p", scale: stage.scale)
        let (back, front) = painter.layers(of: root)
        let width = place.size.width * stage.scale
        let mirror = stage.flipped ? "translate(\(stage.origin.x * 2 + width) 0) scale(-1 1) " : ""
        return """
            <g transform="\(mirror)translate(\(stage.origin.x) \(stage.origin.y)) \
            scale(\(Decimals.six(stage.scale)))">\(back)\(front)</g>
            """
    }

    private var isInked: Bool {
        if case .ink = treatment { return true }
        return false
    }
}

/// Numbers that need more than two decimals.
enum Decimals {
    static func six(_ value: Double) -> String {
        let millionths = Int((abs(value) * 1_000_000).rounded())
        let digits = String(millionths % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - digits.count)
        return "\(value < 0 ? "-" : "")\(millionths / 1_000_000).\(zeros)\(digits)"
    }
}
