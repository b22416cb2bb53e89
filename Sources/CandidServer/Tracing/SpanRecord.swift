import Synchronization
public import Tracing

/// What is known of a span.
struct SpanRecord: Sendable {
    let place: TraceContext
    /// The span that caused it; nil where the trace begins with it.
    let cause: String?
    var name: String
    let kind: SpanKind
    let start: UInt64
    var end: UInt64 = 0
    var attributes = SpanAttributes()
    var events: [SpanEvent] = []
    var links: [SpanLink] = []
    var status: SpanStatus?
}

/// A span that is sent once it has ended.
public final class ExportedSpan: Span {
    private let record: Mutex<SpanRecord>
    private let queue: SpanQueue
    private let isOver = Atomic(false)
    /// Where it stands, for what it causes.
    public let context: InstrumentationContext
    /// Whether anybody keeps it.
    public let isRecording: Bool

    init(_ record: SpanRecord, _ context: InstrumentationContext, _ queue: SpanQueue) {
        self.record = Mutex(record)
        self.context = context
        self.queue = queue
        isRecording = record.place.isSampled
    }

    /// What is done.
    public var operationName: String {
        get { record.withLock(\.name) }
        set { record.withLock { $0.name = newValue } }
    }

    /// What is said of it.
    public var attributes: SpanAttributes {
        get { record.withLock(\.attributes) }
        set { change { $0.attributes = newValue } }
    }

    /// Says how it went.
    public func setStatus(_ status: SpanStatus) { change { $0.status = status } }

    /// Notes what happened on the way.
    public func addEvent(_ event: SpanEvent) { change { $0.events.append(event) } }

    /// Notes another span that it has to do with.
    public func addLink(_ link: SpanLink) { change { $0.links.append(link) } }

    /// Notes what went wrong, by its type alone: a message may hold a prompt.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        var attributes = attributes
        attributes["exception.type"] = "\(type(of: error))"
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    /// Ends it; only the first time counts.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard isRecording, !isOver.exchange(true, ordering: .relaxed) else { return }
        let now = instant().nanosecondsSinceEpoch
        queue.add(
            record.withLock { record in
                record.end = now
                return record
            })
    }

    private func change(_ act: (inout SpanRecord) -> Void) {
        if isRecording { record.withLock { act(&$0) } }
    }
}
