/// Words of a brief that pixels can be held to: colours as numbers, and what the ground is to be.
struct GroundWords {
    /// A claim and the words that it rests on.
    struct Found {
        var claim: Claim
        var range: Range<Int>
    }

    private let said: SaidWords
    private let bytes: [UInt8]

    init(_ brief: Prompt, _ said: SaidWords) {
        self.said = said
        bytes = Array(brief.text.utf8)
    }

    /// All of them, in order.
    var found: [Found] { grounds + numbers }

    private static let nouns: Set = ["background", "backdrop", "배경", "배경에", "배경의", "배경으로"]
    private static let plain: Set = [
        "plain", "pure", "solid", "flat", "uniform", "seamless", "clean", "단색", "순수한", "깨끗한",
    ]
    private static let white: Set = ["white", "흰", "하얀", "흰색", "순백", "백색"]
    private static let clear: Set = ["transparent", "투명", "투명한"]

    /// “on a plain white background”, “투명한 배경”.
    private var grounds: [Found] {
        said.words.indices.compactMap { index in
            let noun = said.words[index]
            guard Self.nouns.contains(noun.text), !noun.isQuoted else { return nil }
            var start = index
            var words: Set<String> = []
            while start > 0, said.words[start - 1].touchesNext, isAbout(said.words[start - 1]) {
                start -= 1
                words.insert(said.words[start].text)
            }
            guard let value = value(words) else { return nil }
            return Found(
                claim: Claim(.ground, value: value),
                range: said.words[start].range.lowerBound..<noun.range.upperBound)
        }
    }

    private func isAbout(_ word: SaidWord) -> Bool {
        Self.plain.contains(word.text) || Self.white.contains(word.text)
            || Self.clear.contains(word.text) || WantedColour(word.text) != nil
    }

    /// “a blue background” may be a blue room; only what is said to be plain is held to it.
    private func value(_ words: Set<String>) -> String? {
        if !words.isDisjoint(with: Self.clear) { return "transparent" }
        if !words.isDisjoint(with: Self.white) { return "white" }
        guard !words.isDisjoint(with: Self.plain) else { return nil }
        return words.first { WantedColour($0) != nil } ?? "flat"
    }

    /// “#E4002B”, where nothing that goes on makes it something else.
    private var numbers: [Found] {
        bytes.indices.compactMap { start in
            guard bytes[start] == UInt8(ascii: "#") else { return nil }
            let digits = bytes[(start + 1)...].prefix { $0.isWordByte }
            guard [3, 6].contains(digits.count) else { return nil }
            let range = start..<digits.endIndex
            let text = String(decoding: bytes[range], as: UTF8.self)
            guard WantedColour(text) != nil else { return nil }
            return Found(claim: Claim(.colour, value: text), range: range)
        }
    }
}

extension UInt8 {
    /// A letter or digit of ASCII, or a part of another letter.
    fileprivate var isWordByte: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
            || self >= 0x80
    }
}
