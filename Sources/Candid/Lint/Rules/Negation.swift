extension LintRule {
    /// Image models draw the nouns they read, so “no cars” tends to add cars.
    static let negation = LintRule(
        "negation", .warning,
        Text(
            summary: "Say what should be there instead of what should not.",
            rationale: """
                An image model weighs the words it reads; a small word such as “no” does little to \
                turn the weight of the noun after it around, and the noun gets drawn.
                """,
            source: """
                Benchmarks of text-to-image models score prompts with a negation lowest of all \
                kinds and barely better with newer models; ours shows the same for CLIP-like scores.
                """),
        flags: ["a street with «no cars»"],
        passes: ["an empty street"],
        triggers: [.cue, .koreanCue, .latin]
    ) { reading, findings in
        for negation in findings.negations(reading) where negation.kind == .exclusion {
            reading.report(negation, &findings)
        }
    }
}
