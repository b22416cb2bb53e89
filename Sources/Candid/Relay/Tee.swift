import NIOCore
import Synchronization

/// A reply's body on its way to the run, which passes it on to the client.
///
/// No actor: each would cost two turns of the event loop for every chunk.
final class Tee: Sendable {
    private struct State {
        var held: ByteBuffer?
        var broken: (any Error)?
        var isAtEnd = false
        var draining: Task<ByteBuffer?, any Error>?
    }

    private let body: AsyncThrowingStream<ByteBuffer, any Error>
    private let handoff: Handoff
    /// Events are passed on at once; of anything else the end waits for the receipt.
    private let holdsEnd: Bool
    private let state = Mutex(State())
    let kept: KeptAnswer

    init(_ reply: WireStream, _ handoff: Handoff, _ memory: AnswerMemory?) {
        kept = KeptAnswer(memory)
        body = reply.body
        self.handoff = handoff
        holdsEnd = !reply.isEventStream
    }

    func next() async throws -> ByteBuffer? {
        do {
            // Each iterator of a stream goes on where the last one was.
            var rest = body.makeAsyncIterator()
            guard let chunk = try await rest.next() else {
                // To whoever is cancelled a stream ends, whatever was still to come.
                try Task.checkCancellation()
                state.withLock { $0.isAtEnd = true }
                return nil
            }
            kept.add(chunk)
            if let passed = holdsEnd ? hold(chunk) : chunk { await handoff.give(passed) }
            return chunk
        } catch {
            state.withLock { $0.broken = error }
            throw error
        }
    }

    /// Reads what the run had no use for, once for all who ask.
    ///
    /// - Returns: The end that was held back.
    /// - Throws: How the reply broke off.
    func rest() async throws -> ByteBuffer? {
        if let broken = state.withLock({ $0.broken }) { throw broken }
        let draining = state.withLock { state -> Task<ByteBuffer?, any Error>? in
            guard !state.isAtEnd else { return nil }
            let draining = state.draining ?? Task.here { [self] in try await drained() }
            state.draining = draining
            return draining
        }
        return try await draining?.value ?? state.withLock { $0.held }
    }

    private func drained() async throws -> ByteBuffer? {
        while try await next() != nil {}
        return state.withLock { $0.held }
    }

    /// Holds a chunk back, and gives the one that was.
    private func hold(_ chunk: ByteBuffer) -> ByteBuffer? {
        state.withLock { state in
            defer { state.held = chunk }
            return state.held
        }
    }
}

/// A value that comes once, and may never come.
final class Promise<Value: Sendable>: Sendable {
    private struct State {
        var isKept = false
        var value: Value?
        var waiting: [CheckedContinuation<Value?, Never>] = []
    }

    private let state = Mutex(State())

    /// Gives the value, or nil if there will be none; only the first time counts.
    func keep(_ value: Value?) {
        let waiting = state.withLock { state in
            guard !state.isKept else { return [CheckedContinuation<Value?, Never>]() }
            (state.isKept, state.value) = (true, value)
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume(returning: value) }
    }

    /// Waits for the value.
    func value() async -> Value? {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if state.isKept {
                    continuation.resume(returning: state.value)
                } else {
                    state.waiting.append(continuation)
                }
            }
        }
    }
}
