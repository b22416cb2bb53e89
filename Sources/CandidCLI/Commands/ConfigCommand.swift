import ArgumentParser
import Foundation

/// `candid config`: what is in force, and why.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show every setting, its value, and where it came from.",
        discussion: """
            Flags win over environment variables, those over candid.yaml in this folder or the \
            nearest above it, that over your own file. Keys are never shown.
            """)

    @OptionGroup(title: "Settings") var common: CommonOptions

    private struct Document: Encodable {
        struct Row: Encodable {
            let key: String
            let variable: String
            let value: String?
            let origin: String
            let secret: Bool
            let summary: String
        }

        struct File: Encodable {
            let path: String
            let found: Bool
        }

        let schema = "candid/config/1"
        let settings: [Row]
        let files: [File]
    }

    func run() throws {
        let settings = try common.settings()
        if common.json { return Console.printJSON(document(settings)) }
        let output = Terminal.output
        let all = Setting.all + settings.values.ownSettings
        let width = all.map(\.key.count).max() ?? 0
        for setting in all {
            let key = setting.key.padding(toLength: width, withPad: " ", startingAt: 0)
            let value = Self.shown(setting, settings)
            output.say(
                "\(output.bold(key))  \(value ?? "–")  \(output.dim(settings.origin(setting.key)))")
        }
        for file in settings.files {
            Terminal.error.say("\(file.isThere ? "read" : "not there"): \(file.path)")
        }
    }

    private func document(_ settings: Settings) -> Document {
        Document(
            settings: (Setting.all + settings.values.ownSettings).map { setting in
                Document.Row(
                    key: setting.key, variable: setting.variable,
                    value: Self.shown(setting, settings), origin: settings.origin(setting.key),
                    secret: setting.isSecret, summary: setting.summary)
            },
            files: settings.files.map { Document.File(path: $0.path, found: $0.isThere) })
    }

    private static func shown(_ setting: Setting, _ settings: Settings) -> String? {
        guard let value = settings.values[keyPath: setting.path] else { return nil }
        return setting.isSecret ? "(set, not shown)" : value
    }
}
