import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid plan`: prompts that a speaker designs, as a file to read and change.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Let a speaker design prompts for a brief; nothing is drawn.",
        discussion: """
            The plan is a YAML file to read and change. candid generate --plan FILE:N then sends a \
            prompt of it, verbatim. An answer that can't be used is asked for again with the error, \
            at most twice. The whole conversation is in the ledger. The usual speaker is sketch: rules \
            and no language model, which vary your words by view, light and style. Others are proved \
            on recorded shapes, not against live models.

            Examples:
              candid plan "a poster for a bicycle shop" -n 3
              candid plan "a poster for a bicycle shop" --speaker openai
              candid generate --plan plan.yaml:2
            """)

    @Argument(help: "The brief, in quotes; - reads it from standard input.")
    var brief: String

    @Option(name: .customShort("n"), help: "How many prompts.")
    var count = 3

    @Option(
        help: ArgumentHelp(
            "Who designs, such as openai; sketch, by rules, if not given.", valueName: "speaker"))
    var speaker: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file for the plan; plan-NAME.yaml in this folder if not given.",
            valueName: "file"))
    var output: String?

    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    @Flag(name: .shortAndLong, help: "Answer yes to whatever would be asked.")
    var yes = false

    func validate() throws {
        guard (1...Plan.limit).contains(count) else {
            throw ValidationError("-n must be 1 to \(Plan.limit).")
        }
    }

    func run() async throws {
        var flags = try money.flags()
        flags.speaker = speaker
        let settings = try common.settings(flags)
        let prompt = try PromptSource(argument: brief, file: nil, isRaw: false).read().prompt
        if let output, FileManager.default.fileExists(atPath: output) {
            throw CommandFailure(.badInput, "\(output) is there already. Nothing was asked.")
        }
        _ = try settings.speaker(NoLedger())
        let route = try settings.speaker(try settings.openLedger())
        try LintGate(settings: settings, count: nil, says: false)
            .pass(prompt, to: route.speaker, withYes: yes)
        let (plan, model, run) = try await route.plan(for: prompt, count: count)
        let rules = try settings.lint(count: nil)
        let file = output ?? "plan-\(run).yaml"
        let document = PlanDocument(
            file: file, brief: plan.brief, speaker: "\(route.speaker.id) \(model)",
            conversation: run, cost: try await route.ledger.cost(of: run),
            prompts: plan.items.map {
                PlanDocument.Item($0, $0.prompt.findings(under: rules))
            })
        try PlanFile.write(
            PlanFile.Contents(
                brief: plan.brief, speaker: document.speaker, conversation: run, items: plan.items),
            to: file)
        if common.json { return Console.printJSON(document) }
        for line in document.lines(Terminal.output) { Terminal.output.say(line) }
    }
}

/// A plan as other programs read it: `docs/schemas/plan.v1.json`.
struct PlanDocument: Encodable {
    /// One prompt.
    struct Item: Encodable {
        /// What the linter says of it.
        struct Note: Encodable {
            let rule: String
            let severity: String
            let message: String
        }

        let title: String
        let prompt: Prompt
        @Nullable var size: Size?
        let why: String
        let must_show: [String]
        let must_not_show: [String]
        let findings: [Note]

        init(_ item: Plan.Item, _ findings: [Finding]) {
            title = item.title
            prompt = item.prompt
            why = item.why
            must_show = item.mustShow
            must_not_show = item.mustNotShow
            self.findings = findings.map {
                Note(rule: "\($0.rule)", severity: "\($0.severity)", message: $0.message)
            }
            size = item.size
        }
    }

    let schema = "candid/plan/1"
    let file: String
    let brief: Prompt
    let speaker: String
    let conversation: RunID
    @Nullable var cost: Cost?
    let prompts: [Item]

    func lines(_ terminal: Terminal) -> [String] {
        var lines: [String] = []
        for (index, item) in prompts.enumerated() {
            lines.append(
                terminal.bold("\(index + 1). \(Terminal.visible(item.title))")
                    + (item.size.map { " \($0)" } ?? ""))
            lines.append("   " + Terminal.visible(item.prompt.text))
            lines.append("   why: " + Terminal.visible(item.why))
            for note in item.findings {
                lines.append(
                    "   lint: \(note.rule): \(Terminal.visible(note.message))")
            }
        }
        lines.append("by \(Terminal.visible(speaker)); kept as \(conversation)")
        lines.append("cost: " + (cost?.description ?? "unpriced"))
        lines.append(
            "written to \(file); nothing is drawn before: candid generate --plan \(file):1")
        return lines
    }
}
