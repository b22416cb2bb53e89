extension LintRule {
    /// “Breathtaking” gives a model nothing to draw.
    static let embellishment = LintRule(
        "embellishment", .note,
        Text(
            summary: "Replace praise and mood by what one would see.",
            rationale: """
                Words such as “stunning” or “award-winning” describe a reaction, not a picture. They \
                take weight from the words that do describe it, and pull every picture to one look.
                """,
            source:
                "The first failure that Candid answers: expansion adds mood where the image model wants precise visual descriptors."
        ),
        flags: [
            "a «breathtaking» valley", "a cat on a chair, «award winning»", "«아름다운» 정원의 고양이",
            "a castle, «trending on artstation», at dusk",
        ],
        passes: ["a valley with steep green sides", "a poster that says \"stunning\""],
        triggers: .embellishment
    ) { reading, findings in
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            guard token.traits.contains(.embellishment), !token.flags.contains(.quoted) else {
                continue
            }
            let words = index..<index + Int(token.span)
            findings.add(
                reading.range(words), "Praise gives nothing to draw; say what one would see.",
                fix: reading.removal(of: words))
        }
    }
}

extension Reading {
    /// The edit that takes out some words with the space or comma that they no longer need.
    func removal(of words: Range<Int>) -> TextEdit? {
        let range = range(words)
        let before = words.lowerBound - 1
        let after = words.upperBound
        let opensItem = before < 0 || isSymbol(before, ",") || opensLine(words.lowerBound)
        let closesItem = after >= tokens.count || isSymbol(after, ",") || isSymbol(after, ".")
        if opensItem, closesItem {
            if isSymbol(before, ",") {
                return TextEdit(
                    range: tokens[before].range.lowerBound..<range.upperBound, replacement: "")
            }
            guard isSymbol(after, ","), after + 1 < tokens.count else { return nil }
            return TextEdit(
                range: range.lowerBound..<tokens[after + 1].range.lowerBound, replacement: "")
        }
        guard isWord(after), !opensLine(after), !tokens[after].flags.contains(.hyphenated),
            tokens[words.lowerBound].kind == tokens[after].kind
        else { return nil }
        let next = tokens[after].range
        if word(before) == .a || word(before) == .an {
            let vowel = "aeiouAEIOU".utf8.contains(bytes[next.lowerBound])
            let article =
                tokens[before].flags.contains(.capital)
                ? (vowel ? "An " : "A ") : (vowel ? "an " : "a ")
            return TextEdit(
                range: tokens[before].range.lowerBound..<next.lowerBound, replacement: article)
        }
        guard
            !traits(after).isDisjoint(
                with: Traits.thing.union([.adjective, .colour, .style, .medium]))
        else { return nil }
        return TextEdit(range: range.lowerBound..<next.lowerBound, replacement: "")
    }
}
