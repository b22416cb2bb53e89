import Candid
import Foundation

/// The rules, for people and programs.
struct RuleBook {
    private struct Document: Encodable {
        struct Rule: Encodable {
            let id: String
            let severity: Finding.Severity
            let summary: String
            let rationale: String
            let source: String
            let flags: [String]
            let passes: [String]

            init(_ rule: LintRule) {
                id = rule.id
                severity = rule.severity
                summary = rule.summary
                rationale = rule.rationale
                source = rule.source
                flags = rule.flags
                passes = rule.passes
            }
        }

        let schema = "candid/lint-rules/1"
        let rules: [Rule]
    }

    let asJSON: Bool

    /// Prints every rule.
    func list() {
        guard !asJSON else {
            return Console.printJSON(Document(rules: LintRule.all.map { .init($0) }))
        }
        let width = LintRule.all.map(\.id.count).max() ?? 0
        for rule in LintRule.all {
            let id = rule.id.padding(toLength: width, withPad: " ", startingAt: 0)
            let level = rule.severity.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
            Terminal.output.say("\(Terminal.output.bold(id))  \(level)  \(rule.summary)")
        }
    }

    /// Prints all that a rule says of itself.
    func explain(_ name: String) throws {
        guard let rule = LintRule.all.first(where: { $0.id == name }) else {
            throw CommandFailure(
                .badInput, "there is no lint rule “\(name)”. candid lint --rules lists them.")
        }
        guard !asJSON else { return Console.printJSON(Document(rules: [.init(rule)])) }
        let output = Terminal.output
        output.say("\(output.bold(rule.id)) (\(rule.severity.rawValue))")
        for text in [rule.summary, rule.rationale, "Source: \(rule.source)"] {
            output.say("")
            output.say(text)
        }
        output.say("\nFlagged, between « and »:")
        for example in rule.flags { output.say("  \(example)") }
        output.say("\nLeft alone:")
        for example in rule.passes { output.say("  \(example)") }
        output.say("\nSwitch it off with --off \(rule.id), or in settings and in a prompt file's")
        output.say("front matter with lint: {off: [\(rule.id)]}.")
    }
}
