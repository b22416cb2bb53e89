public import Candid
import Foundation
import Synchronization
import Tracing

/// What is followed of one request: its spans where somebody collects them, its line in the log.
///
/// There is none where nobody asked for either, so that nothing is allocated.
final class RequestTrace: Sendable {
    private struct State {
        /// The end of the stage before.
        var mark: DefaultTracerClock.Timestamp
        var run: RunID?
        var caller: Caller?
        var problem: String?
        var isOver = false
    }

    private let request: RequestNote
    private let tracer: (any Tracer)?
    private let log: (@Sendable (RequestNote) -> Void)?
    private let server: (any Span)?
    private let place: InstrumentationContext
    private let showsPrompts: Bool
    private let state: Mutex<State>
    private let begun = ContinuousClock.now

    /// Begins to follow a request; nil where nobody wants to know.
    init?(_ request: WireRequest, _ route: String, _ options: Gateway.Options) {
        guard options.tracer != nil || options.log != nil, !Self.unfollowed.contains(route) else {
            return nil
        }
        let start = DefaultTracerClock.now
        state = Mutex(State(mark: start))
        tracer = options.tracer
        log = options.log
        showsPrompts = options.tracesPrompts
        var place = InstrumentationContext.topLevel
        if let tracer {
            tracer.extract(request.headers, into: &place, using: TraceFields())
            let span = tracer.startSpan(
                "\(request.method) \(route)", context: place, ofKind: .server, at: start)
            span.updateAttributes {
                $0["http.request.method"] = request.method
                $0["http.route"] = route
            }
            (server, place) = (span, span.context)
        } else {
            server = nil
            place[TraceContextKey.self] = request.headers["traceparent"].flatMap {
                TraceContext(parent: $0, state: nil)
            }
        }
        self.place = place
        let found = place[TraceContextKey.self]
        self.request = RequestNote(
            method: request.method, route: route, trace: found?.trace, span: found?.span)
    }

    /// Whoever watches the gateway would fill the traces with watching it.
    private static let unfollowed: Set = ["/healthz", "/readyz", "/metrics"]

    deinit { end(status: nil, isWhole: false) }

    /// Says that a stage is over that began where the one before ended.
    func passed(_ stage: String) {
        guard let tracer else { return }
        let start = state.withLock { state in
            defer { state.mark = DefaultTracerClock.now }
            return state.mark
        }
        tracer.startSpan(stage, context: place, ofKind: .internal, at: start).end()
    }

    /// Notes who sent it.
    func note(_ caller: Caller?) { state.withLock { $0.caller = caller } }

    /// Notes the gateway's own refusal.
    func note(_ problem: GatewayProblem) { state.withLock { $0.problem = problem.code } }

    /// Notes the run that it became.
    func note(_ run: RunID) { state.withLock { $0.run = run } }

    /// Where it stands in the trace, for whatever it says elsewhere.
    var trace: String? { request.trace }

    /// An operation of a model that it asks for; nil where nobody collects spans.
    func operation(_ name: String, _ provider: String, _ model: String) -> OperationTrace? {
        guard let tracer else { return nil }
        return OperationTrace(
            tracer, name, provider, model, under: place, showsPrompts: showsPrompts)
    }

    /// The outside, in which everything that is sent for this request carries its trace.
    func world(_ world: World) -> World {
        tracer.map { world.traced($0, under: place) } ?? world
    }

    /// The answer, at whose end this ends.
    func following(_ answer: WireStream) -> WireStream {
        let ending = BodyEnding(answer.body) { [self] in end(status: answer.status, isWhole: $0) }
        return WireStream(
            status: answer.status, headers: answer.headers,
            body: AsyncThrowingStream { try await ending.next() })
    }

    /// - Parameters:
    ///   - status: The answer's; nil where there was none.
    ///   - isWhole: Whether it came to its end.
    private func end(status: Int?, isWhole: Bool) {
        let last = state.withLock { state -> State? in
            guard !state.isOver else { return nil }
            state.isOver = true
            return state
        }
        guard let last else { return }
        server?.updateAttributes {
            if let status { $0["http.response.status_code"] = status }
            if let run = last.run { $0["candid.run"] = "\(run)" }
            if let caller = last.caller { $0["candid.caller"] = "\(caller.name)" }
            if let problem = last.problem { $0["error.type"] = problem }
        }
        if !isWhole || status.map({ $0 >= 500 }) ?? true {
            server?.setStatus(SpanStatus(code: .error))
        }
        server?.end()
        guard let log else { return }
        var note = request
        (note.status, note.run, note.caller) = (status, last.run, last.caller?.name)
        (note.problem, note.isWhole) = (last.problem, isWhole)
        note.seconds = (ContinuousClock.now - begun) / .seconds(1)
        log(note)
    }
}

/// What is logged of a request: never a prompt, a key or an address.
public struct RequestNote: Hashable, Sendable {
    /// The HTTP method.
    public let method: String
    /// The route's pattern, without what a client chose in it.
    public let route: String
    /// The trace that it belongs to, in hexadecimal; nil where it belongs to none.
    public let trace: String?
    /// Its span in the trace.
    public let span: String?
    /// The answer's HTTP status; nil where there was none.
    public internal(set) var status: Int?
    /// Whether the answer came to its end.
    public internal(set) var isWhole = false
    /// Seconds from the request to the end of its answer.
    public internal(set) var seconds = 0.0
    /// The run that it became.
    public internal(set) var run: RunID?
    /// The name of the key that it came with.
    public internal(set) var caller: String?
    /// The code of the gateway's own refusal.
    public internal(set) var problem: String?

    init(method: String, route: String, trace: String?, span: String?) {
        (self.method, self.route, self.trace, self.span) = (method, route, trace, span)
    }
}
