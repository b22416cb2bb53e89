/// FNV-1a over 64 bits: the same on every machine and at every start, unlike `Hasher`.
///
/// A word is known by its hash alone. Of the strings that people type, about one in 10¹⁵ shares a
/// hash with some word of the vocabulary; a forged collision yields a wrong hint and nothing more.
struct WordHash {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    static func of(_ text: some StringProtocol) -> UInt64 {
        var hash = WordHash()
        for byte in text.utf8 { hash.add(byte) }
        return hash.value
    }
}
