import Candid
import NIOCore
import Synchronization

/// Spans that have ended and wait to be sent.
///
/// It never makes anybody wait: where it is full, a span is dropped and counted.
final class SpanQueue: Sendable {
    private struct State {
        var waiting: [SpanRecord] = []
        var tally = SpanTally()
        var isClosed = false
    }

    private let state = Mutex(State())
    private let room: Int
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when there is something in an empty queue, and ends with it.
    let rings: AsyncStream<Void>

    init(room: Int) {
        self.room = room
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ span: SpanRecord) {
        let wasEmpty = state.withLock { state in
            guard !state.isClosed, state.waiting.count < room else {
                state.tally.dropped += 1
                return false
            }
            state.waiting.append(span)
            return state.waiting.count == 1
        }
        if wasEmpty { bell.yield() }
    }

    /// Takes the oldest ones.
    func take(_ most: Int) -> [SpanRecord] {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(most))
            state.waiting.removeFirst(taken.count)
            return taken
        }
    }

    func note(sent count: Int) { state.withLock { $0.tally.sent += count } }
    func note(dropped count: Int) { state.withLock { $0.tally.dropped += count } }

    /// Takes nothing any more.
    func close() {
        state.withLock { $0.isClosed = true }
        bell.finish()
    }

    var tally: SpanTally { state.withLock(\.tally) }
}

/// What became of spans.
public struct SpanTally: Hashable, Sendable {
    /// Spans that the collector took.
    public var sent = 0
    /// Spans that found no room, or that the collector did not take.
    public var dropped = 0
}
