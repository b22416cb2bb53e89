import Synchronization

/// Spans that have ended and wait to be sent, as the text that is sent.
///
/// It never makes anybody wait: where it is full, a span is dropped and counted.
final class SpanQueue: Sendable {
    private struct State {
        /// What waits, the oldest first; only the last one grows.
        var batches: [SpanBatch] = []
        var count = 0
        var tally = SpanTally()
        var isClosed = false
    }

    private let state = Mutex(State())
    private let room: Int
    private let most: Int
    private let beginning: SpanText
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when there is something in an empty queue, and ends with it.
    let rings: AsyncStream<Void>

    /// Creates a queue.
    ///
    /// - Parameters:
    ///   - room: Spans that may wait.
    ///   - most: Spans that are sent together.
    ///   - beginning: What stands before the spans that are sent together.
    init(room: Int, most: Int = 512, beginning: SpanText = SpanText()) {
        (self.room, self.most, self.beginning) = (room, most, beginning)
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ span: SpanRecord) {
        let wasEmpty = state.withLock { state in
            guard !state.isClosed, state.count < room else {
                state.tally.dropped += 1
                return false
            }
            let isFull = state.batches.last.map { $0.count >= most } ?? true
            if isFull { state.batches.append(SpanBatch(beginning)) }
            state.batches[state.batches.endIndex - 1].add(span)
            state.count += 1
            return state.count == 1
        }
        if wasEmpty { bell.yield() }
    }

    /// Takes the oldest ones that are sent together; nil where none waits.
    func take() -> SpanBatch? {
        state.withLock { state in
            guard !state.batches.isEmpty else { return nil }
            var batch = state.batches.removeFirst()
            state.count -= batch.count
            batch.end()
            return batch
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

/// Spans that are sent together.
struct SpanBatch: Sendable {
    private(set) var text: SpanText
    private(set) var count = 0

    init(_ beginning: SpanText) { text = beginning }

    mutating func add(_ span: SpanRecord) {
        if count > 0 { text.write(raw: ",") }
        text.write(span)
        count += 1
    }

    mutating func end() { text.write(raw: "]}]}]}") }
}

/// What became of spans.
public struct SpanTally: Hashable, Sendable {
    /// Spans that the collector took.
    public var sent = 0
    /// Spans that found no room, or that the collector did not take.
    public var dropped = 0
}
