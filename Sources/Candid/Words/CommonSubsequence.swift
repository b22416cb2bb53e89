/// Finds what two sequences of small numbers have in common, in order: the longest such sequence.
///
/// Three steps, each exact. What one side lacks is left out, because it can match nothing. Then
/// Myers' greedy algorithm, whose cost grows with the difference: prompts are mostly alike. If they
/// differ more than it has patience for, the bit-parallel algorithm of Hyyrö (2004), whose cost is
/// the product of the lengths over 64. Only where that too is too much, beyond some 18,000 words a
/// side that differ almost everywhere, is the problem cut in parts and the answer no longer
/// certain to be the longest.
struct CommonSubsequence {
    /// Where one thing stands in both sequences.
    struct Match: Equatable {
        var first: Int
        var second: Int
    }

    /// What matches what, in order.
    private(set) var matches: [Match] = []

    /// The numbers of the sequences that both have, and where they stood.
    private let a: Kept
    private let b: Kept
    private let bound: Int

    private struct Kept {
        var values: [Int32] = []
        var places: [Int32] = []
    }

    /// How many differences Myers' algorithm may meet before the other takes over.
    private static let patience = 300
    /// How many machine words of work the bit-parallel algorithm may take at once.
    private static let effort = 5_000_000

    /// Compares two sequences of numbers from zero up to, but not including, a bound.
    init(_ first: [Int32], _ second: [Int32], bound: Int) {
        self.bound = bound
        a = Self.keep(first, in: second, bound)
        b = Self.keep(second, in: first, bound)
        solve(0..<a.values.count, 0..<b.values.count)
    }

    private static func keep(_ values: [Int32], in other: [Int32], _ bound: Int) -> Kept {
        var known = Array(repeating: false, count: bound)
        for value in other { known[Int(value)] = true }
        var kept = Kept()
        for (place, value) in values.enumerated() where known[Int(value)] {
            kept.values.append(value)
            kept.places.append(Int32(place))
        }
        return kept
    }

    private mutating func solve(_ rows: Range<Int>, _ columns: Range<Int>) {
        var (low, high) = (rows.lowerBound, rows.upperBound)
        var (left, right) = (columns.lowerBound, columns.upperBound)
        while low < high, left < right, a.values[low] == b.values[left] {
            append(low, left)
            low += 1
            left += 1
        }
        var tail = 0
        while low < high, left < right, a.values[high - 1] == b.values[right - 1] {
            high -= 1
            right -= 1
            tail += 1
        }
        if low < high, left < right { solveMiddle(low..<high, left..<right) }
        for step in 0..<tail { append(high + step, right + step) }
    }

    private mutating func solveMiddle(_ rows: Range<Int>, _ columns: Range<Int>) {
        let first = a.values[rows]
        let second = b.values[columns]
        if let pairs = GreedySearch.pairs(first, second, patience: Self.patience) {
            for pair in pairs { append(pair.first, pair.second) }
            return
        }
        let work = (rows.count / 64 + 1) * columns.count
        // Where certainty is lost anyway, a third of the effort will do.
        if work > Self.effort {
            return solveInParts(3 * work / Self.effort + 1, rows, columns)
        }
        for pair in BitParallelSearch.pairs(first, second, bound: bound) {
            append(pair.first, pair.second)
        }
    }

    /// Gives up certainty for a bound on time.
    private mutating func solveInParts(_ parts: Int, _ rows: Range<Int>, _ columns: Range<Int>) {
        func part(_ index: Int, of range: Range<Int>) -> Range<Int> {
            let start = range.lowerBound + range.count * index / parts
            return start..<range.lowerBound + range.count * (index + 1) / parts
        }
        for index in 0..<parts { solve(part(index, of: rows), part(index, of: columns)) }
    }

    private mutating func append(_ row: Int, _ column: Int) {
        matches.append(Match(first: Int(a.places[row]), second: Int(b.places[column])))
    }
}
