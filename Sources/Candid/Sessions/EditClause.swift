/// One of the things that an edit asks for, in words that stand for themselves.
///
/// “make the bicycle green and the door white” asks for two: whoever reads as far as the “and” loses
/// the door without a word.
struct EditClause {
    /// The person's words, with the verb of the clause before where these leave it out.
    let text: String
    /// What it claims, save for what must stay.
    let claims: [Claim]
    /// What it says must stay.
    let kept: [Claim]
    /// The keys of words that no claim speaks of.
    let unread: [String]
    /// Other letters, where it asks for nothing else.
    private(set) var lettering: LetteringEdit?
    /// Another place for the whole, where it asks for nothing else.
    private(set) var place: PlaceEdit?
    /// Another hour or weather, where it asks for nothing else and says so in Korean.
    private(set) var koreanLight: KoreanLight?

    /// Whether it asks for one of these, which its claims tell otherwise.
    var saysSide: Bool { lettering != nil || place != nil || koreanLight != nil }

    private init(_ text: String) {
        self.text = text
        claims = SentenceReading(Self.plain(text), .asked).claims.filter { $0.kind != .kept }
        let said = SaidWords(Prompt(text))
        kept = SentenceReading(text, .asked).claims.filter { $0.kind == .kept }
        let names =
            claims.flatMap { [$0.subject, $0.value].compactMap(\.self) }
            + kept.compactMap(\.facet).map(\.english)
        let read = Set(names.flatMap { SaidWords(Prompt($0)).words.map(\.key) })
        unread = said.words.filter { word in
            !word.isSmall && !read.contains(word.key) && !Self.verbs.contains(word.text)
                && !Self.isKoreanVerb(word.text) && !["please", "thanks"].contains(word.text)
        }.map(\.key)
        koreanLight = KoreanLight(self)
        lettering = koreanLight == nil ? LetteringEdit(self) : nil
        place = koreanLight == nil && lettering == nil ? PlaceEdit(self) : nil
    }

    /// “swap the dog for a rabbit” replaces as “with a rabbit” does, “bring the dog back” adds it.
    private static func plain(_ text: String) -> String {
        let words = Sentence.sentences(of: text).first?.words ?? []
        guard let verb = words.first(where: { verbs.contains($0.text) }) else { return text }
        switch verb.text {
        case "swap", "exchange": return text.replacing(" for ", with: " with ")
        case "bring" where words.contains { $0.text == "back" }:
            let rest = String(decoding: Array(text.utf8)[verb.range.upperBound...], as: UTF8.self)
            return "add" + rest.replacing(" back", with: "")
        default: return text
        }
    }

    /// What an edit asks for, one after another.
    static func clauses(of words: Prompt) -> [EditClause] {
        let bytes = Array(words.text.utf8)
        let quoted = QuotedSpans.spans(in: PieceScanner.pieces(of: bytes), of: bytes).map(\.inside)
        var cuts: [Cut] = []
        for sentence in Sentence.sentences(of: words.text) {
            cuts += self.cuts(in: sentence).filter { cut in
                !quoted.contains { $0.contains(cut.start) }
            }
        }
        guard cuts.count > 1 else { return [EditClause(words.text.trimmed)] }
        let ends = cuts.dropFirst().map(\.joint) + [bytes.count]
        let texts = zip(cuts, ends).map { cut, end in
            trimmed(String(decoding: bytes[cut.start..<max(cut.start, end)], as: UTF8.self))
        }
        return zip(valued(texts, cuts), cuts).map { text, cut in
            EditClause(cut.verb.map { "\($0) \(text)" } ?? text)
        }
    }

    /// Where a clause begins.
    private struct Cut {
        /// Its first word.
        var start: Int
        /// The “and” or the mark before it.
        var joint: Int
        /// The verb of the clause before, where it has none of its own.
        var verb: String?
    }

    private static func cuts(in sentence: Sentence) -> [Cut] {
        let words = sentence.words
        guard let first = words.first else { return [] }
        var cuts = [Cut(start: first.range.lowerBound, joint: first.range.lowerBound)]
        var verb = words.first { verbs.contains($0.text) }?.text
        var index = 1
        while index < words.count {
            let joint = index
            while index < words.count, joints.contains(words[index].text) { index += 1 }
            let isKeeping = opensKeeping(at: index, words)
            if endsKoreanKeeping(index - 1, words) {
                let start = words[index].range.lowerBound
                cuts.append(Cut(start: start, joint: start))
            }
            guard index < words.count,
                index > joint || words[index].followsMark || isKeeping
            else {
                index += 1
                continue
            }
            let start = words[index].range.lowerBound
            if verbs.contains(words[index].text) || isKeeping {
                verb = words[index].text
                cuts.append(Cut(start: start, joint: words[joint].range.lowerBound))
            } else if let verb, isObject(words[index...], of: verb) {
                cuts.append(Cut(start: start, joint: words[joint].range.lowerBound, verb: verb))
            }
            index += 1
        }
        return cuts
    }

    /// “문은 그대로 두고 …”, “강아지는 건드리지 말고 …”: what follows is another thing to do.
    private static func endsKoreanKeeping(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        guard index > 0, index + 1 < words.count else { return false }
        let before = words[index - 1].text
        return switch words[index].text {
        case "두고", "놔두고", "놓고", "하고": before == "그대로"
        case "말고": before.hasSuffix("지")
        default: false
        }
    }

