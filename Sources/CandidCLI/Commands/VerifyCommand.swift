public import ArgumentParser
public import Candid
import CandidIO
import Foundation
import Pixels

/// `candid verify`: whether what is said of a picture is true.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Tell whether what is said of a picture is true, with the evidence.",
        discussion: """
            Pixels are asked first; what they can't say is inconclusive, with the reason, unless a \
            judge can be asked. The usual judge is sketch: rules that read the record in a picture \
            of its own, as long as no pixel was changed; it looks at nothing, and says so. A picture that did not change refutes whoever says he changed it.

            The verdicts are written into the ledger: behind the receipt that knows the picture, or \
            under a name of their own, which candid show takes.

            Exit code 0 where nothing is refuted, 1 where something is; with --require confirmed \
            also 1 where something is inconclusive.

            Examples:
              candid verify after.png --against before.png --claim "I removed the hat."
              candid verify after.png --against before.png --contract "keep=lighting" --box 20,20,64,64
              candid verify cat.png --prompt "a grey cat on a red sofa, no people"
              candid verify after.png --against before.png --heat heat.png --evidence crops
              candid verify logo.png --colour "#e4002b" --ground transparent --ground no-border
            """)

    @Argument(help: "The picture file.")
    var picture: String

    @Option(help: ArgumentHelp("The brief that it was made from.", valueName: "words"))
    var prompt: String?

    @Option(
        name: .customLong("claim"),
        help: ArgumentHelp(
            "A sentence that somebody said of it; may be given often.", valueName: "words"))
    var said: [String] = []

    @OptionGroup var wanted: WantedLooks

    @Option(help: ArgumentHelp("The picture that it was made from.", valueName: "file"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "What might change and what must stay, such as only=lighting;keep=composition.",
            valueName: "contract"))
    var contract: String?

    @Option(
        help: ArgumentHelp("Where it might change: a PNG's transparent pixels.", valueName: "file"))
    var mask: String?

    @Option(help: ArgumentHelp("Where it might change, as x,y,w,h in pixels.", valueName: "box"))
    var box: String?

    @Option(
        help: ArgumentHelp("confirmed: answer no also to what is inconclusive.", valueName: "word"))
    var require: Verdict.Outcome?

    @Option(
        help: ArgumentHelp("Write crops of what changed into this folder.", valueName: "folder"))
    var evidence: String?

    @Option(
        help: ArgumentHelp(
            "Write a PNG of where it differs from the picture before, as candid compare does.",
            valueName: "file"))
    var heat: String?

    @Option(
        help: ArgumentHelp(
            "Who is asked what pixels can't say, such as openai; sketch, which knows its own pictures "
                + "only, if not given; none for nobody.",
            valueName: "judge"))
    var judge: String?

    @Option(
        help: ArgumentHelp(
            "The route that made it, as ENGINE or ENGINE/MODEL, where no receipt says so: its noise "
                + "floor is taken into account, if it was measured (candid calibrate route).",
            valueName: "route"))
    var route: String?

    @Option(
        help: ArgumentHelp(
            "Who reads sentences in which our rules find nothing, and words of the prompt that they "
                + "leave unchecked, such as openai or ollama/NAME; what it reads is shown as "
                + "inferred.",
            valueName: "speaker"))
    var speaker: String?

    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard prompt != nil || !said.isEmpty || against != nil || !wanted.isEmpty else {
            throw ValidationError(
                "Say what to verify: --prompt, --claim, --colour, --ground, or --against a parent.")
        }
        guard against != nil || [contract, mask, box, heat].allSatisfy({ $0 == nil }) else {
            throw ValidationError(
                "--contract, --mask, --box and --heat need --against, the picture before.")
        }
        guard mask == nil || box == nil else {
            throw ValidationError("Give --mask or --box, not both.")
        }
        guard require == nil || require == .confirmed else {
            throw ValidationError("--require takes confirmed.")
        }
    }

    func run() async throws {
        var flags = try money.flags()
        (flags.judge, flags.speaker) = (judge, speaker)
        let settings = try common.settings(flags)
        var task = VerificationTask(
            picture: try Self.file(picture), parent: try against.map { try Self.file($0) },
            brief: try await reading(settings), said: said, looks: try wanted.claims,
            contract: contract, mask: try mask.map { try Self.file($0) }, box: box, route: route)
        task.inferred = try await inferred(settings, isAlone: try task.claims().isEmpty)
        let ledger = try settings.openLedger()
        let finding = try await task.finding(settings, ledger)
        let judgement = finding.judgement
        do {
            try writeEvidence(judgement, finding.subject)
        } catch let error as ImageError {
            throw CommandFailure(.badInput, "a picture can't be read: \(error)")
        }
        let record = try await judgement.kept(
            in: ledger, with: finding.receipt, try settings.world())
        VerificationText(record, isInReceipt: finding.receipt != nil).tell(asJSON: common.json)
        let isNo =
            judgement.outcome == .refuted || (require != nil && judgement.outcome != .confirmed)
        if isNo { throw ExitStatus.answerIsNo.code }
    }

    /// What a speaker reads out of sentences in which our rules find nothing; where there is nothing
    /// else to check (`isAlone`), a speaker who can't be asked is an error.
    private func inferred(_ settings: Settings, isAlone: Bool) async throws -> [Claim] {
        var claims: [Claim] = []
        let reader = try reader(settings)
        for text in said {
            for sentence in SentenceReading(text).unread {
                do {
                    let found = try await reader?.claims(in: sentence, of: text).claims ?? []
                    claims += found
                    if found.isEmpty {
                        note("nothing to check was found in “\(sentence)”")
                    }
                } catch let failure as SpeakerFailure {
                    guard !isAlone || !claims.isEmpty else { throw CommandFailure(failure) }
                    note("“\(sentence)” was not read: \(failure.message)")
                }
            }
        }
        return claims
    }

    /// The claims of the prompt; a speaker is asked for questions about the words that ours leave
    /// unchecked, where there is a judge who answers them.
    private func reading(_ settings: Settings) async throws -> BriefReading? {
        guard let prompt else { return nil }
        let brief = Prompt(prompt)
        let ours = BriefReading(brief)
        guard !ours.uncovered.isEmpty, settings.values.judge != Settings.nobody,
            let second = try second(settings)
        else { return ours }
        do {
            let seconded = try await second.seconding(ours, of: brief)
            for one in seconded.refused {
                note("the question “\(one.question)” on “\(one.span)” is refused: \(one.reason)")
            }
            return seconded
        } catch let failure as SpeakerFailure {
            let words = ours.uncovered.joined(separator: ", ")
            note("nobody asked about “\(words)”: \(failure.message)")
            return ours
        }
    }

    /// Who reads sentences as a second.
    private func reader(_ settings: Settings) throws -> SpeakerRoute? {
        try said.contains { !SentenceReading($0).unread.isEmpty } ? second(settings) : nil
    }

    /// A second after our rules; nil where nobody is configured.
    ///
    /// Rules are not asked, because ours have looked already.
    private func second(_ settings: Settings) throws -> SpeakerRoute? {
        guard let wish = settings.values.speaker, wish != Settings.nobody,
            try !settings.speaker(NoLedger()).speaker.isEmbedded
        else { return nil }
        return try settings.speaker(try settings.openLedger())
    }

    private func note(_ words: String) {
        Terminal.error.say("note: \(Terminal.visible(words))")
    }

    private func writeEvidence(_ judgement: Judgement, _ subject: Verifier.Subject) throws {
        if let evidence {
            let folder = URL(filePath: Settings.expanded(evidence), directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for crop in try judgement.crops(of: subject) {
                try DurableFile.write(crop.file, to: folder.appending(path: crop.name))
            }
        }
        if let heat, let map = try subject.heatMap() {
            try DurableFile.write(map, to: URL(filePath: Settings.expanded(heat)))
        }
    }

    private static func file(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: Settings.expanded(path)) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        return [UInt8](data)
    }
}

extension Verdict.Outcome: ExpressibleByArgument {}
