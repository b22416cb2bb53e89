#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A range of addresses, such as `10.0.0.0/8`, `fd00::/8` or `192.0.2.7`.
public struct AddressRange: Hashable, Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads a range; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(String(first)) else { return nil }
        self.bytes = bytes
        guard parts.count == 2 else {
            bits = bytes.count * 8
            return
        }
        guard let bits = Int(parts[1]), 0...bytes.count * 8 ~= bits else { return nil }
        self.bits = bits
    }

    /// Whether an address lies in it.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(address), other.count == bytes.count else { return false }
        let whole = bits / 8
        guard bytes.prefix(whole) == other.prefix(whole) else { return false }
        guard bits % 8 > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
        return bytes[whole] & mask == other[whole] & mask
    }

    /// An IPv4 address that came by IPv6 is what it was before.
    private static func bytes(_ text: String) -> [UInt8]? {
        if let bytes = packed(text, AF_INET, 4) { return bytes }
        guard let bytes = packed(text, AF_INET6, 16) else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.prefix(12) == mapped[...] ? Array(bytes.suffix(4)) : bytes
    }

    private static func packed(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
