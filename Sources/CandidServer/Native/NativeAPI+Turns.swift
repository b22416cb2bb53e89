import Candid

/// Turns of sessions: what one would send, and its run.
extension NativeAPI {
    static let previewTurn = NativeRoute(
        method: "POST", path: ["sessions", "{session}", "turns", "preview"], name: "previewTurn",
        summary:
            "How a message is understood in a session, and what it would send to the byte, carry and "
            + "cost. It buys nothing and changes nothing; a session that is not there is not begun.",
        parameters: [.session], body: NativeTurn.schema,
        answers: [.document("turn-preview", "What would be sent"), .problem(404, "No such engine")]
            + [.problem(409, "Not what was approved")]
    ) { call in
        try await inSession {
            let (sessions, name) = (try call.sessions(), try call.sessionName())
            let known = try await call.known(name)
            let turn = try await NativeTurn(call, into: known?.name ?? name)
            let session = try known ?? call.fresh(name)
            try await call.admitted.check(mayUse: session, call.access.entries)
            let reading = try await turn.reading(in: session)
            var draft: Draft?
            if let proposed = reading.turn { draft = try await turn.draft(proposed, in: session) }
            return json(
                try await sessions.preview(
                    NativeAccess.PreviewedTurn(
                        session: session, reading: reading, draft: draft,
                        pipeline: turn.native.pipeline)))
        }
    }

    static let startTurn = NativeRoute(
        method: "POST", path: ["sessions", "{session}", "turns"], name: "startTurn",
        summary:
            "Says something to a session, which makes its next picture in the background; a session "
            + "that is not there begins. The answer comes once the request is written down.",
        parameters: [.session, .idempotency], body: NativeTurn.schema,
        answers: [
            .document("turn-started", "It is under way", status: 202),
            .problem(404, "No such engine"),
            .problem(409, "The session is in use, the key came before, or it is not as approved"),
        ]
    ) { call in
        try await inSession {
            let name = try call.sessionName()
            let known = try await call.known(name)
            let turn = try await NativeTurn(call, into: known?.name ?? name)
            if let answer = try await again(turn, call) { return answer }
            if known == nil {
                // A turn that is refused begins no session.
                _ = try await proposed(turn, in: try call.fresh(name), call)
            }
            let joined = try await JoinedSession(
                known?.name ?? name, call.admitted, call.desk, call.access.entries)
            // It may have come and gone while the other one held the session.
            if let answer = try await again(turn, call) { return answer }
            return try await start(turn, in: joined, call)
        }
    }

    private static func start(
        _ turn: NativeTurn, in joined: JoinedSession, _ call: NativeRoute.Call
    ) async throws -> WireStream {
        let (reading, proposed, draft) = try await proposed(turn, in: joined.session, call)
        let verification = try await turn.terms.verification(
            of: proposed, turn.native.pipeline.pictures)
        let begun = try await joined.begin(proposed)
        let trace = call.admitted.trace?.operation(
            "generate_content", draft.order.engine, draft.order.model)
        var pipeline = turn.terms.bounding(turn.native.pipeline, trace)
        pipeline.verification = verification
        // Who approved the whole order has approved the engine and the model, too.
        pipeline.fallbacks =
            turn.approval?.order == nil ? turn.terms.fallbacks(of: pipeline) : []
        let store = pipeline.pictures
        _ = try await call.desk.begin(
            Admitted(call.admitted, operation: trace), content: call.request.contentDigest,
            in: pipeline.world
        ) { [pipeline] in
            RelayedRun(pipeline.run(draft, as: begun.run)) {
                try await joined.end(begun, proposed, $0, store)
            }
        }
        return try started(
            NativeAccess.StartedTurn(session: joined.session, turn: begun, reading: reading), call)
    }

    private static func proposed(
        _ turn: NativeTurn, in session: Session, _ call: NativeRoute.Call
    ) async throws -> (SessionReading, TurnDraft, Draft) {
        let reading = try await turn.reading(in: session)
        let proposed = try reading.turn(
            in: session, orElse: "another of the session's routes, or candid chat \(session.name),")
        return (reading, proposed, try await turn.draft(proposed, in: session))
    }

    /// The answer of a turn that came before; nil where it is new.
    private static func again(
        _ turn: NativeTurn, _ call: NativeRoute.Call
    ) async throws -> WireStream? {
        let earlier = try await call.desk.earlier(
            call.admitted, call.request.contentDigest, turn.native.pipeline.world)
        guard let earlier else { return nil }
        // The session may have another name by now.
        let use = Receipt(try await call.access.entries(earlier))?.session
        guard let use, let session = try await call.known(use.session.description),
            let known = session.turn(use.turn)
        else { throw call.unknownSession }
        return try started(
            NativeAccess.StartedTurn(session: session, turn: known, reading: nil), call)
    }

    private static func started(
        _ turn: NativeAccess.StartedTurn, _ call: NativeRoute.Call
    ) throws -> WireStream {
        let run = turn.turn.run
        var headers = ["location": "/api/v1/runs/\(run)"]
        if turn.reading == nil { headers["x-candid-repeat"] = "\(run)" }
        return json(try call.sessions().started(turn), status: 202, headers)
    }

    /// Names what a session refuses by the native API's own fields.
    static func inSession(_ act: () async throws -> WireStream) async throws -> WireStream {
        do { return try await usable(act) } catch let refusal as Refusal {
            guard refusal.field != Refusal.sessionInUse else {
                throw GatewayProblem.inUse(refusal.reason).naming("session")
            }
            throw GatewayProblem(400, "invalid_request", refusal.description, field: refusal.field)
        } catch let problem as GatewayProblem where problem.field == "x-candid-session" {
            throw problem.naming(problem.code == "session_unclear" ? "message" : "session")
        } catch let problem as GatewayProblem where problem.code == "prompt_refused" {
            throw problem.naming("message")
        }
    }
}

extension GatewayProblem {
    fileprivate func naming(_ field: String) -> GatewayProblem {
        var problem = self
        problem.field = field
        return problem
    }
}
