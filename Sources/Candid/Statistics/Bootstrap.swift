/// The uncertainty of a figure by drawing clusters again (Efron, 1979; clusters as Cameron, Gelbach
/// and Miller, 2008): pictures of one prompt are no independent witnesses.
public struct ClusteredBootstrap: Sendable {
    /// How often all clusters are drawn anew.
    public var draws: Int
    /// The seed; the same gives the same interval.
    public var seed: UInt64

    /// Creates a bootstrap.
    public init(draws: Int = 1000, seed: UInt64 = 1) {
        self.draws = draws
        self.seed = seed
    }

    /// The 95 % interval of a figure, by percentiles.
    ///
    /// - Parameters:
    ///   - clusters: For each cluster the indices of its items.
    ///   - figure: The figure of a draw, given as indices; nil where it has none.
    /// - Returns: Nil if no draw had a figure.
    public func interval(
        _ clusters: [[Int]], _ figure: ([Int]) -> Double?
    ) -> ClosedRange<Double>? {
        guard !clusters.isEmpty else { return nil }
        var dice = SplitMix(state: seed)
        var figures: [Double] = []
        for _ in 0..<draws {
            let items = clusters.indices.flatMap { _ in
                clusters[Int(dice.next() % UInt64(clusters.count))]
            }
            if let value = figure(items) { figures.append(value) }
        }
        guard !figures.isEmpty else { return nil }
        figures.sort()
        let last = Double(figures.count - 1)
        return figures[Int((last * 0.025).rounded())]...figures[Int((last * 0.975).rounded())]
    }
}

/// A small generator with a fixed course (Steele, Lea and Flood, 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
