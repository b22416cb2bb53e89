import NIOCore

/// Somebody else's question to a language model, passed on byte for byte and written down.
///
/// The question is in the ledger before it leaves, and what was said before the answer ends. Nothing
/// is sent twice.
public struct TalkRelay: Sendable {
    private let route: SpeakerRoute
    private let speaker: any ForwardingSpeaker
    private let memory: AnswerMemory?

    /// Creates a relay.
    ///
    /// - Parameters:
    ///   - route: Whom to ask, and where it is written down; nil if nothing can be passed on there,
    ///     because the service speaks another dialect.
    ///   - memory: Where answers are kept to be had again; nil is nowhere.
    public init?(_ route: SpeakerRoute, keeping memory: AnswerMemory? = nil) {
        guard let speaker = route.provider as? any ForwardingSpeaker else { return nil }
        self.route = route
        self.speaker = speaker
        self.memory = memory
    }

    /// Passes a request on.
    ///
    /// - Parameters:
    ///   - request: The client's request.
    ///   - talk: What the ledger is told of it.
    /// - Returns: The way of the answer.
    public func send(_ request: WireRequest, as talk: RelayedTalk) -> RelayedRun {
        let (handoff, head) = (Handoff(), Promise<RelayedRun.Head>())
        let errand = TalkErrand(route, talk, speaker.forwarding(request), memory)
        return RelayedRun(errand.run, head, handoff) { try await errand.entries(handoff, head) }
    }
}

/// One question on its way; held once, however many steps it is passed through.
private final class TalkErrand: Sendable {
    let run: RunID
    let route: SpeakerRoute
    /// The route's, which makes a copy each time that it is asked for it.
    let speaker: Speaker
    let talk: RelayedTalk
    let request: WireRequest
    let memory: AnswerMemory?

    init(
        _ route: SpeakerRoute, _ talk: RelayedTalk, _ request: WireRequest, _ memory: AnswerMemory?
    ) {
        run = RunID(route.world.random())
        speaker = route.speaker
        (self.route, self.talk, self.request, self.memory) = (route, talk, request, memory)
    }

    func entries(_ handoff: Handoff, _ head: Promise<RelayedRun.Head>) async throws -> [Entry] {
        var entries = try await append([.questioned(questioning)], ahead: budgets)
        do {
            let reply = try await route.world.stream(request)
            let tee = Tee(reply, handoff, memory)
            head.keep(
                RelayedRun.Head(
                    status: reply.status, headers: RelayedRun.endToEnd(reply.headers), tee: tee))
            let saying = try await saying(in: reply, through: tee)
            entries += try await append([.answered(saying)] + settlement(of: saying) + [.finished])
        } catch let failure as ProviderFailure {
            let failure = failure.redacting(request.secrets)
            entries += try await append(
                [.failed(Failure(failure, free: speaker.isFree))])
        } catch is CancellationError {
            let note = Cancellation(perhapsCharged: !speaker.isFree)
            entries += try await append([.cancelled(note)])
        }
        return entries
    }

    private func saying(
        in reply: WireStream, through tee: Tee
    ) async throws -> Saying {
        if reply.status == 200, reply.isEventStream {
            var spoken = SpokenEvents(limit: route.replyLimit)
            while let chunk = try await tee.next() { try spoken.take(chunk) }
            try Task.checkCancellation()
            return try spoken.finish(route.provider)
        }
        var reader = ReplyReader(
            status: reply.status, headers: reply.headers, pictureKeys: [], limit: route.replyLimit)
        while let chunk = try await tee.next() { try reader.take(chunk) }
        try Task.checkCancellation()
        return try route.provider.resume(try reader.finish())
    }

    private var budgets: Budgets { speaker.isFree ? Budgets() : route.purse.budgets }

    private func settlement(of saying: Saying) -> [Event] {
        guard !speaker.isFree else { return [] }
        let cost = route.purse.prices.settlement(
            of: saying, to: talk.question, by: speaker, talk.model)
        return cost.map { [.settled($0)] } ?? []
    }

    private var questioning: Questioning {
        var questioning = Questioning(
            purpose: .relay, speaker: speaker.id, model: talk.model,
            isRuleBased: speaker.isRuleBased, question: talk.question,
            url: request.publicURL, body: Digest(of: request.bodyBytes),
            bytes: request.body.readableBytes)
        questioning.estimate = route.purse.prices.estimate(
            talk.question, to: speaker, talk.model)
        questioning.project = route.purse.project
        questioning.bill = route.purse.bill
        questioning.caller = route.purse.caller
        return questioning
    }

    /// Whatever has happened must be kept, even where nobody waits for it any more.
    private func append(
        _ events: [Event], ahead budgets: Budgets? = nil
    ) async throws -> [Entry] {
        let time = Timestamp(route.world.now())
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        let ledger = route.ledger
        let write = { @Sendable in
            guard let budgets else { return try await ledger.append(entries) }
            try await ledger.append(ahead: entries, within: budgets)
        }
        // A task of its own costs a change of threads, and only a cancelled one needs it.
        if Task.isCancelled {
            try await Task { try await write() }.value
        } else {
            try await write()
        }
        return entries
    }
}
