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
        do {
            return try engine.provider(try access(to: engine, service))
        } catch let refusal as Refusal {
            throw CommandFailure(.badInput, refusal.description)
        }
    }

    /// How to reach an engine.
    func access(to engine: Engine, _ service: Configuration.Service) throws -> Access {
        guard let address = engine.isEmbedded ? engine.address : service.base_url ?? engine.address
        else {
            throw CommandFailure(
                .badInput,
                "there is no address for the engine \(engine.id). Set "
                    + "engines.\(engine.id).base_url in your settings.")
        }
        return Access(
            address, key: service.key, organization: service.organization,
            project: service.project, graph: try service.graph.map { try OwnFile($0).json })
    }
}
