import Candid

/// Questions about a session's picture.
extension NativeAPI {
    static let ask = NativeRoute(
        method: "POST", path: ["sessions", "{session}", "ask"], name: "askSession",
        summary:
            "Asks the judge about a session's picture. The answer is the judge's own, and nothing of it "
            + "is verified; picture and session stay as they are.",
        parameters: [.session],
        body: .object([
            "type": .text("object"), "required": .list([.text("question")]),
            "additionalProperties": .truth(false),
            "properties": .object([
                "question": .object([
                    "type": .text("string"), "minLength": .whole(1),
                    "description": .text("The question, which is sent as it is."),
                ])
            ]),
        ]),
        answers: [
            .document("session-answer", "What the judge said"),
            .problem(404, "No such session"),
            .problem(409, "The session is in use, or its picture is not there"),
            .problem(429, "The budget is spent"), .problem(502, "The judge said nothing of use"),
        ]
    ) { call in
        try await inSession {
            let session = try await call.session()
            var fields = try BodyFields(call.request)
            let question = try fields.text("question") ?? ""
            try fields.end()
            guard !question.isEmpty else {
                throw GatewayProblem(
                    400, "missing_required_parameter", "question is needed: what to ask.",
                    field: "question")
            }
            let joined = try await JoinedSession(
                session.name, call.admitted, call.desk, call.access.entries)
            // Nobody else may work on it before the answer is written down.
            defer { joined.leave() }
            let asked = NativeAccess.AskedQuestion(
                session: joined.open, words: question, payer: call.payer)
            do {
                return json(try await call.sessions().ask(asked))
            } catch let failure as SpeakerFailure {
                throw await call.problem(failure)
            } catch let refusal as Refusal where refusal.field == "picture" {
                throw GatewayProblem(409, "no_picture", refusal.description, field: "session")
            }
        }
    }
}

extension NativeRoute.Call {
    /// What a caller is told of a judge that let it down.
    fileprivate func problem(_ failure: SpeakerFailure) async -> GatewayProblem {
        let record = failure.record(free: true)
        guard record.kind == .refusedByUs else {
            return GatewayProblem(502, "judge_failed", "The judge: \(failure.message)")
                .adding("x-should-retry", "false")
        }
        if let spent = BudgetProblem(failure.message) {
            return await admitted.turnedAway(.budget, spent.problem(at: admitted.time))
        }
        return GatewayProblem(429, "refused_by_candid", failure.message)
            .adding("x-should-retry", "false")
    }
}
