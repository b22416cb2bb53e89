/// How alike two rankings are, from -1 to 1; ties share their mean rank.
public enum RankCorrelation {
    /// Spearman's rho: Pearson's correlation of the mean ranks (Spearman, 1904).
    ///
    /// - Parameters:
    ///   - first: One value for each item.
    ///   - second: The other's values in the same order.
    /// - Returns: Nil where there are fewer than two items, the counts differ, or one side is all ties.
    public static func spearman(_ first: [Double], _ second: [Double]) -> Double? {
        pearson(ranks(first), ranks(second))
    }

    /// Pearson's correlation; nil as for ``spearman(_:_:)``.
    public static func pearson(_ first: [Double], _ second: [Double]) -> Double? {
        guard first.count == second.count, first.count > 1 else { return nil }
        let count = Double(first.count)
        let (meanX, meanY) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for (x, y) in zip(first, second) {
            xy += (x - meanX) * (y - meanY)
            xx += (x - meanX) * (x - meanX)
            yy += (y - meanY) * (y - meanY)
        }
        guard xx > 0, yy > 0 else { return nil }
        return xy / (xx * yy).squareRoot()
    }

    /// Kendall's tau-b, which corrects for ties on both sides (Kendall, 1945); every pair is looked at.
    ///
    /// - Returns: Nil as for ``spearman(_:_:)``.
    public static func kendall(_ first: [Double], _ second: [Double]) -> Double? {
        guard first.count == second.count, first.count > 1 else { return nil }
        var (agreement, firstPairs, secondPairs) = (0, 0, 0)
        for i in first.indices {
            for j in 0..<i {
                let x = sign(first[i] - first[j])
                let y = sign(second[i] - second[j])
                agreement += x * y
                firstPairs += x * x
                secondPairs += y * y
            }
        }
        guard firstPairs > 0, secondPairs > 0 else { return nil }
        return Double(agreement) / (Double(firstPairs) * Double(secondPairs)).squareRoot()
    }

    /// The ranks from 1, ties with the mean of theirs.
    public static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
            for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
            start = end + 1
        }
        return ranks
    }

    private static func sign(_ value: Double) -> Int { value > 0 ? 1 : value < 0 ? -1 : 0 }
}
