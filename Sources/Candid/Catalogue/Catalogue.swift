import Foundation
import NIOCore

/// The engines that we know, and their limits.
public struct Catalogue: Hashable, Sendable {
    /// The engines, the default first.
    public var engines: [Engine]

    /// Creates a catalogue.
    public init(engines: [Engine]) {
        self.engines = engines
    }

    /// The catalogue that comes with Candid.
    ///
    /// - Throws: ``Refusal`` if a file beside this one is not an engine; a test holds it.
    public static func included() throws(Refusal) -> Catalogue { try read.get() }

    /// Read once, because every pipeline asks for it and reading takes longer than all else at a start.
    private static let read = Result { () throws(Refusal) in
        var engines: [Engine] = []
        for bytes in Self.files { engines.append(try Engine(catalogueEntry: json(bytes))) }
        return Catalogue(engines: engines)
    }

    /// The files of the folder `Engines`, in the order in which engines are shown.
    private static let files = [
        PackageResources.sketch_json, PackageResources.openai_json,
        PackageResources.openai_responses_json, PackageResources.gemini_json,
        PackageResources.sd_server_json, PackageResources.sd_server_openai_json,
        PackageResources.automatic1111_json, PackageResources.comfyui_json,
        PackageResources.dall_e_3_json, PackageResources.compatible_json,
    ]

    private static func json(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONReader.read(bytes, limits: JSONReader.Limits(bytes: 1 << 20))
        } catch {
            throw Refusal(field: "catalogue", reason: "\(error)", wayOut: "Mend the file.")
        }
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

    /// The catalogue with a person's own entries: a new engine, or models and figures that take the
    /// place of ours.
    ///
    /// - Parameter own: `{"engines": [...]}`, each like a file of ours; of an engine that we know,
    ///   only what differs.
    /// - Returns: The catalogue of both.
    /// - Throws: ``Refusal`` that names the engine and the key.
    public func merging(_ own: JSONValue) throws(Refusal) -> Catalogue {
        guard let entries = own["engines"]?.list, own.object?.count == 1 else {
            throw Refusal(
                field: "catalogue", reason: "it must hold “engines” and nothing else",
                wayOut: "Write it as {engines: [{id: …}]}.")
        }
        var merged = self
        for entry in entries {
            guard let id = entry["id"]?.text else {
                throw Refusal(
                    field: "catalogue", reason: "an engine has no “id”", wayOut: "Give it one.")
            }
            if let place = merged.engines.firstIndex(where: { $0.id == id }) {
                merged.engines[place] = try merged.engines[place].merging(entry)
            } else {
                merged.engines.append(try Engine(catalogueEntry: entry))
            }
        }
        return merged
    }
}

extension Engine {
    /// Reads an entry of a catalogue, in which a model may be like another one.
    init(catalogueEntry entry: JSONValue) throws(Refusal) {
        let id = entry["id"]?.text ?? "?"
        var object = entry.object ?? [:]
        object["models"] = .list(try Self.resolved(entry["models"]?.list ?? [], engine: id))
        object["retired"] = object["retired"] ?? .list([])
        let whole = JSONValue.object(object)
        do {
            self = try JSONDecoder().decode(
                Engine.self, from: Data(whole.encoded().readableBytesView))
        } catch {
            throw Refusal(
                field: "catalogue",
                reason: "the engine “\(id)” can't be read: \(Self.words(error))",
                wayOut: "Compare it with candid models --json.")
        }
        try Self.refuseUnknownKeys(whole, against: self)
    }

    /// The engine with what a person's own entry says otherwise.
    func merging(_ entry: JSONValue) throws(Refusal) -> Engine {
        var object = json.object ?? [:]
        for (key, value) in entry.object ?? [:] where key != "models" { object[key] = value }
        var models = object["models"]?.list ?? []
        for model in entry["models"]?.list ?? [] {
            let place = models.firstIndex { $0["name"] == model["name"] }
            if let place {
                let both = (models[place].object ?? [:]).merging(model.object ?? [:]) { $1 }
                models[place] = .object(both)
            } else {
                models.append(model)
            }
        }
        object["models"] = .list(models)
        return try Engine(catalogueEntry: .object(object))
    }

    /// The engine as its catalogue entry.
    public var json: JSONValue {
        let encoded = (try? JSONEncoder().encode(self)) ?? Data()
        return JSONValue(text: String(decoding: encoded, as: UTF8.self)) ?? .null
    }

    private static func resolved(
        _ models: [JSONValue], engine: String
    ) throws(Refusal) -> [JSONValue] {
        var known: [String: [String: JSONValue]] = [:]
        var all: [JSONValue] = []
        for model in models {
            var object = model.object ?? [:]
            let name = object["name"]?.text ?? "?"
            if let like = object.removeValue(forKey: "like")?.text {
                guard let other = known[like] else {
                    throw Refusal(
                        field: "catalogue",
                        reason: "\(engine): “\(name)” is like “\(like)”, which is not above it",
                        wayOut: "Name a model that stands before it.")
                }
                object = other.merging(object) { $1 }
            }
            known[name] = object
            all.append(.object(object))
        }
        return all
    }

    /// What was read but is not written again is a key that we do not know.
    private static func refuseUnknownKeys(
        _ entry: JSONValue, against engine: Engine
    ) throws(Refusal) {
        guard let odd = unknown(entry, engine.json, at: engine.id) else { return }
        throw Refusal(
            field: "catalogue", reason: "unknown key “\(odd)”",
            wayOut: "Compare it with candid models --json.")
    }

    private static func unknown(_ given: JSONValue, _ known: JSONValue, at path: String) -> String?
    {
        switch (given, known) {
        case (.object(let given), .object(let known)):
            for (key, value) in given.sorted(by: { $0.key < $1.key }) where value != .null {
                guard let other = known[key] else { return "\(path).\(key)" }
                if let odd = unknown(value, other, at: "\(path).\(key)") { return odd }
            }
            return nil
        case (.list(let given), .list(let known)):
            for (index, pair) in zip(given, known).enumerated() {
                if let odd = unknown(pair.0, pair.1, at: "\(path)[\(index)]") { return odd }
            }
            return nil
        default: return nil
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” is of another kind"
        default: "\(error)"
        }
    }
}
