extension LintRule {
    /// What cannot be seen can still be read by a model.
    static let hiddenCharacters = LintRule(
        "hidden-characters", .warning,
        Text(
            summary: "Remove characters that no reader can see, and letters that look like others.",
            rationale: """
                Zero-width characters, direction controls and look-alike letters change what the \
                engine reads while the text looks the same; a lock or a diff then shows a change \
                nobody can find.
                """,
            source:
                "The Unicode consortium's advice on source text with direction controls and look-alikes."
        ),
        flags: ["a red«\u{200B}» car", "a «c\u{0430}t» on a wall"],
        passes: ["a café in Zürich", "кот на стене", "a family 👨\u{200D}👩\u{200D}👧 at the beach"],
        triggers: [.invisible, .otherScript]
    ) { reading, findings in
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            if token.kind == .invisible, !reading.joinsPictures(index) {
                findings.add(
                    token.range, "A character that no reader sees.",
                    fix: TextEdit(range: token.range, replacement: ""))
            } else if token.kind == .word, let plain = reading.withoutLookalikes(token) {
                findings.add(
                    token.range, "Letters of two alphabets that look alike.",
                    fix: plain.isEmpty ? nil : TextEdit(range: token.range, replacement: plain))
            }
        }
    }
}

extension Reading {
    /// The zero-width joiner between two emoji is how a family is written.
    fileprivate func joinsPictures(_ index: Int) -> Bool {
        tokens[index].hash == 0x200D && index > 0 && tokens[index - 1].kind == .symbol
            && tokens[index - 1].hash > 0x2000
    }

    /// The word in Latin letters if it mixes alphabets; empty if no Latin letters would do.
    fileprivate func withoutLookalikes(_ token: Token) -> String? {
        var latin = false
        var other = false
        for byte in bytes[token.range] {
            if byte < 0x80 { latin = latin || (byte | 0x20) &- 0x61 < 26 }
            if 0xCE...0xD3 ~= byte { other = true }
        }
        guard latin, other else { return nil }
        var plain = ""
        for scalar in text(token.range).unicodeScalars {
            guard scalar.value >= 0x370 && scalar.value < 0x530 else {
                plain.unicodeScalars.append(scalar)
                continue
            }
            guard let letter = Self.lookalikes[scalar] else { return "" }
            plain.unicodeScalars.append(letter)
        }
        return plain
    }

    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = [
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s",
        "ј": "j", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P",
        "С": "C", "Т": "T", "Х": "X", "ο": "o", "α": "a", "ν": "v", "Α": "A", "Β": "B", "Ε": "E",
        "Ο": "O", "Τ": "T", "ԁ": "d", "һ": "h",
    ]
}
