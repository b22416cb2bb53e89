/// How large things are beside each other.
///
/// True scale is kept while the largest is at most four and a half times the smallest (three and a
/// half among many); beyond, the scale is compressed so that a pear and a castle can both be seen.
struct Proportions {
    private let tallest: Double
    private let exponent: Double

    init(_ heights: [Double]) {
        let large = heights.max() ?? 1
        let small = heights.min() ?? large
        let ratio = large / max(small, 0.001)
        tallest = large
        let limit = heights.count > 3 ? 3.5 : 4.5
        exponent = ratio > limit ? logarithm(limit) / logarithm(ratio) : 1
    }

    /// Height as a part of the tallest thing's.
    func height(of real: Double) -> Double { power(real / tallest, exponent) }
}
