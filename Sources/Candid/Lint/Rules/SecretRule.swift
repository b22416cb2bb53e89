extension LintRule {
    /// A key in a prompt is in the provider's logs, and may be in the picture.
    static let secret = LintRule(
        "secret", .error,
        Text(
            summary: "Take the key out of the prompt, and revoke it.",
            rationale: """
                A prompt is stored by the provider, by every gateway on the way and by the ledger. \
                A key in it is no longer secret.
                """,
            source: "The published shapes of keys and tokens of common services."),
        flags: [
            "draw «sk-abcdefghij0123456789klmn»", "a card with «AKIAABCDEFGHIJKLMNOP» on it",
            "token «ghp_0123456789abcdefghijABCDEFGHIJ012345»", "password: «hunter2hunter2»",
        ],
        passes: ["a skeleton key on a table", "sk-8 skateboard", "a password written on a note"],
        triggers: [.longRun, .secretWord]
    ) { reading, findings in
        for index in reading.tokens.indices {
            guard let range = reading.secret(index) else { continue }
            findings.add(range, "This looks like a key or password; take it out and revoke it.")
        }
    }
}

/// How a kind of key starts, and how long it is at least.
private struct KeyShape {
    let prefix: String
    let length: Int

    static let all: [KeyShape] = [
        KeyShape(prefix: "sk-", length: 20), KeyShape(prefix: "sk_live_", length: 20),
        KeyShape(prefix: "rk_live_", length: 20), KeyShape(prefix: "pk_live_", length: 20),
        KeyShape(prefix: "sk_test_", length: 20), KeyShape(prefix: "ghp_", length: 36),
        KeyShape(prefix: "gho_", length: 36), KeyShape(prefix: "ghs_", length: 36),
        KeyShape(prefix: "ghu_", length: 36), KeyShape(prefix: "github_pat_", length: 40),
        KeyShape(prefix: "glpat-", length: 20), KeyShape(prefix: "xoxb-", length: 20),
        KeyShape(prefix: "xoxp-", length: 20), KeyShape(prefix: "xoxa-", length: 20),
        KeyShape(prefix: "AKIA", length: 20), KeyShape(prefix: "ASIA", length: 20),
        KeyShape(prefix: "AIza", length: 35), KeyShape(prefix: "ya29.", length: 24),
        KeyShape(prefix: "hf_", length: 30), KeyShape(prefix: "r8_", length: 30),
        KeyShape(prefix: "npm_", length: 36), KeyShape(prefix: "eyJ", length: 40),
        KeyShape(prefix: "xai-", length: 30), KeyShape(prefix: "gsk_", length: 30),
        KeyShape(prefix: "dop_v1_", length: 40), KeyShape(prefix: "SG.", length: 40),
        KeyShape(prefix: "whsec_", length: 24), KeyShape(prefix: "PRIVATE", length: 0),
    ]
}

extension Reading {
    /// Where a key or password stands that starts at this word.
    fileprivate func secret(_ index: Int) -> Range<Int>? {
        let token = tokens[index]
        let start = Int(token.start)
        if token.traits.contains(.secretWord) { return password(after: index) }
        guard token.kind == .word, !token.flags.contains(.glued) || !isWord(index - 1) else {
            return nil
        }
        for shape in KeyShape.all
        where bytes[start] == shape.prefix.utf8.first && has(shape.prefix, at: start) {
            if shape.length == 0 { return isPrivateKey(index) ? token.range : nil }
            let end = endOfRun(start)
            if end - start >= shape.length, holdsDigitOrIsUpper(start..<end) { return start..<end }
        }
        return nil
    }

    private func isPrivateKey(_ index: Int) -> Bool {
        has("PRIVATE KEY-----", at: Int(tokens[index].start))
    }

    private func endOfRun(_ start: Int) -> Int {
        var end = start
        while end < bytes.count, end - start < 400 {
            let byte = bytes[end]
            guard
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
                    || byte == 0x2E
            else { break }
            end += 1
        }
        while end > start, bytes[end - 1] == 0x2E || bytes[end - 1] == 0x2D { end -= 1 }
        return end
    }

    private func holdsDigitOrIsUpper(_ range: Range<Int>) -> Bool {
        bytes[range].contains { $0 &- 0x30 < 10 }
            || bytes[range].allSatisfy { $0 &- 0x41 < 26 }
    }

    /// “password: …”, at least eight characters without a space, with a digit.
    private func password(after index: Int) -> Range<Int>? {
        guard isSymbol(index + 1, ":") || isSymbol(index + 1, "="), index + 2 < tokens.count else {
            return nil
        }
        let start = Int(tokens[index + 2].start)
        let end = endOfRun(start)
        return end - start >= 8 && holdsDigitOrIsUpper(start..<end) ? start..<end : nil
    }
}
