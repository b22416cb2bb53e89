import NIOCore

/// What was brought home of a batch.
public struct Harvest: Hashable, Sendable {
    /// Orders that now have their pictures.
    public var made: [RunID] = []
    /// Orders that came to nothing.
    public var failed: [RunID] = []
    /// Names in the results that are none of ours.
    public var strangers: [String] = []

    /// Creates an empty harvest.
    public init() {}
}

extension BatchDesk {
    /// Brings home the results of a batch that has ended, each as soon as it is here.
    ///
    /// Cut off, it can be called again: what is in the ledger is not touched, and nothing is bought. What
    /// somebody else on the same ledger brings home meanwhile is left to them.
    ///
    /// - Parameters:
    ///   - batch: The batch.
    ///   - state: How it stands.
    /// - Returns: What was brought home this time.
    /// - Throws: ``Refusal`` where it has not ended; ``ProviderFailure`` where a file can't be had or
    ///   read; whatever the ledger or the picture store throws.
    public func collect(
        _ batch: BatchRecord, _ state: OpenAIBatch.State
    ) async throws -> Harvest {
        guard state.hasEnded else {
            throw Refusal(
                field: "batch", reason: "it has not ended: \(state.status)",
                wayOut: "Ask again later.")
        }
        var harvest = Harvest()
        guard batch.state == .open else { return harvest }
        var open: [RunID: Order] = [:]
        for run in batch.note.runs {
            guard let receipt = try await receipt(of: run), receipt.state == .open else { continue }
            open[run] = receipt.order
        }
        let ours = batch.note.named
        for file in [state.outputFile, state.errorFile].compactMap(\.self) {
            try await read(file) { result in
                guard let run = ours[result.name] else {
                    return harvest.strangers.append(result.name)
                }
                guard let order = open.removeValue(forKey: run) else { return }
                switch try await keep(result, order, of: run) {
                case true?: harvest.made.append(run)
                case false?: harvest.failed.append(run)
                case nil: break
                }
            }
        }
        let rest = Self.failure(without: state)
        for run in batch.note.runs where open[run] != nil {
            if try await end(run, [.failed(rest)]) { harvest.failed.append(run) }
        }
        try await end(batch.id, [state.status == "failed" ? .failed(rest) : .finished])
        return harvest
    }

    /// Writes down how an order or a batch ended.
    ///
    /// - Returns: False where somebody else has, by now.
    @discardableResult
    private func end(_ run: RunID, _ events: [Event]) async throws -> Bool {
        do {
            try await record(events, of: run)
            return true
        } catch {
            let entries = try await pipeline.ledger.entries(of: run)
            guard entries.contains(where: \.event.isLast) else { throw error }
            return false
        }
    }

    /// What an order without any result is.
    private static func failure(without state: OpenAIBatch.State) -> Failure {
        guard state.status != "failed" else {
            let reason = state.problems.first ?? "no reason given"
            return Failure(.refusedByProvider, "the batch was refused: \(reason)")
        }
        return Failure(
            .unreadable,
            "the batch ended as \(state.status), and its results do not name this order",
            perhapsCharged: true)
    }

    /// Writes one order's result down.
    ///
    /// - Returns: Whether there are pictures; nil where somebody else wrote it down.
    private func keep(
        _ result: BatchResult, _ order: Order, of run: RunID
    ) async throws -> Bool? {
        do {
            let answer = try result.outcome.get()
            guard !answer.pictures.isEmpty else {
                throw ProviderFailure.unreadable(status: 200, detail: "the answer has no picture")
            }
            var events: [Event] = []
            for (index, picture) in answer.pictures.enumerated() {
                events.append(.received(try await pipeline.keep(picture, at: index)))
            }
            events.append(.reported(answer.report))
            let cost = pipeline.prices.settlement(of: order, answer, on: engine, way: .batch)
            if let cost { events.append(.settled(cost)) }
            return try await end(run, events + [.finished]) ? true : nil
        } catch let failure as ProviderFailure {
            return try await end(run, [.failed(Failure(failure, free: false))]) ? false : nil
        }
    }

    /// Reads a file of results as it arrives.
    private func read(
        _ file: String, _ take: (BatchResult) async throws -> Void
    ) async throws {
        let request = codec.content(of: file)
        let stream = try await pipeline.world.stream(request)
        guard stream.status == 200 else {
            throw OpenAIError.failure(of: try Reply(await stream.collected(upTo: 1 << 20)))
                .redacting(request.secrets)
        }
        var reader = OpenAIBatchReader(limit: pipeline.replyLimit)
        var chunks = stream.body.makeAsyncIterator()
        while let chunk = try await Self.next(&chunks) {
            for result in try reader.take(chunk) { try await take(result) }
        }
        try Task.checkCancellation()
        if let last = try reader.finish() { try await take(last) }
    }

    /// The next bytes; whatever ends them early is a connection that broke off.
    private static func next(
        _ chunks: inout AsyncThrowingStream<ByteBuffer, any Error>.Iterator
    ) async throws -> ByteBuffer? {
        do {
            return try await chunks.next()
        } catch let failure as ProviderFailure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw ProviderFailure.brokeOff("\(error)")
        }
    }
}
