/// Turns UTF-8 offsets into Unicode-scalar offsets, cheaply for a whole list of findings.
///
/// Swift strings, C and HTTP count bytes; Python and JSON consumers count scalars. Building this
/// reads the text once; each question afterwards reads at most 64 bytes.
public struct ScalarOffsets: Sendable {
    private let bytes: [UInt8]
    /// Scalars that start before each 64th byte.
    private let marks: [Int]

    /// Reads the prompt once.
    public init(_ prompt: Prompt) {
        bytes = Array(prompt.text.utf8)
        var marks: [Int] = []
        marks.reserveCapacity(bytes.count / 64 + 1)
        var count = 0
        for (index, byte) in bytes.enumerated() {
            if index & 63 == 0 { marks.append(count) }
            if byte & 0xC0 != 0x80 { count += 1 }
        }
        if bytes.count & 63 == 0 { marks.append(count) }
        self.marks = marks
    }

    /// The number of scalars before a UTF-8 offset; offsets past the end count as the end.
    public func scalars(before offset: Int) -> Int {
        let end = min(max(offset, 0), bytes.count)
        var count = marks[end >> 6]
        for byte in bytes[(end & ~63)..<end] where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// A UTF-8 range as a range of scalars.
    public func callAsFunction(_ range: Range<Int>) -> Range<Int> {
        let start = scalars(before: range.lowerBound)
        return start..<max(start, scalars(before: range.upperBound))
    }
}
