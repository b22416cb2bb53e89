/// The command tree as the argument parser describes it.
struct ToolDescription: Decodable {
    let command: CommandDescription
}

/// One command.
struct CommandDescription: Decodable {
    let commandName: String
    let shouldDisplay: Bool?
    let abstract: String?
    let discussion: String?
    let superCommands: [String]?
    let subcommands: [CommandDescription]?
    let arguments: [ArgumentDescription]?

    /// The name with those of the commands above it.
    var path: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// The subcommands that are part of the manual.
    var shown: [CommandDescription] {
        (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay ?? true }
    }

    /// The arguments that are part of the manual.
    var shownArguments: [ArgumentDescription] {
        (arguments ?? []).filter { $0.shouldDisplay ?? true }
    }
}

/// One argument, option or flag.
struct ArgumentDescription: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String

        var written: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool?
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?

    /// How it is written, such as `-o, --output <place>`.
    var written: String {
        let value = "<\(valueName ?? "value")>"
        guard kind != "positional" else { return isRepeating ? value + " ..." : value }
        let names = (names ?? []).sorted { $0.name.count < $1.name.count }
            .map(\.written).joined(separator: ", ")
        return kind == "option" ? "\(names) \(value)" : names
    }

    /// What it does, and its default.
    var meaning: String {
        guard let defaultValue, kind == "option" else { return abstract ?? "" }
        return "\(abstract ?? "") (default: \(defaultValue))"
    }
}
