public import Candid
import NIOCore
import Synchronization
public import Tracing

/// One base URL between applications and providers.
///
/// It speaks OpenAI's dialect. A request for a route of the same dialect is passed on byte for byte
/// and its answer likewise, under a receipt; without `x-candid-` fields a client sees exactly what it
/// would have seen upstream.
public struct Gateway: Sendable {
    /// The routes there are.
    public struct Options: Sendable {
        /// Whom orders for pictures can go to.
        public var routes: [GatewayRoute]
        /// The engine for models that no route lists.
        public var standard: String?
        /// Whom questions to language models can go to.
        public var speakers: [SpeakerRoute] = []
        /// Where requests go that buy nothing, such as those for files; nil is nowhere.
        public var errands: Errands?
        /// What the native API gives; nil is that there is none.
        public var native: NativeAccess?
        /// What becomes of a run whose client has gone.
        public var whenLeft = WhenLeft.cancel
        /// For how long a run waits for a client that has gone: its own package asks again within
        /// eight seconds or so of losing a connection.
        public var patience = Duration.seconds(20)
        /// Who tells whether what is said of a picture is true; nil is nobody.
        public var verifier: (@Sendable () -> Verifier?)?
        /// Bytes that a request's body may have.
        public var bodyLimit = 256 << 20
        /// Who may come in; nil is everybody.
        public var door: Door?
        /// The locks that orders may be held to, read at each order that names one.
        public var locks: @Sendable () throws -> LockFile = { LockFile() }
        /// Takes a session up by its name, or begins one, and keeps others out of it.
        public var sessions: @Sendable (String) async throws -> HeldSession = { name in
            throw Refusal(
                field: "session", reason: "the gateway has no “\(name)” nor any other",
                wayOut: "Leave x-candid-session out.")
        }
        /// Where equal orders are looked up; nil is nowhere.
        public var recall: OrderRecall?
        /// Fetches pictures that orders only name, where a verdict needs them; nil is never.
        public var fetcher: PictureFetcher?
        /// Follows requests, for whoever collects spans; nil is nobody.
        public var tracer: (any Tracer)?
        /// Whether spans hold the words of prompts and questions.
        public var tracesPrompts = false
        /// What became of spans so far, for the metrics.
        public var spans: (@Sendable () -> SpanTally)?
        /// Told of every request at its end; nil is nobody.
        public var log: (@Sendable (RequestNote) -> Void)?
        /// Why nothing should be ordered now, such as a full disk; nil where nothing speaks against it.
        public var trouble: @Sendable () -> String? = { nil }
        /// Told what could not be written down; nothing about prompts.
        public var complain: @Sendable (String) -> Void = { _ in }

        /// Creates options.
        public init(routes: [GatewayRoute], standard: String? = nil) {
            self.routes = routes
            self.standard = standard
        }
    }

    /// What becomes of a run whose client has gone.
    public enum WhenLeft: String, Sendable, CaseIterable {
        /// It is ended, unless the client comes back for it within a few seconds.
        case cancel
        /// It goes on, and what was paid for is kept.
        case finish
    }

    /// Where requests go that buy nothing.
    public struct Errands: Sendable {
        let access: Access
        let world: World
        /// The engine that answers there, whose batches have receipts; nil is none.
        public var engine: String?
        /// The batches of which orders are open, whoever began them.
        public var openBatches: @Sendable () async throws -> [BatchRecord] = { [] }

        /// Creates the way there.
        public init(_ access: Access, _ world: World) {
            self.access = access
            self.world = world
        }
    }

    private let current: Current
    private let metrics = GatewayMetrics()
    private let admission = Admission()

    /// Creates a gateway.
    public init(_ options: Options) {
        current = Current(RelayDesk(options, metrics))
    }

    /// What answers, in process or behind a host.
    public var responder: Responder {
        Responder { request async throws(ProviderFailure) in
            metrics.began()
            let start = ContinuousClock.now
            let route = Self.pattern(request)
            let trace = RequestTrace(request, route, current.desk.options)
            var status = 502
            defer {
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                metrics.answered(route, status: status, after: seconds)
            }
            let answer = try await received(request, trace)
            status = answer.status
            return trace?.following(answer) ?? answer
        }
    }

    /// Whether a request will be let in as far as its head tells, to be asked before its body is read.
    public var admits: @Sendable (WireRequest) async -> Bool {
        { [current, admission] head in
            guard let door = current.desk.options.door else { return true }
            return await admission.admits(door.unproxied(head), by: door)
        }
    }

    /// Counts and logs a request that its host refused, of which no route hears.
    public var refused: Host.Refused {
        { [current, metrics] head, status, code in
            let route = head.map(Self.pattern) ?? "other"
            metrics.began()
            metrics.answered(route, status: status, after: 0)
            metrics.refused(code)
            guard let log = current.desk.options.log else { return }
            var note = RequestNote(
                method: head?.method ?? "unknown", route: route, trace: nil, span: nil)
            (note.status, note.problem, note.isWhole) = (status, code, true)
            log(note)
        }
    }

