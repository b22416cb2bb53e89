import Crypto

/// A caller's key as the caller holds it: `ck_`, 43 digits and letters, and six that check them.
///
/// It has no description and no coding, so that it gets into no log and no file by accident. The
/// ledger keeps only its ``digest``.
public struct KeySecret: Sendable {
    /// What somebody presented.
    public enum Reading: Sendable {
        /// A key as we make them, whether or not we made it.
        case secret(KeySecret)
        /// It begins like one of ours, but a character is wrong or missing.
        case mistyped
        /// Something else, such as a provider's key.
        case foreign
    }

    /// The text to hand over, once.
    public let revealed: String

    private static let beginning = "ck_"
    private static let digits = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// 62 to the power of 43 is just over 2 to the power of 256.
    private static let length = 43
    private static let checkLength = 6

    /// Draws a key of 256 random bits.
    ///
    /// - Parameter random: Where numbers come from that nobody can guess.
    public init(random: () -> UInt64) {
        var words = (0..<4).map { _ in random() }
        let body = Self.text(Self.length) { Self.remainder(of: &words) }
        revealed = Self.beginning + body + Self.check(of: body)
    }

    private init(checked text: String) { revealed = text }

    /// Reads what somebody presented.
    public static func reading(_ text: String) -> Reading {
        guard text.hasPrefix(beginning) else { return .foreign }
        let rest = text.dropFirst(beginning.count)
        guard rest.utf8.count == length + checkLength, rest.utf8.allSatisfy(digits.contains)
        else { return .mistyped }
        let body = String(rest.prefix(length))
        return rest.suffix(checkLength) == check(of: body)
            ? .secret(KeySecret(checked: text)) : .mistyped
    }

    /// Under what the ledger knows it.
    ///
    /// One round of SHA-256 is enough, and a slow password hash would be wrong: those make guessing
    /// dear where people choose words, and nobody guesses 256 random bits; but every request would pay.
    public var digest: Digest { Digest(of: revealed.utf8) }

    /// Whether it is the one that a digest was made of, in a time that tells nothing.
    func matches(_ digest: Digest) -> Bool {
        // swift-crypto compares a digest with bytes in constant time.
        SHA256.hash(data: Array(revealed.utf8)) == digest.bytes
    }

    /// Six characters of 32 bits: of four thousand million typing mistakes one goes unnoticed.
    private static func check(of body: String) -> String {
        let hash = SHA256.hash(data: Array("candid key \(body)".utf8))
        var number = hash.prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return text(checkLength) {
            defer { number /= 62 }
            return Int(number % 62)
        }
    }

    private static func text(_ length: Int, _ next: () -> Int) -> String {
        String(decoding: (0..<length).map { _ in digits[next()] }.reversed(), as: UTF8.self)
    }

    /// Divides a number of 256 bits by 62 in place.
    private static func remainder(of words: inout [UInt64]) -> Int {
        var rest: UInt64 = 0
        for index in words.indices {
            let (quotient, remainder) = UInt64(62).dividingFullWidth((rest, words[index]))
            (words[index], rest) = (quotient, remainder)
        }
        return Int(rest)
    }
}

extension Digest {
    /// The 32 bytes.
    var bytes: [UInt8] {
        let nibbles = description.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: nibbles.count, by: 2).map {
            nibbles[$0] << 4 | nibbles[$0 + 1]
        }
    }

    /// The first twelve digits: enough to tell keys apart in a list, and worth nothing to a thief.
    public var fingerprint: String { String(description.prefix(12)) }
}
