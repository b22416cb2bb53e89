import NIOCore
import Synchronization

/// A request of somebody else's, passed on byte for byte under a receipt.
///
/// The run is an ordinary one: the same driver writes it down and reads the answer. It only sends
/// the client's own bytes, and the answer's bytes go to the client as they pass.
public struct Relay: Sendable {
    private let pipeline: Pipeline
    private let provider: any ForwardingProvider
    private let memory: AnswerMemory?

    /// Creates a relay.
    ///
    /// - Parameters:
    ///   - pipeline: Where it is written down, and the outside. Nothing is sent twice, and no other
    ///     route is turned to, whatever the pipeline says: the client decides what comes next.
    ///   - provider: Whom to ask.
    ///   - memory: Where answers are kept to be had again; nil is nowhere.
    public init(
        _ pipeline: Pipeline, to provider: any ForwardingProvider,
        keeping memory: AnswerMemory? = nil
    ) {
        self.pipeline = pipeline
        self.provider = provider
        self.memory = memory
    }

    /// Passes a request on.
    ///
    /// - Parameters:
    ///   - request: The client's request.
    ///   - draft: What the ledger is told of it.
    /// - Returns: The way of the answer.
    public func send(_ request: WireRequest, as draft: Draft) -> RelayedRun {
        let outgoing = provider.forwarding(request)
        return send(
            draft, as: nil, by: Forwarder(inner: provider, request: outgoing),
            passing: { $0 == outgoing })
    }

    /// Sends an order that is composed here, and passes the answer on.
    ///
    /// - Parameters:
    ///   - draft: What is sent.
    ///   - id: The run's name.
    ///   - finish: Told of the run's entries before the answer ends, also where the client has gone;
    ///     of none where the ledger did not take them.
    /// - Returns: The way of the answer.
    public func send(
        _ draft: Draft, as id: RunID, finish: @escaping @Sendable ([Entry]) async throws -> Void
    ) -> RelayedRun {
        let isFirst = Mutex(true)
        return send(
            draft, as: id, by: provider,
            passing: { _ in
                isFirst.withLock { isFirst in
                    defer { isFirst = false }
                    return isFirst
                }
            }, finish: finish)
    }

    // Addresses that an answer names are fetched for the receipt, and are not passed to the client.
    private func send(
        _ draft: Draft, as id: RunID?, by provider: any ImageProvider,
        passing: @escaping @Sendable (WireRequest) -> Bool,
        finish: (@Sendable ([Entry]) async throws -> Void)? = nil
    ) -> RelayedRun {
        let (handoff, memory) = (Handoff(), memory)
        let head = Promise<RelayedRun.Head>()
        var pipeline = pipeline
        pipeline.retries.attempts = 1
        pipeline.fallbacks = []
        pipeline.writesAhead = true
        // What a service asks of its clients goes to them; holding some back would hide it.
        pipeline.traffic = Traffic(pipeline.world)
        pipeline.provider = provider
        let outside = pipeline.world.stream
        pipeline.world.stream = { request async throws(ProviderFailure) in
            guard passing(request) else { return try await outside(request) }
            let reply = try await outside(request)
            let tee = Tee(reply, handoff, memory)
            head.keep(
                RelayedRun.Head(
                    status: reply.status, headers: RelayedRun.endToEnd(reply.headers), tee: tee))
            return WireStream(
                status: reply.status, headers: reply.headers,
                body: AsyncThrowingStream { try await tee.next() })
        }
        let run = pipeline.run(draft, as: id)
        return RelayedRun(run.id, head, handoff, own: run) { try await run.all(telling: finish) }
    }
}
