/// What can be done to a picture, as sentences tell it.
enum Deed: Hashable, Sendable {
    case remove, add, change, replace, keep
}

/// Whether a sentence tells what was done or asks for it.
public enum Mood: Hashable, Sendable {
    /// “I removed the hat.”
    case said
    /// “Remove the hat.”
    case asked
}

/// What was read out of sentences.
public struct SentenceReading: Hashable, Sendable {
    /// The claims, in order.
    public var claims: [Claim] = []
    /// The sentences in which no claim was found, as they stand.
    public var unread: [String] = []
}

extension SentenceReading {
    /// Reads what sentences say was done to a picture, or ask to be done, in English and Korean.
    ///
    /// A sentence that denies, doubts, asks or promises claims nothing and is listed as unread, so
    /// that a speaker can be asked about it.
    ///
    /// - Parameters:
    ///   - text: Such as `I removed the hat.` or `모자를 제거했습니다.`
    ///   - mood: Whether it tells or asks.
    public init(_ text: String, _ mood: Mood = .said) {
        for sentence in Sentence.sentences(of: text) {
            let isKorean = sentence.words.contains { $0.kind == .hangul }
            var found =
                isKorean
                ? KoreanDeeds(sentence, mood).claims : EnglishDeeds(sentence, mood).claims
            found = found.map { claim in
                claim.resting(on: claim.range ?? sentence.range, of: text, .sentence)
            }
            if found.isEmpty { unread.append(sentence.text) }
            claims += found.filter { claim in
                !claims.contains { $0.says(the: claim) }
            }
        }
        claims = claims.numbered()
    }
}

extension Claim {
    func says(the other: Claim) -> Bool {
        kind == other.kind && subject == other.subject && value == other.value
            && facet == other.facet
    }
}

/// One sentence's words.
struct Sentence {
    /// A word in lower case, and where it stands.
    struct Word {
        var text: String
        var range: Range<Int>
        var kind: Piece.Kind
        /// A comma or another mark stands right before it.
        var followsMark: Bool
    }

    var words: [Word]
    /// Where it stands in the whole text, in UTF-8 bytes.
    var range: Range<Int>
    var text: String
    var isQuestion: Bool

    /// Whether it can tell of what its speaker did; Korean leaves the doer out.
    var mayTellOfOwnDeed: Bool {
        words.contains { $0.kind == .hangul } || EnglishDeeds.mayTellOfSpeaker(words)
    }

    /// The words from one to before another, as they stand, for whoever asks about them.
    func phrase(_ words: Range<Int>) -> String {
        guard let first = words.first, let last = words.last else { return "" }
        let start = self.words[first].range.lowerBound - range.lowerBound
        let end = self.words[last].range.upperBound - range.lowerBound
        return String(decoding: Array(text.utf8)[start..<end], as: UTF8.self)
    }

    /// Where words stand in the whole text.
    func range(of words: Range<Int>) -> Range<Int>? {
        guard let first = words.first, let last = words.last else { return nil }
        return self.words[first].range.lowerBound..<self.words[last].range.upperBound
    }

    /// Cuts a text at full stops, question and exclamation marks, semicolons and line breaks.
    static func sentences(of text: String) -> [Sentence] {
        let bytes = Array(text.utf8)
        var sentences: [Sentence] = []
        var words: [Word] = []
        var followsMark = false
        func close(isQuestion: Bool) {
            defer { words = [] }
            guard let first = words.first, let last = words.last else { return }
            let range = first.range.lowerBound..<last.range.upperBound
            sentences.append(
                Sentence(
                    words: words, range: range,
                    text: String(decoding: bytes[range], as: UTF8.self), isQuestion: isQuestion))
        }
        for piece in PieceScanner.pieces(of: bytes) {
            let surface = String(decoding: bytes[piece.range], as: UTF8.self)
            if piece.isWord {
                let plain = surface.lowercased().replacing("’", with: "'")
                words.append(
                    Word(
                        text: plain, range: piece.range, kind: piece.kind,
                        followsMark: followsMark))
                followsMark = false
            } else if piece.kind == .lineBreak || surface.contains(where: { ".!?;。".contains($0) })
            {
                close(isQuestion: surface.contains("?"))
            } else if piece.kind == .mark, surface != "-" {
                followsMark = true
            }
        }
        close(isQuestion: false)
        return sentences
    }
}

extension Facet {
    /// The facet that a word for it names; nil for a thing's name.
    init?(named words: String) {
        switch words {
        case "light", "lighting", "illumination", "조명", "빛", "채광": self = .lighting
        case "palette", "colours", "colors", "colour palette", "color palette", "색", "색감", "색상":
            self = .palette
        case "style", "look", "art style", "화풍", "스타일": self = .style
        case "place", "setting", "background", "location", "배경", "장소": self = .place
        case "composition", "layout", "arrangement", "framing", "구도", "배치": self = .composition
        case "lettering", "text", "writing", "words", "글자", "글씨", "텍스트", "문구": self = .lettering
        case "rest", "everything else", "everything", "all else", "anything else", "나머지", "다른 것",
            "다른 부분":
            self = .everythingElse
        default: return nil
        }
    }
}
