/// So many of so many, with the range in which the true share probably lies.
public struct Proportion: Hashable, Sendable {
    /// How many were so.
    public let hits: Int
    /// How many there were.
    public let count: Int

    /// Counts; nil unless `0 <= hits <= count` and there was at least one.
    public init?(_ hits: Int, of count: Int) {
        guard count > 0, 0...count ~= hits else { return nil }
        self.hits = hits
        self.count = count
    }

    /// The share, from 0 to 1.
    public var share: Double { Double(hits) / Double(count) }

    /// The 95 % interval by Wilson's score (Wilson, 1927), which also holds for few and for all.
    public var interval: ClosedRange<Double> {
        let z = 1.959_963_984_540_054
        let n = Double(count)
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let inner = share * (1 - share) / n + z * z / (4 * n * n)
        let half = z * inner.squareRoot() / (1 + z * z / n)
        return max(0, centre - half)...min(1, centre + half)
    }
}

extension Proportion: CustomStringConvertible {
    /// As people read it, such as `9 of 10 (60–98 %)`.
    public var description: String {
        let low = Int((interval.lowerBound * 100).rounded())
        let high = Int((interval.upperBound * 100).rounded())
        return "\(hits) of \(count) (\(low)–\(high) %)"
    }
}
