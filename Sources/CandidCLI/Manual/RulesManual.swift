import Candid

/// The lint rules in Markdown: `docs/rules.md`.
enum RulesManual {
    /// The page.
    static var text: String {
        var lines = [
            "# The rules of `candid lint`", "",
            "Made by `make docs` from the rules themselves, whose examples are their tests; do not",
            "edit by hand. A finding is advice: a prompt with findings can still be sent, but one",
            "with an error leaves this machine only with `--yes`.", "",
            "| rule | severity | |", "| --- | --- | --- |",
        ]
        lines += LintRule.all.map {
            "| [`\($0.id)`](#\($0.id)) | \($0.severity.rawValue) | \($0.summary) |"
        }
        for rule in LintRule.all { lines += section(rule) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ rule: LintRule) -> [String] {
        var lines = [
            "", "## \(rule.id)", "", rule.summary, "", rule.rationale, "",
            "Source: \(rule.source)",
        ]
        if !rule.flags.isEmpty {
            lines += ["", "Flagged, between « and »:", "", "```text"] + rule.flags + ["```"]
        }
        if !rule.passes.isEmpty {
            lines += ["", "Left alone:", "", "```text"] + rule.passes + ["```"]
        }
        return lines
    }
}
