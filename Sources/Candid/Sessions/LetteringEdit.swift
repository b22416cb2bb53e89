/// Other letters on a thing that is there: “change the sign to OPEN”, “make the sign say “OPEN””.
///
/// What may as well be no lettering, such as “change the sign to red”, is none.
struct LetteringEdit {
    /// The thing that bears it, in the form in which words are compared; nil where none is named.
    private(set) var carrier: String?
    /// What stands there now, where the words say that.
    private(set) var old: String?
    /// What is to stand there, without its marks.
    private(set) var new = ""
    /// The same with the marks that it was said in, or straight ones.
    private(set) var quoted = ""

    private let bytes: [UInt8]
    private let words: [Sentence.Word]
    private let quotes: [Range<Int>]

    init?(_ clause: EditClause) {
        guard let sentence = clause.onlySentence else { return nil }
        bytes = Array(clause.text.utf8)
        words = sentence.words
        quotes = QuotedSpans.spans(in: PieceScanner.pieces(of: bytes), of: bytes).map(\.inside)
        let isRead =
            clause.isKorean
            ? readKorean() : readSpeech() || readChange() || readExchange() || readPlain()
        guard isRead, !new.isEmpty else { return nil }
    }

    // MARK: English

    /// “make the sign say OPEN”, “change the sign so that it says OPEN”, “the sign should read OPEN”.
    private mutating func readSpeech() -> Bool {
        let speech: Set = ["say", "says", "read", "reads", "spell", "spells"]
        guard let verb = words.firstIndex(where: { speech.contains($0.text) && !isQuoted($0) }),
            let start = firstWord, start < verb
        else { return false }
        var named = start
        if EditClause.makers.union(["have", "let"]).contains(words[start].text) {
            named += 1
        } else if words[start].text != "the"
            || !["should", "must", "shall"].contains(words[verb - 1].text)
        {
            return false
        }
        let links: Set = ["to", "so", "that", "it", "should", "must", "shall"]
        var end = verb
        while end > named, links.contains(words[end - 1].text) { end -= 1 }
        guard take(carrier: named..<end) else { return false }
        // “make the man read a book” asks for no letters.
        let bears = carrier.map(Self.bearers.contains) ?? true
        let isReading = words[verb].text.hasPrefix("read")
        guard bears || !isReading else { return false }
        return take(value: verb + 1, isSure: bears && isSpoken(verb + 1, isReading))
    }

    /// Whether words can be what a thing says: “make the sign read better” names no letters.
    private func isSpoken(_ first: Int, _ isReading: Bool) -> Bool {
        guard first < words.count, !["a", "an", "the"].contains(words[first].text) else {
            return false
        }
        return !isReading || isName(first)
    }

    /// “change the sign to OPEN”, “change “CLOSED” to “OPEN””, “change the text to Hello”.
    private mutating func readChange() -> Bool {
        guard let start = firstWord, EditClause.makers.contains(words[start].text),
            let link = words.lastIndex(where: { ["to", "into"].contains($0.text) && !isQuoted($0) }
            ),
            link > start + 1, link + 1 < words.count
        else { return false }
        return takeOld(start + 1..<link)
            && take(value: link + 1, isSure: isText && isName(link + 1))
    }

    /// “replace “CLOSED” with “OPEN””.
    private mutating func readExchange() -> Bool {
        guard let start = firstWord,
            ["replace", "swap", "exchange"].contains(words[start].text),
            let link = words.firstIndex(where: {
                ["with", "by", "for"].contains($0.text) && !isQuoted($0)
            }), link > start + 1
        else { return false }
        return takeOld(start + 1..<link) && old != nil && take(value: link + 1, isSure: false)
    }

    /// “make the sign “OPEN””.
    private mutating func readPlain() -> Bool {
        guard let start = firstWord, EditClause.makers.contains(words[start].text),
            let value = words.indices.first(where: { $0 > start && isQuoted(words[$0]) }),
            quotes.count == 1
        else { return false }
        return take(carrier: start + 1..<value) && take(value: value, isSure: false)
    }

    /// Whether a word is written as the first of a title is: “Summer sale”, and not “a serif font”.
    private func isName(_ index: Int) -> Bool {
        guard index < words.count else { return false }
        return String(decoding: bytes[words[index].range], as: UTF8.self).first?.isUppercase == true
    }

    /// Whether words may as well be what letters look like: “Red”, “Bold”, “Comic Sans”.
    private func isLook(_ value: ArraySlice<Sentence.Word>) -> Bool {
        let said = value.filter { !SmallWords.all.contains($0.text) }
        return value.contains { Self.fonts.contains($0.text) }
            || !said.isEmpty
                && said.allSatisfy { word in
                    ColourNames.all.contains(WordForm.key(word.text))
                        || Self.looks.contains(word.text) || EditTopics.shades.contains(word.text)
                }
    }

    private var firstWord: Int? { words.firstIndex { !EditClause.leads.contains($0.text) } }