    /// What it goes by now.
    var desk: RelayDesk { current.desk }

    /// Goes by other options from the next request on; what is under way ends as it began.
    public func take(_ options: Options) { current.take(options) }

    /// Waits until what was paid for is kept, and writes down what is still only counted; call it
    /// once nothing comes any more.
    ///
    /// - Parameter grace: The longest that it waits.
    public func close(within grace: Duration = .seconds(120)) async {
        await admission.close(current.desk.options.door, within: grace)
    }

    /// A request's route, without what a client chose in it.
    private static func pattern(_ request: WireRequest) -> String {
        let known = [
            "/v1/images/generations", "/v1/images/edits", "/v1/chat/completions", "/v1/responses",
            "/v1/models", "/v1/files", "/v1/batches", "/healthz", "/readyz", "/metrics",
            "/api/v1/openapi.json", "/api/v1/lint", "/api/v1/runs", "/api/v1/pictures",
            "/api/v1/orders", "/api/v1/compare", "/api/v1/verify", "/api/v1/sessions",
        ]
        let path = request.url.prefix { $0 != "?" }
        if let exact = known.first(where: { $0 == path }) { return exact }
        return known.first { path.hasPrefix($0 + "/") }.map { $0 + "/{id}" } ?? "other"
    }

    private func received(
        _ request: WireRequest, _ trace: RequestTrace?
    ) async throws(ProviderFailure) -> WireStream {
        let desk = current.desk
        guard let door = desk.options.door else {
            return try await answer(to: request, desk, trace)
        }
        let request = door.unproxied(request)
        if let answer = door.preflight(request) { return answer }
        return door.dressed(try await answer(to: request, desk, trace), for: request)
    }

    private func answer(
        to request: WireRequest, _ desk: RelayDesk, _ trace: RequestTrace?
    ) async throws(ProviderFailure) -> WireStream {
        do {
            let admitted = Admitted(
                try await admission.admit(request, by: desk.options.door), trace: trace)
            trace?.note(admitted.caller)
            trace?.passed("candid.admission")
            return try await told(to: admitted, desk)
        } catch let problem as GatewayProblem {
            metrics.refused(problem.code)
            trace?.note(problem)
            return problem.reply
        } catch let failure as ProviderFailure {
            throw failure
        } catch {
            // What went wrong inside is for whoever runs the gateway, and may name files of theirs.
            let path = request.url.prefix { $0 != "?" }
            let place = trace?.trace.map { " (trace \($0))" } ?? ""
            desk.options.complain("\(request.method) \(path)\(place): \(error)")
            // A client that comes back by itself might buy it again, and would fail again.
            return GatewayProblem(500, "server_error", "The gateway failed; its log says why.")
                .adding("x-should-retry", "false").reply
        }
    }

    /// The answer, which says what of the caller's policy held although less was asked.
    private func told(to admitted: Admitted, _ desk: RelayDesk) async throws -> WireStream {
        guard let held = admitted.held else { return try await reply(to: admitted, desk) }
        do {
            var answer = try await reply(to: admitted, desk)
            answer.headers["x-candid-policy"] = held
            return answer
        } catch let problem as GatewayProblem {
            throw problem.adding("x-candid-policy", held)
        }
    }

    private func reply(
        to admitted: Admitted, _ desk: RelayDesk
    ) async throws -> WireStream {
        let request = admitted.request
        let path = request.url.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        switch (request.method, path) {
        case ("POST", ["v1", "images", "generations"]), ("POST", ["v1", "images", "edits"]):
            try await Belongings(of: admitted, desk.options)?.check(namedIn: request)
            return try await ImagesRoute(desk: desk).reply(to: admitted)
        case ("POST", ["v1", "chat", "completions"]):
            try await Belongings(of: admitted, desk.options)?.check(namedIn: request)
            return try await TalkRoute(desk: desk).reply(to: admitted)
        case ("POST", ["v1", "responses"]):
            let belongings = Belongings(of: admitted, desk.options)
            try await belongings?.check(namedIn: request)
            return try await TalkRoute(desk: desk).reply(to: admitted).noted(as: belongings)
        case (_, let path) where path.starts(with: ["api", "v1"]):
            return try await Workplace.away {
                try await NativeAPI.reply(to: admitted, at: Array(path.dropFirst(2)), desk)
            }
        case (_, let path) where ErrandRoute.serves(path):
            try WishFields(request).refuseAll(
                "it is passed on as it is.")
            return try await ErrandRoute(desk: desk).reply(to: admitted, at: path)
        default: return try answer(to: admitted, at: path, desk.options)
        }
    }

