import Candid
import CandidIO
import Foundation
import Sketch

/// The composition root: the one place where the pieces meet.
extension Settings {
    /// The folder of the ledger.
    var ledgerFolder: URL {
        URL(filePath: Self.expanded(values.ledger ?? "."), directoryHint: .isDirectory)
    }

    /// Where the pictures lie.
    var pictureStore: FilePictureStore {
        FilePictureStore(folder: ledgerFolder.appending(path: "pictures"))
    }

    /// Opens the ledger, making it if need be.
    func openLedger() throws -> SQLiteLedger {
        try SQLiteLedger(folder: ledgerFolder)
    }

    /// Whether there is a ledger already.
    var hasLedger: Bool {
        let file = ledgerFolder.appending(path: "ledger.sqlite").path
        return FileManager.default.fileExists(atPath: file)
    }

    /// Opens the ledger for looking things up, and never makes one.
    func openExistingLedger() throws -> SQLiteLedger {
        guard hasLedger else {
            let pictures = FileManager.default.fileExists(atPath: pictureStore.folder.path)
            throw CommandFailure(
                pictures ? .ledger : .badInput,
                "there is no ledger at \(ledgerFolder.path) (\(origin("ledger")))"
                    + (pictures
                        ? ", but there are its pictures: the ledger itself was removed." : ".")
                    + " candid generate makes one; --ledger names another folder.")
        }
        return try openLedger()
    }

    /// Whether exported files carry their record.
    func embedsRecord() throws -> Bool {
        switch values.embed {
        case "true": true
        case nil, "false": false
        case let other?:
            throw CommandFailure(
                .badInput, "“embed” is \(other). It must be true or false (\(origin("embed"))).")
        }
    }

    /// The codec for an engine, with the header fields that hold the key.
    func codec(for engine: Engine, headers: [String: String] = [:]) -> OpenAIImagesProvider {
        guard !engine.isEmbedded else {
            return OpenAIImagesProvider(engine, baseURL: SketchResponder.address)
        }
        let address = values.engines.openai.base_url ?? "https://api.openai.com/v1"
        return OpenAIImagesProvider(engine, baseURL: address, headers: headers)
    }

    /// The provider for an engine of the catalogue.
    func provider(for engine: Engine) throws -> any ImageProvider {
        guard !engine.isEmbedded else { return codec(for: engine) }
        let service = values.engines.openai
        guard let key = service.key else {
            throw CommandFailure(
                .badInput,
                "there is no key for the engine \(engine.id). Set OPENAI_API_KEY, or "
                    + "engines.openai.key in your settings; or use --engine sketch, which needs none."
            )
        }
        var headers = ["authorization": "Bearer \(key)"]
        headers["openai-organization"] = service.organization
        headers["openai-project"] = service.project
        return codec(for: engine, headers: headers)
    }

    /// Everything outside, with the embedded engine inside.
    func world() -> World {
        World.live().answering(SketchResponder.address, with: SketchResponder.responder)
    }

    /// The pipeline for an engine.
    func pipeline(for engine: Engine, ledger: SQLiteLedger) throws -> Pipeline {
        Pipeline(
            provider: try provider(for: engine), ledger: ledger, pictures: pictureStore,
            world: world())
    }

    /// Where a value came from, in words.
    func origin(_ key: String) -> String {
        switch origins[key] {
        case .flag: "flag"
        case .environment(let variable): "environment \(variable)"
        case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
        case .promptFile: "the prompt file's front matter"
        case .builtIn: "built in"
        case nil: "not set"
        }
    }

    static func expanded(_ path: String) -> String {
        path == "~" || path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
    }
}
