extension LintRule {
    /// Saying it twice does not draw it better.
    static let repetition = LintRule(
        "repetition", .note,
        Text(
            summary: "Say each thing once.",
            rationale: """
                A repeated word is not a stronger wish; it may be drawn twice, and it makes prompts \
                hard to compare.
                """,
            source: "Prompts that grew over many turns repeat items word for word."),
        flags: ["a fox, red fur, green eyes, «red fur»", "a very «very» old oak"],
        passes: ["a red fox, a red barn", "a house on a hill, a hill with a house"]
    ) { reading, findings in
        var items = RepeatedItems()
        var start = 0
        for index in 0...reading.tokens.count {
            if index > 0, reading.isDoubled(index) {
                findings.add(
                    reading.tokens[index].range, "The same word twice in a row.",
                    fix: TextEdit(
                        range: reading.tokens[index - 1].range
                            .upperBound..<reading.tokens[index]
                            .range.upperBound, replacement: ""))
            }
            guard index == reading.tokens.count || reading.isSymbol(index, ",") else { continue }
            if start < index, reading.commas > 1, items.isRepeated(reading.tokens[start..<index]) {
                let words = start..<index
                findings.add(
                    reading.range(words), "This was said before, word for word.",
                    fix: reading.removal(of: words))
            }
            start = index + 1
        }
    }
}

extension Reading {
    fileprivate func isDoubled(_ index: Int) -> Bool {
        guard index < tokens.count, tokens[index].kind == .word, tokens[index - 1].kind == .word
        else {
            return false
        }
        return tokens[index].hash == tokens[index - 1].hash
            && !tokens[index].flags.contains(.hyphenated) && !tokens[index].flags.contains(.quoted)
            && tokens[index].end - tokens[index].start > 2
    }
}

/// The items of a comma-separated list that were seen.
private struct RepeatedItems {
    private var few: [UInt64] = []
    private var many: Set<UInt64> = []

    mutating func isRepeated(_ tokens: ArraySlice<Token>) -> Bool {
        var hash = WordHash()
        var words = 0
        for token in tokens {
            if token.isWord { words += 1 }
            hash.value = (hash.value ^ token.hash) &* 0x0000_0100_0000_01B3
        }
        guard words > 0 else { return false }
        if few.count < 24 {
            if few.contains(hash.value) { return true }
            few.append(hash.value)
            return false
        }
        if many.isEmpty { many = Set(few) }
        return !many.insert(hash.value).inserted
    }
}
