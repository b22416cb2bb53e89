/// Finds out what became of a run whose answer was lost.
struct Inquest {
    let receipt: Receipt
    let pipeline: Pipeline

    /// Asks the service, and writes down what it says.
    ///
    /// - Returns: What was found.
    /// - Throws: ``Refusal`` where the service can't be asked; ``ProviderFailure`` where it can't say;
    ///   `CancellationError`; whatever the ledger or the picture store throws.
    func ask() async throws -> Resolution {
        let provider = pipeline.provider
        guard let job = receipt.job, let request = provider.inquiry(about: job, receipt.order)
        else { throw unaskable }
        var exchange = Exchange(receipt.order, run: receipt.id)
        exchange.job = job
        let resolution: Resolution
        do {
            resolution = try await made(try await follow(request, &exchange))
        } catch let answer as JobEnd {
            resolution = Resolution(
                by: .provider, charged: false,
                note: "\(provider.engine.id) says of the job \(job): \(answer.failure.message)")
        }
        try await pipeline.resolve(receipt.id, resolution)
        return resolution
    }

    /// That the service answered, and the job had made nothing.
    private struct JobEnd: Error {
        let failure: ProviderFailure
    }

    private var unaskable: Refusal {
        let engine = pipeline.provider.engine
        let reason =
            engine.promises.canBeAsked
            ? "the run was cut off before \(engine.id) had given the job a name"
            : "\(engine.id) can't be asked what became of a request"
        return Refusal(
            field: "run", reason: reason,
            wayOut: "Look at the provider's bill, and say --charged 0.04 or --not-charged.")
    }

    private func follow(_ first: WireRequest, _ exchange: inout Exchange) async throws -> Answer {
        let transport = Transport(
            world: pipeline.world, traffic: pipeline.traffic, route: pipeline.provider.engine.id,
            limit: pipeline.replyLimit, pictureKeys: pipeline.provider.pictureKeys,
            store: pipeline.pictures)
        var request = first
        while true {
            let outcome = try await transport.send(request) { _ in
                throw ProviderFailure.unreadable(
                    status: 200, detail: "a stream came that nobody asked for")
            }
            guard case .reply(let reply) = outcome else {
                throw ProviderFailure.unreadable(status: 200, detail: "no answer came")
            }
            switch try step(reply, to: request, &exchange) {
            case .finish(let answer): return answer
            case .send(let next, let delay):
                try await pipeline.world.pause(delay)
                request = next
            }
        }
    }

    /// An error about the question says nothing of the purchase; only one about the job does.
    private func step(
        _ reply: Reply, to request: WireRequest, _ exchange: inout Exchange
    ) throws -> Step {
        do throws(ProviderFailure) {
            return try request.reading { () throws(ProviderFailure) in
                try pipeline.provider.resume(reply, &exchange)
            }
        } catch {
            guard reply.status == 200, error.saysNothingWasMade else { throw error }
            throw JobEnd(failure: error)
        }
    }

    private func made(_ answer: Answer) async throws -> Resolution {
        let engine = pipeline.provider.engine
        var pictures: [Picture] = []
        for (index, received) in answer.pictures.enumerated() {
            pictures.append(try await pipeline.keep(received, at: index))
        }
        return Resolution(
            by: .provider, charged: !engine.isFree,
            cost: pipeline.settlement(receipt.order, answer, on: engine), pictures: pictures,
            report: answer.report, note: "\(engine.id) still had the answer")
    }
}

extension ProviderFailure {
    /// Whether a service says of a job that it made no picture.
    fileprivate var saysNothingWasMade: Bool {
        switch self {
        case .refused: true
        case .failing: !isPerhapsCharged
        default: false
        }
    }
}

extension Pipeline {
    /// Asks the service what became of a run whose answer was lost, and writes it down.
    ///
    /// - Parameter receipt: The run's receipt.
    /// - Returns: What was found: pictures that were fetched late, or that nothing was made.
    /// - Throws: ``Refusal`` where the service can't be asked; ``ProviderFailure`` where it can't say;
    ///   `CancellationError`; whatever the ledger or the picture store throws.
    public func inquire(about receipt: Receipt) async throws -> Resolution {
        try await Inquest(receipt: receipt, pipeline: self).ask()
    }

    /// Writes down what was found out of a run later.
    public func resolve(_ run: RunID, _ resolution: Resolution) async throws {
        try await ledger.append([
            Entry(run: run, time: Timestamp(world.now()), event: .resolved(resolution))
        ])
    }
}
