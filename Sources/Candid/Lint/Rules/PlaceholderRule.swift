extension LintRule {
    /// An unfilled template is drawn as it stands.
    static let placeholder = LintRule(
        "placeholder", .warning,
        Text(
            summary: "Fill in the placeholder, or declare it as a variable of a lock.",
            rationale: """
                “{product}” that nobody replaced is sent as it is; the model draws the braces or \
                guesses. A stray “$” before a brace is the mark of a template in the wrong language.
                """,
            source:
                "A published client that has sent a literal dollar sign with every prompt because of its template."
        ),
        flags: [
            "a photo of «{product}» on a table", "a poster for «${name}»", "a portrait of «[NAME]»",
            "a box of «{{item}}»",
        ],
        passes: [
            "a sign with {curly braces and more words in it}", "a {\"key\": 1} note",
            "a [red] door",
        ],
        triggers: .bracket
    ) { reading, findings in
        var next = 0
        for index in reading.tokens.indices where index >= next {
            guard reading.isSymbol(index, "{") || reading.isSymbol(index, "["),
                let end = reading.endOfPlaceholder(index)
            else { continue }
            next = end
            let start = reading.isSymbol(index - 1, "$") ? index - 1 : index
            findings.add(
                reading.range(start..<end),
                "A placeholder that nobody filled in; it would be sent as it stands.")
        }
    }
}

extension Reading {
    fileprivate func endOfPlaceholder(_ index: Int) -> Int? {
        let square = isSymbol(index, "[")
        let double = !square && isSymbol(index + 1, "{")
        var place = double ? index + 2 : index + 1
        let first = place
        while place < min(first + 4, tokens.count), tokens[place].kind == .word,
            tokens[place].flags.contains(.glued)
        {
            if square, !isUpper(place) { return nil }
            place += 1
        }
        guard place > first, isSymbol(place, square ? "]" : "}") else { return nil }
        if double { return isSymbol(place + 1, "}") ? place + 2 : nil }
        return place + 1
    }

    private func isUpper(_ index: Int) -> Bool {
        tokens[index].range.count > 1
            && bytes[tokens[index].range].allSatisfy { $0 &- 0x41 < 26 || $0 &- 0x30 < 10 }
    }
}
