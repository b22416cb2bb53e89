import Candid
import NIOCore

/// Passes `/v1/images/…` on.
struct ImagesRoute: Sendable {
    let desk: RelayDesk

    var options: Gateway.Options { desk.options }

    // Inlined, what it holds would be held by every request that waits, whatever its route.
    @inline(never)
    func reply(to admitted: Admitted) async throws -> WireStream {
        let wishes = try Wishes(admitted)
        let asked = try Self.reading { () throws(Refusal) in try RelayedOrder(admitted.request) }
        try await admitted.check(model: asked.order.model)
        let route = try options.route(for: asked.order.model, .openAIImages)
        for picture in asked.pictures {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await route.pipeline.pictures.put(picture, as: format)
        }
        if let name = wishes.session {
            return try await reply(to: admitted, in: name, with: asked, on: route, wishes)
        }
        return try await reply(
            to: admitted,
            with: try await fetching(
                asked.remote, for: asked.order, on: route, wishes),
            content: asked.content, on: route, wishes)
    }

    /// Sends an order's own bytes on, under a receipt.
    func reply(
        to admitted: Admitted, with order: Order, content: Digest, on route: GatewayRoute,
        _ wishes: Wishes
    ) async throws -> WireStream {
        var order = order
        order.engine = route.engine.id
        let terms = OrderTerms(admitted: admitted, wishes: wishes, options: options)
        try await terms.check(order, on: route.engine)
        let lock = try await admitted.lockUse(of: order, wishes, options)
        let draft = Draft(
            order, estimate: route.pipeline.estimate(order, on: route.engine), lock: lock,
            project: route.pipeline.project
        ).ordered(by: admitted.caller)
        let recallable = RecallableOrder(
            order, lock, content: content, for: admitted,
            to: route.codec.forwarding(admitted.request).publicURL, wishes, options.recall)
        if let recallable {
            let world = route.pipeline.world
            if let answer = try await desk.earlier(admitted, content, wishes, world) {
                return answer
            }
            let again = try await recalled(
                recallable, draft, admitted, content, wishes, in: route.pipeline)
            if let again { return again }
        }
        let trace = admitted.trace?.operation("generate_content", order.engine, order.model)
        var pipeline = terms.bounding(route.pipeline, trace)
        pipeline.verification = try await verification(order, route, wishes, admitted)
        let relay = Relay(pipeline, to: route.codec, keeping: desk.memory)
        let request = admitted.request
        return try await desk.reply(
            to: Admitted(admitted, operation: trace), content: content, wishes,
            in: route.pipeline.world
        ) {
            relay.send(request, as: draft.recallable(by: recallable?.content))
        }
    }

    /// What the answer will say of its own picture is held to the picture, and where the key's policy
    /// has it, the picture to its brief.
    private func verification(
        _ order: Order, _ route: GatewayRoute, _ wishes: Wishes, _ admitted: Admitted
    ) async throws -> Verification? {
        let holdsToBrief = wishes.verifies
        guard wishes.firewall != nil || holdsToBrief, let verifier = admitted.verifier(options)
        else {
            return nil
        }
        var verification =
            holdsToBrief
            ? Verification(verifier, holdingTo: order.prompt)
            : Verification(verifier, of: [Claim(.whole)])
        if order.inputs == nil, let earlier = order.follows,
            let digest = desk.lineage.picture(of: earlier)
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
            throw GatewayProblem(error)
        }
    }
}
