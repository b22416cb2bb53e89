import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid calibrate judge`: how often a judge passes what is false and fails what is true.
struct CalibrateJudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Measure how often a judge errs, on pictures whose truth is known.",
        discussion: """
            A set is a file of lines such as

              {"picture": "a.png", "question": "Is there a cat in this picture?", "answer": "yes"}
              {"picture": "a.png", "claim": "two red apples", "holds": false}

            with pictures beside it. A question is asked once as it stands; a claim is asked as \
            candid verify asks, in two wordings, part by part. What comes of it is kept with its date, \
            the judge's model, and the set's size and digest, and printed beside the judge's name from \
            then on.

            --make draws such a set with sketch: scenes with one true and one false claim each, whose \
            truth is read off the record of what was drawn. They are drawings: a judge may err more \
            or less on your pictures, and a set of your own says that better.

            Exit code 6 where the judge can't be asked; nothing is kept then.

            Examples:
              candid calibrate judge --make scenes --count 200
              candid calibrate judge openai --set scenes/set.jsonl --budget 1
            """)

    @Argument(
        help: ArgumentHelp(
            "Whom to measure, NAME or NAME/MODEL; the judge in force if not given.",
            valueName: "judge"))
    var judge: String?

    @Option(help: ArgumentHelp("The labelled set, one JSON object a line.", valueName: "file"))
    var set: String?

    @Option(help: ArgumentHelp("Draw a set into this folder.", valueName: "folder"))
    var make: String?

    @Option(help: "How many claims to draw, 2 to 10000; two to a picture.")
    var count = 200

    @Option(help: "Chooses among drawn sets.")
    var seed: UInt64 = 0

    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard (set == nil) != (make == nil) else {
            throw ValidationError(
                "Give --set FILE to measure with, or --make FOLDER to draw a set.")
        }
        guard 2...10_000 ~= count else { throw ValidationError("--count takes 2 to 10000.") }
        guard make == nil || judge == nil else {
            throw ValidationError("--make asks nobody: give no judge.")
        }
    }

    func run() async throws {
        if let make { return try draw(into: make) }
        var flags = try money.flags()
        flags.judge = judge
        let settings = try common.settings(flags)
        let labelled = try LabelledSet(set ?? "")
        let ledger = try settings.openLedger()
        var verifier = Verifier { UInt64.random(in: 0...UInt64.max) }
        let asked = try settings.measuredJudge(ledger, [])
        verifier.judge = asked
        if !common.json {
            Terminal.error.say(
                "asking \(asked.name) \(asked.model) about \(labelled.items.count) statements")
        }
        let world = try settings.world()
        let measured = JudgeCalibration(
            of: asked, try await tallies(labelled, verifier), set: labelled.digest,
            source: labelled.source, day: Timestamp(world.now()).day)
        let record = try await Calibration.judge(measured).kept(in: ledger, world)
        try CalibrationLine(record, at: Timestamp(world.now()), settings)
            .tell(asJSON: common.json)
    }

    private func tallies(
        _ set: LabelledSet, _ verifier: Verifier
    ) async throws -> [LabelledItem.Form: JudgeTally] {
        var tallies: [LabelledItem.Form: JudgeTally] = [:]
        for (number, row) in set.items.enumerated() {
            do {
                let answer = try await verifier.answer(
                    to: row.item, about: try row.file())
                tallies[row.item.form, default: JudgeTally()].count(answer, where: row.item.holds)
            } catch let failure as ProviderFailure {
                let told = CommandFailure(SpeakerFailure.service(failure))
                throw CommandFailure(
                    told.status,
                    "after \(number) of \(set.items.count) statements: \(told.message). Nothing is "
                        + "kept; what was asked stands in the ledger.")
            } catch let refusal as Refusal {
                throw CommandFailure(.badInput, "\(row.place): \(refusal)")
            } catch {
                throw CommandFailure(.badInput, "\(row.place): \(error)")
            }
        }
        return tallies
    }

    private func draw(into folder: String) throws {
        let place = URL(filePath: Settings.expanded(folder), directoryHint: .isDirectory)
        let set = try DrawnSet(count: count, seed: seed).write(to: place)
        guard !common.json else { return Console.printJSON(set) }
        Terminal.output.say(
            "\(set.statements) claims about \(set.pictures) pictures, half of them false: \(set.set)"
        )
        Terminal.error.say("Measure with: candid calibrate judge JUDGE --set \(set.set)")
    }
}
