import Candid
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

    /// In OTLP's JSON form (1.x): names in hexadecimal, times and whole numbers as text.
    var json: JSONValue {
        var json: [String: JSONValue] = [
            "traceId": .text(place.trace), "spanId": .text(place.span), "name": .text(name),
            "kind": .whole(kind.number), "startTimeUnixNano": .text("\(start)"),
            "endTimeUnixNano": .text("\(max(start, end))"), "attributes": attributes.json,
            "status": .object(status?.members ?? [:]),
        ]
        if let cause { json["parentSpanId"] = .text(cause) }
        if let state = place.state { json["traceState"] = .text(state) }
        if !events.isEmpty { json["events"] = .list(events.map(\.json)) }
        let linked = links.compactMap(\.json)
        if !linked.isEmpty { json["links"] = .list(linked) }
        return .object(json)
    }
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

extension SpanKind {
    fileprivate var number: Int64 {
        switch self {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}

extension SpanStatus {
    fileprivate var members: [String: JSONValue] {
        var members: [String: JSONValue] = ["code": .whole(code == .ok ? 1 : 2)]
        if let message { members["message"] = .text(message) }
        return members
    }
}

extension SpanEvent {
    fileprivate var json: JSONValue {
        .object([
            "name": .text(name), "timeUnixNano": .text("\(nanosecondsSinceEpoch)"),
            "attributes": attributes.json,
        ])
    }
}

extension SpanLink {
    fileprivate var json: JSONValue? {
        guard let place = context[TraceContextKey.self] else { return nil }
        return .object([
            "traceId": .text(place.trace), "spanId": .text(place.span),
            "attributes": attributes.json,
        ])
    }
}

extension SpanAttributes {
    var json: JSONValue {
        var list: [JSONValue] = []
        forEach { key, value in
            list.append(.object(["key": .text(key), "value": .object(value.member)]))
        }
        return .list(list)
    }
}

extension SpanAttribute {
    fileprivate var member: [String: JSONValue] {
        switch self {
        case .int32(let value): ["intValue": .text("\(value)")]
        case .int64(let value): ["intValue": .text("\(value)")]
        case .double(let value): ["doubleValue": .number(value)]
        case .bool(let value): ["boolValue": .truth(value)]
        case .string(let value): ["stringValue": .text(value)]
        case .stringConvertible(let value): ["stringValue": .text("\(value)")]
        case .int32Array(let list): Self.list(list.map(SpanAttribute.int32))
        case .int64Array(let list): Self.list(list.map(SpanAttribute.int64))
        case .doubleArray(let list): Self.list(list.map(SpanAttribute.double))
        case .boolArray(let list): Self.list(list.map(SpanAttribute.bool))
        case .stringArray(let list): Self.list(list.map(SpanAttribute.string))
        case .stringConvertibleArray(let list): Self.list(list.map { .string("\($0)") })
        default: [:]
        }
    }

    private static func list(_ values: [SpanAttribute]) -> [String: JSONValue] {
        ["arrayValue": .object(["values": .list(values.map { .object($0.member) })])]
    }
}
