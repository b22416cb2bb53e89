/// How well a score tells two kinds apart.
public enum Separation {
    /// The area under the ROC curve: how often a positive's score is above a negative's, ties by
    /// half (Mann and Whitney, 1947).
    ///
    /// - Returns: Nil where one side is empty.
    public static func area(positives: [Double], negatives: [Double]) -> Double? {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let ranks = RankCorrelation.ranks(positives + negatives)
        let count = Double(positives.count)
        let above = ranks.prefix(positives.count).reduce(0, +) - count * (count + 1) / 2
        return above / (count * Double(negatives.count))
    }
}
