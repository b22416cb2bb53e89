import Candid
import CandidIO

/// What a draft is made of, so that it can be made again with another wrapper or for another route.
struct Wording {
    var order: Order
    var lock: LockUse?
    var directive: Directive?
    var provenance = Provenance()

    /// The draft on a route.
    func draft(in pipeline: Pipeline) throws(Refusal) -> Draft {
        try pipeline.draft(order, lock: lock, directive: directive).coming(from: provenance)
    }

    /// The draft of a further attempt; nil is the first one.
    func draft(
        in pipeline: Pipeline, for step: Retrial.Step?, on model: Model
    ) async throws -> Draft {
        guard let step else { return try draft(in: pipeline) }
        var next = self
        next.order = try await step.order(from: order, on: model, keepingIn: pipeline.pictures)
        guard step.instruction != nil || step.feedback != nil else {
            return try next.draft(in: pipeline)
        }
        if let feedback = step.feedback {
            next.order.prompt = Prompt("\(next.order.prompt.text)\n\n\(feedback.words)")
        }
        return try pipeline.draft(next.order, asked: order.prompt).coming(from: provenance)
    }
}

/// Sends words again where they were altered, and takes what got farthest.
struct DeliveryAttempts {
    let making: Making
    let wording: Wording
    /// How many plainer wrappers are tried; nil where nobody asked for another attempt.
    let retries: Int?
    /// Whether the attempts are told of as they end.
    let says: Bool

    /// Carries the attempts out.
    ///
    /// - Returns: The receipt of the one whose words got farthest.
    func best() async throws -> Receipt {
        var receipts = [
            try await making.carryOut(try wording.draft(in: making.pipeline))
        ]
        guard let retries else { return receipts[0] }
        var steps = Redelivery(
            after: wording.directive, retries: retries, routes: making.pipeline.fallbacks)
        for route in steps.unfit {
            say("not turned to \(route.provider.engine.id): it rewrites every prompt, too")
        }
        while let last = receipts.last, last.arrival == .altered, let step = steps.next() {
            do {
                let (next, wording) = self.next(step, after: last, number: receipts.count + 1)
                let draft = try wording.draft(in: next.pipeline)
                say("attempt \(receipts.count): \(wording.provenance.attempt?.reason ?? "")")
                receipts.append(try await next.carryOut(draft))
            } catch let refusal as Refusal {
                say("not tried: \(refusal.description)")
            }
        }
        let best = Receipt.farthest(of: receipts) ?? receipts[0]
        conclude(best, receipts)
        return best
    }

    private func next(
        _ step: Redelivery.Step, after last: Receipt, number: Int
    ) -> (Making, Wording) {
        var (making, wording) = (making, wording)
        let found = "\(last.order.engine) altered the words, kept as \(last.id)"
        let reason: String
        switch step {
        case .wrapper(let directive):
            wording.directive = directive
            reason = "\(found); again with the wrapper \(directive.id)"
        case .route(let fallback):
            wording.directive = nil
            wording.order = fallback.order(for: wording.order)
            making.pipeline.provider = fallback.provider
            making.pipeline.past = []
            reason = "\(found); by the direct route \(fallback.provider.engine.id)"
        }
        // The routes are steps of ours here; a route that fails is not left for the next in silence.
        making.pipeline.fallbacks = []
        wording.provenance.attempt = FurtherAttempt(
            number: number, after: last.id, reason: reason)
        return (making, wording)
    }

    private func conclude(_ best: Receipt, _ receipts: [Receipt]) {
        guard receipts.count > 1 || best.arrival == .altered else { return }
        if best.arrival == .altered {
            say("The words were altered every time. This is the least altered one.")
        }
        for receipt in receipts where receipt.id != best.id {
            say("also kept: candid show \(receipt.id)")
        }
    }

    private func say(_ words: String) {
        if says { Terminal.error.say(Terminal.visible(words)) }
    }
}
