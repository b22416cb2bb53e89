import NIOCore
import Synchronization

/// Hands a reply's chunks from the run, which records them, to the client, who reads them.
///
/// Each waits for the other: a slow client slows the provider down, and memory holds a few chunks
/// however large the reply is.
final class Handoff: Sendable {
    private struct State {
        var chunks: [ByteBuffer] = []
        var bytes = 0
        var ending: Result<Void, any Error>?
        /// Whether the client is gone: what is given then goes nowhere.
        var isLeft = false
        var giver: CheckedContinuation<Void, Never>?
        var taker: CheckedContinuation<ByteBuffer?, any Error>?

        mutating func take() -> ByteBuffer {
            let chunk = chunks.removeFirst()
            bytes -= chunk.readableBytes
            giver?.resume()
            giver = nil
            return chunk
        }
    }

    /// Bytes that may wait for the client before the run does.
    private static let room = 64 << 10
    private let state = Mutex(State())

    /// Gives a chunk, and waits while the client has enough to read.
    func give(_ chunk: ByteBuffer) async {
        await withCheckedContinuation { giver in
            let taker: CheckedContinuation<ByteBuffer?, any Error>? = state.withLock { state in
                guard !state.isLeft else {
                    giver.resume()
                    return nil
                }
                if let taker = state.taker {
                    state.taker = nil
                    giver.resume()
                    return taker
                }
                state.chunks.append(chunk)
                state.bytes += chunk.readableBytes
                if state.bytes <= Self.room { giver.resume() } else { state.giver = giver }
                return nil
            }
            taker?.resume(returning: chunk)
        }
    }

    /// Says that nothing more comes.
    func end(_ ending: Result<Void, any Error>) {
        let taker = state.withLock { state in
            if state.ending == nil { state.ending = ending }
            defer { state.taker = nil }
            return state.taker
        }
        guard let taker else { return }
        switch ending {
        case .success: taker.resume(returning: nil)
        case .failure(let error): taker.resume(throwing: error)
        }
    }

    /// Takes the next chunk; nil after the last one.
    ///
    /// - Throws: How the reply broke off; `CancellationError` once the client is gone.
    func next() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { taker in
                state.withLock { state in
                    if state.isLeft { return taker.resume(throwing: CancellationError()) }
                    if !state.chunks.isEmpty { return taker.resume(returning: state.take()) }
                    if let ending = state.ending {
                        return taker.resume(with: ending.map { nil })
                    }
                    state.taker = taker
                }
            }
        } onCancel: {
            leave()
        }
    }

    /// Says that the client is gone.
    func leave() {
        let taker = state.withLock { state in
            state.isLeft = true
            (state.chunks, state.bytes) = ([], 0)
            state.giver?.resume()
            state.giver = nil
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(throwing: CancellationError())
    }
}
