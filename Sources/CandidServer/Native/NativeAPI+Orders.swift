import Candid

/// Orders, from what would be sent to the end of a run.
extension NativeAPI {
    static let preview = NativeRoute(
        method: "POST", path: ["orders", "preview"], name: "previewOrder",
        summary:
            "What an order would send: the exact request, what the route promises of the words, what "
            + "a model may get wrong in them, and the price. It buys nothing.",
        body: NativeOrder.schema,
        answers: [.document("order", "What would be sent"), .problem(404, "No such engine")]
    ) { call in
        let native = try await NativeOrder(call)
        let wishes = try Wishes(call.admitted)
        try await call.admitted.check(model: native.order.model)
        guard let preview = call.access.orders.preview else {
            throw GatewayProblem(404, "not_found", "This gateway takes no orders of its own.")
        }
        let terms = OrderTerms(
            admitted: call.admitted, wishes: wishes, options: call.desk.options)
        try await terms.checkInBackground()
        try await terms.check(native.order, on: native.pipeline.provider.engine)
        let draft = try draft(native, call, try await terms.lockUse(of: native.order))
        return json(try await preview(draft, native.pipeline))
    }

    static let start = NativeRoute(
        method: "POST", path: ["runs"], name: "startRun",
        summary:
            "Carries an order out in the background. The answer comes once the request is written "
            + "down; what happens then is among the run's events.",
        parameters: [.idempotency],
        body: NativeOrder.schema,
        answers: [
            .document("started", "It is under way", status: 202),
            .problem(404, "No such engine"), .problem(409, "The key came with another order"),
        ]
    ) { call in
        let (native, wishes) = (try await NativeOrder(call), try Wishes(call.admitted))
        try await call.admitted.check(model: native.order.model)
        let terms = OrderTerms(
            admitted: call.admitted, wishes: wishes, options: call.desk.options)
        try await terms.checkInBackground()
        try await terms.check(native.order, on: native.pipeline.provider.engine)
        let draft = try draft(native, call, try await terms.lockUse(of: native.order))
        let trace = call.admitted.trace?.operation(
            "generate_content", native.order.engine, native.order.model)
        var pipeline = terms.bounding(native.pipeline, trace)
        // A lock holds the engine and the model, too.
        pipeline.fallbacks =
            draft.lock == nil ? terms.fallbacks(of: pipeline) : []
        if wishes.verifies, let verifier = call.admitted.verifier(call.desk.options) {
            pipeline.verification = Verification(verifier, holdingTo: native.order.prompt)
        }
        let begun = try await call.desk.begin(
            Admitted(call.admitted, operation: trace), content: call.request.contentDigest,
            in: native.pipeline.world
        ) { [pipeline] in RelayedRun(pipeline.run(draft)) }
        return started(begun.run, isRepeat: begun.isRepeat)
    }

    static let cancel = NativeRoute(
        method: "DELETE", path: ["runs", "{id}"], name: "cancelRun",
        summary:
            "Ends a run that is under way in this gateway. What was made and paid for is kept; the "
            + "receipt says whether it is perhaps charged.",
        parameters: [.run],
        answers: [
            .document("receipt", "The receipt of the run that was ended"),
            .problem(404, "No such run"), .problem(409, "It is not under way here"),
        ]
    ) { call in
        let run = try call.run()
        let entries = try await call.entries(of: run)
        guard try await call.desk.cancel(run) else {
            let isOver = entries.contains(where: \.event.isLast)
            throw GatewayProblem(
                409, "not_under_way",
                isOver
                    ? "The run has ended already; GET /api/v1/runs/\(run) says how."
                    : "The run is not under way in this gateway, so it can't end it here.")
        }
        guard let text = try await call.access.run(run) else {
            return .json(["id": .text("\(run)"), "state": .text("cancelled")])
        }
        return json(text)
    }

    private static func started(_ run: RunID, isRepeat: Bool) -> WireStream {
        var headers = ["location": "/api/v1/runs/\(run)"]
        if isRepeat { headers["x-candid-repeat"] = "\(run)" }
        return .json(
            [
                "schema": .text("candid/started/1"), "id": .text("\(run)"),
                "events": .text("/api/v1/runs/\(run)/events"), "is_repeat": .truth(isRepeat),
            ], status: 202, headers: headers)
    }

    private static func draft(
        _ native: NativeOrder, _ call: NativeRoute.Call, _ lock: LockUse?
    ) throws -> Draft {
        try ImagesRoute.reading { () throws(Refusal) in
            try native.pipeline.draft(native.order, lock: lock)
        }.ordered(by: call.admitted.caller)
    }
}
