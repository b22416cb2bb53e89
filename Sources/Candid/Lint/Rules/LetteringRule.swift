extension LintRule {
    /// Lettering is drawn right when it is short and in quotes.
    static let lettering = LintRule(
        "lettering", .warning,
        Text(
            summary: "Put lettering in quotes and keep it to a few words.",
            rationale: """
                In quotes the words are taken as letters and can be checked by reading the picture; \
                without, they are drawn as things. Every word more is one more to misspell.
                """,
            source:
                "Benchmarks of lettering in generated pictures: accuracy falls with the number of words."
        ),
        flags: [
            "a sign that says «welcome home»",
            "a poster with the words \"«this is a very long sentence that nobody will ever spell right»\"",
        ],
        passes: ["a sign that says \"welcome home\"", "a man who says hello to a dog"],
        triggers: [.speaks, .quoteMark]
    ) { reading, findings in
        var index = 0
        while index < reading.tokens.count {
            if reading.tokens[index].flags.contains(.quoted) {
                let end = reading.endOfQuotation(index)
                reading.reportLong(index..<end, &findings)
                index = end
                continue
            }
            if let words = reading.unquotedLettering(index) {
                let range = reading.range(words)
                findings.add(
                    range, "Lettering without quotes may be drawn as things.",
                    fix: TextEdit(range: range, replacement: "\"\(reading.text(range))\""))
                index = words.upperBound
                continue
            }
            index += 1
        }
    }
}

extension Reading {
    fileprivate func endOfQuotation(_ index: Int) -> Int {
        var end = index
        while end < tokens.count, tokens[end].flags.contains(.quoted) { end += 1 }
        return end
    }

    fileprivate func reportLong(_ quotation: Range<Int>, _ findings: inout Findings) {
        var words = 0
        for index in quotation where isWord(index) { words += 1 }
        guard words > findings.configuration.letteringLimit else { return }
        findings.add(
            range(quotation),
            "\(words) words of lettering; more than \(findings.configuration.letteringLimit) are rarely spelled right."
        )
    }

    /// The words after “a sign that says”, up to the end of the clause.
    fileprivate func unquotedLettering(_ index: Int) -> Range<Int>? {
        guard traits(index).contains(.speaks), hasSpeaker(index),
            word(index) != .reading || !traits(index - 1).isDisjoint(with: [.signNoun, .mark])
        else { return nil }
        var end = index + 1
        guard isWord(end), !tokens[end].flags.contains(.quoted), !opensLine(end),
            traits(end).isDisjoint(with: [.preposition, .determiner, .auxiliary, .subordinator])
        else { return nil }
        while end < min(tokens.count, index + 12), isWord(end), !opensLine(end),
            !tokens[end].flags.contains(.quoted),
            traits(end).isDisjoint(with: [.preposition, .subordinator]), word(end) != .and
        { end += 1 }
        guard end > index + 1,
            end >= tokens.count
                || !isSymbol(end, "\"") && !isSymbol(end, "'") && !isSymbol(end, "“")
        else { return nil }
        return index + 1..<end
    }
}
