/// A word, a piece of punctuation or a quotation of the prompt.
struct Word: Sendable {
    let kind: Kind
    /// As written; for a quotation, what is between the quotes.
    let text: String
    /// Lower case.
    let folded: String
    /// UTF-8 bytes of the prompt.
    let range: Range<Int>

    enum Kind: Sendable { case word, stop, comma, quote }

    var isKorean: Bool {
        text.unicodeScalars.contains {
            (0xAC00...0xD7A3).contains($0.value) || (0x1100...0x11FF).contains($0.value)
        }
    }

    var isShouted: Bool {
        kind == .word && text.contains(where: \.isUppercase) && !text.contains(where: \.isLowercase)
    }
}

/// Cuts a prompt into words; hyphens part them, quotes hold them together.
struct WordCutter {
    private let text: String
    private var at: String.Index
    private var words: [Word] = []

    static func words(of prompt: String) -> [Word] {
        var cutter = WordCutter(text: prompt, at: prompt.startIndex)
        cutter.run()
        return cutter.words
    }

    private init(text: String, at: String.Index) {
        self.text = text
        self.at = at
    }

    private static let quotes: [Character: Character] = [
        "\"": "\"", "“": "”", "„": "“", "‘": "’", "'": "'", "「": "」", "『": "』", "《": "》",
        "〈": "〉", "«": "»",
    ]

    private mutating func run() {
        while at < text.endIndex {
            let character = text[at]
            if let close = Self.quotes[character], let end = quotation(closedBy: close) {
                let inside = text.index(after: at)..<end
                add(.quote, String(text[inside]), from: at, to: text.index(after: end))
                at = text.index(after: end)
            } else if Self.isPart(of: character) || character == "#" {
                cutWord()
            } else {
                let next = text.index(after: at)
                if ".!?;\n。".contains(character) {
                    add(.stop, String(character), from: at, to: next)
                } else if ",:()、，".contains(character) {
                    add(.comma, String(character), from: at, to: next)
                }
                at = next
            }
        }
    }

    private mutating func cutWord() {
        let start = at
        at = text.index(after: at)
        var digits = text[start].isNumber
        while at < text.endIndex {
            let character = text[at]
            let isApostrophe = character == "'" || character == "’"
            guard Self.isPart(of: character) || isApostrophe && isFollowedByLetter else { break }
            // "3마리" is a number and a counter.
            if digits, !character.isNumber, !character.isASCII { break }
            digits = digits && character.isNumber
            at = text.index(after: at)
        }
        add(.word, String(text[start..<at]), from: start, to: at)
    }

    private var isFollowedByLetter: Bool {
        let next = text.index(after: at)
        return next < text.endIndex && text[next].isLetter
    }

    private static func isPart(of character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
            || !character.isASCII
                && !character.isWhitespace && !character.isPunctuation
    }

    /// Where the quotation that begins here ends; nil for an apostrophe or a lone quote.
    private func quotation(closedBy close: Character) -> String.Index? {
        let start = text.index(after: at)
        if close == "'", at > text.startIndex, Self.isPart(of: text[text.index(before: at)]) {
            return nil
        }
        var end = start
        while end < text.endIndex, text[end] != "\n" {
            if text[end] == close, end > start {
                let next = text.index(after: end)
                let isInside = close == "'" || close == "’"
                if !isInside || next == text.endIndex || !text[next].isLetter { return end }
            }
            end = text.index(after: end)
        }
        return nil
    }

    private mutating func add(
        _ kind: Word.Kind, _ part: String, from start: String.Index, to end: String.Index
    ) {
        let first = text.utf8.distance(from: text.utf8.startIndex, to: start)
        let range = first..<(first + text.utf8.distance(from: start, to: end))
        words.append(Word(kind: kind, text: part, folded: part.lowercased(), range: range))
    }
}
