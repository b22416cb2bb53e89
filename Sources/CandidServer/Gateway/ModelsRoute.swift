import Candid

/// Answers `/v1/models` with every model of every route.
struct ModelsRoute: Sendable {
    let options: Gateway.Options

    var list: WireStream {
        .json([
            "object": .text("list"), "data": .list(options.models.map { .object($0.json) }),
        ])
    }

    func model(_ name: String) throws -> WireStream {
        guard let found = options.models.first(where: { $0.name == name }) else {
            throw GatewayProblem(
                404, "model_not_found", "The gateway has no model '\(name)'.", field: "model")
        }
        return .json(found.json)
    }
}

/// A model, by the route that has it.
struct ListedModel: Sendable {
    let name: String
    let engine: String

    var json: [String: JSONValue] {
        [
            "id": .text(name), "object": .text("model"), "created": .whole(0),
            "owned_by": .text(engine),
        ]
    }
}

extension Gateway.Options {
    var models: [ListedModel] {
        routes.flatMap { route in
            route.engine.models.map { ListedModel(name: $0.name, engine: route.engine.id) }
        }
    }

    /// The route for a model: the first that lists it, or the standard one.
    func route(for model: String) throws -> GatewayRoute {
        guard !model.isEmpty else {
            throw GatewayProblem(
                400, "missing_required_parameter",
                "The request names no model; GET /v1/models lists what there is.", field: "model")
        }
        let listed = routes.first { $0.engine.models.contains { $0.name == model } }
        guard let route = listed ?? routes.first(where: { $0.engine.id == standard }) else {
            throw GatewayProblem(
                404, "model_not_found",
                "No route has the model '\(model)'; GET /v1/models lists what there is.",
                field: "model")
        }
        return route
    }
}
