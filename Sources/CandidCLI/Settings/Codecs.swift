import Candid

extension Settings {
    /// The codec for an engine; without a key where none is set, because a dry run shows none.
    func codec(for engine: Engine) throws -> any ImageProvider {
        try codec(for: engine, values[service: engine.id])
    }

    /// The codec for an engine with a person's own address and key.
    func codec(
        for engine: Engine, _ service: Configuration.Service
    ) throws -> any ImageProvider {
        guard let address = engine.isEmbedded ? engine.address : service.base_url ?? engine.address
        else {
            throw CommandFailure(
                .badInput,
                "there is no address for the engine \(engine.id). Set "
                    + "engines.\(engine.id).base_url in your settings.")
        }
        switch engine.dialect {
        case .openAIImages:
            return OpenAIImagesProvider(
                engine, baseURL: address, headers: Self.bearer(service))
        default:
            throw CommandFailure(.badInput, "the engine \(engine.id) is not here yet.")
        }
    }

    private static func bearer(_ service: Configuration.Service) -> [String: String] {
        var headers: [String: String] = [:]
        headers["authorization"] = service.key.map { "Bearer \($0)" }
        headers["openai-organization"] = service.organization
        headers["openai-project"] = service.project
        return headers
    }
}
