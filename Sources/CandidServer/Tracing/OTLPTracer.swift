public import Candid
import NIOCore
public import Tracing

/// Follows requests and tells a collector of them by OTLP over HTTP, in JSON.
///
/// Spans are sent in batches by a task of their own; a collector that is slow or gone costs spans,
/// which are counted, and never time.
public struct OTLPTracer: Tracer {
    /// Where spans are sent, and as whose.
    public struct Collector: Sendable {
        /// The address that takes spans, path included, such as `http://127.0.0.1:4318/v1/traces`.
        public var address: String
        /// Fields of every request to it, their names in lower case.
        public var fields: [String: String] = [:]
        /// The service's name.
        public var service = "candid"
        /// The service's version; nil is not told.
        public var version: String?
        /// Spans that may wait.
        public var room = 8192
        /// How long spans gather before they leave together.
        public var gathering = Duration.milliseconds(500)

        /// Creates a collector.
        public init(_ address: String) { self.address = address }
    }

    private let queue: SpanQueue
    private let world: World
    private let work: Task<Void, Never>

    /// Creates a tracer, which sends from now on.
    public init(to collector: Collector, through world: World) {
        let queue = SpanQueue(room: collector.room, beginning: collector.beginning)
        let dispatch = SpanDispatch(collector: collector, queue: queue, world: world)
        self.queue = queue
        self.world = world
        work = Task { await dispatch.run() }
    }

    /// What became of spans so far.
    public var tally: SpanTally { queue.tally }

    /// Sends what waits, and then nothing any more.
    ///
    /// - Parameter grace: The longest that it takes.
    public func close(within grace: Duration = .seconds(5)) async {
        queue.close()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await work.value }
            tasks.addTask {
                // Cancelled as soon as everything was sent.
                try? await world.pause(grace)
                work.cancel()
            }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    /// Begins a span.
    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind, at instant: @autoclosure () -> Instant, function: String,
        file fileID: String, line: UInt
    ) -> ExportedSpan {
        var context = context()
        let cause = context[TraceContextKey.self]
        let place = cause?.child(drawing: world.random) ?? TraceContext(drawing: world.random)
        context[TraceContextKey.self] = place
        let record = SpanRecord(
            place: place, cause: cause?.span, name: operationName, kind: kind,
            start: instant().nanosecondsSinceEpoch)
        return ExportedSpan(record, context, queue)
    }

    /// Begins a span whose type does not matter.
    @available(*, deprecated)
    public func startAnySpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind, at instant: @autoclosure () -> Instant, function: String,
        file fileID: String, line: UInt
    ) -> any Tracing.Span {
        startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function,
            file: fileID, line: line)
    }

    /// There is nothing to hurry: ``close(within:)`` sends what waits.
    @available(*, deprecated)
    public func forceFlush() {}

    /// Reads where a request stands.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
        context[TraceContextKey.self] = TraceContext(
            parent: parent, state: extractor.extract(key: "tracestate", from: carrier))
    }

    /// Writes down where a request stands.
    public func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let place = context[TraceContextKey.self] else { return }
        injector.inject(place.parent, forKey: "traceparent", into: &carrier)
        if let state = place.state { injector.inject(state, forKey: "tracestate", into: &carrier) }
    }
}