    /// What the gateway knows by itself.
    private func answer(
        to admitted: Admitted, at path: [String], _ options: Options
    ) throws -> WireStream {
        let request = admitted.request
        switch (request.method == "HEAD" ? "GET" : request.method, path) {
        case ("GET", ["v1", "models"]):
            return ModelsRoute(options: options, policy: admitted.policy).list
        case ("GET", let path) where path.count > 2 && path.starts(with: ["v1", "models"]):
            return try ModelsRoute(options: options, policy: admitted.policy)
                .model(at: path.dropFirst(2))
        case ("GET", ["healthz"]):
            return .json(["status": .text("ok")])
        case ("GET", ["metrics"]):
            let text = ByteBuffer(string: metrics.text(options.spans?()))
            return WireStream(
                WireReply(
                    status: 200,
                    headers: [
                        "content-type": "text/plain; version=0.0.4; charset=utf-8",
                        "content-length": "\(text.readableBytes)",
                    ], body: text))
        case ("GET", ["readyz"]):
            if let trouble = options.trouble() {
                throw GatewayProblem(503, "not_ready", trouble)
            }
            return .json(["status": .text("ready"), "routes": .whole(Int64(options.routes.count))])
        default: throw Self.problem(with: request.method, at: path)
        }
    }

    /// Why there is no answer: there is no such path, or it takes another method.
    private static func problem(with method: String, at path: [String]) -> GatewayProblem {
        let name = "/\(path.joined(separator: "/"))"
        let orders = [
            ["v1", "images", "generations"], ["v1", "images", "edits"],
            ["v1", "chat", "completions"], ["v1", "responses"],
        ]
        let known = [["healthz"], ["readyz"], ["metrics"]]
        let isKnown = known.contains(path) || path.starts(with: ["v1", "models"])
        guard orders.contains(path) || isKnown else {
            return GatewayProblem(404, "not_found", "The gateway has no \(method) \(name).")
        }
        let allowed = isKnown ? ["GET", "HEAD"] : ["POST"]
        return GatewayProblem(
            405, "method_not_allowed",
            "\(name) takes \(allowed.joined(separator: " and ")), not \(method.prefix(12))."
        ).adding("allow", allowed.joined(separator: ", "))
    }
}

/// What a gateway goes by now.
private final class Current: Sendable {
    private let state: Mutex<RelayDesk>

    init(_ desk: RelayDesk) { state = Mutex(desk) }

    var desk: RelayDesk { state.withLock(\.self) }

    func take(_ options: Gateway.Options) { state.withLock { $0 = $0.under(options) } }
}

/// A way to an engine.
public struct GatewayRoute: Sendable {
    /// What runs go through.
    public let pipeline: Pipeline
    /// The codec, by which a client's own bytes are sent on.
    public let codec: any ForwardingProvider

    /// Creates a route.
    public init(_ pipeline: Pipeline, _ codec: any ForwardingProvider) {
        self.pipeline = pipeline
        self.codec = codec
    }

    /// The engine's name.
    public var name: String { engine.id }

    var engine: Engine { codec.engine }
}

/// A refusal of the gateway's own, in OpenAI's shape.
struct GatewayProblem: Error {
    let status: Int
    let code: String
    let message: String
    var field: String?
    /// OpenAI's kind of error; nil is by the status.
    var type: String?
    var headers: [String: String] = [:]
    /// What stands in the `candid` object beside the error; nil where there is none.
    var candid: [String: JSONValue]?

    init(_ status: Int, _ code: String, _ message: String, field: String? = nil) {
        (self.status, self.code, self.message, self.field) = (status, code, message, field)
    }

    /// What can't be read of a request.
    init(_ refusal: Refusal) {
        self.init(
            400, refusal.code ?? "invalid_request", refusal.description, field: refusal.field)
    }

    func adding(_ name: String, _ value: String) -> GatewayProblem {
        var problem = self
        problem.headers[name] = value
        return problem
    }

    var reply: WireStream {
        let error: [String: JSONValue] = [
            "message": .text(message), "code": .text(code),
            "type": .text(type ?? (status < 500 ? "invalid_request_error" : "server_error")),
            "param": field.map { .text($0) } ?? .null,
        ]
        var headers = headers
        headers["x-request-id"] = HostRefusal.requestName()
        var members: [String: JSONValue] = ["error": .object(error)]
        if let candid { members["candid"] = .object(candid) }
        return .json(members, status: status, headers: headers)
    }
}

extension WireStream {
    static func json(
        _ members: [String: JSONValue], status: Int = 200, headers: [String: String] = [:]
    ) -> WireStream {
        let body = JSONValue.object(members).encoded()
        let fields = [
            "content-type": "application/json", "content-length": "\(body.readableBytes)",
        ]
        return WireStream(
            WireReply(
                status: status, headers: headers.merging(fields) { own, _ in own }, body: body))
    }
}
