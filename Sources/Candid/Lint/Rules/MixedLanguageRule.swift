extension LintRule {
    /// A prompt in two languages is followed in one.
    static let mixedLanguage = LintRule(
        "mixed-language", .note,
        Text(
            summary: "Write the description in one language; keep lettering in quotes.",
            rationale: """
                Text encoders were trained mostly on one language at a time: a clause in another is \
                followed less, or drawn as lettering.
                """,
            source: "Practice with Korean and English prompts."),
        flags: ["«a cat sits by the old window» 그리고 밖에는 눈이 조용히 내린다"],
        passes: [
            "a cat by the window", "LED 간판이 있는 거리의 고양이", "\"눈이 내린다\" painted on a wall of stone",
        ],
        triggers: .hangul
    ) { reading, findings in
        guard reading.traits.contains(.latin) else { return }
        var korean = 0
        var english = 0
        var first = 0
        var last = 0
        for index in reading.tokens.indices where !reading.tokens[index].flags.contains(.quoted) {
            let token = reading.tokens[index]
            if token.kind == .hangul { korean += 1 }
            guard token.kind == .word, !token.flags.contains(.capital),
                token.flags.isDisjoint(with: .glued) || token.flags.contains(.hyphenated)
            else { continue }
            if english == 0 { first = index }
            english += 1
            last = index
        }
        guard korean >= 4, english >= 4 else { return }
        findings.add(
            reading.range(first..<last + 1), "Two languages in one description; keep to one.")
    }
}
