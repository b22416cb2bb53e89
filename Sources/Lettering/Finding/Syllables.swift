/// Joins the parts of letters: Hangul's strokes to syllables, dots to their stems.
enum Syllables {
    /// The blobs with near ones of the same grey joined, as long as the whole stays about square.
    ///
    /// - Returns: The joined blobs; nil if nothing was near enough.
    static func joined(_ blobs: [Blob]) -> [Blob]? {
        var groups = Groups(blobs)
        for pair in pairs(blobs) { groups.join(pair.first, pair.second) }
        return groups.hasJoined ? groups.all : nil
    }

    private struct Pair {
        let first: Int
        let second: Int
        let distance: Int
    }

    /// The near pairs, the nearest first.
    private static func pairs(_ blobs: [Blob]) -> [Pair] {
        let order = blobs.indices.sorted { blobs[$0].left < blobs[$1].left }
        var pairs: [Pair] = []
        for (place, first) in order.enumerated() {
            for second in order[(place + 1)...].prefix(40) {
                let (one, two) = (blobs[first], blobs[second])
                let size = max(one.width, one.height, two.width, two.height)
                let across = max(0, two.left - one.right)
                let down = max(0, max(one.top, two.top) - min(one.bottom, two.bottom))
                let reach = 0.28 * Double(size)
                guard Double(across) <= reach, Double(down) <= reach,
                    abs(one.grey - two.grey) <= 24
                else { continue }
                pairs.append(Pair(first: first, second: second, distance: across + down))
            }
        }
        return pairs.sorted {
            ($0.distance, $0.first, $0.second) < ($1.distance, $1.first, $1.second)
        }
    }

    private struct Groups {
        private var parents: [Int]
        private var wholes: [Blob]
        private(set) var hasJoined = false

        init(_ blobs: [Blob]) {
            parents = Array(blobs.indices)
            wholes = blobs
        }

        var all: [Blob] { parents.indices.filter { parents[$0] == $0 }.map { wholes[$0] } }

        mutating func join(_ first: Int, _ second: Int) {
            let (one, two) = (root(first), root(second))
            guard one != two else { return }
            let (a, b) = (wholes[one], wholes[two])
            let whole = a.joined(b)
            let largest = Double(max(a.width, a.height, b.width, b.height))
            let (width, height) = (Double(whole.width), Double(whole.height))
            guard max(width, height) <= 1.5 * largest, width <= 1.3 * height,
                height <= 1.7 * width
            else { return }
            parents[two] = one
            wholes[one] = whole
            hasJoined = true
        }

        private func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index { index = parents[index] }
            return index
        }
    }
}
