import Candid
import NIOCore

/// Passes `/v1/chat/completions` and `/v1/responses` on.
struct TalkRoute: Sendable {
    let options: Gateway.Options
    let desk: RelayDesk

    func reply(to request: WireRequest) async throws -> WireStream {
        let wishes = try Wishes(request)
        let talk = try ImagesRoute.reading { () throws(Refusal) in try RelayedTalk(request) }
        let isChat = request.url.contains("/chat/")
        if !isChat, talk.hasImageTool { return try await draw(request, talk, wishes) }
        if wishes.requiresVerbatim {
            throw GatewayProblem(
                400, "verbatim_not_promised",
                "Words alone are no picture, and nothing is delivered of which that could be said.",
                field: "x-candid-require")
        }
        let route = try options.speaker(
            for: talk.model, isChat ? .openAIChat : .openAIResponses)
        guard let relay = TalkRelay(route, keeping: desk.memory) else {
            throw Gateway.Options.unknown(talk.model)
        }
        return try await desk.reply(to: request, content: talk.content, wishes, in: route.world) {
            relay.send(request, as: talk)
        }
    }

    /// A response that may make a picture leaves a receipt as every picture does.
    private func draw(
        _ request: WireRequest, _ talk: RelayedTalk, _ wishes: Wishes
    ) async throws -> WireStream {
        let route = try options.drawing()
        let order = try ImagesRoute.reading { () throws(Refusal) in
            try talk.order(request, for: route.engine)
        }
        for picture in talk.pictures {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await route.pipeline.pictures.put(picture, as: format)
        }
        return try await ImagesRoute(options: options, desk: desk).reply(
            to: request, with: order, content: talk.content, on: route, wishes)
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
