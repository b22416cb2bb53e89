import Candid

/// A suggestion as a person reads it, before they say yes to it.
struct SuggestionText {
    private let suggestion: Suggestion
    private let rules: LintConfiguration
    /// Where it would go, and what that may cost.
    let target: String
    private let terminal = Terminal.error

    init(_ suggestion: Suggestion, rules: LintConfiguration, target: String) {
        self.suggestion = suggestion
        self.rules = rules
        self.target = target
    }

    /// Shows what is proposed.
    func show() {
        show(suggestion.text, "draft")
        terminal.say(row("by", author))
    }

    /// Shows a text beside the person's own words.
    func show(_ text: Prompt, _ name: String) {
        let diff = WordDiff(from: suggestion.brief, to: text)
        terminal.say(row("yours", Terminal.visible(suggestion.brief.text)))
        terminal.say(row(name, diff.rendered(terminal.hasColour ? .ansi : .markers)))
        terminal.say(row("", Terminal.visible(classes(diff))))
        let explanation = Embellishment(from: suggestion.brief, to: text).explanation
        terminal.say(row("", terminal.dim(Terminal.visible(explanation))))
        for finding in text.findings(under: rules).prefix(8) {
            terminal.say(row("lint", "\(finding.rule): \(Terminal.visible(finding.message))"))
        }
    }

    /// Every word that was put in, by its class.
    private func classes(_ diff: WordDiff) -> String {
        let words = AddedWord.all(in: diff)
        guard !words.isEmpty else { return "no words are added" }
        return "added: "
            + words.map { "\($0.word) (\($0.kind?.title ?? "grammar"))" }.joined(separator: ", ")
    }

    private var author: String {
        let kind =
            switch suggestion.mode {
            case .assisted: "expanded, assisted"
            case .free: "expanded, free"
            case .rephrase: "rephrased"
            }
        let rules = suggestion.isRuleBased ? ", by rules: no language model" : ""
        return "\(Terminal.visible(suggestion.author)) (\(kind)\(rules))"
    }

    private func row(_ name: String, _ value: String) -> String {
        let pad = String(repeating: " ", count: max(1, 11 - name.count))
        let text = value.replacing("\n", with: "\n" + String(repeating: " ", count: 11))
        return terminal.bold(name) + pad + text
    }
}
