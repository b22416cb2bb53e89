import Candid

/// What a request's own wishes and its key's policy make of an order, whatever way it goes.
struct OrderTerms: Sendable {
    let admitted: Admitted
    let wishes: Wishes
    let options: Gateway.Options

    /// - Throws: ``GatewayProblem`` for an order that may not be made on an engine.
    func check(_ order: Order, on engine: Engine) async throws {
        try await checkWords(on: engine)
        try await admitted.check(findingsIn: order, from: wishes.lint)
    }

    /// - Throws: ``GatewayProblem`` where the words must be kept and the engine does not promise it.
    func checkWords(on engine: Engine) async throws {
        guard wishes.requiresVerbatim else { return }
        do throws(Refusal) {
            try engine.checkVerbatim(among: options.routes.map(\.engine))
        } catch {
            throw await admitted.turnedAway(
                .policy,
                GatewayProblem(
                    400, "verbatim_not_promised", error.description, field: "x-candid-require"))
        }
    }

    /// How the lock that is asked for holds the order; nil where none is.
    func lockUse(of order: Order) async throws -> LockUse? {
        try await admitted.lockUse(of: order, wishes, options)
    }

    /// An order that is carried out in the background hands its picture over elsewhere, and joins no
    /// session but the one that it names itself.
    ///
    /// - Throws: ``GatewayProblem`` for what can't be kept so.
    func checkInBackground(isTurn: Bool = false) async throws {
        let isElsewhere = !isTurn && wishes.session != nil
        let field =
            wishes.requiresConfirmed
            ? "x-candid-require" : isElsewhere ? "x-candid-session" : nil
        guard let field else { return }
        let turns = isElsewhere ? ", or POST /api/v1/sessions/{session}/turns" : ""
        throw await admitted.turnedAway(
            .policy,
            GatewayProblem(
                403, "not_in_background",
                "What \(field), or this key's policy, asks is kept only where the answer carries the "
                    + "picture. Order at /v1/images/generations or /v1/images/edits\(turns).",
                field: field))
    }

    /// The way under the caller's budget, followed where somebody follows it.
    func bounding(_ pipeline: Pipeline, _ trace: OperationTrace?) -> Pipeline {
        var pipeline = pipeline
        if let trace {
            pipeline.world = trace.world(pipeline.world)
            pipeline.ledger = trace.ledger(pipeline.ledger)
            pipeline.pictures = trace.pictures(pipeline.pictures)
        }
        pipeline.budgets.caller = admitted.policy.budget
        if let most = wishes.budget {
            pipeline.budgets.run = min(most, pipeline.budgets.run ?? most)
        }
        return pipeline
    }

    /// The ways out that the caller's key and the request's own wishes leave open.
    func fallbacks(of pipeline: Pipeline) -> [Fallback] {
        pipeline.fallbacks.filter { other in
            let promises = other.provider.engine.promises
            let keeps = promises.keepsWords && promises.readBack != .never
            return admitted.policy.allows(model: other.model)
                && (keeps || !wishes.requiresVerbatim)
        }
    }
}

extension Admitted {
    /// Who tells whether claims are true, at the cost of the caller's key; nil is nobody.
    func verifier(_ options: Gateway.Options) -> Verifier? {
        let verifier = options.verifier?()
        return caller.map { verifier?.charging($0, within: policy.budget) } ?? verifier
    }
}
