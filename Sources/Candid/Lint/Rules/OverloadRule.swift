extension LintRule {
    /// A list of thirty descriptors is a lottery of which are drawn.
    static let overload = LintRule(
        "overload", .warning,
        Text(
            summary: "Name fewer things, or make several pictures.",
            rationale: """
                Each descriptor competes with the others; past a few dozen, which of them show up is \
                chance, and an omission cannot be told from a refusal.
                """,
            source:
                "The design this product began with sets the bar at thirty comma-separated descriptors."
        ),
        flags: [], passes: ["a red house, a green tree, a blue car"]
    ) { reading, findings in
        let descriptors = reading.commas + 1
        guard descriptors > findings.configuration.descriptorLimit else { return }
        var subjects = 0
        var attributes = 0
        var styles = 0
        for token in reading.tokens where !token.flags.contains(.quoted) {
            if !token.traits.isDisjoint(with: [.style, .medium, .embellishment]) {
                styles += 1
            } else if !token.traits.isDisjoint(with: [.colour, .adjective]) {
                attributes += 1
            } else if !token.traits.isDisjoint(with: .thing) {
                subjects += 1
            }
        }
        findings.add(
            0..<reading.bytes.count,
            "\(descriptors) descriptors (\(subjects) subjects, \(attributes) attributes, "
                + "\(styles) styles); more than \(findings.configuration.descriptorLimit) are drawn by chance."
        )
    }
}
