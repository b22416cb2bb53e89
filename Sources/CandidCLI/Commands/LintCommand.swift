import ArgumentParser
import Candid
import Foundation

/// `candid lint`: what image models tend to misread, before any money is spent.
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say what image models misread in a prompt, and how to say it instead.",
        discussion: """
            Takes prompts, or files: .prompt (YAML front matter and text), .txt, .csv and .jsonl \
            (one column holds the prompts). Nothing is changed unless --fix is given, and then the \
            change is shown.

            With --format jsonl and no argument it reads lines {"id": …, "prompt": …} from standard \
            input and writes one line of findings for each, in order.

            Examples:
              candid lint "a street with no cars"
              candid lint prompts/*.prompt --fail-on warning
              candid lint --format jsonl < prompts.jsonl > findings.jsonl
              candid lint --explain negation
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, json, jsonl, sarif, github
    }

    @Argument(help: "Prompts in quotes, files, or - for standard input.")
    var prompts: [String] = []

    @Option(help: "text, json, jsonl, sarif or github.")
    var format: Form = .text

    @Option(help: ArgumentHelp("The column of tables that holds the prompts.", valueName: "name"))
    var column = "prompt"

    @Option(
        help: ArgumentHelp(
            "Answer no (exit code 1) from this severity on: note, warning or error.",
            valueName: "severity"))
    var failOn: String?

    @Option(
        help: ArgumentHelp("Answer no if there are more warnings than this.", valueName: "number"))
    var maxWarnings: Int?

    @Option(help: ArgumentHelp("Switch a rule off; may be repeated.", valueName: "rule"))
    var off: [String] = []

    @Flag(help: "Apply the fixes: show the change, and write files anew or print the new prompt.")
    var fix = false

    @Flag(help: "List the rules.")
    var rules = false

    @Option(help: ArgumentHelp("Explain a rule.", valueName: "rule"))
    var explain: String?

    @Flag(help: "Keep the last line ending of a prompt from a file or standard input.")
    var raw = false

    @OptionGroup(title: "The picture, to hold the prompt against") var picture: TargetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        if rules { return RuleBook(asJSON: common.json).list() }
        if let explain { return try RuleBook(asJSON: common.json).explain(explain) }
        var flags = picture.flags
        flags.lint.off = off.isEmpty ? nil : off.joined(separator: ", ")
        flags.lint.fail_on = failOn
        let settings = try common.settings(flags)
        let engine = try settings.engine()
        settings.warnOfRetirement(
            of: settings.values.model ?? engine.defaultModel, on: engine)
        if format == .jsonl, prompts.isEmpty || prompts == ["-"] {
            guard !fix else {
                throw CommandFailure(.usage, "--fix does not go with lines; each has its fixes.")
            }
            let bar = try settings.lintBar()
            let stream = LintStream(
                configuration: try settings.lint(count: picture.count), column: column)
            return try answer(try stream.run(), bar)
        }
        let bar = try settings.lintBar()
        let results = try lint(flags, settings)
        if fix {
            try Fixing(results: results, asJSON: common.json || format == .json).apply()
        } else {
            try report(results)
        }
        try answer(LintTally(results), bar)
    }

    private func lint(_ flags: Configuration, _ settings: Settings) throws -> [LintResult] {
        guard !prompts.isEmpty else {
            throw CommandFailure(
                .usage, "there is nothing to lint. Give a prompt in quotes, a file, or -.")
        }
        let configuration = try settings.lint(count: picture.count)
        let input = LintInput(column: column, isRaw: raw)
        return try prompts.enumerated().flatMap { number, argument in
            try input.items(argument, number: number + 1).map { item in
                let own =
                    item.settings == Configuration()
                    ? configuration
                    : try common.settings(flags, promptFile: item.settings).lint(
                        count: picture.count)
                return LintResult(item: item, findings: item.prompt.findings(under: own))
            }
        }
    }

    private func report(_ results: [LintResult]) throws {
        switch common.json ? .json : format {
        case .json: Console.printJSON(LintDocument(results))
        case .sarif: Console.printJSON(SARIF(results))
        case .jsonl:
            for result in results { Console.printJSONLine(LintDocument.Item(result)) }
        case .github:
            for result in results {
                for finding in result.findings {
                    Terminal.output.say(GitHubAnnotations.line(finding, result.item))
                }
            }
        case .text:
            let text = LintText(terminal: Terminal.output)
            for result in results {
                for line in text.lines(result) { Terminal.output.say(line) }
            }
            Terminal.output.say(text.summary(LintTally(results)))
        }
    }

    private func answer(_ tally: LintTally, _ bar: Finding.Severity) throws {
        let tooMany = maxWarnings.map { tally.warnings > $0 } ?? false
        guard tally.reaches(bar) || tooMany else { return }
        throw ExitStatus.answerIsNo.code
    }
}

extension Settings {
    /// The severity from which on linting answers no.
    func lintBar() throws -> Finding.Severity {
        guard let text = values.lint.fail_on else { return .error }
        guard let bar = Finding.Severity(rawValue: text) else {
            throw CommandFailure(
                .badInput,
                "lint.fail_on: “\(text)” is not note, warning or error (\(origin("lint.fail_on")))."
            )
        }
        return bar
    }

    /// How to lint, with the model's limits and the parameters that the prompt must fit.
    func lint(count: Int?) throws -> LintConfiguration {
        var lint = LintConfiguration(
            off: Set(Self.words(values.lint.off)), severities: try severities())
        if let unknown = lint.unknownRules.first {
            throw CommandFailure(
                .badInput,
                "there is no lint rule “\(unknown)”. candid lint --rules lists them.")
        }
        let engine = try engine()
        let model = try? engine.model(named: values.model ?? engine.defaultModel)
        if let limit = model?.promptLimit { lint.promptLimit = limit }
        let size = values.size.flatMap { Size($0) }
        lint.parameters.width = size?.width
        lint.parameters.height = size?.height
        lint.parameters.count = count
        lint.parameters.style = values.style
        lint.parameters.background = values.background
        return lint
    }

    private func severities() throws -> [String: Finding.Severity] {
        var severities: [String: Finding.Severity] = [:]
        for pair in Self.words(values.lint.severities) {
            let sides = pair.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard sides.count == 2, let severity = Finding.Severity(rawValue: sides[1]) else {
                throw CommandFailure(
                    .badInput,
                    "lint.severities: “\(pair)” is not such as length=error "
                        + "(\(origin("lint.severities"))).")
            }
            severities[sides[0]] = severity
        }
        return severities
    }

    private static func words(_ list: String?) -> [String] {
        (list ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}
