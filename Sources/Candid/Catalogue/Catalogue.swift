import Foundation

/// The engines that we know, and their limits.
public struct Catalogue: Hashable, Sendable, Codable {
    /// The engines, the default first.
    public var engines: [Engine]

    /// Creates a catalogue.
    public init(engines: [Engine]) {
        self.engines = engines
    }

    /// The catalogue that comes with Candid.
    ///
    /// - Throws: `DecodingError` if the file beside this one is not a catalogue; a test holds it.
    public static func included() throws -> Catalogue {
        try JSONDecoder().decode(Catalogue.self, from: Data(PackageResources.engines_json))
    }

    /// The engine of a name.
    ///
    /// - Throws: ``Refusal`` that lists the names there are.
    public func engine(named name: String) throws(Refusal) -> Engine {
        guard let engine = engines.first(where: { $0.id == name }) else {
            throw Refusal(
                field: "engine", reason: "there is no engine “\(name)”",
                wayOut: "There are: \(engines.map(\.id).joined(separator: ", ")).")
        }
        return engine
    }
}
