/// What the light of a scene does to every colour in it.
///
/// Colours are graded one by one when they are written, not by a tinted layer over the picture: it
/// costs nothing to draw, and what shines by itself (class `night`) keeps its colour.
struct Grade: Sendable {
    var tint = Colour.white
    /// Chroma kept, 1 for all of it.
    var chroma = 1.0
    var veil = Colour.white
    /// How much of the veil lies over everything, for far things and for fog.
    var veiled = 0.0

    static let none = Grade()

    func callAsFunction(_ colour: Colour) -> Colour {
        var out = colour.times(tint)
        if chroma != 1 { out = out.shifted(lightness: 0, chroma: chroma) }
        if veiled > 0 { out = out.mixed(with: veil, veiled) }
        return out
    }

    /// The same light, a little kinder: for what the picture is about.
    var lifted: Grade {
        var copy = self
        copy.tint = tint.mixed(with: .white, 0.3)
        copy.chroma = mix(chroma, 1, 0.5)
        return copy
    }

    func veiled(by colour: Colour, _ part: Double) -> Grade {
        var copy = self
        copy.veil = colour
        copy.veiled = part
        return copy
    }
}
