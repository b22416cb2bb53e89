/// One word, number or sign of a prompt.
struct Token {
    /// What a token is made of.
    enum Kind: UInt8 {
        case word, number, hangul, ideograph, otherLetters, symbol, invisible
    }

    /// What surrounds a token.
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// No space before it.
        static let glued = Flags(rawValue: 1)
        /// Joined to the word before it by a hyphen.
        static let hyphenated = Flags(rawValue: 2)
        /// Inside quotation marks that hold lettering or a title.
        static let quoted = Flags(rawValue: 4)
        /// Starts with a capital letter.
        static let capital = Flags(rawValue: 8)
        /// Found in the vocabulary under its singular.
        static let plural = Flags(rawValue: 16)
        /// Ends in “’s”.
        static let possessive = Flags(rawValue: 32)
        /// A line break stands before it.
        static let opensLine = Flags(rawValue: 64)
        /// Belongs to a phrase that an earlier token opened.
        static let continuesPhrase = Flags(rawValue: 128)
    }

    /// UTF-8 offset of its first byte.
    var start: Int32
    /// UTF-8 offset after its last byte.
    var end: Int32
    /// The lower-cased bytes hashed, or the scalar of a symbol, or the value of a number.
    var hash: UInt64
    /// What the vocabulary knows of it.
    var traits: Traits = []
    /// Which word of grammar it is.
    var word: Word = .other
    /// What it is made of.
    var kind: Kind
    /// What surrounds it.
    var flags: Flags = []
    /// How many tokens the phrase has that it opens; 1 for none.
    var span: UInt8 = 1
    /// For a Hangul token, bytes of the particle after its stem.
    var tail: UInt8 = 0

    /// Where it stands, in UTF-8 offsets.
    var range: Range<Int> { Int(start)..<Int(end) }

    /// True for a symbol with this scalar.
    func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        kind == .symbol && hash == UInt64(scalar.value)
    }

    /// True if letters make it up.
    var isWord: Bool { kind == .word || kind == .hangul }
}
