import Candid

/// Whom a question to a language model goes to, found without looking at all of them.
struct SpeakerDirectory: Sendable {
    private var usual: [Speaker.Dialect: [String: SpeakerRoute]] = [:]
    private var services: [Speaker.Dialect: SpeakerRoute] = [:]

    /// Creates a directory; of several that would do, the first counts.
    init(_ routes: [SpeakerRoute]) {
        for route in routes {
            let speaker = route.speaker
            usual[speaker.dialect, default: [:]].merge([route.model: route]) { first, _ in first }
            if !speaker.isEmbedded, services[speaker.dialect] == nil {
                services[speaker.dialect] = route
            }
        }
    }

    /// The speaker for a model: whose usual one it is, or the first that is a service.
    ///
    /// - Throws: ``GatewayProblem`` where there is none.
    func route(for model: String, _ dialect: Speaker.Dialect) throws -> SpeakerRoute {
        guard !model.isEmpty else { throw Gateway.Options.unnamed }
        guard let route = usual[dialect]?[model] ?? services[dialect] else {
            throw Gateway.Options.unknown(model)
        }
        return route
    }
}
