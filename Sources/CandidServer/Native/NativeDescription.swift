import Candid
import NIOCore

/// The OpenAPI 3.1 document, made of the table of routes.
enum NativeDescription {
    /// The document.
    static let text = String(buffer: document.encoded())

    private static var document: JSONValue {
        .object([
            "openapi": .text("3.1.0"),
            "info": .object([
                "title": .text("Candid"), "version": .text("1"),
                "description": .text(
                    "What the library knows, over HTTP. Where the gateway asks for keys, one of the "
                        + "scope native is needed."),
            ]),
            "servers": .list([.object(["url": .text("/api/v1")])]),
            "paths": .object(paths),
            "security": .list([.object([:]), .object(["key": .list([])])]),
            "components": .object([
                "securitySchemes": .object([
                    "key": .object(["type": .text("http"), "scheme": .text("bearer")])
                ]),
                "schemas": .object(["Problem": problem]),
            ]),
        ])
    }

    private static var paths: [String: JSONValue] {
        Dictionary(grouping: NativeAPI.routes) { "/" + $0.path.joined(separator: "/") }
            .mapValues { routes in
                .object(
                    Dictionary(
                        routes.map { ($0.method.lowercased(), .object(operation($0))) },
                        uniquingKeysWith: { own, _ in own }))
            }
    }

    private static func operation(_ route: NativeRoute) -> [String: JSONValue] {
        var operation: [String: JSONValue] = [
            "operationId": .text(route.name), "summary": .text(route.summary),
            "responses": .object(
                Dictionary(
                    (route.answers + everywhere).map { ("\($0.status)", response($0)) },
                    uniquingKeysWith: { own, _ in own })),
        ]
        if !route.parameters.isEmpty {
            operation["parameters"] = .list(route.parameters.map(parameter))
        }
        if let body = route.body {
            operation["requestBody"] = .object([
                "required": .truth(!route.takesNoBody),
                "content": .object(
                    Dictionary(
                        route.bodyTypes.map { ($0, .object(["schema": body])) },
                        uniquingKeysWith: { own, _ in own })),
            ])
        }
        return operation
    }

    /// What every route may answer.
    private static let everywhere: [NativeRoute.Answer] = [
        .problem(400, "Not a request that this route takes"),
        .problem(401, "A key is needed, or is none of ours"),
        .problem(403, "The key does not open this"), .problem(429, "Too often"),
        .problem(503, "Too much is under way"),
    ]

    private static func parameter(_ parameter: NativeRoute.Parameter) -> JSONValue {
        .object([
            "name": .text(parameter.name), "in": .text(parameter.place.rawValue),
            "description": .text(parameter.summary), "schema": parameter.schema,
            "required": .truth(parameter.place == .path),
        ])
    }

    private static func response(_ answer: NativeRoute.Answer) -> JSONValue {
        var response: [String: JSONValue] = ["description": .text(answer.summary)]
        let schema = JSONValue.object(answer.schema.map { ["schema": $0] } ?? [:])
        var content: [String: JSONValue] = [:]
        for type in [answer.mediaType, answer.otherType].compactMap(\.self) {
            content[type] = schema
        }
        if !content.isEmpty { response["content"] = .object(content) }
        return .object(response)
    }

    /// OpenAI's shape, as everywhere in the gateway.
    private static let problem: JSONValue = .object([
        "type": .text("object"), "required": .list([.text("error")]),
        "properties": .object([
            "error": .object([
                "type": .text("object"),
                "required": .list(["message", "type", "code", "param"].map { .text($0) }),
                "properties": .object([
                    "message": .object(["type": .text("string")]),
                    "type": .object(["type": .text("string")]),
                    "code": .object(["type": .text("string")]),
                    "param": .object(["type": .list([.text("string"), .text("null")])]),
                ]),
            ])
        ]),
    ])
}
