/// A model as the provider itself lists it.
public struct ListedModel: Hashable, Sendable {
    /// Its name on the wire.
    public var name: String
    /// The day from which it does not answer, where the provider says so.
    public var shutdownDate: String?
}

/// Asks a provider which models it has; that costs nothing.
public struct ModelInquiry: Sendable {
    private let engine: Engine
    private let access: Access

    /// Creates the question; nil where the service has no such list.
    public init?(_ engine: Engine, _ access: Access) {
        switch engine.dialect {
        case .openAIImages, .openAIResponses, .gemini: break
        case .sdServer, .automatic1111, .comfyUI: return nil
        }
        if engine.isEmbedded { return nil }
        self.engine = engine
        self.access = access
    }

    /// Asks, page by page.
    ///
    /// - Parameter world: The way there.
    /// - Returns: The models, by name.
    /// - Throws: ``ProviderFailure``, free of keys; `CancellationError`.
    public func models(in world: World) async throws -> [ListedModel] {
        let transport = Transport(
            world: world, traffic: Traffic(world), route: engine.id, limit: 16 << 20,
            pictureKeys: [])
        var models: [ListedModel] = []
        var page: String?
        // More pages than any provider has models.
        for _ in 0..<50 {
            let request = request(page)
            let outcome = try await transport.send(request) { _ in
                throw ProviderFailure.unreadable(status: 200, detail: "a list can't be a stream")
            }
            guard case .reply(let reply) = outcome else { break }
            let (more, next) = try request.reading { () throws(ProviderFailure) in
                try read(reply)
            }
            models += more
            page = next
            guard next != nil else { break }
        }
        return models.sorted { $0.name < $1.name }
    }

    private func request(_ page: String?) -> WireRequest {
        guard engine.dialect == .gemini else {
            return WireRequest("GET", access.address + "/models", headers: access.bearer)
        }
        var headers: [String: String] = [:]
        headers["x-goog-api-key"] = access.key
        let more = page.map { "&pageToken=\($0)" } ?? ""
        return WireRequest(
            "GET", "\(access.address)/models?pageSize=1000\(more)", headers: headers)
    }

    private func read(
        _ reply: Reply
    ) throws(ProviderFailure) -> (models: [ListedModel], next: String?) {
        guard reply.status == 200 else { throw OpenAIError.failure(of: reply) }
        let isGemini = engine.dialect == .gemini
        guard let rows = reply.json?[isGemini ? "models" : "data"]?.list else {
            throw .unreadable(status: 200, detail: "the answer is no list of models")
        }
        let models = rows.compactMap { row in
            row[isGemini ? "name" : "id"]?.text.map { name in
                ListedModel(
                    name: name.hasPrefix("models/") ? String(name.dropFirst(7)) : name,
                    shutdownDate: row["shutdown_date"]?.text)
            }
        }
        let next = reply.json?["nextPageToken"]?.text
        let isToken = next?.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"&#%+".utf8.contains($0) }
        return (models, isToken == true && next?.isEmpty == false ? next : nil)
    }
}
