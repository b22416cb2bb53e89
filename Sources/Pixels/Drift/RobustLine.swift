/// A line through points, most of which lie on it.
struct RobustLine: Sendable {
    /// Its steepness.
    private(set) var gain = 1.0
    private var offset = 0.0

    /// From this many deviations on a point says nothing (Beaton and Tukey 1974).
    static let reach = 4.685

    /// What lies on the line there.
    func value(at x: Double) -> Double { gain * x + offset }

    /// Finds a line.
    ///
    /// - Parameters:
    ///   - x: Where each point lies.
    ///   - y: Where it lies upwards.
    ///   - points: Which points count.
    ///   - beginning: The gain to begin with; it leads to the line that most points near it lie on.
    init(_ x: [Double], _ y: [Double], among points: [Int], from beginning: Double = 1) {
        guard points.count > 1 else { return }
        let (x, y) = (points.map { x[$0] }, points.map { y[$0] })
        gain = beginning
        offset = Self.median(zip(x, y).map { $1 - beginning * $0 })
        for _ in 0..<6 {
            let residues = zip(x, y).map { $1 - value(at: $0) }
            // A spread of nothing would throw out all but perfect points.
            let reach = Self.reach * max(1, 1.4826 * Self.median(residues.map(abs)))
            let weights = residues.map { residue -> Double in
                let share = residue / reach
                return abs(share) >= 1 ? 0 : (1 - share * share) * (1 - share * share)
            }
            fit(x, y, weights)
        }
    }

    private mutating func fit(_ x: [Double], _ y: [Double], _ weights: [Double]) {
        let total = weights.reduce(0, +)
        guard total > 0 else { return }
        let meanX = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
        let meanY = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total
        var (across, both) = (0.0, 0.0)
        for index in x.indices {
            across += weights[index] * (x[index] - meanX) * (x[index] - meanX)
            both += weights[index] * (x[index] - meanX) * (y[index] - meanY)
        }
        // Cells of about one value say nothing of a gain.
        gain = across / total < 4 ? 1 : min(2, max(0.3, both / across))
        offset = meanY - gain * meanX
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
