import Candid
import NIOCore

/// Passes `/v1/images/…` on.
struct ImagesRoute: Sendable {
    let options: Gateway.Options
    let desk: RelayDesk

    func reply(to request: WireRequest) async throws -> WireStream {
        let wishes = try Wishes(request)
        let asked = try Self.reading { () throws(Refusal) in try RelayedOrder(request) }
        let route = try options.route(for: asked.order.model, .openAIImages)
        for picture in asked.pictures {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await route.pipeline.pictures.put(picture, as: format)
        }
        return try await reply(
            to: request, with: asked.order, content: asked.content, on: route, wishes)
    }

    /// Sends an order's own bytes on, under a receipt.
    func reply(
        to request: WireRequest, with order: Order, content: Digest, on route: GatewayRoute,
        _ wishes: Wishes
    ) async throws -> WireStream {
        var order = order
        order.engine = route.engine.id
        if wishes.requiresVerbatim { try requireVerbatim(route) }
        let draft = Draft(
            order, estimate: route.pipeline.estimate(order, on: route.engine),
            project: route.pipeline.project)
        var pipeline = route.pipeline
        if wishes.firewall != nil { pipeline.verification = try await verification(order, route) }
        let relay = Relay(pipeline, to: route.codec, keeping: desk.memory)
        return try await desk.reply(
            to: request, content: content, wishes, in: route.pipeline.world
        ) {
            relay.send(request, as: draft)
        }
    }

    /// What the answer will say of its own picture is held to the picture.
    private func verification(_ order: Order, _ route: GatewayRoute) async throws -> Verification? {
        guard let verifier = options.verifier?() else { return nil }
        var verification = Verification(verifier, of: [Claim(.whole)])
        if order.inputs == nil, let earlier = order.follows,
            let digest = await desk.lineage.picture(of: earlier)
        {
            verification.parent = try await route.pipeline.pictures.bytes(of: digest)
        }
        return verification
    }

    /// Reads something, with what can't be read answered by 400.
    static func reading<Read>(_ read: () throws(Refusal) -> Read) throws -> Read {
        do throws(Refusal) {
            return try read()
        } catch {
            throw GatewayProblem(400, "invalid_request", error.description, field: error.field)
        }
    }

    private func requireVerbatim(_ route: GatewayRoute) throws {
        do throws(Refusal) {
            try route.engine.checkVerbatim(among: options.routes.map(\.engine))
        } catch {
            throw GatewayProblem(
                400, "verbatim_not_promised", error.description, field: "x-candid-require")
        }
    }
}
