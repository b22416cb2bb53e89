extension LintRule {
    /// Four styles at once average out to none.
    static let styleStack = LintRule(
        "style-stack", .warning,
        Text(
            summary: "Choose one style, two at most.",
            rationale: """
                Styles do not add up: the model mixes or drops them, and no two pictures of a series \
                make the same choice.
                """,
            source: "Practice with series; a named style per picture keeps the drift meter flat."),
        flags: ["a fox, «cubist, baroque, pixel art, ukiyo-e»"],
        passes: ["a fox in the style of a woodcut", "a baroque church, watercolor"],
        triggers: .style
    ) { reading, findings in
        var seen: [UInt64] = []
        var first = 0
        var last = 0
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            guard token.traits.contains(.style), !token.flags.contains(.quoted),
                !token.flags.contains(.continuesPhrase), !seen.contains(token.hash), seen.count < 12
            else { continue }
            if seen.isEmpty { first = index }
            seen.append(token.hash)
            last = index + Int(token.span)
        }
        guard seen.count >= 4 else { return }
        findings.add(
            reading.range(first..<last), "\(seen.count) styles at once; models mix or drop them.")
    }
}
