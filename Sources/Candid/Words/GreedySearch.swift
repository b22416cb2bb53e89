/// Myers' greedy algorithm: as quick as the sequences are alike.
enum GreedySearch {
    /// The matches of a longest common subsequence; nil if the sequences differ by more than
    /// patience allows.
    static func pairs(
        _ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>, patience: Int
    ) -> [CommonSubsequence.Match]? {
        let limit = min(patience, a.count + b.count)
        guard abs(a.count - b.count) <= limit else { return nil }
        var reached = Array(repeating: Int32(0), count: 2 * limit + 3)
        var trace: [Int32] = []
        for differences in 0...limit {
            trace += reached[(limit + 1 - differences)...(limit + 1 + differences)]
            for diagonal in stride(from: -differences, through: differences, by: 2) {
                let slot = diagonal + limit + 1
                var x = start(reached, slot, diagonal, differences)
                var y = x - diagonal
                while x < a.count, y < b.count,
                    a[a.startIndex + x] == b[b.startIndex + y]
                {
                    x += 1
                    y += 1
                }
                reached[slot] = Int32(x)
                if x >= a.count, y >= b.count {
                    return walkBack(trace, differences, a, b)
                }
            }
        }
        return nil
    }

    private static func start(
        _ reached: [Int32], _ slot: Int, _ diagonal: Int, _ differences: Int
    ) -> Int {
        if differences == 0 { return 0 }
        let down =
            diagonal == -differences
            || diagonal != differences && reached[slot - 1] < reached[slot + 1]
        return down ? Int(reached[slot + 1]) : Int(reached[slot - 1]) + 1
    }

    private static func walkBack(
        _ trace: [Int32], _ differences: Int, _ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>
    ) -> [CommonSubsequence.Match] {
        var matches: [CommonSubsequence.Match] = []
        var (x, y) = (a.count, b.count)
        func takeDiagonal(to limit: (x: Int, y: Int)) {
            while x > limit.x, y > limit.y {
                x -= 1
                y -= 1
                matches.append(.init(first: a.startIndex + x, second: b.startIndex + y))
            }
        }
        for step in stride(from: differences, to: 0, by: -1) {
            // The trace of step d starts after those of 0 to d-1, of 1, 3, 5 … entries: at d².
            func reached(_ diagonal: Int) -> Int { Int(trace[step * step + step + diagonal]) }
            let diagonal = x - y
            let down =
                diagonal == -step
                || diagonal != step && reached(diagonal - 1) < reached(diagonal + 1)
            let previous = down ? diagonal + 1 : diagonal - 1
            let before = (x: reached(previous), y: reached(previous) - previous)
            takeDiagonal(to: down ? (before.x, before.y + 1) : (before.x + 1, before.y))
            (x, y) = before
        }
        takeDiagonal(to: (0, 0))
        return matches.reversed()
    }
}
