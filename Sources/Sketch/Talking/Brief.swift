import Candid

/// A person's words as the talker works with them: in one language that it writes, without negation.
struct Brief {
    /// A language that the talker writes.
    enum Language {
        case english, korean
    }

    /// The words as they were given.
    let given: Prompt
    /// The words with what they negate said in positive words, or left unsaid.
    let positive: Prompt
    /// What the words say must not be seen.
    let excluded: [String]
    /// What they negate and nobody has positive words for.
    let unsaid: [String]

    init(_ text: String) {
        given = Prompt(text)
        let rules = LintRule.all.filter { $0.id == "negation" }
        let findings = given.findings(by: rules)
        var left: [String] = []
        let edits = findings.map { finding in
            if let fix = finding.fix { return fix }
            left.append(text.words(in: finding.scope ?? finding.range))
            return TextEdit(range: finding.range, replacement: "")
        }
        positive = Prompt(Self.tidied(given.applying(edits).text))
        excluded = findings.compactMap { $0.scope.map(text.words) }.unique
        unsaid = left.unique
    }

    /// Whether anything was negated.
    var isNegative: Bool { given != positive }

    /// The language; nil for one that the talker does not write.
    var language: Language? {
        var (latin, korean, others) = (0, 0, 0)
        for scalar in given.text.unicodeScalars where scalar.properties.isAlphabetic {
            switch scalar.value {
            case 0x41...0x24F: latin += 1
            case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: korean += 1
            default: others += 1
            }
        }
        guard others <= max(latin, korean) else { return nil }
        return korean > latin ? .korean : latin > 0 ? .english : nil
    }

    /// The things that the words ask for, in their own words.
    var wanted: [String] {
        BriefReading(positive).claims.filter { $0.kind == .seen }.compactMap(\.subject).unique
    }

    /// The language, for those who must write in it.
    ///
    /// - Throws: ``Talker/Silence`` for one that the talker does not write.
    func writtenLanguage() throws(Talker.Silence) -> Language {
        guard let language else {
            throw Talker.Silence(reason: "it writes English and Korean, and this is neither")
        }
        return language
    }

    /// The positive words without what ends a sentence.
    var core: String {
        var text = Substring(positive.text)
        while let last = text.last, last.isWhitespace || ".,;。".contains(last) { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }

    /// What the loss of words leaves behind is tidied, where words were lost.
    private static func tidied(_ text: String) -> String {
        var tidy = text
        for (odd, even) in [("  ", " "), (" ,", ","), (",,", ","), (" .", ".")] {
            while tidy.contains(odd) { tidy = tidy.replacing(odd, with: even) }
        }
        var ends = Substring(tidy)
        while let first = ends.first, ", ".contains(first) { ends.removeFirst() }
        while let last = ends.last, ", ".contains(last) { ends.removeLast() }
        return String(ends)
    }
}

extension String {
    /// The words in a range of UTF-8 offsets.
    func words(in range: Range<Int>) -> String {
        let bytes = Array(utf8)
        return String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }
}

extension Sequence where Element: Hashable {
    /// The elements without repetitions, each where it first stands.
    var unique: [Element] {
        var known: Set<Element> = []
        return filter { known.insert($0).inserted }
    }
}
