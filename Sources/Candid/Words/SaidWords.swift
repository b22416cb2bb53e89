/// One word that a text says, in the form in which it is compared.
struct SaidWord {
    /// The word in lower case, as it stands.
    var text: String
    /// What it is known by, whatever its inflection or spelling; numbers are digits after a #.
    var key: String
    /// Where it stands, in UTF-8 offsets.
    var range: Range<Int>
    /// Starts with a capital letter, and is not all capitals as LED is.
    var isCapital = false
    /// Stands between quotation marks: it is lettering or a title.
    var isQuoted = false
    /// The first word of a sentence, where a capital says nothing.
    var opensSentence = false
    /// Stands right before the next word, with nothing but a space or a hyphen between.
    var touchesNext = false
    /// A small word of grammar that gives nothing to draw.
    var isSmall = false

    /// True for a number in digits or words.
    var isNumber: Bool { key.utf8.first == UInt8(ascii: "#") }
}

/// What a text says: its words, and the texts between quotation marks.
struct SaidWords {
    private(set) var words: [SaidWord] = []
    private(set) var quotes: [String] = []

    /// The words that give something to draw: neither grammar nor numbers nor lettering.
    var content: [Int] {
        words.indices.filter { !words[$0].isSmall && !words[$0].isNumber && !words[$0].isQuoted }
    }

    init(_ prompt: Prompt) {
        let bytes = Array(prompt.text.utf8)
        let pieces = PieceScanner.pieces(of: bytes)
        let quoted = QuotedSpans.spans(in: pieces, of: bytes)
        quotes = quoted.map { span in
            String(decoding: bytes[span.inside], as: UTF8.self)
        }
        var isQuoted = Array(repeating: false, count: pieces.count)
        for span in quoted {
            for index in span.pieces { isQuoted[index] = true }
        }
        read(pieces, bytes, isQuoted)
    }

    private mutating func read(_ pieces: [Piece], _ bytes: [UInt8], _ isQuoted: [Bool]) {
        var opensSentence = true
        var forms: [String: SaidWord] = [:]
        for (index, piece) in pieces.enumerated() {
            guard piece.isWord else {
                if endsSentence(piece, bytes) { opensSentence = true }
                joinAcross(piece, bytes)
                continue
            }
            let surface = String(decoding: bytes[piece.range], as: UTF8.self)
            var word = forms[surface] ?? WordForm.word(surface, piece)
            forms[surface] = word
            word.range = piece.range
            word.isCapital =
                surface.first?.isUppercase == true
                && surface.dropFirst().contains(where: \.isLowercase)
            word.isQuoted = isQuoted[index]
            word.opensSentence = opensSentence
            word.touchesNext = true
            words.append(word)
            opensSentence = false
        }
    }

    private func endsSentence(_ piece: Piece, _ bytes: [UInt8]) -> Bool {
        if piece.kind == .lineBreak { return true }
        guard piece.kind == .mark else { return false }
        return [".", "!", "?", ":", "。", "“", "\"", ";"]
            .contains(String(decoding: bytes[piece.range], as: UTF8.self))
    }

    private mutating func joinAcross(_ piece: Piece, _ bytes: [UInt8]) {
        guard !words.isEmpty, piece.kind != .space else { return }
        let isHyphen = piece.kind == .mark && bytes[piece.range].elementsEqual([0x2D])
        if !isHyphen { words[words.count - 1].touchesNext = false }
    }
}
