import NIOCore

/// A run's way over one route: the first request, what follows of it, and trying again.
struct Leg {
    /// How a route was left.
    enum Ending {
        case answered(Answer)
        case failed(ProviderFailure)
        case cancelled
        /// A step could not be written down.
        case lost(any Error)
    }

    private let provider: any ImageProvider
    private let driver: Driver
    private let tell: Driver.Tell
    /// What the provider remembers.
    private(set) var exchange: Exchange

    init(
        provider: any ImageProvider, order: Order, driver: Driver, tell: @escaping Driver.Tell
    ) {
        self.provider = provider
        self.driver = driver
        self.tell = tell
        exchange = Exchange(order, run: driver.run)
    }

    /// Whom it asks.
    var engine: Engine { provider.engine }

    /// Whether the route is known never to charge.
    var isFree: Bool { engine.isFree }

    private var pipeline: Pipeline { driver.pipeline }

    /// Encodes the order.
    mutating func begin(_ materials: Materials) throws(ProviderFailure) -> WireRequest {
        var request = try provider.begin(&exchange, materials)
        if provider.engine.promises.idempotency == .header {
            request.headers["idempotency-key"] = "candid-\(driver.run)"
        }
        return request
    }

    /// What is written down before a purchase leaves.
    func sending(_ request: WireRequest) -> Sending {
        Sending(
            prompt: exchange.order.prompt, url: request.publicURL,
            body: Digest(of: request.body.readableBytesView), bytes: request.body.readableBytes,
            job: exchange.job)
    }

    /// Sends the purchase, again where that is safe, and follows it to its end.
    mutating func drive(_ request: WireRequest) async -> Ending {
        let fresh = exchange
        var attempt = 1
        while true {
            do {
                return .answered(try await follow(request))
            } catch let failure as ProviderFailure {
                let wait = pipeline.retries.wait(
                    after: failure, attempt: attempt, random: pipeline.world.random())
                guard let wait, !Task.isCancelled else { return .failed(failure) }
                do {
                    try await postpone(failure, wait, attempt)
                    exchange = fresh
                    try await driver.record([.sent(sending(request))], tell)
                } catch is CancellationError {
                    return .failed(failure)
                } catch {
                    return .lost(error)
                }
                attempt += 1
            } catch is CancellationError {
                return .cancelled
            } catch {
                return .lost(error)
            }
        }
    }

    /// Takes back a job that nobody waits for any more, as far as the service lets us.
    ///
    /// Nothing hangs on the answer, so it is not waited for long.
    func callOff() async {
        guard let job = exchange.job, let request = provider.cancellation(of: job) else { return }
        let world = pipeline.world
        // In a task of its own: this one is cancelled.
        await Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await world.stream(request).collected(upTo: 1 << 16) }
                group.addTask { try? await world.pause(.seconds(5)) }
                await group.next()
                group.cancelAll()
            }
        }.value
    }

    private func postpone(
        _ failure: ProviderFailure, _ wait: Duration, _ attempt: Int
    ) async throws {
        let note = Postponement(
            attempt: attempt, milliseconds: Int64(wait / .milliseconds(1)),
            reason: failure.message)
        try await driver.record([.postponed(note)], tell)
        try await pipeline.world.pause(wait)
        try Task.checkCancellation()
    }

    private mutating func follow(_ first: WireRequest) async throws -> Answer {
        let transport = Transport(
            world: pipeline.world, traffic: pipeline.traffic, route: provider.engine.id,
            limit: pipeline.replyLimit, pictureKeys: provider.pictureKeys,
            store: pipeline.pictures)
        var request = first
        var isFirst = true
        while true {
            let known = exchange.job
            let outcome: Transport.Outcome
            do {
                outcome = try await transport.send(request) { try await take($0) }
            } catch let failure as ProviderFailure where !isFirst && !failure.isPerhapsCharged {
                // The purchase has gone through: what can't be fetched is still to be paid.
                throw ProviderFailure.brokeOff(failure.message)
            }
            switch outcome {
            case .streamed:
                guard !exchange.answer.pictures.isEmpty else {
                    throw ProviderFailure.brokeOff(
                        "the stream ended before the picture was there")
                }
                return exchange.answer
            case .reply(let reply):
                let step = try request.reading { () throws(ProviderFailure) in
                    try provider.resume(reply, &exchange)
                }
                if exchange.job != known, let job = exchange.job {
                    try await driver.record([.accepted(Acceptance(job: job))], tell)
                }
                guard case .send(let next, let delay) = step else {
                    if case .finish(let answer) = step { return answer }
                    continue
                }
                try await pipeline.world.pause(delay)
                (request, isFirst) = (next, false)
            }
        }
    }

    private mutating func take(_ event: WireEvent) async throws {
        let known = exchange.job
        let step = try provider.resume(event, &exchange)
        if exchange.job != known, let job = exchange.job {
            try await driver.record([.accepted(Acceptance(job: job))], tell)
        }
        switch step {
        case .nothing: break
        case .partial(let index, let file): try await driver.keep(file, at: index, tell)
        case .pictures(let answer): exchange.answer.add(answer)
        }
    }
}
