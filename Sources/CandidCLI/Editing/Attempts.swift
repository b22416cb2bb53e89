import Candid
import CandidIO

/// Tries again until the claims hold, and takes the best.
///
/// A new picture is taken only where more claims hold and none that held is lost. Every attempt is a
/// run of its own, with its receipt, within the same budget.
struct Attempts {
    /// What came of them.
    struct Outcome {
        /// The best one's.
        let receipt: Receipt
        /// Whether the person ended the tries.
        let wasInterrupted: Bool

        /// Ends the command where the tries were interrupted.
        ///
        /// - Throws: The exit code.
        func answer() throws {
            if wasInterrupted { throw ExitStatus.cancelled.code }
        }
    }

    let making: Making
    let options: RetryOptions
    var retrial: Retrial
    /// Makes the draft of an attempt; nil is the first one.
    let draft: (Retrial.Step?) async throws -> Draft
    /// Whether the attempts are told of as they end.
    let says: Bool

    /// What one attempt brought.
    private enum Trial {
        case picture(Receipt)
        case nothing
        /// Nothing, and no other attempt can follow.
        case end
    }

    private var attempts: [Receipt] = []
    /// How often it was tried, refusals included, so that they can't go on for ever.
    private var number = 1
    private var wasInterrupted = false

    init(
        making: Making, options: RetryOptions, retrial: Retrial, says: Bool,
        draft: @escaping (Retrial.Step?) async throws -> Draft
    ) {
        self.making = making
        self.options = options
        self.retrial = retrial
        self.says = says
        self.draft = draft
    }

    /// Carries attempts out.
    ///
    /// - Returns: The best one; the first, where none is better.
    mutating func best() async throws -> Outcome {
        var best = try await making.carryOut(try await draft(nil))
        attempts = [best]
        guard options.isWanted, best.state == .finished else {
            return Outcome(receipt: best, wasInterrupted: false)
        }
        tell(best)
        tries: while !isGood(best), number <= options.retry {
            guard case .step(let step) = choice(after: best) else { break }
            switch try await carryOut(step, after: best) {
            case .end: break tries
            case .nothing: continue
            case .picture(let next):
                guard isBetter(next, than: best) else { continue }
                best = next
                retrial.accept(step)
            }
        }
        conclude(best)
        return Outcome(receipt: best, wasInterrupted: wasInterrupted)
    }

    private func isGood(_ receipt: Receipt) -> Bool {
        switch receipt.judgements.first?.outcome {
        case .confirmed: true
        case .inconclusive: !options.needsConfirmed
        case .refuted, nil: false
        }
    }

    private func isBetter(_ next: Receipt, than best: Receipt) -> Bool {
        tell(next)
        guard let new = next.judgements.first, let old = best.judgements.first else { return false }
        let isBetter = new.improves(on: old)
        if !isBetter {
            say("  not taken: it has not more claims that hold, or loses one that held")
        }
        return isBetter
    }

    private mutating func choice(after best: Receipt) -> Retrial.Choice {
        let choice = retrial.next(after: best)
        switch choice {
        case .step(let step): say("  next: \(step.reason)")
        case .nothing(let reason): say("  not tried again: \(reason)")
        }
        return choice
    }

    private mutating func carryOut(
        _ step: Retrial.Step, after best: Receipt
    ) async throws -> Trial {
        number += 1
        let note = step.attempt(number, after: best.id)
        do {
            let receipt =
                step.means == .repair
                ? try await repair(best, note) : try await send(step, note)
            attempts.append(receipt)
            return trial(receipt)
        } catch let refusal as Refusal {
            say("  not tried: \(refusal.description)")
            return .nothing
        }
    }

    private func send(_ step: Retrial.Step, _ note: FurtherAttempt) async throws -> Receipt {
        let draft = try await draft(step)
        var provenance = draft.provenance ?? Provenance()
        provenance.attempt = note
        return try await making.carryOut(try draft.coming(from: provenance))
    }

    private func repair(_ best: Receipt, _ note: FurtherAttempt) async throws -> Receipt {
        guard let mask = try await Repair.region(of: best, in: making.store) else {
            throw Refusal(
                field: "mask", reason: "it is no longer in the store",
                wayOut: "Restore it from a backup of the ledger.")
        }
        var repair = try Repair(of: best, mask: mask)
        repair.attempt = note
        return try await repair.carryOut(
            in: making.ledger, making.store, making.pipeline.world, making.pipeline.verification)
    }

    private mutating func trial(_ receipt: Receipt) -> Trial {
        let name = "attempt \(number) of \(options.retry + 1)"
        switch receipt.state {
        case .finished: return .picture(receipt)
        case .cancelled, .open:
            wasInterrupted = true
            say("\(name): cancelled. The tries end here, with the best so far.")
            return .end
        case .failed:
            let failure = receipt.failure
            say("\(name): \(failure?.message ?? "it made no picture")")
            // Who refuses these words may take others.
            if failure?.kind == .refusedByProvider { return .nothing }
            say("The tries end here, with the best so far.")
            return .end
        }
    }

    private func tell(_ receipt: Receipt) {
        guard let judgement = receipt.judgements.first else { return }
        say(
            "attempt \(number) of \(options.retry + 1): \(judgement.outcome.rawValue), "
                + "\(judgement.count(.confirmed)) of \(judgement.verdicts.count) claims hold, "
                + "kept as \(receipt.id)")
        for verdict in judgement.failing.prefix(3) { say("  \(Self.words(verdict))") }
    }

    private func conclude(_ best: Receipt) {
        for receipt in attempts where receipt.id != best.id {
            say("also kept: candid show \(receipt.id)")
        }
        guard !isGood(best), let judgement = best.judgements.first else { return }
        let bar = options.needsConfirmed ? "was confirmed" : "is without a refuted claim"
        say("No attempt \(bar). \(best.id) is the one of which most holds; what does not:")
        for verdict in judgement.failing { say("  \(Self.words(verdict))") }
    }

    private static func words(_ verdict: Verdict) -> String {
        "\(verdict.claim.words): \(verdict.outcome.rawValue), \(verdict.reason)"
    }

    private func say(_ words: String) {
        if says { Terminal.error.say(Terminal.visible(words)) }
    }
}
