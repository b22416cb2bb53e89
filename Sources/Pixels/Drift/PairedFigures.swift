internal import Foundation

/// What lies over the whole of two pictures that show the same: medians of cells, because drift is
/// everywhere and what is left of an edit is somewhere.
struct PairedFigures {
    private(set) var figures = StyleFigures()
    /// How far a* and b* moved in the middle.
    private(set) var shift = (a: 0.0, b: 0.0)

    /// From this energy of the third octave on, in levels squared, a cell shows forms.
    private static let lively: Float = 20
    /// Up to this variance of luma, in levels squared, it is flat.
    private static let flat: Float = 30
    /// Fewer cells than this say nothing.
    private static let few = 8

    init(_ old: CellFigures, _ new: CellFigures, among cells: [Int]) {
        readColours(old, new, cells)
        readForms(old, new, cells)
    }

    private mutating func readColours(_ old: CellFigures, _ new: CellFigures, _ cells: [Int]) {
        func moved(_ part: (Lab) -> Double) -> Double {
            Self.median(cells.map { part(new.means[$0]) - part(old.means[$0]) })
        }
        shift = (moved(\.a), moved(\.b))
        figures[.tint] = (shift.a * shift.a + shift.b * shift.b).squareRoot()
        figures[.lightness] = moved(\.lightness)
        let line = RobustLine(
            old.means.map(\.lightness), new.means.map(\.lightness), among: cells)
        figures[.contrast] = log(line.gain)
        figures[.chroma] = Self.median(
            cells.filter { old.means[$0].chroma > 8 }.map {
                log(max(1, new.means[$0].chroma) / old.means[$0].chroma)
            })
        figures[.whites] = Self.median(
            cells.filter { old.means[$0].lightness > 85 && old.means[$0].chroma < 20 }
                .map { new.means[$0].b - old.means[$0].b })
    }

    private mutating func readForms(_ old: CellFigures, _ new: CellFigures, _ cells: [Int]) {
        let lively = cells.filter { old.bands[$0].z > Self.lively }
        let flat = cells.filter { old.variances[$0] < Self.flat }
        func growth(_ cell: Int) -> SIMD3<Double> {
            let ratio = (new.bands[cell] + 0.5) / (old.bands[cell] + 0.5)
            return SIMD3(log(Double(ratio.x)), log(Double(ratio.y)), log(Double(ratio.z))) / 2
        }
        let growths = lively.map(growth)
        // More contrast is more energy in every octave, and is told by its own measure.
        figures[.texture] = Self.median(growths.map(\.y)) - figures[.contrast]
        figures[.forms] = Self.median(growths.map(\.z)) - figures[.contrast]
        figures[.sharpness] = Self.median(growths.map { $0.y - $0.z })
        figures[.sparsity] = Self.median(
            lively.map { Double(new.sparsities[$0] - old.sparsities[$0]) })
        figures[.noise] = Self.median(
            flat.map {
                Double(new.bands[$0].x.squareRoot() - old.bands[$0].x.squareRoot())
            })
        figures[.grain] = Self.median(
            flat.map {
                Double(new.bands[$0].y.squareRoot() - old.bands[$0].y.squareRoot())
            })
    }

    private static func median(_ values: [Double]) -> Double {
        values.count < few ? 0 : values.sorted()[values.count / 2]
    }
}
