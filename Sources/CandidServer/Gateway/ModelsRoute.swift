import Candid
import Foundation

/// Answers `/v1/models` with every model of every route.
struct ModelsRoute: Sendable {
    let options: Gateway.Options
    let policy: KeyPolicy

    var list: WireStream {
        .json([
            "object": .text("list"), "data": .list(models.map { .object($0.json) }),
        ])
    }

    /// What the caller may not name is not there.
    private var models: [ListedModel] {
        options.models.filter { policy.allows(model: $0.name) }
    }

    /// The model that the rest of a path names, whether or not a slash in its name is encoded.
    func model(at path: ArraySlice<String>) throws -> WireStream {
        let name = path.map { $0.removingPercentEncoding ?? $0 }.joined(separator: "/")
        guard let found = models.first(where: { $0.name == name }) else {
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
    /// Every model of every route, each once: the first route that lists it is asked.
    var models: [ListedModel] {
        let all =
            routes.flatMap { route in
                route.engine.models.map { ListedModel(name: $0.name, engine: route.engine.id) }
            } + speakers.map { ListedModel(name: $0.model, engine: $0.speaker.id) }
        var seen: Set<String> = []
        return all.filter { seen.insert($0.name).inserted }
    }

    /// The route for a model: the first that lists it, or the standard one.
    func route(for model: String, _ dialect: Engine.Dialect) throws -> GatewayRoute {
        guard !model.isEmpty else { throw Self.unnamed }
        let able = routes.filter { $0.engine.dialect == dialect }
        let listed = able.first { $0.engine.models.contains { $0.name == model } }
        guard let route = listed ?? able.first(where: { $0.engine.id == standard }) else {
            throw Self.unknown(model)
        }
        return route
    }

    static var unnamed: GatewayProblem {
        GatewayProblem(
            400, "missing_required_parameter",
            "The request names no model; GET /v1/models lists what there is.", field: "model")
    }

    static func unknown(_ model: String) -> GatewayProblem {
        GatewayProblem(
            404, "model_not_found",
            "No route has the model '\(model)'; GET /v1/models lists what there is.",
            field: "model")
    }
}
