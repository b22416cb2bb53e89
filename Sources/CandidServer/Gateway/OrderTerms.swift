import Candid

/// What a request's own wishes and its key's policy make of an order, whatever way it goes.
struct OrderTerms: Sendable {
    let admitted: Admitted
    let wishes: Wishes
    let options: Gateway.Options

    /// - Throws: ``GatewayProblem`` for an order that may not be made on an engine.
    func check(_ order: Order, on engine: Engine) async throws {
        if wishes.requiresVerbatim {
            do throws(Refusal) {
                try engine.checkVerbatim(among: options.routes.map(\.engine))
            } catch {
                throw await admitted.turnedAway(
                    .policy,
                    GatewayProblem(
                        400, "verbatim_not_promised", error.description, field: "x-candid-require"))
            }
        }
        try await admitted.check(findingsIn: order, from: wishes.lint)
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
}
