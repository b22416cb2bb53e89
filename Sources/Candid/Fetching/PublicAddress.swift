/// Whether an address of the internet protocol belongs to everybody, and so to nobody's inside.
///
/// It takes the bytes, so that no spelling (`127.1`, `0x7f000001`, `::ffff:127.0.0.1`) gets around it. What is
/// set aside comes from IANA's special-purpose registries (RFC 6890 and its successors).
public enum PublicAddress {
    /// Whether an address may be reached on somebody else's word.
    ///
    /// - Parameter bytes: Its 4 or 16 bytes, the first one first.
    /// - Returns: Whether it is public; false for any other number of bytes.
    public static func isPublic(_ bytes: [UInt8]) -> Bool {
        switch bytes.count {
        case 4: !inside4.contains { $0.holds(bytes) }
        // Addresses of IPv4 in IPv6's clothes are what they are without them.
        case 16 where bytes.starts(with: mapped): isPublic(Array(bytes.suffix(4)))
        case 16 where bytes.starts(with: translated): isPublic(Array(bytes.suffix(4)))
        case 16: global6.holds(bytes) && !inside6.contains { $0.holds(bytes) }
        default: false
        }
    }

    private struct Block {
        let bytes: [UInt8]
        let bits: Int

        init(_ bytes: [UInt8], _ bits: Int) { (self.bytes, self.bits) = (bytes, bits) }

        func holds(_ address: [UInt8]) -> Bool {
            let whole = bits / 8
            guard address.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
            guard bits % 8 > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
            return address[whole] & mask == bytes[whole] & mask
        }
    }

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    private static let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]

    private static let inside4 = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8),
        // Link-local, where clouds keep their metadata.
        Block([169, 254], 16),
        Block([172, 16], 12), Block([192, 0, 0], 24), Block([192, 0, 2], 24),
        Block([192, 88, 99], 24), Block([192, 168], 16), Block([198, 18], 15),
        Block([198, 51, 100], 24), Block([203, 0, 113], 24), Block([224], 4), Block([240], 4),
        // Public by its number, and Azure's inside all the same.
        Block([168, 63, 129, 16], 32),
    ]

    private static let global6 = Block([0x20], 3)

    private static let inside6 = [
        // Teredo, benchmarks, and the rest of what the protocol itself uses.
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32),
        // 6to4 carries any address of IPv4.
        Block([0x20, 0x02], 16), Block([0x3F, 0xFF, 0x00], 20),
    ]
}
