extension LintRule {
    /// “Do not change the face” is a promise to check, not a thing to leave out.
    static let keepConstraint = LintRule(
        "keep-constraint", .note,
        Text(
            summary: "Put what an edit must keep into the edit contract, where it is checked.",
            rationale: """
                Words alone do not hold an editing model back: a mask and a comparison of the \
                pictures show whether the rest stayed as it was.
                """,
            source: """
                Users of several editors report that “change only the shirt” changes everything a \
                little, also where a mask was sent.
                """),
        flags: [
            "Make the sky pink, «do not change the face»", "A red coat «without altering the pose»",
            "새 옷을 입히고 «얼굴은 바꾸지 마세요»", "Blue walls, «don't touch the furniture»",
        ],
        passes: [
            "A street without cars", "They do not touch each other", "Change the sky to pink",
        ],
        triggers: [.cue, .koreanCue]
    ) { reading, findings in
        for negation in findings.negations(reading) where negation.kind == .keep {
            let cue = negation.cueBytes ?? reading.range(negation.cue)
            let scope = negation.thingBytes ?? reading.range(negation.tokens)
            let start =
                reading.word(negation.cue.lowerBound - 1) == .do
                ? reading.tokens[negation.cue.lowerBound - 1].range.lowerBound : cue.lowerBound
            findings.add(
                min(start, scope.lowerBound)..<max(cue.upperBound, scope.upperBound),
                "An edit is to leave this as it is; name it in the contract's keep set to have it checked."
            )
        }
    }
}
