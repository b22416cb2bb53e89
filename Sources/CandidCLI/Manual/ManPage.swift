/// The manual in the `man` macro language.
struct ManPage {
    private let root: CommandDescription

    init(_ root: CommandDescription) {
        self.root = root
    }

    /// The page.
    var text: String {
        var lines = [
            ".TH CANDID 1 \"\" \"candid \(Version.text)\" \"User Commands\"",
            ".SH NAME", "candid \\- \(escaped(root.abstract ?? ""))",
            ".SH SYNOPSIS", ".B candid", ".I subcommand", "[options]",
            ".SH DESCRIPTION",
        ]
        lines += paragraphs(root.discussion)
        lines.append(".SH SUBCOMMANDS")
        for command in root.shown { lines += section(command) }
        lines += [".SH \"EXIT STATUS\""]
        for status in ExitStatus.allCases {
            lines += [".TP", ".B \(status.rawValue)", escaped(status.meaning)]
        }
        lines += [".SH ENVIRONMENT"]
        for setting in Setting.all {
            lines += [".TP", ".B \(setting.variable)", escaped(setting.summary)]
        }
        lines += [
            ".TP", ".B CANDID_CONFIG", "The only settings file to read.",
            ".TP", ".B NO_COLOR", "When set and not empty, nothing is coloured.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ command: CommandDescription) -> [String] {
        var lines = [".SS \(escaped(command.path))", escaped(command.abstract ?? "")]
        lines += paragraphs(command.discussion)
        for argument in command.shownArguments {
            lines += [".TP", ".B \(escaped(argument.written))", escaped(argument.meaning)]
        }
        for subcommand in command.shown { lines += section(subcommand) }
        return lines
    }

    private func paragraphs(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return [".PP", ".nf"]
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { escaped(String($0)) } + [".fi"]
    }

    /// A line that can't be taken for a request of the macro language.
    private func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .replacing("\n", with: " ")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
