import Foundation
public import NIOCore

/// A request of somebody else's, passed on byte for byte under a receipt.
///
/// The run is an ordinary one: the same driver writes it down and reads the answer. It only sends
/// the client's own bytes, and the answer's bytes go to the client as they pass.
public struct Relay: Sendable {
    private let pipeline: Pipeline
    private let provider: OpenAIImagesProvider
    private let memory: AnswerMemory?

    /// Creates a relay.
    ///
    /// - Parameters:
    ///   - pipeline: Where it is written down, and the outside. Nothing is sent twice, and no other
    ///     route is turned to, whatever the pipeline says: the client decides what comes next.
    ///   - provider: Whom to ask.
    ///   - memory: Where answers are kept to be had again; nil is nowhere.
    public init(
        _ pipeline: Pipeline, to provider: OpenAIImagesProvider, keeping memory: AnswerMemory? = nil
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
        let outgoing = provider.forwarding(request, isEdit: draft.order.isEdit)
        let (handoff, memory) = (Handoff(), memory)
        let head = Promise<RelayedRun.Head>()
        var pipeline = pipeline
        pipeline.retries.attempts = 1
        pipeline.fallbacks = []
        pipeline.provider = Forwarder(inner: provider, request: outgoing)
        let outside = pipeline.world.stream
        pipeline.world.stream = { request async throws(ProviderFailure) in
            // Addresses that an answer names are fetched for the receipt, not for the client.
            guard request == outgoing else { return try await outside(request) }
            let reply = try await outside(request)
            let tee = Tee(reply, handoff, memory)
            head.keep(
                RelayedRun.Head(
                    status: reply.status, headers: RelayedRun.endToEnd(reply.headers), tee: tee))
            return WireStream(
                status: reply.status, headers: reply.headers,
                body: AsyncThrowingStream { try await tee.next() })
        }
        return RelayedRun(pipeline.run(draft), head, handoff)
    }
}

/// An answer on its way to the client, and the receipt that it leaves.
public struct RelayedRun: Sendable {
    /// The head of an answer.
    public struct Head: Sendable {
        /// The HTTP status.
        public let status: Int
        /// The fields that are meant for the client.
        public let headers: [String: String]
        let tee: Tee
    }

    /// The run's name in the ledger.
    public let id: RunID
    private let promise: Promise<Head>
    private let handoff: Handoff
    private let task: Task<Receipt?, any Error>

    fileprivate init(_ run: Run, _ head: Promise<Head>, _ handoff: Handoff) {
        id = run.id
        promise = head
        self.handoff = handoff
        task = Task {
            do {
                let receipt = try await run.receipt()
                // Nothing was sent, or nothing came back: the receipt says why.
                head.keep(nil)
                return receipt
            } catch {
                head.keep(nil)
                throw error
            }
        }
    }

    /// The answer's head as soon as it is here; nil if there is no answer, which the receipt explains.
    public func head() async -> Head? { await promise.value() }

    /// The receipt, once the run is written down.
    ///
    /// - Throws: Whatever the ledger or the picture store throws.
    public func receipt() async throws -> Receipt? { try await task.value }

    /// The answer's bytes as they pass, and its end once the receipt is written down.
    ///
    /// - Parameters:
    ///   - head: The answer's head.
    ///   - last: What to make of the last bytes, once the receipt is there.
    /// - Returns: The bytes; they break off where the answer did.
    public func body(
        of head: Head,
        last: @escaping @Sendable (ByteBuffer, Receipt) -> ByteBuffer = { body, _ in body }
    ) -> AsyncThrowingStream<ByteBuffer, any Error> {
        let (handoff, task) = (handoff, task)
        Task {
            do {
                // Who paid gets the picture, even where the ledger failed at its end: what waits for
                // a receipt that never comes would be bought again.
                let receipt = (try? await task.value) ?? nil
                let held = try await head.tee.rest()
                if let held { await handoff.give(receipt.map { last(held, $0) } ?? held) }
                handoff.end(.success(()))
            } catch {
                handoff.end(.failure(error))
            }
        }
        return AsyncThrowingStream { try await handoff.next() }
    }

    /// The same answer for whoever asks again, once it is at its end.
    ///
    /// - Returns: The bytes as they came; nil where they were too large to keep, or broke off.
    public func again() async -> WireStream? {
        guard let head = await head() else { return nil }
        _ = try? await task.value
        do { _ = try await head.tee.rest() } catch { return nil }
        guard let chunks = head.tee.kept.chunks else { return nil }
        return WireStream(
            status: head.status, headers: head.headers,
            body: AsyncThrowingStream { stream in
                for chunk in chunks { stream.yield(chunk) }
                stream.finish()
            })
    }

    /// Says that the client is gone; the run goes on, because what was paid for is worth keeping.
    public func leave() { handoff.leave() }

    /// Without the fields that speak of one connection only (RFC 9110, 7.6.1).
    static func endToEnd(_ headers: [String: String]) -> [String: String] {
        let named = (headers["connection"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
        let hop: Set = [
            "connection", "keep-alive", "proxy-connection", "proxy-authenticate",
            "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
        ]
        return headers.filter { !hop.contains($0.key) && !named.contains($0.key) }
    }
}
