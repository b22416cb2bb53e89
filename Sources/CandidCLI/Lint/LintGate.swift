import Candid

/// What linting has to say before a prompt leaves this machine.
struct LintGate {
    let settings: Settings
    /// How many pictures are asked for.
    let count: Int?
    /// Whether warnings are told.
    let says: Bool

    /// Tells warnings, and refuses what should not leave.
    ///
    /// An error such as a key in the prompt stops it from going to another machine; the embedded
    /// engine keeps it here.
    ///
    /// - Throws: ``CommandFailure`` with the findings.
    func pass(_ order: Order, to engine: Engine, withYes yes: Bool) throws {
        settings.warnOfRetirement(of: order.model, on: engine)
        let findings = order.prompt.findings(under: try settings.lint(count: count))
        let errors = findings.filter { $0.severity == .error }
        if !engine.isEmbedded, !yes { try Self.refuse(errors) }
        guard says else { return }
        let warnings = errors + findings.filter { $0.severity == .warning }
        if let first = warnings.first {
            let more = warnings.count > 1 ? " (and \(warnings.count - 1) more: candid lint)" : ""
            Terminal.error.say("lint: \(first.rule): \(first.message)\(more)")
        }
    }

    /// Refuses to tell a speaker elsewhere what should not leave.
    ///
    /// - Throws: ``CommandFailure`` with the findings.
    func pass(_ brief: Prompt, to speaker: Speaker, withYes yes: Bool) throws {
        guard !speaker.isEmbedded, !yes else { return }
        let findings = brief.findings(under: try settings.lint(count: count))
        try Self.refuse(findings.filter { $0.severity == .error })
    }

    private static func refuse(_ errors: [Finding]) throws {
        guard !errors.isEmpty else { return }
        let list = errors.map { "  \($0.rule): \($0.message)" }.joined(separator: "\n")
        throw CommandFailure(
            .refusedByUs,
            "the prompt holds what should not be sent, so nothing was sent:\n\(list)\n"
                + "--yes sends it all the same.")
    }
}
