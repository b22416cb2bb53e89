import ArgumentParser
import Candid
import CandidIO

/// Whether and how what comes back is held to what was asked.
struct CheckOptions: ParsableArguments {
    @Flag(help: "Check what came of it; the verdicts are in the receipt.")
    var verify = false

    @OptionGroup var wanted: WantedLooks

    @Option(
        help: ArgumentHelp(
            "Who is asked what pixels can't say, such as openai; sketch, which knows its own pictures "
                + "only, if not given; none for nobody.",
            valueName: "judge"))
    var judge: String?

    /// Whether there is something to check.
    var isWanted: Bool { verify || !wanted.isEmpty }

    var flags: Configuration {
        var flags = Configuration()
        flags.judge = judge
        return flags
    }

    /// How the pictures are judged; nil where nobody asked for it.
    ///
    /// - Throws: ``CommandFailure`` for a colour or a ground that is none, or a judge that is not
    ///   there.
    func verification(
        of order: Order, _ settings: Settings, _ ledger: SQLiteLedger
    ) throws -> Verification? {
        guard isWanted else { return nil }
        let verifier = try settings.verifier(of: order) { ledger }
        guard verify else { return Verification(verifier, of: try wanted.claims) }
        return Verification(verifier, holdingTo: order.prompt, and: try wanted.claims)
    }
}

extension Receipt {
    /// Answers no where a verdict says so.
    ///
    /// - Parameter isRequired: Whether what is inconclusive, or was not checked, is also a no.
    /// - Throws: The exit code.
    func answer(requiringConfirmed isRequired: Bool) throws {
        let outcomes = judgements.map(\.outcome)
        let isNo =
            outcomes.contains(.refuted)
            || (isRequired && (outcomes.isEmpty || outcomes.contains { $0 != .confirmed }))
        if isNo { throw ExitStatus.answerIsNo.code }
    }
}
