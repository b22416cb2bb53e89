internal import Foundation

/// What lies over the whole of two pictures that show the same.
///
/// Drift is everywhere, and what an edit left over is somewhere, such as a mirror image on a polished
/// floor. So a figure is what most cells agree on: of the middle of all cells' values, from the
/// percentile 100 · `minority` to its counterpart, the one nearest to none.
struct PairedFigures {
    private(set) var figures = StyleFigures()
    /// How far a* and b* moved in the middle.
    private(set) var shift = (a: 0.0, b: 0.0)
    /// Whether enough cells told anything.
    private(set) var isMeasured = true

    /// From this energy of the third octave on, in levels squared, a cell shows forms.
    private static let lively: Float = 20
    /// Up to this variance of luma, in levels squared, it is flat.
    private static let flat: Float = 30
    /// From this standard deviation of L* on, cells tell a gain.
    private static let wide = 15.0
    /// So small a share of the cells may see it otherwise.
    private static let minority = 0.42
    /// Fewer cells than this say nothing.
    private static let few = 8
    /// In other light so large a share of them needs forms: with few it is these things' own shadows that
    /// tell.
    private static let enough = 0.05
    /// From this rise of L* on, more light shows what the dark had hidden.
    private static let lift = 10.0

    init(_ old: CellFigures, _ new: CellFigures, among cells: [Int]) {
        readColours(old, new, cells)
        readForms(old, new, cells)
    }

    /// The same where the second picture is in other light, by what that leaves alone.
    ///
    /// It changes colours, contrast and soft forms by rights, but it makes no edge softer, changes little
    /// of how the finest octave stands to the second where there are no forms, and, unless it is more
    /// light, makes no noise.
    init(inOtherLight old: CellFigures, _ new: CellFigures, among cells: [Int]) {
        let lively = cells.filter { Self.isLively(old, $0) }
        let showsEdges =
            lively.count >= Self.few && Double(lively.count) >= Self.enough * Double(cells.count)
        if showsEdges { readEdges(old, new, lively) }
        let flat = cells.filter { Self.isFlat(old, $0) }
        isMeasured = showsEdges || flat.count >= Self.few
        figures[.fineness] = Self.agreed(
            flat.map { cell in
                let growth = Self.growth(old, new, cell)
                return growth.x - growth.y
            })
        let lifts = cells.map { new.means[$0].lightness - old.means[$0].lightness }
        guard Self.median(lifts) <= Self.lift else { return }
        readGrain(old, new, flat.filter { Self.isFlat(new, $0) })
    }

    /// Whether a cell shows forms.
    static func isLively(_ figures: CellFigures, _ cell: Int) -> Bool {
        figures.bands[cell].z > lively
    }

    /// Whether a cell is flat.
    static func isFlat(_ figures: CellFigures, _ cell: Int) -> Bool {
        figures.variances[cell] < flat
    }

    private mutating func readColours(_ old: CellFigures, _ new: CellFigures, _ cells: [Int]) {
        func moves(_ part: (Lab) -> Double) -> [Double] {
            cells.map { part(new.means[$0]) - part(old.means[$0]) }
        }
        let (a, b) = (moves(\.a), moves(\.b))
        shift = (Self.median(a), Self.median(b))
        let length = (shift.a * shift.a + shift.b * shift.b).squareRoot()
        if length > 0 {
            figures[.tint] = Self.agreed(
                zip(a, b).map { ($0 * shift.a + $1 * shift.b) / length })
        }
        figures[.lightness] = Self.agreed(moves(\.lightness))
        let lightness = old.means.map(\.lightness)
        let line = RobustLine(lightness, new.means.map(\.lightness), among: cells)
        // A gain over a short range is a guess.
        let range = Self.deviation(cells.map { lightness[$0] })
        figures[.contrast] = log(line.gain) * min(1, range / Self.wide)
        figures[.chroma] = Self.agreed(
            cells.filter { old.means[$0].chroma > 8 }.map {
                log(max(1, new.means[$0].chroma) / old.means[$0].chroma)
            })
        figures[.whites] = Self.agreed(
            cells.filter { old.means[$0].lightness > 85 && old.means[$0].chroma < 20 }
                .map { new.means[$0].b - old.means[$0].b })
    }

    private mutating func readForms(_ old: CellFigures, _ new: CellFigures, _ cells: [Int]) {
        let lively = cells.filter { Self.isLively(old, $0) }
        let growths = lively.map { Self.growth(old, new, $0) }
        // More contrast is more energy in every octave, and is told by its own measure.
        let contrast = figures[.contrast]
        figures[.texture] = Self.agreed(growths.map { $0.y - contrast })
        figures[.forms] = Self.agreed(growths.map { $0.z - contrast })
        readEdges(old, new, lively)
        readGrain(old, new, cells.filter { Self.isFlat(old, $0) })
    }

    private mutating func readEdges(_ old: CellFigures, _ new: CellFigures, _ lively: [Int]) {
        figures[.sharpness] = Self.agreed(
            lively.map { cell in
                let growth = Self.growth(old, new, cell)
                return growth.y - growth.z
            })
        figures[.sparsity] = Self.agreed(
            lively.map { Double(new.sparsities[$0] - old.sparsities[$0]) })
    }

    private mutating func readGrain(_ old: CellFigures, _ new: CellFigures, _ flat: [Int]) {
        figures[.noise] = Self.agreed(
            flat.map {
                Double(new.bands[$0].x.squareRoot() - old.bands[$0].x.squareRoot())
            })
        figures[.grain] = Self.agreed(
            flat.map {
                Double(new.bands[$0].y.squareRoot() - old.bands[$0].y.squareRoot())
            })
    }

    /// How much the octaves of a cell grew, as logarithms of amplitudes.
    private static func growth(
        _ old: CellFigures, _ new: CellFigures, _ cell: Int
    ) -> SIMD3<Double> {
        let ratio = (new.bands[cell] + 0.5) / (old.bands[cell] + 0.5)
        return SIMD3(log(Double(ratio.x)), log(Double(ratio.y)), log(Double(ratio.z))) / 2
    }

    private static func deviation(_ values: [Double]) -> Double {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }

    private static func agreed(_ values: [Double]) -> Double {
        guard values.count >= few else { return 0 }
        let sorted = values.sorted()
        let place = Int(Double(sorted.count - 1) * minority)
        let (low, high) = (sorted[place], sorted[sorted.count - 1 - place])
        return low > 0 ? low : min(high, 0)
    }

    private static func median(_ values: [Double]) -> Double {
        values.count < few ? 0 : values.sorted()[values.count / 2]
    }
}
