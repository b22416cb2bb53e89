extension LintRule {
    /// A seed or a size in words sets nothing.
    static let parameterInPrompt = LintRule(
        "parameter-in-prompt", .note,
        Text(
            summary: "Set it as a parameter; in the words it does nothing, or is drawn.",
            rationale: """
                Size, number of pictures, seed and steps are fields of a request. In the prompt they \
                are only words: the picture keeps its size, and no seed is set.
                """,
            source:
                "Users who report a seed that is shown and not used; the published fields of image APIs."
        ),
        flags: ["a red barn, «1024x1024»", "a fox, «seed: 1234»", "a fox, «steps: 30»"],
        passes: ["a seed in the soil", "steps to a temple", "a 2x2 grid of photos"],
        triggers: .digits
    ) { reading, findings in
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            if token.kind == .word, token.range.count >= 7, reading.isSize(token) {
                findings.add(token.range, "A size in words sets nothing; send it as the size.")
            } else if token.word == .seed || token.word == .steps || token.word == .cfg,
                let end = reading.endOfSetting(index)
            {
                findings.add(
                    reading.range(index..<end),
                    "A setting in words sets nothing; send it as a parameter.")
            }
        }
    }
}

extension Reading {
    /// “1024x1024”.
    fileprivate func isSize(_ token: Token) -> Bool {
        guard bytes[Int(token.start)] &- 0x30 < 10, token.range.count <= 9 else { return false }
        var sides = [0, 0]
        var side = 0
        for byte in bytes[token.range] {
            if byte | 0x20 == 0x78 {
                side += 1
                if side > 1 { return false }
            } else if byte &- 0x30 < 10 {
                sides[side] += 1
            } else {
                return false
            }
        }
        return sides[0] >= 3 && sides[1] >= 3
    }

    /// “seed: 42”, “steps=30”.
    fileprivate func endOfSetting(_ index: Int) -> Int? {
        let value = isSymbol(index + 1, ":") || isSymbol(index + 1, "=") ? index + 2 : 0
        guard value > 0, value < tokens.count, tokens[value].kind == .number else { return nil }
        return value + 1
    }
}
