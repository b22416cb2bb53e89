/// Decodes base64 as it arrives, in whatever pieces.
///
/// Takes the standard and the URL-safe alphabet of RFC 4648 and skips line ends, because all three
/// are on the wire; everything else is refused.
struct Base64Decoder: Sendable {
    /// What was decoded so far.
    private(set) var bytes: [UInt8] = []
    private var held: UInt32 = 0
    private var heldCount = 0
    private var padding = 0

    /// Creates a decoder.
    ///
    /// - Parameter expected: How many bytes are likely to come, so that a large picture is not moved
    ///   about while it grows.
    init(expected: Int) {
        bytes.reserveCapacity(expected)
    }

    /// Takes the next characters.
    ///
    /// - Returns: False at a character that is not base64's.
    mutating func take(_ text: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < text.count {
            if heldCount == 0, padding == 0, text.count - index >= 4 {
                index = takeQuads(text, from: index)
                if index == text.count { return true }
            }
            guard take(text[index]) else { return false }
            index += 1
        }
        return true
    }

    /// Ends the text.
    ///
    /// - Returns: The bytes; nil if characters or padding are missing.
    mutating func finish() -> [UInt8]? {
        // Padding may be left out (RFC 4648, section 3.2); where it is there, it must be whole.
        guard heldCount != 1, padding == 0 || heldCount + padding == 4 else { return nil }
        if heldCount == 2 { bytes.append(UInt8(truncatingIfNeeded: held >> 4)) }
        if heldCount == 3 {
            bytes.append(UInt8(truncatingIfNeeded: held >> 10))
            bytes.append(UInt8(truncatingIfNeeded: held >> 2))
        }
        defer { bytes = [] }
        return bytes
    }

    private mutating func take(_ character: UInt8) -> Bool {
        switch character {
        case 0x0A, 0x0D: return true
        case 0x3D:
            padding += 1
            return padding <= 2
        default:
            let value = Self.sextets[Int(character)]
            guard value < 64, padding == 0 else { return false }
            held = held << 6 | UInt32(value)
            heldCount += 1
            guard heldCount == 4 else { return true }
            bytes.append(UInt8(truncatingIfNeeded: held >> 16))
            bytes.append(UInt8(truncatingIfNeeded: held >> 8))
            bytes.append(UInt8(truncatingIfNeeded: held))
            (held, heldCount) = (0, 0)
            return true
        }
    }

    /// Decodes whole groups of four until something unusual comes.
    ///
    /// - Returns: The index of the first character that was not decoded.
    private mutating func takeQuads(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        let groups = (text.count - start) / 4
        let written = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: groups * 3))
        let done = bytes.withUnsafeMutableBytes { target in
            Self.shifted.withUnsafeBufferPointer { table in
                var (from, to) = (start, written)
                for group in 0..<groups {
                    let word =
                        table[Int(text[from])] | table[256 + Int(text[from + 1])]
                        | table[512 + Int(text[from + 2])] | table[768 + Int(text[from + 3])]
                    guard word & Self.odd == 0 else { return group }
                    target[to] = UInt8(truncatingIfNeeded: word >> 16)
                    target[to + 1] = UInt8(truncatingIfNeeded: word >> 8)
                    target[to + 2] = UInt8(truncatingIfNeeded: word)
                    from += 4
                    to += 3
                }
                return groups
            }
        }
        bytes.removeLast((groups - done) * 3)
        return start + done * 4
    }

    /// Marks a character that is not base64's.
    private static let odd: UInt32 = 1 << 24

    private static let sextets: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        table[0x2D] = 62
        table[0x5F] = 63
        return table
    }()

    /// Each place's sextet already shifted to where it belongs, so that a group is four look-ups.
    private static let shifted: [UInt32] = [18, 12, 6, 0].flatMap { (shift: UInt32) in
        sextets.map { $0 < 64 ? UInt32($0) << shift : odd }
    }
}
