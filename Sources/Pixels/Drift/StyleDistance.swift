internal import Foundation

/// How far a picture's look is from a reference's, in multiples of the reference's own spread.
///
/// The pictures are compared cell by cell where they show the same: a cell that an edit changed
/// stands out from what happened to all others, and is left out with its neighbours. Of what is
/// left each block of a grid of 4 x 4 is measured by itself, and the median of the blocks counts:
/// drift is everywhere, and what is left of an edit is somewhere. The spread is what the same
/// measure says of the reference and itself after one more saving (JPEG, quality 80) and a shift of
/// a quarter of a pixel, which no eye would call drift. A channel reads as the largest of its
/// measures, each in multiples of its own spread. Pictures that show different things are compared
/// as wholes, against the spread between the reference's own quarters.
public struct StyleDistance: Sendable, Equatable {
    /// Which colours there are: χ² of an 8³ histogram in L*a*b* and the earth mover's distance of
    /// each channel, and how far a* and b* moved over the whole.
    public let palette: Double
    /// How it is drawn: χ² of local binary patterns and of gradient magnitudes.
    public let rendering: Double
    /// Lightness, contrast, chroma, sharpness and the tint of whites.
    public let tone: Double
    /// The colour cast over the whole, in words; nil where there is none.
    public let cast: String?
    /// The share of the cells that could be compared, from 0 to 1.
    public let compared: Double
    /// Whether it was compared cell by cell.
    public let isPaired: Bool

    /// Compares a picture with a reference.
    ///
    /// - Parameters:
    ///   - reference: The picture that drift is measured against.
    ///   - picture: The picture.
    ///   - mask: Where it was edited, in either's size.
    public init(from reference: Pixmap, to picture: Pixmap, excluding mask: Mask? = nil) {
        let size = Canonical.size(reference, picture)
        let before = StylePlanes(reference, size)
        let after = StylePlanes(picture, size)
        let pairing = CellPairing(before, after, excluding: mask)
        isPaired = pairing.share >= CellPairing.few
        compared = isPaired ? pairing.share : 1
        let (figures, own) =
            isPaired ? Self.parts(before, after, pairing) : Self.wholes(before, after)
        palette = figures.reading(.palette, over: own)
        rendering = figures.reading(.rendering, over: own)
        tone = figures.reading(.tone, over: own)
        cast = isPaired ? ColourCast(pairing).words : nil
    }

    private static func parts(
        _ before: StylePlanes, _ after: StylePlanes, _ pairing: CellPairing
    ) -> (StyleFigures, StyleFigures) {
        let paired = PairedFigures(before, after, pairing)
        return (paired.figures, paired.own)
    }

    private static func wholes(
        _ before: StylePlanes, _ after: StylePlanes
    ) -> (StyleFigures, StyleFigures) {
        let first = StyleFeatures(before, before.allCells)
        let second = StyleFeatures(after, after.allCells)
        var figures = first.figures(to: second)
        // Whites of another picture are others by rights.
        figures[.whites] = 0
        return (figures, StyleFeatures.spread(before))
    }
}

/// A colour cast that lies over a whole picture.
private struct ColourCast {
    let words: String?

    init(_ pairing: CellPairing) {
        let (a, b) = (pairing.shift.a, pairing.shift.b)
        let strength = (a * a + b * b).squareRoot()
        guard strength >= 1.5 else {
            words = nil
            return
        }
        let degrees = (atan2(b, a) * 180 / .pi + 360).truncatingRemainder(dividingBy: 360)
        let names = [
            (30.0, "red"), (65, "orange"), (105, "yellow"), (150, "yellow-green"), (195, "green"),
            (240, "cyan"), (290, "blue"), (330, "violet"), (360.1, "pink"),
        ]
        let name = names.first { degrees < $0.0 }?.1 ?? "red"
        words = String(format: "a %@ cast: a* %+.1f, b* %+.1f", name as NSString, a, b)
    }
}
