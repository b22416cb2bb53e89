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
        flags: [
            "a street with «no cars»", "a desk «without paper»", "the child is «not smiling»",
            "a bus that «doesn't have windows»", "a cat that «never looks up»",
            "a cup of milk «instead of tea»", "a wooden door «rather than a curtain»",
            "a wall «free of posters»", "a hall «devoid of furniture»", "a chair «missing a leg»",
            "a harbour, «--no boats»", "«avoid clutter»", "a «sleeveless» coat",
            "a «text-free» poster",
            "벽돌집을 «창문 없이» 그린다", "«사람이 없는» 바닷가", "«글자를 넣지 마세요»",
        ],
        passes: [
            "an empty street", "an endless corridor with stainless steel walls",
            "no doubt a fine day",
            "a \"no entry\" sign", "not only a cat but also a dog", "a wireless mouse",
            "a house not far from the sea", "끝없이 펼쳐진 들판 위의 무지개", "이음새 없는 금속 구",
            "흡연 금지 표지판", "집 안에 앉은 고양이",
        ],
        triggers: [.cue, .koreanCue, .latin]
    ) { reading, findings in
        for negation in findings.negations(reading) where negation.kind == .exclusion {
            reading.report(negation, &findings)
        }
    }
}
