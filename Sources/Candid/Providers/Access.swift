import Foundation

/// How to reach a service: what only its user knows.
public struct Access: Hashable, Sendable {
    /// The address, without a slash at its end.
    public var address: String
    /// The key; for AUTOMATIC1111 a user's name and password with a colon between.
    public var key: String?
    /// The organization that is charged.
    public var organization: String?
    /// The project that is charged.
    public var project: String?
    /// ComfyUI's graph, with slots such as `{{prompt}}`.
    public var graph: JSONValue?

    /// Creates an access.
    public init(
        _ address: String, key: String? = nil, organization: String? = nil,
        project: String? = nil, graph: JSONValue? = nil
    ) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.key = key
        self.organization = organization
        self.project = project
        self.graph = graph
    }

    /// The header fields of services that take a bearer token.
    var bearer: [String: String] {
        var headers: [String: String] = [:]
        headers["authorization"] = key.map { "Bearer \($0)" }
        headers["openai-organization"] = organization
        headers["openai-project"] = project
        return headers
    }

    /// The header fields of services that ask for a name and a password (RFC 7617).
    var basic: [String: String] {
        guard let key else { return [:] }
        return ["authorization": "Basic \(Data(key.utf8).base64EncodedString())"]
    }
}

extension Engine {
    /// The codec for this engine's dialect.
    ///
    /// - Throws: ``Refusal`` where the access lacks what the dialect needs.
    public func provider(_ access: Access) throws(Refusal) -> any ImageProvider {
        switch dialect {
        case .openAIImages:
            OpenAIImagesProvider(self, baseURL: access.address, headers: access.bearer)
        case .openAIResponses: OpenAIResponsesProvider(self, access)
        case .gemini: GeminiProvider(self, access)
        case .sdServer: SDServerProvider(self, access)
        case .automatic1111: Automatic1111Provider(self, access)
        case .comfyUI: try ComfyUIProvider(self, access)
        }
    }
}
