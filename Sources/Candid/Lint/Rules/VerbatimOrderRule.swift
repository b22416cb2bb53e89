extension LintRule {
    /// “Use it as is” is a wish to a rewriter, not a description of a picture.
    static let verbatimOrder = LintRule(
        "verbatim-order", .note,
        Text(
            summary: "Ask for verbatim delivery instead of asking inside the prompt.",
            rationale: """
                A sentence against rewriting lowers the odds of it and guarantees nothing; where \
                nothing rewrites, it is only more words to draw.
                """,
            source: """
                Vendors' own advice for older models, and users who saw their prompt changed all the \
                same.
                """),
        flags: ["«Do not add any detail», draw a red cube", "a red cube, «exactly as written»"],
        passes: ["a red cube", "a letter that is written by hand"],
        triggers: .verbatimOrder
    ) { reading, findings in
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            guard token.traits.contains(.verbatimOrder), !token.flags.contains(.quoted) else {
                continue
            }
            findings.add(
                reading.range(index..<index + Int(token.span)),
                "Words do not switch rewriting off; ask for verbatim delivery.")
        }
    }
}
