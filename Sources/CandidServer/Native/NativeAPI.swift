import Candid
import Foundation
import NIOCore

/// Answers what is below `/api/v1`.
enum NativeAPI {
    /// Every route.
    static let routes =
        [
            description, lint, preview, start, runs, run, events, cancel, picture, compare, verify,
            sessions, session, export, previewTurn, startTurn, ask,
        ] + steps

    /// Answers a request.
    ///
    /// - Throws: ``GatewayProblem``; whatever the ledger throws.
    static func reply(
        to admitted: Admitted, at path: [String], _ desk: RelayDesk
    ) async throws -> WireStream {
        let request = admitted.request
        guard let access = desk.options.native else {
            throw GatewayProblem(404, "not_found", "This gateway has no native API.")
        }
        let fitting = routes.compactMap { route in route.parts(of: path).map { (route, $0) } }
        guard !fitting.isEmpty else {
            throw GatewayProblem(
                404, "not_found",
                "There is no /api/v1/\(path.joined(separator: "/")); GET /api/v1/openapi.json says "
                    + "what there is.")
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        guard let (route, parts) = fitting.first(where: { $0.0.method == method }) else {
            let allowed = fitting.map(\.0.method).flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }
            throw GatewayProblem(
                405, "method_not_allowed",
                "/api/v1/\(path.joined(separator: "/")) takes "
                    + "\(allowed.joined(separator: " and ")), not \(request.method)."
            ).adding("allow", allowed.joined(separator: ", "))
        }
        let call = NativeRoute.Call(
            admitted: admitted, desk: desk, access: access, parts: parts,
            query: try query(request, route))
        return try await route.act(call)
    }

    /// The query's values; what the route does not know is refused by name.
    private static func query(
        _ request: WireRequest, _ route: NativeRoute
    ) throws -> [String: String] {
        guard let items = URLComponents(string: request.url).map({ $0.queryItems ?? [] }) else {
            throw GatewayProblem(
                400, "invalid_request",
                "The address can't be read; percent-encode what is odd in it.")
        }
        let known = Set(route.parameters.filter { $0.place == .query }.map(\.name))
        var values: [String: String] = [:]
        for item in items {
            guard known.contains(item.name) else {
                throw GatewayProblem(
                    400, "unknown_parameter",
                    "There is no parameter '\(item.name)' here"
                        + (known.isEmpty
                            ? "." : "; there are \(known.sorted().joined(separator: ", "))."),
                    field: item.name)
            }
            guard values.updateValue(item.value ?? "", forKey: item.name) == nil else {
                throw GatewayProblem(
                    400, "invalid_parameter", "'\(item.name)' stands there twice.",
                    field: item.name)
            }
        }
        return values
    }

    static func json(
        _ text: String, status: Int = 200, _ headers: [String: String] = [:]
    ) -> WireStream {
        let body = ByteBuffer(string: text)
        var headers = headers
        headers["content-type"] = "application/json"
        headers["content-length"] = "\(body.readableBytes)"
        return WireStream(WireReply(status: status, headers: headers, body: body))
    }
}

extension NativeAPI {
    private static let description = NativeRoute(
        method: "GET", path: ["openapi.json"], name: "describe",
        summary: "This description of the API.",
        answers: [.init(status: 200, summary: "OpenAPI 3.1", mediaType: "application/json")]
    ) { _ in json(NativeDescription.text) }

    private static let lint = NativeRoute(
        method: "POST", path: ["lint"], name: "lint",
        summary: "What a model may get wrong in a prompt, and where; nothing is sent.",
        body: .object([
            "type": .text("object"), "required": .list([.text("prompt")]),
            "additionalProperties": .truth(false),
            "properties": .object([
                "prompt": .object([
                    "type": .text("string"), "minLength": .whole(1),
                    "description": .text("The person's own words."),
                ])
            ]),
        ]),
        answers: [.document("lint", "The findings"), .problem(400, "No such request")]
    ) { call in
        var fields = try BodyFields(call.request)
        let prompt = try fields.prompt()
        try fields.end()
        return json(try call.access.lint(prompt))
    }

    private static let runs = NativeRoute(
        method: "GET", path: ["runs"], name: "listRuns",
        summary: "Receipts of the ledger, the newest first.",
        parameters: RunSearch.parameters,
        answers: [.document("log", "Receipts"), .problem(400, "No such search")]
    ) { call in
        var search = try RunSearch.search(call.query)
        search.caller = call.viewer
        return json(try await call.access.runs(search))
    }

    private static let run = NativeRoute(
        method: "GET", path: ["runs", "{id}"], name: "showRun", summary: "A receipt.",
        parameters: [.run],
        answers: [.document("receipt", "The receipt"), .problem(404, "No such run")]
    ) { call in
        let run = try call.run()
        _ = try await call.entries(of: run)
        guard let text = try await call.access.run(run) else { throw call.unknownRun }
        return json(text)
    }

