import CBase64

/// Decodes base64 as it arrives, in whatever pieces, into room that the caller gives.
///
/// Takes the standard and the URL-safe alphabet of RFC 4648 and skips line ends, because all three
/// are on the wire. It stops at everything else, so that a picture is looked through only once: what
/// ends it is found by decoding it.
struct Base64Decoder: Sendable {
    private var held: UInt32 = 0
    private var heldCount = 0
    private var padding = 0

    /// The bytes that room for decoding must have beyond what is written to it.
    static let slack = 8

    /// Decodes characters until they end, one is not base64's, or the room is full.
    ///
    /// - Parameters:
    ///   - text: The next characters.
    ///   - room: Where the bytes go, ``slack`` of which stay free at the end.
    /// - Returns: How many characters were used up, and how many bytes were written.
    mutating func decode(
        _ text: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) -> (used: Int, written: Int) {
        let limit = room.count - Self.slack
        var (used, written) = (0, 0)
        while used < text.count, written < limit {
            if heldCount == 0, padding == 0, text.count - used >= 8 {
                let more = Self.decodeGroups(
                    UnsafeRawBufferPointer(rebasing: text[used...]),
                    into: UnsafeMutableRawBufferPointer(rebasing: room[written...]))
                used += more.used
                written += more.written
                guard used < text.count, written < limit else { break }
            }
            guard take(text[used]) else { break }
            used += 1
            guard heldCount == 4 else { continue }
            room[written] = UInt8(truncatingIfNeeded: held >> 16)
            room[written + 1] = UInt8(truncatingIfNeeded: held >> 8)
            room[written + 2] = UInt8(truncatingIfNeeded: held)
            written += 3
            (held, heldCount) = (0, 0)
        }
        return (used, written)
    }

    /// Ends the text.
    ///
    /// - Returns: The bytes of a last group that is not whole; nil if characters or padding are
    ///   missing.
    func finish() -> [UInt8]? {
        // Padding may be left out (RFC 4648, section 3.2); where it is there, it must be whole.
        guard heldCount != 1, padding == 0 || heldCount + padding == 4 else { return nil }
        switch heldCount {
        case 2: return [UInt8(truncatingIfNeeded: held >> 4)]
        case 3: return [10, 2].map { UInt8(truncatingIfNeeded: held >> $0) }
        default: return []
        }
    }

    /// Takes one character; false if it is not base64's, or stands behind the padding.
    private mutating func take(_ character: UInt8) -> Bool {
        switch character {
        case 0x0A, 0x0D: return true
        case 0x3D:
            guard padding < 2 else { return false }
            padding += 1
            return true
        default:
            let value = Self.sextets[Int(character)]
            guard value < 64, padding == 0 else { return false }
            held = held << 6 | UInt32(value)
            heldCount += 1
            return true
        }
    }

    /// Decodes many groups of four at a time until something unusual comes.
    private static func decodeGroups(
        _ text: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) -> (used: Int, written: Int) {
        let wide = decodesWide ? decodeWide(text, into: room) : 0
        let rest = decodePairs(
            UnsafeRawBufferPointer(rebasing: text[(wide * 32)...]),
            into: UnsafeMutableRawBufferPointer(rebasing: room[(wide * 24)...]))
        return (wide * 32 + rest.used, wide * 24 + rest.written)
    }

    /// Decodes eight groups at a time, where the processor can.
    ///
    /// - Returns: How often.
    private static func decodeWide(
        _ text: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) -> Int {
        text.withMemoryRebound(to: UInt8.self) { text in
            room.withMemoryRebound(to: UInt8.self) { room in
                guard let from = text.baseAddress, let to = room.baseAddress else { return 0 }
                return candid_decode_base64_wide(from, text.count, to, room.count)
            }
        }
    }

    private static let decodesWide = candid_decodes_base64_wide() != 0

    /// Decodes two groups at a time.
    private static func decodePairs(
        _ text: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) -> (used: Int, written: Int) {
        let pairs = min(text.count / 8, (room.count - slack) / 6)
        return placed.withUnsafeBufferPointer { table in
            for pair in 0..<pairs {
                let word = UInt64(
                    littleEndian: text.loadUnaligned(fromByteOffset: pair * 8, as: UInt64.self))
                let first = group(UInt32(truncatingIfNeeded: word), table)
                let second = group(UInt32(truncatingIfNeeded: word >> 32), table)
                guard (first | second) & odd == 0 else { return (pair * 8, pair * 6) }
                let bytes = (UInt64(first) | UInt64(second) << 24).littleEndian
                room.storeBytes(of: bytes, toByteOffset: pair * 6, as: UInt64.self)
            }
            return (pairs * 8, pairs * 6)
        }
    }

    @inline(__always)
    private static func group(_ text: UInt32, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
        table[Int(text & 255)] | table[256 | Int(text >> 8 & 255)]
            | table[512 | Int(text >> 16 & 255)] | table[768 | Int(text >> 24)]
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

    /// Each place's sextet already where it belongs in three little-endian bytes, so that a group
    /// is four look-ups.
    private static let placed: [UInt32] = {
        let places: [(UInt32) -> UInt32] = [
            { $0 << 2 }, { $0 >> 4 | ($0 & 15) << 12 }, { ($0 >> 2) << 8 | ($0 & 3) << 22 },
            { $0 << 16 },
        ]
        return places.flatMap { place in sextets.map { $0 < 64 ? place(UInt32($0)) : odd } }
    }()
}
