/// The manual in Markdown: `docs/cli.md`.
struct MarkdownManual {
    private let root: CommandDescription

    init(_ root: CommandDescription) {
        self.root = root
    }

    /// The page.
    var text: String {
        var lines = [
            "# The command `candid`", "",
            "Made by `make docs` from the command's own help; do not edit by hand.", "",
            root.abstract ?? "", "", root.discussion ?? "", "",
        ]
        for command in root.shown { lines += section(command, level: 2) }
        lines += ["## Exit codes", "", "| code | meaning |", "| --- | --- |"]
        lines += ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        lines += [
            "", "## Settings", "", "| key in a file | environment variable | meaning |",
            "| --- | --- | --- |",
        ]
        lines += Setting.all.map { "| `\($0.key)` | `\($0.variable)` | \($0.summary) |" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ command: CommandDescription, level: Int) -> [String] {
        let mark = String(repeating: "#", count: level)
        var lines = ["\(mark) `\(command.path)`", "", command.abstract ?? "", ""]
        if let discussion = command.discussion, !discussion.isEmpty {
            lines += ["```text", discussion, "```", ""]
        }
        let arguments = command.shownArguments
        if !arguments.isEmpty {
            lines += ["| argument | meaning |", "| --- | --- |"]
            lines += arguments.map { "| `\($0.written)` | \($0.meaning) |" }
            lines.append("")
        }
        for subcommand in command.shown { lines += section(subcommand, level: level + 1) }
        return lines
    }
}
