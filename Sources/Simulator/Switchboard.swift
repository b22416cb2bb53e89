import Candid

/// Finds who answers a request.
struct Switchboard: Sendable {
    let room: Room

    func reply(to call: Call) async throws -> WireStream {
        let resource = call.path.resource
        switch (call.request.method, resource.first ?? "") {
        case ("POST", "images") where resource.count == 2:
            return try await ImagesDesk(room: room, shop: shop).reply(to: call, resource[1])
        case ("POST", "models") where resource.count == 2:
            return try await GeminiDesk(room: room).reply(to: call, resource[1])
        case ("POST", "chat") where resource == ["chat", "completions"]:
            return try await ChatDesk(room: room).reply(to: call)
        case (_, "responses"):
            return try await ResponsesDesk(room: room).reply(to: call, resource)
        case ("POST", "messages") where resource.count == 1:
            return try await MessagesDesk(room: room).reply(to: call)
        case ("POST", "files"), ("GET", "files"), ("DELETE", "files"):
            return try await FilesDesk(room: room).reply(to: call, resource)
        case ("POST", "batches"), ("GET", "batches"):
            return try await BatchesDesk(room: room).reply(to: call, resource)
        case ("GET", "models"):
            return try ModelsDesk(shop: shop).reply(resource)
        default:
            throw WireRefusal(
                404, "not_found",
                "The simulator has no \(call.request.method) /\(call.path.parts.joined(separator: "/"))."
            )
        }
    }

    private var shop: ModelShop { room.shop }
}
