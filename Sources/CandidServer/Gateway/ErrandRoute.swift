import Candid

/// Passes on what buys nothing: files, batches, and responses that are there already.
struct ErrandRoute: Sendable {
    let options: Gateway.Options

    /// Whether a path leads to such a thing.
    static func serves(_ path: [String]) -> Bool {
        guard path.count >= 2, path[0] == "v1" else { return false }
        return ["files", "batches"].contains(path[1]) || (path[1] == "responses" && path.count > 2)
    }

    @inline(never)
    func reply(to admitted: Admitted) async throws -> WireStream {
        guard let errands = options.errands else {
            throw GatewayProblem(
                404, "not_found",
                "The gateway has nowhere to pass this on to: it needs OpenAI's key or an address of "
                    + "yours (engines.openai).")
        }
        let world = admitted.trace?.world(errands.world) ?? errands.world
        var reply = try await world.stream(errands.access.forwarding(admitted.request))
        reply.headers = RelayedRun.endToEnd(reply.headers)
        return reply
    }
}
