import ArgumentParser
import Candid
import CandidIO
import Foundation
import Sketch

/// `candid describe`: what a judge sees in a picture.
struct DescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Let a judge tell what a picture shows, without telling it the prompt.",
        discussion: """
            A description is what a model says, and never a verification: candid verify tests \
            claims with pixels first. --against compares the words of a prompt with the words of the \
            description, here and without the judge. The usual judge is sketch: rules that read the \
            record in a picture of its own, and no eyes; any other picture needs another judge.

            Examples:
              candid describe bicycle.png
              candid describe photo.jpg --judge openai
              candid describe cats.png --judge ollama/qwen3-vl --against "two cats on a red sofa"
            """)

    @Argument(help: "The picture.")
    var picture: String

    @Option(help: ArgumentHelp("The prompt to compare the description with.", valueName: "prompt"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "Who tells: sketch, openai, openai-chat, anthropic, gemini, ollama/MODEL, llamacpp.",
            valueName: "judge"))
    var judge: String?

    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        var flags = try money.flags()
        flags.judge = judge
        let settings = try common.settings(flags)
        let file = try PictureFile.bytes(of: picture)
        guard InputPicture(file) != nil else {
            throw CommandFailure(
                .badInput, "\(picture) is no PNG, JPEG, WebP, GIF or SVG picture.")
        }
        let isRuleBased = try settings.judge(NoLedger()).speaker.isRuleBased
        guard !isRuleBased || Illustrator.claimsRecord(in: file) else {
            throw CommandFailure(
                .badInput,
                "\(picture) holds no record of sketch's, and the judge in force, sketch, is a set of "
                    + "rules that reads nothing else. Name one that looks: --judge openai, "
                    + "ollama/MODEL or another (candid config judge).")
        }
        let route = try settings.judge(try settings.openLedger())
        let (description, model, run) = try await route.description(of: file)
        var document = DescriptionDocument(
            description, of: file, by: "\(route.speaker.id) \(model)", in: run,
            against: against.map { Prompt($0) }, cost: try await route.ledger.cost(of: run))
        document.rule_based = isRuleBased
        if common.json { return Console.printJSON(document) }
        for line in document.lines(Terminal.output) { Terminal.output.say(line) }
    }
}

/// Keeps nothing: for checking settings before a ledger is made.
struct NoLedger: Ledger {
    func append(_ entries: [Entry]) {}
    func entries(of run: RunID) -> [Entry] { [] }
}

/// A description as other programs read it: `docs/schemas/description.v1.json`.
struct DescriptionDocument: Encodable {
    /// The words of a prompt beside those of a description.
    struct Comparison: Codable {
        let prompt: Prompt
        let missing: [String]
        let extra: [String]
        let different: [Embellishment.Change]
    }

    let schema = "candid/description/1"
    let picture: Digest
    let caption: String
    let seen: [Description.Thing]
    let lettering: [String]
    let judge: String
    var rule_based = false
    let verified = false
    let conversation: RunID
    @Nullable var cost: Cost?
    @Nullable var against: Comparison?

    init(
        _ description: Description, of file: [UInt8], by judge: String, in run: RunID,
        against prompt: Prompt?, cost: Cost?
    ) {
        self.cost = cost
        picture = Digest(of: file)
        caption = description.caption
        seen = description.seen
        lettering = description.lettering
        self.judge = judge
        conversation = run
        against = prompt.map { prompt in
            let words = Embellishment(from: prompt, to: description.text)
            let replaced = Set(words.changed.map(\.from))
            let instead = Set(words.changed.map(\.to))
            return Comparison(
                prompt: prompt,
                missing: words.dropped.map(\.word).filter { !replaced.contains($0) },
                extra: words.added.map(\.word).filter { !instead.contains($0) },
                different: words.changed)
        }
    }

    func lines(_ terminal: Terminal) -> [String] {
        var lines = [row(terminal, "caption", [caption])]
        lines.append(
            row(
                terminal, "seen",
                seen.map { "\($0.count.map { "\($0) × " } ?? "")\($0.name): \($0.look)" }))
        lines.append(
            row(terminal, "lettering", lettering.isEmpty ? ["none"] : lettering.map { "“\($0)”" }))
        if let against {
            let different = against.different.map { "\($0.from) → \($0.to)" }
            lines.append(row(terminal, "missing", words(against.missing)))
            lines.append(row(terminal, "extra", words(against.extra)))
            lines.append(row(terminal, "different", words(different)))
        }
        let source = rule_based ? "reads so in the picture's record, not in its pixels" : "says so"
        lines.append(
            row(
                terminal, "judge",
                ["\(judge) \(source); nothing here is verified: candid verify"]))
        lines.append(row(terminal, "cost", [cost?.description ?? "unpriced"]))
        lines.append(row(terminal, "kept as", [conversation.description]))
        return lines
    }

    private func words(_ list: [String]) -> [String] {
        [list.isEmpty ? "nothing" : list.joined(separator: ", ")]
    }

    private func row(_ terminal: Terminal, _ name: String, _ values: [String]) -> String {
        let indent = String(repeating: " ", count: 11)
        let text = values.map(Terminal.visible).joined(separator: "\n")
        return terminal.bold(name) + String(repeating: " ", count: 11 - name.count)
            + text.replacing("\n", with: "\n" + indent)
    }
}
