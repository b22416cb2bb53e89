extension LintRule {
    /// Long prompts are followed in part; too long ones are refused or cut by others.
    static let length = LintRule(
        "length", .warning,
        Text(
            summary: "Keep a prompt short enough to be followed, and within the model's limit.",
            rationale: """
                The more a prompt says, the less of each part is drawn. Past the model's limit the \
                provider refuses it. Candid never cuts a prompt: it says so instead.
                """,
            source: """
                Providers publish 1,000, 4,000 and 32,000 characters as limits; clients that cut at \
                a smaller number in silence are a known complaint.
                """),
        flags: [], passes: ["a short prompt"]
    ) { reading, findings in
        let configuration = findings.configuration
        let all = 0..<reading.bytes.count
        if reading.scalars > configuration.promptLimit {
            findings.add(
                all,
                "\(reading.scalars) characters; the model takes \(configuration.promptLimit). "
                    + "Shorten it: nothing is cut for you.",
                at: .error)
        } else if reading.scalars >= configuration.longPrompt {
            findings.add(
                all,
                "\(reading.scalars) characters; models follow long prompts only in part. "
                    + "Say what matters most, first.")
        }
    }
}
