import NIOCore
import Synchronization

/// A reply's body on its way to the run, which passes it on to the client.
actor Tee {
    private var rest: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
    private let handoff: Handoff
    /// Events are passed on at once; of anything else the end waits for the receipt.
    private let holdsEnd: Bool
    private var held: ByteBuffer?
    private var broken: (any Error)?
    private var isAtEnd = false
    nonisolated let kept: KeptAnswer

    init(_ reply: WireStream, _ handoff: Handoff, _ memory: AnswerMemory?) {
        kept = KeptAnswer(memory)
        rest = reply.body.makeAsyncIterator()
        self.handoff = handoff
        holdsEnd = !reply.isEventStream
    }

    func next() async throws -> ByteBuffer? {
        var iterator = rest
        defer { rest = iterator }
        do {
            guard let chunk = try await iterator.next(isolation: self) else {
                isAtEnd = true
                return nil
            }
            kept.add(chunk)
            if let passed = holdsEnd ? held : chunk { await handoff.give(passed) }
            if holdsEnd { held = chunk }
            return chunk
        } catch {
            broken = error
            throw error
        }
    }

    /// Reads what the run had no use for.
    ///
    /// - Returns: The end that was held back.
    /// - Throws: How the reply broke off.
    func rest() async throws -> ByteBuffer? {
        if let broken { throw broken }
        while !isAtEnd { _ = try await next() }
        return held
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