    private static let events = NativeRoute(
        method: "GET", path: ["runs", "{id}", "events"], name: "followRun",
        summary:
            "What happens in a run, from its first entry to its last, also while it goes on. Each "
            + "event's id is its place among the run's entries. Where nobody works on the run any more "
            + "and it has no end, an event cut_off without an id closes the stream.",
        parameters: [
            .run,
            .init(
                name: "Last-Event-ID", place: .header,
                summary: "The last event that was seen; what follows it comes.",
                schema: .object(["type": .text("integer"), "minimum": .whole(0)])),
        ],
        answers: [
            .init(status: 200, summary: "Server-sent events", mediaType: "text/event-stream"),
            .problem(400, "No such place"), .problem(404, "No such run"),
        ]
    ) { call in
        let run = try call.run()
        _ = try await call.entries(of: run)
        return RunEvents(run, call.access, call.desk, after: try call.lastEvent()).reply
    }

    private static let picture = NativeRoute(
        method: "GET", path: ["pictures", "{digest}"], name: "getPicture",
        summary: "A picture's bytes, untouched, under the SHA-256 of them.",
        parameters: [
            .init(
                name: "digest", place: .path, summary: "The SHA-256 of its bytes.",
                schema: .object([
                    "type": .text("string"), "pattern": .text("^[0-9a-f]{64}$"),
                ]))
        ],
        answers: [
            .init(status: 200, summary: "The picture", mediaType: "image/*"),
            .init(status: 206, summary: "A part of it", mediaType: "image/*"),
            .init(status: 304, summary: "As you have it"), .problem(404, "No such picture"),
            .problem(416, "No such part"),
        ]
    ) { call in
        guard let digest = Digest(call.part("digest")),
            let picture = try await call.picture(digest)
        else {
            throw GatewayProblem(
                404, "not_found", "The store has no picture '\(call.part("digest"))'.")
        }
        return try PictureAnswer(picture, digest, call.request).reply
    }
}

extension NativeRoute.Parameter {
    static let run = NativeRoute.Parameter(
        name: "id", place: .path, summary: "The run's name.",
        schema: .object(["type": .text("string"), "pattern": .text("^[0-9a-f]{16}$")]))

    static let idempotency = NativeRoute.Parameter(
        name: "Idempotency-Key", place: .header,
        summary: "A name of the order's own, so that asking again buys nothing again.",
        schema: .object(["type": .text("string")]))
}

extension NativeRoute.Call {
    func run() throws -> RunID {
        guard let run = RunID(part("id")) else { throw unknownRun }
        return run
    }

    /// Whose runs and pictures alone may be seen; nil is that all may.
    var viewer: RunID? {
        admitted.key.flatMap { $0.policy.scopes.contains(.admin) ? nil : $0.id }
    }

    /// A run's entries; what is another caller's is not there.
    func entries(of run: RunID) async throws -> [Entry] {
        let entries = try await access.entries(run)
        let (receipt, talk) = (Receipt(entries), ConversationRecord(entries))
        // Keys, sessions and batches have entries as well, and are no runs.
        guard receipt != nil || talk != nil else { throw unknownRun }
        guard let viewer else { return entries }
        let caller = receipt?.caller ?? talk?.turns.first?.questioning.caller
        guard caller?.key == viewer else { throw unknownRun }
        return entries
    }

    /// A picture of the store; what is another caller's is not there.
    func picture(_ digest: Digest) async throws -> NativeAccess.StoredPicture? {
        if let viewer, try await !access.isPicture(digest, viewer) { return nil }
        return try await access.picture(digest)
    }

    var unknownRun: GatewayProblem {
        GatewayProblem(
            404, "not_found",
            "The ledger has no run '\(part("id"))'; a run's name has 16 digits of 0 to f.")
    }

    func lastEvent() throws -> Int {
        guard let text = request.headers["last-event-id"] else { return 0 }
        guard let number = Int(text), number >= 0 else {
            throw GatewayProblem(
                400, "invalid_parameter",
                "Last-Event-ID is the number of an event of this run, such as 3.",
                field: "Last-Event-ID")
        }
        return number
    }
}

extension NativeRoute.Answer {
    /// A JSON document with a schema of its own in `docs/schemas`.
    static func document(
        _ name: String, _ summary: String, status: Int = 200
    ) -> NativeRoute.Answer {
        NativeRoute.Answer(
            status: status, summary: "\(summary): docs/schemas/\(name).v1.json",
            mediaType: "application/json",
            schema: .object([
                "type": .text("object"), "required": .list([.text("schema")]),
                "properties": .object([
                    "schema": .object(["const": .text("candid/\(name)/1")])
                ]),
            ]))
    }

    static func problem(_ status: Int, _ summary: String) -> NativeRoute.Answer {
        NativeRoute.Answer(
            status: status, summary: summary, mediaType: "application/json",
            schema: .object(["$ref": .text("#/components/schemas/Problem")]))
    }
}