    private static let texts: Set = [
        "text", "words", "word", "lettering", "letters", "writing", "title", "headline", "caption",
        "slogan", "inscription", "글자", "글씨", "문구", "텍스트", "제목",
    ]

    /// Words that say what letters stand somewhere.
    static let verbs: Set = ["say", "says", "saying", "read", "reads", "reading", "spells"]

    /// Things that letters stand on.
    private static let bearers: Set = [
        "sign", "signboard", "label", "shirt", "tshirt", "t-shirt", "poster", "banner", "billboard",
        "plaque", "placard", "sticker", "badge", "tag", "cover", "screen", "flag", "card", "note",
        "plate", "board", "blackboard", "whiteboard", "chalkboard", "marquee", "door", "wall",
        "window", "mug", "cup", "cake", "box", "bag", "bottle", "package", "can", "hat", "cap",
        "sweater", "hoodie", "jersey", "flyer", "ticket", "menu", "stamp", "logo", "book",
        "newspaper", "magazine", "truck", "van", "bus", "shop", "store", "sidewalk", "bubble",
    ]
    private static let fonts: Set = [
        "font", "fonts", "typeface", "serif", "sans", "sans-serif", "lettering", "letters",
        "script",
        "helvetica", "arial", "garamond", "futura", "courier", "georgia", "roman", "calligraphy",
        "handwriting", "uppercase", "lowercase", "caps", "capitals", "style",
    ]
    private static let looks: Set = [
        "bold", "italic", "italics", "cursive", "gothic", "neon", "led", "3d", "hd", "underlined",
        "english", "korean", "japanese", "chinese", "french", "german", "spanish", "italian",
        "arabic", "latin", "russian", "bigger", "smaller", "larger", "brighter", "darker",
        "lighter",
        "wood", "metal", "chrome", "glitter", "chalk",
    ]

    /// Whether a name is one of lettering, such as “the word “OPEN””.
    static func names(_ thing: String) -> Bool {
        thing.lowercased().split(separator: " ").contains { texts.contains(String($0)) }
    }

    /// Whether the words name the lettering itself.
    private var isText: Bool { words.contains { Self.texts.contains($0.text) && !isQuoted($0) } }

    /// The thing that bears the letters: “the sign”, “the text on the sign”.
    private mutating func take(carrier range: Range<Int>) -> Bool {
        let names = words[range].filter {
            !SmallWords.all.contains($0.text) && !Self.texts.contains($0.text)
        }
        let isOne = !words[range].contains { word in
            ["and", "or", "both", "all", "every"].contains(word.text)
                || SmallWords.numbers[word.text] != nil
        }
        guard isOne, names.count <= 3 else { return false }
        carrier = names.last.map { WordForm.key($0.text) }
        return carrier != nil || words[range].contains { Self.texts.contains($0.text) }
    }

    /// What stands there, quoted or all in capitals, and the thing that bears it.
    private mutating func takeOld(_ range: Range<Int>) -> Bool {
        let said = words[range].filter { isQuoted($0) || isCapital($0) }
        guard let first = said.first, let last = said.last else { return take(carrier: range) }
        guard said.count == last.place(in: words) - first.place(in: words) + 1 else { return false }
        let inside = first.range.lowerBound..<last.range.upperBound
        let span = quotes.first { $0.contains(inside.lowerBound) } ?? inside
        old = String(decoding: bytes[span], as: UTF8.self)
        let rest = range.filter { !inside.contains(words[$0].range.lowerBound) }
        let names = rest.map { words[$0].text }.filter {
            !SmallWords.all.contains($0) && !Self.texts.contains($0)
        }
        carrier = names.last.map(WordForm.key)
        return true
    }

    /// The value from a word to the end: one quotation, capitals, or anything where that is sure.
    private mutating func take(value first: Int, isSure: Bool) -> Bool {
        var end = words.count
        while end > first, ["please", "instead", "now", "thanks"].contains(words[end - 1].text),
            !isQuoted(words[end - 1])
        {
            end -= 1
        }
        guard first < end else { return false }
        let value = words[first..<end]
        let inside = words[first].range.lowerBound..<words[end - 1].range.upperBound
        if let span = quotes.first(where: { $0.contains(inside.lowerBound) }) {
            guard value.allSatisfy({ span.contains($0.range.lowerBound) }) else { return false }
            new = String(decoding: bytes[span], as: UTF8.self)
            quoted = marked(span)
            return true
        }
        guard isSure || value.allSatisfy({ isCapital($0) || $0.kind == .number }),
            !value.contains(where: isQuoted), !isLook(value)
        else { return false }
        new = String(decoding: bytes[inside], as: UTF8.self)
        quoted = "\"\(new)\""
        return !new.contains("\"")
    }

    // MARK: Korean

