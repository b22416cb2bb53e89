import Candid
import NIOCore

/// Passes `/v1/chat/completions` and `/v1/responses` on.
struct TalkRoute: Sendable {
    let options: Gateway.Options
    let desk: RelayDesk

    func reply(to admitted: Admitted) async throws -> WireStream {
        let (request, wishes) = (admitted.request, try Wishes(admitted))
        let talk = try ImagesRoute.reading { () throws(Refusal) in try RelayedTalk(request) }
        try await admitted.check(model: talk.model)
        let isChat = request.url.contains("/chat/")
        if !isChat, talk.hasImageTool { return try await draw(admitted, talk, wishes) }
        if wishes.requiresVerbatim {
            throw await admitted.turnedAway(.policy, Self.noPicture)
        }
        var route = try options.speaker(
            for: talk.model, isChat ? .openAIChat : .openAIResponses)
        route.purse.caller = admitted.caller
        route.purse.budgets.caller = admitted.policy.budget
        let world = route.world
        var admitted = admitted
        if let trace = admitted.trace?.operation("chat", route.speaker.id, talk.model) {
            admitted.operation = trace
            route.world = trace.world(route.world)
            route.ledger = trace.ledger(route.ledger)
        }
        guard let relay = TalkRelay(route, keeping: desk.memory) else {
            throw Gateway.Options.unknown(talk.model)
        }
        return try await desk.reply(to: admitted, content: talk.content, wishes, in: world) {
            relay.send(request, as: talk)
        }
    }

    private static let noPicture = GatewayProblem(
        400, "verbatim_not_promised",
        "Words alone are no picture, and nothing is delivered of which that could be said.",
        field: "x-candid-require")

    /// A response that may make a picture leaves a receipt as every picture does.
    private func draw(
        _ admitted: Admitted, _ talk: RelayedTalk, _ wishes: Wishes
    ) async throws -> WireStream {
        let route = try options.drawing()
        let order = try ImagesRoute.reading { () throws(Refusal) in
            try talk.order(admitted.request, for: route.engine)
        }
        try await admitted.check(model: order.model)
        for picture in talk.pictures {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await route.pipeline.pictures.put(picture, as: format)
        }
        return try await ImagesRoute(options: options, desk: desk).reply(
            to: admitted, with: order, content: talk.content, on: route, wishes)
    }
}

extension Gateway.Options {
    /// The route for responses with the image tool.
    fileprivate func drawing() throws -> GatewayRoute {
        guard let route = routes.first(where: { $0.engine.dialect == .openAIResponses }) else {
            throw GatewayProblem(
                404, "not_found",
                "No route speaks the Responses API with its image tool; it needs OpenAI's key or an "
                    + "address of yours (engines.openai-responses).")
        }
        return route
    }
}
