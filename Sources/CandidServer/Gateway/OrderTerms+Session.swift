import Candid

/// What the same wishes make of a turn of a session.
extension OrderTerms {
    /// - Throws: ``GatewayProblem`` for what no turn can keep, whatever it says.
    func checkSession() throws {
        guard wishes.lock == nil, wishes.mode != .approved else { throw Self.lockedSession }
    }

    /// Makes the draft of a turn.
    ///
    /// - Parameters:
    ///   - turn: The turn.
    ///   - order: The parameters, with the message as its prompt.
    ///   - session: The session.
    ///   - pipeline: The way that it goes.
    /// - Returns: What is sent if nothing more is said against it.
    /// - Throws: ``GatewayProblem`` for words that were to go as they came, or that a policy refuses,
    ///   for a picture that is gone, and for what the engine can't honour exactly.
    func draft(
        _ turn: TurnDraft, _ order: Order, in session: Session, on pipeline: Pipeline
    ) async throws -> Draft {
        guard wishes.mode != .verbatim || turn.sent == order.prompt else {
            throw Self.notVerbatim(turn, session, order.prompt)
        }
        let (form, engine) = (turn.start.form, pipeline.provider.engine)
        guard form == .direct || engine.promises.remembers == true else {
            throw GatewayProblem(
                400, "invalid_value",
                "The turns of “\(session.name)” are sent \(form.rawValue), and \(engine.id) keeps no "
                    + "conversation. Nothing was sent. Choose direct by POST "
                    + "/api/v1/sessions/…/wire, or take another engine.", field: "engine")
        }
        let draft: Draft
        do {
            try await turn.checkBase(pipeline.pictures)
            draft = try pipeline.draft(order, of: turn, in: session).ordered(by: admitted.caller)
        } catch let refusal as Refusal {
            throw GatewayProblem(400, "invalid_request", refusal.description, field: refusal.field)
        }
        try await admitted.check(findingsIn: draft.order, from: wishes.lint)
        return draft
    }

    /// An edit is held to what it may change and must keep, a new picture to its brief.
    ///
    /// - Parameters:
    ///   - turn: The turn.
    ///   - store: Where its base lies.
    /// - Returns: What it is held to; nil where nothing is to be verified.
    /// - Throws: Whatever the store throws.
    func verification(
        of turn: TurnDraft, _ store: any PictureStore
    ) async throws -> Verification? {
        guard wishes.verifies, let verifier = admitted.verifier(options) else { return nil }
        guard turn.kind == .edit else { return Verification(verifier, holdingTo: turn.asked) }
        let contract = try turn.contract ?? EditContract()
        var verification = Verification(
            verifier, of: contract.claims(for: turn.asked, hasRegion: turn.mask != nil))
        // A provider that remembers is sent no picture, and is held to it all the same.
        if turn.follows != nil, let base = turn.base {
            verification.parent = try await store.bytes(of: base.file.digest)
        }
        return verification
    }

    private static let lockedSession = GatewayProblem(
        400, "invalid_value",
        "A lock holds a whole order, and a session composes the next one from what was said before: "
            + "leave out x-candid-lock and x-candid-mode: approved, or the session.",
        field: "x-candid-session")

    private static func notVerbatim(
        _ turn: TurnDraft, _ session: Session, _ asked: Prompt
    ) -> GatewayProblem {
        GatewayProblem(
            400, "not_verbatim",
            "The session “\(session.name)” would send other words than the request's: "
                + "\(WordDiff(from: asked, to: turn.sent).rendered(.markers)). Nothing was sent. "
                + "Leave out x-candid-mode, or the session.", field: "x-candid-mode")
    }
}

extension SessionReading {
    /// The turn.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - elsewhere: Where the steps of a session are taken that are no turns.
    /// - Returns: The turn, as it would be sent.
    /// - Throws: ``GatewayProblem`` where the words ask for no picture, or for two things at once.
    func turn(in session: Session, orElse elsewhere: String) throws -> TurnDraft {
        if let turn { return turn }
        guard case .clarify(let asked) = wish else {
            throw GatewayProblem.session(
                "session_unclear",
                "these words ask for no picture, and a picture is what the request is for. "
                    + "\(elsewhere) takes them")
        }
        let choices = asked.choices.map { "“\($0.text)”" }.joined(separator: ", ")
        var problem = GatewayProblem.session(
            "session_unclear",
            "\(asked.question) "
                + (choices.isEmpty ? "Say it in other words" : "Say one of: \(choices)"))
        problem.candid = [
            "question": .text(asked.question),
            "choices": .list(asked.choices.map { .text($0.text) }),
        ]
        throw problem
    }
}

extension GatewayProblem {
    /// What can't be done in a session.
    static func session(_ code: String, _ message: String) -> GatewayProblem {
        GatewayProblem(400, code, "\(message). Nothing was sent.", field: "x-candid-session")
    }
}