    /// “간판을 “열림”으로 바꿔줘”, “글자를 열림으로 바꿔줘”.
    private mutating func readKorean() -> Bool {
        guard words.contains(where: { $0.text.hasPrefix("바꿔") || $0.text.hasPrefix("해") }) else {
            return false
        }
        let objects = words.filter { word in
            !isQuoted(word) && (word.text.hasSuffix("을") || word.text.hasSuffix("를"))
        }
        guard quotes.count == 1, objects.count == 1, let span = quotes.first else {
            return readKoreanExchange()
        }
        guard follows(span, ["으로", "로", "이라고", "라고"]) else { return false }
        let name = String(objects[0].text.dropLast())
        carrier = Self.texts.contains(name) ? nil : WordForm.koreanKey(objects[0].text)
        new = String(decoding: bytes[span], as: UTF8.self)
        quoted = marked(span)
        return true
    }

    /// ““닫힘”을 “열림”으로 바꿔줘”.
    private mutating func readKoreanExchange() -> Bool {
        guard quotes.count == 2, follows(quotes[0], ["을", "를"]), follows(quotes[1], ["으로", "로"])
        else { return false }
        old = String(decoding: bytes[quotes[0]], as: UTF8.self)
        new = String(decoding: bytes[quotes[1]], as: UTF8.self)
        quoted = marked(quotes[1])
        return true
    }

    private func follows(_ span: Range<Int>, _ particles: [String]) -> Bool {
        let rest = String(decoding: bytes[span.upperBound...], as: UTF8.self).dropFirst()
        return particles.contains { rest.hasPrefix($0 + " ") }
    }

    // MARK: Marks

    private func isQuoted(_ word: Sentence.Word) -> Bool {
        quotes.contains { $0.contains(word.range.lowerBound) }
    }

    /// OPEN, and not “A”.
    private func isCapital(_ word: Sentence.Word) -> Bool {
        let said = String(decoding: bytes[word.range], as: UTF8.self)
        return said.count > 1 && said.contains(where: \.isLetter)
            && !said.contains(where: \.isLowercase) && said.lowercased() != said
    }

    /// A quotation with its marks.
    private func marked(_ span: Range<Int>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let before = String(decoding: bytes[..<span.lowerBound], as: UTF8.self).last
        let after = String(decoding: bytes[span.upperBound...], as: UTF8.self).first
        let inside = String(decoding: bytes[span], as: UTF8.self)
        guard let before, let after, !text.isEmpty else { return "\"\(inside)\"" }
        return "\(before)\(inside)\(after)"
    }
}

extension Sentence.Word {
    fileprivate func place(in words: [Sentence.Word]) -> Int {
        words.firstIndex { $0.range == range } ?? 0
    }
}

// MARK: In a brief

extension BriefText {
    /// Puts other letters in the place of those that the brief has; false where it isn't sure which.
    mutating func letter(_ edit: LetteringEdit) -> Bool {
        let bytes = Array(words.utf8)
        let spans = QuotedSpans.spans(in: PieceScanner.pieces(of: bytes), of: bytes).map(\.inside)
        guard !edit.new.contains(where: { "\"“”".contains($0) }) else { return false }
        if let old = edit.old {
            let found = spans.filter { bytes[$0].elementsEqual(old.utf8) }
            guard found.count == 1 else { return false }
            put(edit.new, at: found[0])
            return true
        }
        guard let carrier = edit.carrier else {
            guard spans.count == 1 else { return false }
            put(edit.new, at: spans[0])
            return true
        }
        let said = said
        guard let head = head(of: carrier, said) else { return false }
        if let span = span(of: head, spans, said) {
            put(edit.new, at: span)
            return true
        }
        return inscribe(edit.quoted, on: head, said)
    }

    private static let speech: Set = [
        "that", "which", "say", "says", "saying", "read", "reads", "reading", "with", "the", "a",
        "text", "word", "words", "letters", "lettering", "written", "title", "titled", "labelled",
        "labeled", "called", "named", "headline", "inscription", "in", "large", "big",
    ]

    /// The quotation that a thing bears: “a sign that says “OPEN””, “an “OPEN” sign”.
    private func span(of head: Int, _ spans: [Range<Int>], _ said: SaidWords) -> Range<Int>? {
        if head > 0,
            let before = spans.first(where: {
                $0.contains(said.words[head - 1].range.lowerBound)
            })
        {
            return before
        }
        var place = head + 1
        while place < said.words.count, !said.words[place].isQuoted,
            said.words[place - 1].touchesNext, Self.speech.contains(said.words[place].text)
        {
            place += 1
        }
        // Of “a sign and the title “Summer”” the letters are the title's.
        guard place < said.words.count, said.words[place].isQuoted else { return nil }
        return spans.first { $0.contains(said.words[place].range.lowerBound) }
    }

    /// “a sign “OPEN” above a door”, where the brief says nothing yet of what is on it.
    private mutating func inscribe(_ quoted: String, on head: Int, _ said: SaidWords) -> Bool {
        let next = head + 1 < said.words.count ? said.words[head + 1] : nil
        let speaks = next.map { $0.isQuoted || Self.speech.contains($0.text) }
        guard speaks != true, !said.words[head].isKorean else { return false }
        if let next, said.words[head].touchesNext, !next.isSmall { return false }
        let end = said.words[head].range.upperBound
        put(" \(quoted)", at: end..<end)
        return true
    }
}
