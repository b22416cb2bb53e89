/// One indivisible part of a text: a word, a number, a sign or a stretch of white space.
///
/// The pieces of a text cover it without gaps, so that what is cut apart can be put together again
/// byte for byte.
struct Piece {
    /// What a piece is made of.
    enum Kind: UInt8 {
        /// Letters, with digits and apostrophes among them: `don't`, `35mm`, `café`.
        case word
        /// Precomposed Hangul: a Korean word with its particle.
        case hangul
        /// Digits with their inner points and commas.
        case number
        /// One Han character; Chinese and Japanese put no spaces between words.
        case ideograph
        /// Punctuation; the same mark repeated is one piece.
        case mark
        /// A pictograph with its modifiers, or any other sign.
        case symbol
        /// White space but for line breaks.
        case space
        /// One line break.
        case lineBreak
    }

    /// UTF-8 offset of its first byte.
    var start: Int32
    /// UTF-8 offset after its last byte.
    var end: Int32
    /// What it is made of.
    var kind: Kind

    /// Where it stands, in UTF-8 offsets.
    var range: Range<Int> { Int(start)..<Int(end) }

    /// True for white space and line breaks.
    var isBlank: Bool { kind == .space || kind == .lineBreak }

    /// True for what a person would count as a word.
    var isWord: Bool {
        switch kind {
        case .word, .hangul, .number, .ideograph: true
        case .mark, .symbol, .space, .lineBreak: false
        }
    }
}
