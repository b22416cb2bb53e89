import Candid
import NIOCore

/// Passes `/v1/chat/completions` and `/v1/responses` on.
struct TalkRoute: Sendable {
    let desk: RelayDesk

    private var options: Gateway.Options { desk.options }

    func reply(to admitted: Admitted) async throws -> WireStream {
        let wishes = try Wishes(admitted)
        let talk = Talk(
            try ImagesRoute.reading { () throws(Refusal) in
                try RelayedTalk(admitted.request)
            })
        try await admitted.check(model: talk.said.model)
        let isChat = admitted.request.url.hasPrefix("/v1/chat/")
        if !isChat, talk.said.hasImageTool { return try await draw(admitted, talk.said, wishes) }
        if let field = wishes.pictureField {
            throw GatewayProblem(
                400, "invalid_value",
                "\(field) is about pictures, and this request offers no image tool. Leave it out.",
                field: field)
        }
        if wishes.requiresVerbatim {
            throw await admitted.turnedAway(.policy, Self.noPicture)
        }
        let passage = try passage(of: talk, admitted, isChat ? .openAIChat : .openAIResponses)
        return try await desk.reply(
            to: passage.admitted, content: talk.said.content,
            talk.said.hasImageTool ? wishes : wishes.withoutPicture, in: passage.world,
            passage.start)
    }

    /// What is asked, held once.
    private final class Talk: Sendable {
        let said: RelayedTalk

        init(_ said: RelayedTalk) { self.said = said }
    }

    private typealias Passage = (
        admitted: Admitted, world: World, start: @Sendable () -> RelayedRun
    )

    // Apart from what waits, so that nothing but the way is held while an answer is awaited.
    @inline(never)
    private func passage(
        of talk: Talk, _ admitted: Admitted, _ dialect: Speaker.Dialect
    ) throws -> Passage {
        let said = talk.said
        var route = try desk.speakers.route(for: said.model, dialect)
        if let caller = admitted.caller {
            route.purse.charge(caller, within: admitted.policy.budget)
        }
        let world = route.world
        let trace = admitted.trace?.operation("chat", route.speaker.id, said.model)
        if let trace {
            route.world = trace.world(route.world)
            route.ledger = trace.ledger(route.ledger)
        }
        guard let relay = TalkRelay(route, keeping: desk.memory) else {
            throw Gateway.Options.unknown(said.model)
        }
        let request = admitted.request
        return (
            Admitted(admitted, operation: trace), world, { relay.send(request, as: talk.said) }
        )
    }

    private static let noPicture = GatewayProblem(
        400, "verbatim_not_promised",
        "Words alone are no picture, and nothing is delivered of which that could be said.",
        field: "x-candid-require")

    private static let otherSession = GatewayProblem(
        400, "invalid_value",
        "The Responses API has conversations of its own (previous_response_id), and no session of "
            + "Candid's composes them. Use /v1/images with x-candid-session.",
        field: "x-candid-session")

    /// A response that may make a picture leaves a receipt as every picture does.
    @inline(never)
    private func draw(
        _ admitted: Admitted, _ talk: RelayedTalk, _ wishes: Wishes
    ) async throws -> WireStream {
        let route = try options.drawing()
        guard wishes.session == nil else { throw Self.otherSession }
        let order = try ImagesRoute.reading { () throws(Refusal) in
            try talk.order(admitted.request, for: route.engine)
        }
        try await admitted.check(model: order.model)
        for picture in talk.pictures {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await route.pipeline.pictures.put(picture, as: format)
        }
        let images = ImagesRoute(desk: desk)
        return try await images.reply(
            to: admitted,
            with: try await images.fetching(
                talk.remote, for: order, on: route, wishes), content: talk.content,
            on: route, wishes)
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
