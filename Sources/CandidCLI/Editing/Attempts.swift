import Candid
import CandidIO

/// Tries an edit until its claims are confirmed, and takes the best.
///
/// A new picture is taken only where more claims hold and none that held is lost. Every attempt is a
/// run of its own, with its receipt, within the same budget.
struct Attempts {
    let making: Making
    /// How often it may be tried again.
    let limit: Int
    /// Makes the draft of an attempt, from what the last one is told to do better.
    let draft: (EditFeedback?) throws -> Draft
    /// Whether the attempts are told of as they end.
    let says: Bool

    /// Carries out attempts.
    ///
    /// - Returns: The receipt of the best one; of the first, where none is better.
    func best() async throws -> Receipt {
        var best = try await making.carryOut(try draft(nil))
        var last = best
        for attempt in 0..<limit {
            guard last.state == .finished, let judgement = last.judgements.first,
                best.judgements.first?.outcome != .confirmed
            else { break }
            tell(attempt, last, judgement)
            let feedback = EditFeedback(on: judgement, for: last.asked)
            last = try await making.carryOut(try draft(feedback))
            guard last.state == .finished, let new = last.judgements.first else { break }
            if let old = best.judgements.first, new.improves(on: old) { best = last }
        }
        if limit > 0 { conclude(best) }
        return best
    }

    private func tell(_ attempt: Int, _ receipt: Receipt, _ judgement: Judgement) {
        guard says else { return }
        Terminal.error.say(
            "attempt \(attempt + 1) of \(limit + 1): \(judgement.outcome.rawValue), "
                + "\(judgement.count(.confirmed)) of \(judgement.verdicts.count) claims hold, "
                + "kept as \(receipt.id)")
    }

    private func conclude(_ best: Receipt) {
        guard says, best.judgements.first?.outcome != .confirmed else { return }
        Terminal.error.say(
            "No attempt was confirmed. This is the one of which most can be said; every attempt is "
                + "kept (candid log).")
    }
}
