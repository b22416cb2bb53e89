import Foundation
public import NIOCore
import Synchronization

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
    private let task: Task<[Entry], any Error>
    private let own: Run?

    /// Creates what stands for a run that is under way.
    ///
    /// - Parameters:
    ///   - id: The run's name.
    ///   - head: Kept when the answer's head is here.
    ///   - handoff: Where the answer's bytes pass.
    ///   - own: The run, where it is one and no conversation.
    ///   - work: The run, to its end.
    init(
        _ id: RunID, _ head: Promise<Head>, _ handoff: Handoff, own: Run? = nil,
        _ work: @escaping @Sendable () async throws -> [Entry]
    ) {
        self.id = id
        self.own = own
        promise = head
        self.handoff = handoff
        task = Task.here {
            // Nothing was sent, or nothing came back: the entries say why.
            defer { head.keep(nil) }
            return try await work()
        }
    }

    /// Creates what stands for a run of an order of ours, which has no answer but its receipt.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - finish: Told of the run's entries before it is over, also where it was cancelled; of none
    ///     where the ledger did not take them. Nil is nobody.
    public init(_ run: Run, finish: (@Sendable ([Entry]) async throws -> Void)? = nil) {
        self.init(run.id, Promise(), Handoff(), own: run) { try await run.all(telling: finish) }
    }

    /// Creates what stands for a run whose answer is there already, and goes to the client once it is
    /// written down.
    ///
    /// - Parameters:
    ///   - id: The run's name.
    ///   - reply: The answer.
    ///   - memory: Where it is kept to be had again.
    ///   - write: Writes the run down, and gives its entries.
    public init(
        _ id: RunID, giving reply: WireReply, keeping memory: AnswerMemory,
        _ write: @escaping @Sendable () async throws -> [Entry]
    ) {
        let (handoff, head) = (Handoff(), Promise<Head>())
        let tee = Tee(.pieces(of: reply), handoff, memory)
        self.init(id, head, handoff) { [status = reply.status, headers = reply.headers] in
            let entries = try await write()
            head.keep(Head(status: status, headers: headers, tee: tee))
            return entries
        }
    }

    /// Waits until its first request is written down, and tells whether that came to be; of a conversation
    /// whether an answer began.
    public func isSent() async -> Bool {
        if let own { return await own.isSent() }
        return await promise.value() != nil
    }

    /// The answer's head as soon as it is here; nil if there is no answer, which the receipt explains.
    public func head() async -> Head? { await promise.value() }

    /// What the run left in the ledger, once it has ended.
    ///
    /// - Throws: ``Refusal`` where nothing was sent and nothing written down; whatever the ledger or
    ///   the picture store throws.
    public func entries() async throws -> [Entry] { try await task.value }

    /// The answer's bytes as they pass, and its end once the receipt is written down.
    ///
    /// - Parameters:
    ///   - head: The answer's head.
    ///   - whenLeft: Called if the client goes before the answer's end.
    ///   - last: What to make of the last bytes, once the receipt is there.
    /// - Returns: The bytes; they break off where the answer did.
    public func body(
        of head: Head, whenLeft: @escaping @Sendable () -> Void = {},
        last: @escaping @Sendable (ByteBuffer, [Entry]) -> ByteBuffer = { body, _ in body }
    ) -> AsyncThrowingStream<ByteBuffer, any Error> {
        let (handoff, task) = (handoff, task)
        Task.here {
            do {
                // Who paid gets the picture, even where the ledger failed at its end: what waits for
                // a receipt that never comes would be bought again.
                let entries = try? await task.value
                let held = try await head.tee.rest()
                if let held { await handoff.give(entries.map { last(held, $0) } ?? held) }
                handoff.end(.success(()))
            } catch {
                handoff.end(.failure(error))
            }
        }
        let listener = Listener(whenLeft)
        return AsyncThrowingStream {
            try await withTaskCancellationHandler {
                do {
                    guard let chunk = try await handoff.next() else {
                        listener.end()
                        return nil
                    }
                    return chunk
                } catch {
                    if !(error is CancellationError) { listener.end() }
                    throw error
                }
            } onCancel: {
                listener.leave()
            }
        }
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

    /// Says that the client is gone; the run goes on.
    public func leave() { handoff.leave() }

    /// Ends the run, which is written down.
    public func cancel() { task.cancel() }

    /// Without the fields that speak of one connection only (RFC 9110, 7.6.1).
    public static func endToEnd(_ headers: [String: String]) -> [String: String] {
        let named = (headers["connection"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
        return headers.filter { !hopByHop.contains($0.key) && !named.contains($0.key) }
    }

    private static let hopByHop: Set = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate",
        "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
    ]
}

/// Whoever takes an answer, and has gone where nobody takes it any more before its end.
///
/// A client that goes while something is written to it cancels nothing: what it did not take is
/// dropped, and without this its run would wait for ever for somebody to go on.
private final class Listener: Sendable {
    private let whenLeft: @Sendable () -> Void
    private let isOver = Mutex(false)

    init(_ whenLeft: @escaping @Sendable () -> Void) { self.whenLeft = whenLeft }

    /// Says that the answer is at its end.
    func end() { isOver.withLock { $0 = true } }

    /// Says, once, that nobody takes it any more.
    func leave() {
        let wasOver = isOver.withLock { isOver in
            defer { isOver = true }
            return isOver
        }
        if !wasOver { whenLeft() }
    }

    deinit { leave() }
}

extension WireStream {
    /// A reply in pieces that share no memory: whoever holds its end holds no more of it.
    fileprivate static func pieces(of reply: WireReply) -> WireStream {
        WireStream(
            status: reply.status, headers: reply.headers,
            body: AsyncThrowingStream { stream in
                var rest = reply.body.readableBytesView
                while !rest.isEmpty {
                    stream.yield(ByteBuffer(bytes: rest.prefix(64 << 10)))
                    rest = rest.dropFirst(64 << 10)
                }
                stream.finish()
            })
    }
}

extension Run {
    /// Every entry, once the run has ended and somebody was told of it.
    func all(
        telling finish: (@Sendable ([Entry]) async throws -> Void)?
    ) async throws -> [Entry] {
        guard let finish else { return try await all() }
        let entries: [Entry]
        do { entries = try await all() } catch {
            try await finish([])
            throw error
        }
        // In a task of its own: what came of it counts also where this one was cancelled.
        try await Task { try await finish(entries) }.value
        return entries
    }
}
