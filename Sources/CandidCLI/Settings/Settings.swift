import Candid
import CandidIO
import Foundation

/// What is in force, and where each value came from.
struct Settings {
    /// Where a value came from.
    enum Origin: Hashable {
        case flag
        case environment(variable: String)
        case file(path: String, line: Int?)
        case promptFile
        case builtIn
    }

    /// A file that was looked for.
    struct File: Hashable {
        let path: String
        /// Whether it was there.
        var isThere = false
        /// How many settings stand in it.
        var settings = 0
    }

    /// The values in force.
    private(set) var values = Configuration()
    /// Where each came from, by key.
    private(set) var origins: [String: Origin] = [:]
    /// The files that were looked for.
    private(set) var files: [File] = []
    /// The name under which everything that this command buys stands together.
    let bill = RunID(UInt64.random(in: 0...UInt64.max))
    /// Connections to one host at the same time; nil is the usual number.
    var connections: Int?

    /// Reads flags over a prompt's own front matter over the environment over the project's file
    /// over the user's.
    ///
    /// - Parameters:
    ///   - flags: What the command line sets.
    ///   - promptFile: What the front matter of a prompt file sets.
    ///   - file: A file that takes the place of both others.
    ///   - environment: The environment variables.
    /// - Throws: ``CommandFailure`` that names the file, the line and the key.
    init(
        flags: Configuration = Configuration(), promptFile: Configuration = Configuration(),
        file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        take(try Self.builtIn(environment)) { _ in .builtIn }
        if let file = file ?? environment["CANDID_CONFIG"] {
            try take(file: file, isPersonal: true)
        } else {
            try take(file: Self.userFile(environment), isPersonal: true, mayBeMissing: true)
            if let project = Self.projectFile() { try take(file: project, isPersonal: false) }
        }
        take(try Self.fromEnvironment(environment)) { .environment(variable: $0.variable) }
        take(promptFile) { _ in .promptFile }
        take(flags) { _ in .flag }
    }

    private mutating func take(
        file path: String, isPersonal: Bool, mayBeMissing: Bool = false
    )
        throws
    {
        let isThere = FileManager.default.fileExists(atPath: path)
        guard isThere || !mayBeMissing else {
            files.append(File(path: path))
            return
        }
        let file = try ConfigurationFile(path: path, isPersonal: isPersonal)
        files.append(File(path: path, isThere: isThere, settings: file.lines.count))
        take(Self.anchored(file.configuration, at: path)) {
            .file(path: path, line: file.lines[$0.key])
        }
    }

    /// Takes what belongs to the picture from here alone, and forgets every other layer's.
    mutating func takePicture(from layer: Configuration) {
        for setting in Setting.all where setting.isPicture {
            values[keyPath: setting.path] = layer[keyPath: setting.path]
        }
    }

    private mutating func take(_ layer: Configuration, origin: (Setting) -> Origin) {
        for setting in Setting.all + layer.ownSettings {
            guard let value = layer[keyPath: setting.path] else { continue }
            values[keyPath: setting.path] = value
            origins[setting.key] = origin(setting)
        }
    }

    /// The settings with relative places made absolute: a file means places beside itself.
    private static func anchored(_ values: Configuration, at file: String) -> Configuration {
        var values = values
        let folder = URL(filePath: file).deletingLastPathComponent()
        for path in places {
            guard let place = values[keyPath: path], !place.hasPrefix("/"), !place.hasPrefix("~")
            else { continue }
            values[keyPath: path] = folder.appending(path: place).path
        }
        return values
    }

    /// The settings that name a file or a folder.
    private static let places: [any WritableKeyPath<Configuration, String?> & Sendable] = [
        \.ledger, \.output, \.catalogue, \.prices, \.network.ca_file,
        \.serve.tls_cert, \.serve.tls_key,
        \.[service: "comfyui"].graph,
    ]

    private static func builtIn(_ environment: [String: String]) throws -> Configuration {
        var values = Configuration()
        values.engine = try Catalogue.included().engines.first?.id
        values.ledger = folder("XDG_DATA_HOME", ".local/share", environment)
        values.output = "."
        values.embed = "false"
        // Needs no key and no network, and asks nobody outside.
        let talker = try SpeakerCatalogue.included().speakers.first { $0.isEmbedded }?.id
        (values.speaker, values.judge) = (talker, talker)
        return values
    }

    private static func fromEnvironment(_ environment: [String: String]) throws -> Configuration {
        var values = Configuration()
        for setting in Setting.all {
            guard let value = environment[setting.variable] else { continue }
            // Others' variables are often set to nothing, which means: none.
            if value.isEmpty, setting.key.hasPrefix("network.") { continue }
            guard !value.isEmpty else {
                throw CommandFailure(
                    .badInput,
                    "the environment variable \(setting.variable) is set but empty. Unset it, or "
                        + "give it a value.")
            }
            values[keyPath: setting.path] = value
        }
        return values
    }

    private static func userFile(_ environment: [String: String]) -> String {
        folder("XDG_CONFIG_HOME", ".config", environment) + "/config.yaml"
    }

    /// The nearest `candid.yaml` from here upwards.
    private static func projectFile() -> String? {
        var folder = URL(filePath: FileManager.default.currentDirectoryPath)
        for _ in 0..<64 {
            let file = folder.appending(path: "candid.yaml").path
            if FileManager.default.fileExists(atPath: file) { return file }
            let parent = folder.deletingLastPathComponent()
            if parent.path == folder.path { return nil }
            folder = parent
        }
        return nil
    }

    /// Our folder under the user's, as the XDG base directory specification has it.
    private static func folder(
        _ variable: String, _ fallback: String, _ environment: [String: String]
    ) -> String {
        if let base = environment[variable], base.hasPrefix("/") { return base + "/candid" }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return "\(home)/\(fallback)/candid"
    }
}
