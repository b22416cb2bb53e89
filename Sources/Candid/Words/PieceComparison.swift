/// Compares two texts piece by piece and writes down what stays and what doesn't.
struct PieceComparison {
    private(set) var segments: [WordDiff.Segment] = []
    private(set) var wordsKept = 0
    private(set) var wordCounts = (0, 0)

    private let a: Side
    private let b: Side
    private var same: Range<Int> = 0..<0
    private var removed: Range<Int> = 0..<0
    private var added: Range<Int> = 0..<0

    private struct Side {
        let bytes: [UInt8]
        let pieces: [Piece]
        /// The indices of the pieces that are not blank.
        let solid: [Int]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            let pieces = PieceScanner.pieces(of: bytes)
            self.pieces = pieces
            solid = pieces.indices.filter { !pieces[$0].isBlank }
        }

        var words: Int { pieces.count { $0.isWord } }

        subscript(index: Int) -> ArraySlice<UInt8> { bytes[pieces[index].range] }
    }

    init(_ from: [UInt8], _ to: [UInt8]) {
        a = Side(from)
        b = Side(to)
        wordCounts = (a.words, b.words)
        compare()
        flush()
    }

    private mutating func compare() {
        var names = PieceNames([a.bytes, b.bytes], capacity: a.solid.count + b.solid.count)
        let first = a.solid.map { names.name(a.pieces[$0], in: 0) }
        let second = b.solid.map { names.name(b.pieces[$0], in: 1) }
        let common = CommonSubsequence(first, second, bound: names.count)
        var (row, column) = (0, 0)
        for match in common.matches {
            let (left, right) = (a.solid[match.first], b.solid[match.second])
            writeGap(row..<left, column..<right)
            keep(a.pieces[left].range)
            if a.pieces[left].isWord { wordsKept += 1 }
            (row, column) = (left + 1, right + 1)
        }
        writeGap(row..<a.pieces.count, column..<b.pieces.count)
    }

    /// Writes what stands between two matches: no word in it stays, but white space at its ends
    /// may, and so may the stems of Korean words.
    private mutating func writeGap(_ rows: Range<Int>, _ columns: Range<Int>) {
        var (low, high) = (rows.lowerBound, rows.upperBound)
        var (left, right) = (columns.lowerBound, columns.upperBound)
        while low < high, left < right, a[low] == b[left] {
            keep(a.pieces[low].range)
            low += 1
            left += 1
        }
        var tail = 0
        while low < high, left < right, a[high - 1] == b[right - 1] {
            high -= 1
            right -= 1
            tail += 1
        }
        writeStems(low..<high, left..<right)
        for step in 0..<tail { keep(a.pieces[high + step].range) }
    }

    private mutating func writeStems(_ rows: Range<Int>, _ columns: Range<Int>) {
        guard let stem = firstStem(rows, columns) else {
            remove(span(a, rows))
            add(span(b, columns))
            return
        }
        writeGap(rows.lowerBound..<stem.row, columns.lowerBound..<stem.column)
        let (left, right) = (a.pieces[stem.row].range, b.pieces[stem.column].range)
        keep(left.lowerBound..<left.lowerBound + stem.bytes)
        remove(left.lowerBound + stem.bytes..<left.upperBound)
        add(right.lowerBound + stem.bytes..<right.upperBound)
        writeGap(stem.row + 1..<rows.upperBound, stem.column + 1..<columns.upperBound)
    }

    /// The first Korean word of a gap that has its partner with another particle in the gap too.
    private func firstStem(
        _ rows: Range<Int>, _ columns: Range<Int>
    ) -> (row: Int, column: Int, bytes: Int)? {
        guard rows.count * columns.count <= 4096 else { return nil }
        let candidates = columns.filter { b.pieces[$0].kind == .hangul }
        guard !candidates.isEmpty else { return nil }
        for row in rows where a.pieces[row].kind == .hangul {
            for column in candidates {
                if let bytes = KoreanTail.sharedStem(a[row], b[column]) {
                    return (row, column, bytes)
                }
            }
        }
        return nil
    }

    private func span(_ side: Side, _ range: Range<Int>) -> Range<Int> {
        guard let first = range.first, let last = range.last else { return 0..<0 }
        return side.pieces[first].range.lowerBound..<side.pieces[last].range.upperBound
    }

    private mutating func keep(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if removed.isEmpty, added.isEmpty, same.upperBound == range.lowerBound, !same.isEmpty {
            same = same.lowerBound..<range.upperBound
            return
        }
        flush()
        same = range
    }

    private mutating func remove(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        removed = removed.isEmpty ? range : removed.lowerBound..<range.upperBound
    }

    private mutating func add(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        added = added.isEmpty ? range : added.lowerBound..<range.upperBound
    }

    private mutating func flush() {
        write(.same, a, same)
        write(.removed, a, removed)
        write(.added, b, added)
        (same, removed, added) = (0..<0, 0..<0, 0..<0)
    }

    private mutating func write(_ kind: WordDiff.Segment.Kind, _ side: Side, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let text = String(decoding: side.bytes[range], as: UTF8.self)
        segments.append(WordDiff.Segment(kind: kind, text: text))
    }
}
