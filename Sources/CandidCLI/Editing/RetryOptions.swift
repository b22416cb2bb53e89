import ArgumentParser
import Candid

/// How often and with which words it is tried again where claims do not hold.
struct RetryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where a claim is refuted, try again up to so often, each time by the cheapest means for "
                + "the worst one: pasting back what leaked, a masked edit, words that you allow, a "
                + "new draw. Every attempt is kept and paid for; the best is returned.",
            valueName: "number"))
    var retry = 0

    @Option(
        help: ArgumentHelp(
            "confirmed: try again also where a claim is inconclusive, and answer no unless all are "
                + "confirmed.",
            valueName: "word"))
    var until: Verdict.Outcome?

    @Option(
        help: ArgumentHelp(
            "Words that a further attempt may put behind yours; each is tried once. May be given "
                + "often.",
            valueName: "words"))
    var reword: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Whether further attempts may be told the evidence in sentences of ours, which are all "
                + "shown before anything is sent; usual for candid edit, not for candid generate."))
    var evidenceWords: Bool?

    /// Whether it may be tried again at all.
    var isWanted: Bool { retry > 0 }
    /// Whether what is inconclusive is tried again, too, and is a no in the end.
    var needsConfirmed: Bool { until != nil }

    func validate() throws {
        guard 0...10 ~= retry else { throw ValidationError("--retry takes 0 to 10.") }
        guard until == nil || (until == .confirmed && isWanted) else {
            throw ValidationError("--until takes confirmed, and goes with --retry.")
        }
        guard isWanted || (reword.isEmpty && evidenceWords == nil) else {
            throw ValidationError("--reword and --evidence-words go with --retry.")
        }
        guard reword.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
            throw ValidationError("--reword: there are no words in it.")
        }
    }

    /// Which words may be added; sentences of ours, where nobody says otherwise, only if that is usual.
    func leave(evidenceIsUsual isUsual: Bool) -> RetryLeave {
        RetryLeave(words: reword, allowsEvidence: evidenceWords ?? isUsual)
    }
}

extension Retrial {
    /// Shows every word that attempts may add, before anything is sent.
    func showWords(for claims: [Claim]) {
        let words = possibleWords(for: claims)
        guard !words.isEmpty else { return }
        Terminal.error.say("Further attempts may add, word for word:")
        for sentence in words { Terminal.error.say("  \(Terminal.visible(sentence))") }
    }
}
