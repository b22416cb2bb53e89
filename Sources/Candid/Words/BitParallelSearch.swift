/// The bit-parallel longest common subsequence of Hyyrö (2004), with Hirschberg's halving so that
/// memory stays small.
struct BitParallelSearch {
    private typealias Match = CommonSubsequence.Match

    /// How many machine words of history may be kept to walk back through.
    private static let history = 1 << 16

    private let a: [Int32]
    private let b: [Int32]
    private let bound: Int
    private var matches: [Match] = []

    /// The matches of a longest common subsequence.
    static func pairs(
        _ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>, bound: Int
    ) -> [CommonSubsequence.Match] {
        var names = Array(repeating: Int32(-1), count: bound)
        var count: Int32 = 0
        func rename(_ values: ArraySlice<Int32>) -> [Int32] {
            values.map { value in
                if names[Int(value)] < 0 {
                    names[Int(value)] = count
                    count += 1
                }
                return names[Int(value)]
            }
        }
        let (first, second) = (rename(a), rename(b))
        var search = BitParallelSearch(a: first, b: second, bound: Int(count))
        search.solve(0..<a.count, 0..<b.count)
        return search.matches.map {
            Match(first: $0.first + a.startIndex, second: $0.second + b.startIndex)
        }
    }

    private init(a: [Int32], b: [Int32], bound: Int) {
        self.a = a
        self.b = b
        self.bound = bound
    }

    private mutating func solve(_ rows: Range<Int>, _ columns: Range<Int>) {
        guard !rows.isEmpty, !columns.isEmpty else { return }
        guard (rows.count / 64 + 1) * (columns.count + 1) > Self.history else {
            return walk(rows, columns)
        }
        let middle = columns.lowerBound + columns.count / 2
        let before = lengths(rows, columns.lowerBound..<middle, reversed: false)
        let after = lengths(rows, middle..<columns.upperBound, reversed: true)
        var best = (row: 0, sum: -1)
        for row in 0...rows.count where before[row] + after[rows.count - row] > best.sum {
            best = (row, before[row] + after[rows.count - row])
        }
        let row = rows.lowerBound + best.row
        solve(rows.lowerBound..<row, columns.lowerBound..<middle)
        solve(row..<rows.upperBound, middle..<columns.upperBound)
    }

    /// For each length of a prefix of the rows, how much it has in common with the columns.
    private func lengths(_ rows: Range<Int>, _ columns: Range<Int>, reversed: Bool) -> [Int] {
        let values = reversed ? b[columns].reversed() : Array(b[columns])
        var state = BitColumn(a[rows], bound: bound, reversed: reversed)
        state.advance(through: values)
        var result = Array(repeating: 0, count: rows.count + 1)
        for row in 0..<rows.count {
            let isZero = state.words[row >> 6] >> UInt64(row & 63) & 1 == 0
            result[row + 1] = result[row] + (isZero ? 1 : 0)
        }
        return result
    }

    /// Solves a small problem by keeping every state and walking back through them.
    private mutating func walk(_ rows: Range<Int>, _ columns: Range<Int>) {
        var state = BitColumn(a[rows], bound: bound, reversed: false)
        let width = state.words.count
        var history = state.words
        history.reserveCapacity(width * (columns.count + 1))
        for column in columns {
            state.advance(by: b[column])
            history += state.words
        }
        func isZero(_ row: Int, _ column: Int) -> Bool {
            history[column * width + row >> 6] >> UInt64(row & 63) & 1 == 0
        }
        var (row, column) = (rows.count, columns.count)
        var found: [Match] = []
        while row > 0, column > 0 {
            if !isZero(row - 1, column) {
                row -= 1
            } else if isZero(row - 1, column - 1) {
                column -= 1
            } else {
                row -= 1
                column -= 1
                found.append(
                    Match(first: rows.lowerBound + row, second: columns.lowerBound + column))
            }
        }
        matches += found.reversed()
    }
}
