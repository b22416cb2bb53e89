import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// A request on its way, and the answer to it, which whoever reads it pulls chunk by chunk.
///
/// The client's asynchronous way starts a task of its own for every request, on another thread, before
/// the request leaves; on one core that thread goes before. Through its delegate nothing leaves the
/// event loop.
final class ProviderExchange: HTTPClientResponseDelegate {
    private struct State {
        var head: HTTPResponseHead?
        /// What came and was not taken.
        var chunks: [ByteBuffer] = []
        var bytes = 0
        /// Kept until what came is taken, so that a fast server waits for a slow reader.
        var room: EventLoopPromise<Void>?
        var end: Result<Void, any Error>?
        /// Whether whoever read is gone.
        var isLeft = false
        var headReader: CheckedContinuation<HTTPResponseHead, any Error>?
        var chunkReader: CheckedContinuation<ByteBuffer?, any Error>?
    }

    /// From so many bytes on that were not taken, no more are read: small events that came before the
    /// connection broke are not lost, and a picture is not heaped up.
    private static let most = 16 << 10
    private let state = Mutex(State())

    // MARK: Reading

    /// The answer's head.
    func head() async throws -> HTTPResponseHead {
        try await withCheckedThrowingContinuation { reader in
            let known = state.withLock { state -> Result<HTTPResponseHead, any Error>? in
                if let head = state.head { return .success(head) }
                if case .failure(let error) = state.end { return .failure(error) }
                state.headReader = reader
                return nil
            }
            if let known { reader.resume(with: known) }
        }
    }

    /// The next chunk, or nil for the end, where it is here already.
    func chunkAtHand() -> Result<ByteBuffer?, any Error>? {
        guard let taken = state.withLock({ Self.take(&$0) }) else { return nil }
        taken.room?.succeed()
        return taken.chunk
    }

    /// The next chunk; nil at the end.
    func chunk() async throws -> ByteBuffer? {
        try await withCheckedThrowingContinuation { reader in
            let known = state.withLock { state in
                let known = Self.take(&state)
                if known == nil { state.chunkReader = reader }
                return known
            }
            if let known { Self.give(known, to: reader) }
        }
    }

    /// Says that nobody reads any more: what the client waits for us to take goes nowhere.
    func leave() {
        let room = state.withLock { state in
            state.isLeft = true
            (state.chunks, state.bytes) = ([], 0)
            defer { state.room = nil }
            return state.room
        }
        room?.succeed()
    }

    private typealias Taken = (chunk: Result<ByteBuffer?, any Error>, room: EventLoopPromise<Void>?)

    private static func give(
        _ taken: Taken, to reader: CheckedContinuation<ByteBuffer?, any Error>
    ) {
        taken.room?.succeed()
        reader.resume(with: taken.chunk)
    }

    private static func take(_ state: inout State) -> Taken? {
        guard !state.chunks.isEmpty else { return state.end.map { ($0.map { nil }, nil) } }
        let chunk = state.chunks.removeFirst()
        state.bytes -= chunk.readableBytes
        guard state.bytes < most else { return (.success(chunk), nil) }
        defer { state.room = nil }
        return (.success(chunk), state.room)
    }

    // MARK: What the client tells

    func didReceiveHead(
        task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        let reader = state.withLock { state in
            state.head = head
            defer { state.headReader = nil }
            return state.headReader
        }
        reader?.resume(returning: head)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let loop = task.eventLoop
        let (reader, room) = state.withLock { state in
            if let reader = state.chunkReader {
                state.chunkReader = nil
                return (Optional(reader), nil as EventLoopPromise<Void>?)
            }
            guard !state.isLeft else { return (nil, nil) }
            state.chunks.append(buffer)
            state.bytes += buffer.readableBytes
            guard state.bytes >= Self.most else { return (nil, nil) }
            let room = loop.makePromise(of: Void.self)
            state.room = room
            return (nil, room)
        }
        reader?.resume(returning: buffer)
        return room?.futureResult ?? loop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) { finish(.success(())) }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        finish(.failure(error))
    }

    private func finish(_ end: Result<Void, any Error>) {
        let (headReader, chunkReader, room) = state.withLock { state in
            state.end = state.end ?? end
            defer { (state.headReader, state.chunkReader, state.room) = (nil, nil, nil) }
            return (state.headReader, state.chunkReader, state.room)
        }
        room?.succeed()
        if case .failure(let error) = end { headReader?.resume(throwing: error) }
        chunkReader?.resume(with: end.map { nil })
    }
}

/// Whoever reads an answer; where the last one leaves before its end, the request is broken off.
final class ProviderReader: Sendable {
    let exchange: ProviderExchange
    private let task: HTTPClient.Task<Void>

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - client: Who sends it.
    ///   - deadline: Until when the whole answer must be there.
    init(_ request: HTTPClient.Request, by client: HTTPClient, until deadline: NIODeadline) {
        exchange = ProviderExchange()
        task = client.execute(request: request, delegate: exchange, deadline: deadline)
    }

    deinit {
        task.cancel()
        // The client tells of no end before what it gave last is taken.
        exchange.leave()
    }

    /// The answer's head; a reader who is cancelled breaks the request off.
    ///
    /// - Throws: What the client says of the connection.
    func head() async throws -> HTTPResponseHead {
        try await withTaskCancellationHandler {
            try await exchange.head()
        } onCancel: {
            task.cancel()
        }
    }

    /// The next chunk of the answer's body, nil at its end; a reader who is cancelled breaks the request
    /// off.
    ///
    /// - Throws: What the client says of the connection.
    func chunk() async throws -> ByteBuffer? {
        if let chunk = exchange.chunkAtHand() { return try chunk.get() }
        return try await withTaskCancellationHandler {
            try await exchange.chunk()
        } onCancel: {
            task.cancel()
        }
    }
}
