import NIOCore

/// Questions to one speaker and what it said, each written down before the next step.
public struct Conversation: Sendable {
    /// The run under which it stands in the ledger.
    public let run: RunID
    private let route: SpeakerRoute
    private let purpose: Questioning.Purpose

    init(route: SpeakerRoute, purpose: Questioning.Purpose) {
        run = RunID(route.world.random())
        self.route = route
        self.purpose = purpose
    }

    /// Asks a question, again where that is safe.
    ///
    /// - Parameters:
    ///   - question: The question, with all that was said before.
    ///   - materials: The bytes of its pictures.
    /// - Returns: What was said, however it ended.
    /// - Throws: ``SpeakerFailure/service(_:)``, `CancellationError`, or whatever the ledger throws.
    public func ask(
        _ question: Question, _ materials: Materials = Materials()
    ) async throws
        -> Saying
    {
        let request: WireRequest
        do {
            request = try route.provider.begin(question, model: route.model, materials)
        } catch {
            throw SpeakerFailure.service(error)
        }
        var attempt = 1
        while true {
            // Before the bytes leave: after a crash the ledger says so.
            try await hold(questioning(question, request))
            do {
                let saying = try await send(request)
                try await record([.answered(saying)] + settlement(of: saying, to: question))
                return saying
            } catch let failure as ProviderFailure {
                try await postpone(failure, attempt)
                attempt += 1
            }
        }
    }

    /// Ends the conversation; one in which nothing was asked leaves nothing behind.
    func end(_ event: Event) async throws {
        guard try await !route.ledger.entries(of: run).isEmpty else { return }
        try await record([event])
    }

    private func send(_ request: WireRequest) async throws -> Saying {
        let transport = Transport(
            world: route.world, traffic: route.traffic, route: "speaker \(route.speaker.id)",
            limit: route.replyLimit, pictureKeys: [])
        let outcome = try await transport.send(request) { _ in
            throw ProviderFailure.unreadable(
                status: 200, detail: "\(route.speaker.id) sent a stream that nobody asked for")
        }
        guard case .reply(let reply) = outcome else {
            throw ProviderFailure.unreadable(status: 200, detail: "the speaker sent no answer")
        }
        return try request.reading { () throws(ProviderFailure) in
            try route.provider.resume(reply)
        }
    }

    /// Waits where the question may be sent again.
    private func postpone(_ failure: ProviderFailure, _ attempt: Int) async throws {
        if Task.isCancelled { throw CancellationError() }
        let wait = route.retries.wait(
            after: failure, attempt: attempt, random: route.world.random())
        guard let wait else { throw SpeakerFailure.service(failure) }
        let note = Postponement(
            attempt: attempt, milliseconds: Int64(wait / .milliseconds(1)),
            reason: failure.message)
        try await record([.postponed(note)])
        try await route.world.pause(wait)
        try Task.checkCancellation()
    }

    /// Writes a question down, within the budgets.
    private func hold(_ questioning: Questioning) async throws {
        let budgets = route.purse.budgets
        guard !budgets.isEmpty, !route.speaker.isFree else {
            return try await record([.questioned(questioning)])
        }
        do {
            try await record([.questioned(questioning)], within: budgets)
        } catch let refusal as Refusal {
            throw SpeakerFailure.service(.unsupported(refusal))
        }
    }

    /// What an answer cost; nothing where that is unknown, or where nobody is charged.
    private func settlement(of saying: Saying, to question: Question) -> [Event] {
        guard !route.speaker.isFree else { return [] }
        let cost = route.purse.prices.settlement(
            of: saying, to: question, by: route.speaker, route.model)
        return cost.map { [.settled($0)] } ?? []
    }

    private func questioning(_ question: Question, _ request: WireRequest) -> Questioning {
        var questioning = Questioning(
            purpose: purpose, speaker: route.speaker.id, model: route.model,
            isRuleBased: route.speaker.isRuleBased, question: question, url: request.publicURL,
            body: Digest(of: request.body.readableBytesView),
            bytes: request.body.readableBytes)
        questioning.estimate = route.purse.prices.estimate(
            question, to: route.speaker, route.model)
        questioning.project = route.purse.project
        questioning.bill = route.purse.bill
        questioning.caller = route.purse.caller
        return questioning
    }

    /// In a task of its own, because what has happened must be kept even when this one is cancelled.
    private func record(_ events: [Event], within budgets: Budgets? = nil) async throws {
        let time = Timestamp(route.world.now())
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        let ledger = route.ledger
        try await Task {
            guard let budgets else { return try await ledger.append(entries) }
            try await ledger.append(entries, within: budgets)
        }.value
    }
}
