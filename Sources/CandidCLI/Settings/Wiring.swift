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
        let ledger = try SQLiteLedger(folder: ledgerFolder)
        for file in ledger.setAside {
            Terminal.error.say(
                "warning: in what a program that ended wrote down beside the ledger, lines are not "
                    + "as they were written. The rest is in the ledger; the file is kept as "
                    + "\(file.path).")
        }
        return ledger
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

    /// The engines there are: ours, and what a file of the person's own says.
    func catalogue() throws -> Catalogue {
        guard let path = values.catalogue else { return try Catalogue.included() }
        do {
            return try Catalogue.included().merging(try OwnFile(path).json)
        } catch let refusal as Refusal {
            throw CommandFailure(
                .badInput, "\(path): \(refusal) (\(origin("catalogue")))")
        }
    }

    /// The provider for an engine.
    ///
    /// - Throws: ``CommandFailure`` if a key is needed and there is none.
    func provider(for engine: Engine) throws -> any ImageProvider {
        let service = values[service: engine.id]
        if engine.needsKey, service.key == nil {
            let variable = Setting.named("engines.\(engine.id).key")?.variable
            throw CommandFailure(
                .badInput,
                "there is no key for the engine \(engine.id). Set "
                    + (variable.map { "\($0), or " } ?? "")
                    + "engines.\(engine.id).key in your settings; or use --engine sketch, which "
                    + "needs none.")
        }
        return try codec(for: engine, service)
    }

    /// Everything outside, with the embedded engine inside.
    func world() throws -> World {
        World.live(try network()).sketching
    }

    /// The pipeline for an engine.
    func pipeline(for engine: Engine, ledger: SQLiteLedger) throws -> Pipeline {
        var pipeline = Pipeline(
            provider: try provider(for: engine), ledger: ledger, pictures: pictureStore,
            world: try world())
        pipeline.routes = try catalogue().engines
        pipeline.fallbacks = try fallbacks()
        pipeline.prices = try prices()
        pipeline.budgets = try budgets()
        pipeline.project = values.project
        pipeline.bill = bill
        return pipeline
    }

    /// Where to turn when an engine makes nothing.
    func fallbacks() throws -> [Fallback] {
        try fallbackModels().map { Fallback(try provider(for: $0), model: $1) }
    }

    /// The engines and models of ``fallbacks()``, without reaching for their keys.
    func fallbackModels() throws -> [(engine: Engine, model: String)] {
        let names = (values.fallbacks ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return try names.map { name in
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            do {
                let engine = try catalogue().engine(named: parts.first ?? "")
                return (engine, parts.count > 1 ? parts[1] : engine.defaultModel)
            } catch let refusal as Refusal {
                throw CommandFailure(
                    .badInput,
                    "fallbacks: \(refusal.reason). \(refusal.wayOut) "
                        + "(\(origin("fallbacks")))")
            }
        }
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
