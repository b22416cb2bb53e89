internal import Foundation

/// How much the cells of these two pictures differ anyway.
///
/// A codec moves a lively cell more than a calm one, a scaler likewise, noise moves all alike. So the
/// square of what differs is taken to be a constant and a part that grows with the square of
/// liveliness; both are medians, of the calmer and of the livelier half, so that an edit of less than
/// half the picture does not raise them. An edit is what stands out from that, above what an eye sees.
struct NoiseFloor {
    private let colour: Line
    private let structure: Line

    private struct Line {
        var still: Double
        var lively: Double

        /// The square at some liveliness.
        func square(at liveliness: Double) -> Double { still + lively * liveliness * liveliness }
    }

    /// Measures the noise of some cells, or of all where they are few.
    init(_ steady: [Cell], or all: [Cell]) {
        let judged = steady.count >= 16 ? steady : all
        colour = Self.line(
            judged.map { (Double($0.liveliness), $0.distance * $0.distance) }, least: 0.02)
        structure = Self.line(
            judged.compactMap { cell in
                cell.loss.map { (Double(cell.liveliness), $0 * cell.energy) }
            }, least: 0.2)
    }

    /// Gives each cell its score.
    func weigh(_ cells: inout [Cell], under limits: Comparison.Limits) {
        for index in cells.indices {
            let cell = cells[index]
            // The mean of fewer pixels is noisier.
            let fewness = max(1, Double(Cell.side * Cell.side) / Double(cell.pixels))
            let noise = (colour.square(at: Double(cell.liveliness)) * fewness).squareRoot()
            var score =
                cell.distance / limits.colour.clamping(limits.overNoise.colour * noise)
            if let loss = cell.loss, cell.liveliness > 3 {
                let square = limits.overNoise.structure * limits.overNoise.structure
                let usual = structure.square(at: Double(cell.liveliness)) / cell.energy
                score = max(score, loss / limits.structure.clamping(square * usual))
            }
            cells[index].score = score
        }
    }

    private static func line(
        _ points: [(liveliness: Double, square: Double)], least: Double
    ) -> Line {
        let sorted = points.sorted { $0.liveliness < $1.liveliness }
        let calm = sorted[..<max(min(1, sorted.count), sorted.count / 2)]
        let still = max(least, median(calm.map(\.square)))
        let rest = sorted[(sorted.count / 2)...].map {
            max(0, $0.square - still) / ($0.liveliness * $0.liveliness + 1e-6)
        }
        return Line(still: still, lively: median(rest))
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}

extension Cell {
    /// How much structure is lost; nil where SSIM's window does not reach.
    fileprivate var loss: Double? { similarity.map { max(0, 1 - Double($0)) } }

    /// What SSIM divides by: the loss times this is the square of what differs.
    fileprivate var energy: Double { 2 * Double(liveliness) * Double(liveliness) + 58.5225 }
}

extension ClosedRange<Double> {
    fileprivate func clamping(_ value: Double) -> Double {
        Swift.min(Swift.max(value, lowerBound), upperBound)
    }
}
