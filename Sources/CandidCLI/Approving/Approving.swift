import Candid
import CandidIO
import Foundation

/// Gets words proposed, shows them, and asks for a yes; nothing is bought before.
struct Approving {
    let settings: Settings
    let options: RewordingOptions
    let mode: Suggestion.Mode
    /// What will be ordered, with the person's own words.
    let order: Order
    let engine: Engine
    /// Whether `--yes` was given.
    let saysYes: Bool
    /// Whether the draft is shown where nobody is asked.
    let shows: Bool

    /// The words that may be sent, and who said yes to them.
    ///
    /// - Returns: Nil where the words proposed are the person's own.
    /// - Throws: ``CommandFailure`` where there is no yes; the words so far are then in a file.
    func approval() async throws -> Approval? {
        guard let suggestion = try await suggestion() else { return nil }
        let text = try SuggestionText(
            suggestion, rules: settings.lint(count: order.count), target: target(suggestion.text))
        if saysYes {
            if shows { text.show() }
            return .accepting(suggestion, by: .flag)
        }
        let kept = KeptDraft(suggestion, size: order.size)
        guard TerminalQuestion.canBeAsked else {
            try kept.write()
            if shows { text.show() }
            throw CommandFailure(
                .refusedByUs,
                "the draft needs a yes, and there is no terminal to ask at. \(kept.words) --yes says "
                    + "yes to whatever comes.")
        }
        return try Dialogue(suggestion: suggestion, text: text, kept: kept).approval()
    }

    /// The words proposed, for a dry run: nobody is asked for a yes, because nothing is sent.
    ///
    /// - Throws: ``CommandFailure`` where a speaker elsewhere would have to be asked.
    func unapproved() async throws -> Prompt {
        guard asksNobody else {
            throw CommandFailure(
                .usage,
                "--dry-run sends nothing, and this asks a speaker elsewhere. Leave one of them out."
            )
        }
        guard let suggestion = try await suggestion() else { return order.prompt }
        if shows {
            try SuggestionText(
                suggestion, rules: settings.lint(count: order.count),
                target: target(suggestion.text)
            ).show()
        }
        return suggestion.text
    }

    /// Nil where there is nothing to approve.
    private func suggestion() async throws -> Suggestion? {
        // Whoever can't draw this need not be given words for it.
        try engine.check(order, among: try settings.catalogue().engines)
        _ = try settings.provider(for: engine)
        let suggestion = isByRules ? try byRules() : try await bySpeaker()
        guard !suggestion.changesNothing else {
            Terminal.error.say(
                "note: \(suggestion.author) changes nothing: your words go as they are.")
            return nil
        }
        return suggestion
    }

    private var isByRules: Bool { mode == .rephrase && options.speaker == nil }

    private var asksNobody: Bool {
        isByRules || (try? settings.speaker(NoLedger()).speaker.isEmbedded) == true
    }

    private func byRules() throws -> Suggestion {
        let (suggestion, left) = Rephrasing.byRules(order.prompt)
        guard let first = left.first else { return suggestion }
        let list = left.map { "  \(Terminal.visible($0.message))" }.joined(separator: "\n")
        guard suggestion.changesNothing else {
            Terminal.error.say("not rephrased, for want of an honest wording:\n\(list)")
            return suggestion
        }
        throw CommandFailure(
            .refusedByUs,
            "no positive wording is known for what is negated (\(first.rule)), so nothing was "
                + "sent:\n\(list)\n--speaker NAME asks a speaker for one.")
    }

    private func bySpeaker() async throws -> Suggestion {
        _ = try settings.speaker(NoLedger())
        let route = try settings.speaker(try settings.openLedger())
        try LintGate(settings: settings, count: nil, says: false)
            .pass(order.prompt, to: route.speaker, withYes: saysYes)
        do {
            return try await route.suggestion(for: order.prompt, mode)
        } catch let failure as SuggestionFailure {
            let kept = KeptDraft(failure, for: order.prompt, size: order.size)
            try kept.write()
            let status = CommandFailure(failure.cause).status
            throw CommandFailure(
                status,
                "\(failure.speaker) proposed nothing that can be used: \(failure.cause.message). "
                    + kept.words)
        }
    }

    private func target(_ text: Prompt) throws -> String {
        var order = order
        order.prompt = text
        let price = try settings.prices().estimate(order, on: engine, past: [])
        return "\(engine.id) \(order.model) (\(price.map(\.figure) ?? "unpriced"))"
    }
}