    /// “don't touch …”, “do not change …” and “without altering …” begin a clause wherever they stand.
    private static func opensKeeping(at index: Int, _ words: [Sentence.Word]) -> Bool {
        guard index < words.count else { return false }
        if words[index].text == "do" { return opensDenial(at: index + 1, words) }
        return words[index - 1].text != "do" && opensDenial(at: index, words)
    }

    /// “night” of “make it night”: what the picture as a whole is to be.
    var whole: String? {
        let wholes: Set = ["it", "scene", "picture", "image", "everything"]
        guard let sentence = Sentence.sentences(of: text).first,
            let verb = sentence.words.firstIndex(where: { Self.makers.contains($0.text) }),
            case let words = sentence.words[(verb + 1)...],
            let whole = words.firstIndex(where: { !["the", "whole"].contains($0.text) }),
            wholes.contains(words[whole].text)
        else { return nil }
        var first = whole + 1
        let links: Set = ["to", "into", "at", "in", "look", "like", "be"]
        while first < words.endIndex, links.contains(words[first].text) { first += 1 }
        // “noon instead of dusk” is noon.
        let end = words[min(first, words.endIndex)...].firstIndex { $0.text == "instead" }
        return first < (end ?? words.endIndex)
            ? sentence.phrase(first..<(end ?? words.endIndex)) : nil
    }

    /// Whether words after an “and” are one more thing that the verb does something to.
    private static func isObject(_ words: ArraySlice<Sentence.Word>, of verb: String) -> Bool {
        guard let first = words.first, articles.contains(first.text) else { return false }
        if takers.contains(verb) { return true }
        guard makers.contains(verb) else { return false }
        let end = words.dropFirst().firstIndex { joints.contains($0.text) || $0.followsMark }
        return words[..<(end ?? words.endIndex)].count > 2
    }

    /// “make the bicycle and the door green” says green of both.
    private static func valued(_ texts: [String], _ cuts: [Cut]) -> [String] {
        var texts = texts
        for index in texts.indices.dropLast().reversed()
        where cuts[index + 1].verb.map(makers.contains) == true {
            let next = texts[index + 1].split(separator: " ")
            let own = SaidWords(Prompt(texts[index])).content
            guard own.count(where: { !verbs.contains(word($0, texts[index])) }) == 1,
                let last = next.last
            else { continue }
            let value = next.firstIndex { ["to", "into"].contains($0) }
            let words = value.map { next[$0...].joined(separator: " ") } ?? String(last)
            texts[index] += " \(words)"
        }
        return texts
    }

    private static func word(_ index: Int, _ text: String) -> String {
        SaidWords(Prompt(text)).words[index].text
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last.isWhitespace || ",;.".contains(last) { text.removeLast() }
        return String(text)
    }
}

extension EditClause {
    /// Verbs that give a thing another look.
    static let makers: Set = [
        "make", "turn", "paint", "change", "colour", "color", "recolour", "recolor", "repaint",
        "convert", "set", "dye", "tint",
    ]

    /// Verbs that take a thing away.
    static let takers: Set = ["remove", "delete", "erase", "eliminate"]

    /// Verbs that put a thing in.
    static let adders: Set = ["add", "put", "insert", "include", "draw", "place"]

    /// Verbs with which an edit begins.
    static let verbs: Set = makers.union(takers).union(adders).union(keepers).union([
        "replace", "swap", "exchange", "take", "bring", "give", "let", "move", "resize", "enlarge",
        "shrink", "rotate", "flip", "mirror", "tilt", "hide", "cover", "crop", "blur", "fill",
        "darken", "lighten", "brighten", "soften", "sharpen", "raise", "lower", "get", "cut",
    ])

    /// Verbs that ask for nothing to be done.
    static let keepers: Set = ["keep", "leave", "preserve", "retain", "maintain"]

    /// Words that join two clauses.
    static let joints: Set = ["and", "then", "but", "also", "plus"]

    /// Words that begin the name of a thing that is there.
    static let articles: Set = ["the", "his", "her", "its", "their", "my", "our", "your"]

    /// Verbs that name a thing as often.
    private static let nouns: Set = [
        "place", "set", "cover", "cut", "paint", "mirror", "colour", "color", "tint", "dye",
        "lower", "hide", "crop", "turn", "fill", "change", "draw",
    ]

    /// Whether words ask for something to be done: “brighten the sky”, and not “the cover”.
    static func asksDeed(_ words: [Sentence.Word]) -> Bool {
        let named = articles.union(["a", "an", "this", "that", "these", "those"])
        return words.indices.contains { index in
            let word = words[index].text
            guard verbs.contains(word), !keepers.contains(word),
                index == 0 || !named.contains(words[index - 1].text)
            else { return false }
            if index + 1 < words.count,
                named.union(["it", "them", "everything"]).contains(words[index + 1].text)
            {
                return true
            }
            let begins =
                index == 0 || words[index].followsMark || joints.contains(words[index - 1].text)
            return begins && !nouns.contains(word)
        }
    }

    private static func isKoreanVerb(_ word: String) -> Bool {
        [
            "바꿔", "바꾸", "만들", "추가", "넣", "지워", "지우", "없애", "그려", "빼", "제거", "삭제", "해줘", "해", "주세요",
            "줘", "칠해", "변경",
        ].contains { word.hasPrefix($0) }
    }
}
