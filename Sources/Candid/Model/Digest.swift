import Crypto

/// The SHA-256 of some bytes: the name under which the ledger knows them.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 64 lowercase hexadecimal digits.
    public let description: String

    /// Hashes the bytes.
    public init(of bytes: some Sequence<UInt8>) {
        var hash = SHA256()
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable {
            hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if contiguous == nil {
            Array(bytes).withUnsafeBytes { hash.update(bufferPointer: $0) }
        }
        self.init(hash.finalize())
    }

    /// The digest of bytes that were hashed piece by piece.
    init(_ hash: SHA256.Digest) {
        description = Self.hexadecimal(hash)
    }

    /// Reads a digest written as 64 hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        let digits = text.lowercased()
        guard digits.utf8.count == 64, digits.utf8.allSatisfy(Self.isHexadecimal) else {
            return nil
        }
        description = digits
    }

    private static func hexadecimal(_ bytes: SHA256.Digest) -> String {
        String(unsafeUninitializedCapacity: 64) { text in
            var place = 0
            for byte in bytes {
                text[place] = digit(byte >> 4)
                text[place + 1] = digit(byte & 15)
                place += 2
            }
            return place
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

extension Digest: Codable {
    /// Decodes the digest from its hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not the 64 hexadecimal digits of a SHA-256")
        }
        self = digest
    }

    /// Encodes the digest as its hexadecimal digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
