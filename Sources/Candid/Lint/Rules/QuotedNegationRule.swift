extension LintRule {
    /// “A no parking sign” asks for lettering; the words are to be drawn, not obeyed.
    static let quotedNegation = LintRule(
        "quoted-negation", .note,
        Text(
            summary: "Know that a negation in lettering is drawn as it stands.",
            rationale: """
                A sign, title or quotation that holds “no” is a thing to draw, so it is no negation; \
                it is pointed out so that nobody wonders why it was not flagged.
                """,
            source:
                "Of the image prompts that hold a negation word, about three in ten mean lettering."
        ),
        flags: [
            "a «no parking sign» on a fence", "a mug with the words \"«never give in»\"",
            "벽에 붙은 «흡연금지» 표지판",
        ],
        passes: ["a street with no signs", "a sign that says \"welcome\""],
        triggers: [.cue, .koreanCue]
    ) { reading, findings in
        for negation in findings.negations(reading) where negation.kind == .quoted {
            let scope = negation.thingBytes ?? reading.range(negation.tokens)
            let cue = negation.cueBytes ?? reading.range(negation.cue)
            let start = min(cue.lowerBound, scope.lowerBound)
            findings.add(
                start..<max(cue.upperBound, scope.upperBound),
                "Read as lettering to be drawn, not as something to leave out.")
        }
    }
}
