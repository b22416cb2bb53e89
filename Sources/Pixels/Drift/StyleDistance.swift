internal import Foundation

/// How far a picture's look is from a reference's, in multiples of the reference's own spread.
///
/// Where the pictures show the same they are compared cell by cell, and the median of the cells
/// counts: drift is everywhere, and what is left of an edit is somewhere. The spread is what the same
/// measure says of the reference and itself after one more saving (JPEG, quality 80) and a shift of
/// a quarter of a pixel, which no eye would call drift. A channel reads as the largest of its
/// measures, each in multiples of its own spread. Pictures that show different things are compared
/// as wholes, against the spread between the reference's own quarters.
public struct StyleDistance: Sendable, Equatable {
    /// Which colours there are: how far a* and b* moved over the whole; of wholes χ² of an 8³
    /// histogram in L*a*b* and the earth mover's distance of each channel.
    public let palette: Double
    /// How it is drawn: the energies of octaves of luma, their sharpness, noise and grain in flat
    /// cells, and how few slopes make up all; of wholes χ² of local binary patterns and of gradients.
    public let rendering: Double
    /// How far the rendering moved, for what is measured from this picture on; nil of wholes.
    public let shift: RenderingShift?
    /// Lightness, contrast, chroma and the tint of whites.
    public let tone: Double
    /// The colour cast over the whole, in words; nil where there is none.
    public let cast: String?
    /// The share of the cells that could be compared, from 0 to 1.
    public let compared: Double
    /// Whether it was compared cell by cell.
    public let isPaired: Bool

    /// Below this share of the cells, what is left says nothing of the whole.
    private static let few = 0.02
    /// Below this share of the cells, what they agree on in colour and light counts for less, by as much:
    /// it may be the light that a large thing throws back.
    private static let most = 0.9
    /// The same for how they are drawn, which one thing changes less of another.
    private static let enough = 0.4
    /// Another picture of the same look differs more than a picture's own quarters do.
    private static let margin = 1.4

    init(from reference: StylePatchwork, to picture: StyleRecord, among cells: CellMap) {
        isPaired = true
        compared = cells.share
        let numbers = cells.share < Self.few ? [] : cells.numbers
        let paired = PairedFigures(reference.cells, picture.cells, among: numbers)
        let own = PairedFigures(reference.cells, reference.resaved, among: numbers).figures
        let weight = min(1, compared / Self.most)
        palette = paired.figures.reading(.palette, over: own) * weight
        let told = min(1, compared / Self.enough)
        rendering = paired.figures.reading(.rendering, over: own) * told
        shift = RenderingShift(paired.figures, weight: told)
        tone = paired.figures.reading(.tone, over: own) * weight
        cast = ColourCast(a: paired.shift.a, b: paired.shift.b).words
    }

    /// The rendering alone, in the measures that other light leaves as they are; nil where too few cells
    /// tell any.
    static func renderingInOtherLight(
        from reference: StylePatchwork, to picture: StyleRecord, among cells: CellMap
    ) -> Double? {
        let numbers = cells.share < few ? [] : cells.numbers
        let paired = PairedFigures(inOtherLight: reference.cells, picture.cells, among: numbers)
        guard paired.isMeasured else { return nil }
        let own = PairedFigures(
            inOtherLight: reference.cells, reference.resaved, among: numbers
        ).figures
        let readings = StyleMeasure.allCases.compactMap { measure in
            let (moved, spread) = (paired.figures[measure], abs(own[measure]))
            return measure.leastInOtherLight.map { least in
                abs(moved) / max(spread, moved < 0 ? least.falling : least.rising)
            }
        }
        return (readings.max() ?? 0) * min(1, cells.share / enough)
    }

    init(wholes first: StyleRecord, _ second: StyleRecord) {
        isPaired = false
        compared = 1
        shift = nil
        let one = StyleFeatures(first.planes, first.planes.allCells)
        let two = StyleFeatures(second.planes, second.planes.allCells)
        var figures = one.figures(to: two)
        // Whites of another picture are others by rights.
        figures[.whites] = 0
        let own = StyleFeatures.spread(first.planes).scaled(by: Self.margin)
        palette = figures.reading(.palette, over: own)
        rendering = figures.reading(.rendering, over: own)
        tone = figures.reading(.tone, over: own)
        cast = nil
    }
}

/// A colour cast that lies over a whole picture.
private struct ColourCast {
    let words: String?

    init(a: Double, b: Double) {
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
