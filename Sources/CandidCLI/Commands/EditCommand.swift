import ArgumentParser
import Candid
import CandidIO
import Foundation
import Pixels

/// `candid edit`: one change to a picture, and whether that and nothing else happened.
struct EditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change a picture under a contract, and check what came of it.",
        discussion: """
            The contract's words go behind your instruction, are shown, and are verbatim from then \
            on. The result is compared with the picture before: whether it changed, whether what had \
            to stay did. The words of contracts: \(Facet.vocabulary.joined(separator: ", ")).

            With --retry it is tried again by the cheapest means: what leaked is pasted back, where \
            the thing's place is known only that is drawn again, then the evidence is told, then it \
            is drawn anew. A new picture is taken only if more claims hold and none that held is lost.

            Exit code 1 where a claim is refuted; with --require or --until confirmed also where one \
            is inconclusive.

            Examples:
              candid edit cat.png "make the light overcast" --only lighting --keep composition,subject:cat
              candid edit shop.png "remove the sign" --box 40,60,200,120 -o clean.png
              candid edit shop.png "remove the sign" --box 40,60,200,120 --retry 2 --until confirmed
            """)

    @Argument(
        help:
            "The picture to change: a file, or the start of a receipt's name; none with --session."
    )
    var base: String

    @Argument(help: "What to change, in quotes.")
    var instruction: String?

    @Option(
        help: ArgumentHelp(
            "Make it a turn of this session: its picture is changed.", valueName: "name"))
    var session: String?

    @Option(
        help: ArgumentHelp(
            "With --session: change this turn's picture instead of the last.", valueName: "turn"))
    var from: Int?

    @Option(help: ArgumentHelp("All that may change.", valueName: "words"))
    var only: [String] = []

    @Option(help: ArgumentHelp("What must stay as it is.", valueName: "words"))
    var keep: [String] = []

    @Option(help: ArgumentHelp("Where it may change, as x,y,w,h in pixels.", valueName: "box"))
    var box: String?

    @Flag(inversion: .prefixedNo, help: "Check what came of it.")
    var verify = true

    @Option(
        help: ArgumentHelp("confirmed: answer no also to what is inconclusive.", valueName: "word"))
    var require: Verdict.Outcome?

    @Option(
        help: ArgumentHelp(
            "Who is asked what pixels can't say, such as openai; sketch, which knows its own pictures "
                + "only, if not given; none for nobody.",
            valueName: "judge"))
    var judge: String?

    @OptionGroup(title: "The picture") var picture: PictureOptions
    @OptionGroup(title: "The result") var result: ResultOptions
    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    @Flag(help: "Print the exact body that would be sent; send nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Answer yes to whatever would be asked.")
    var yes = false

    @OptionGroup(title: "Trying again") var again: RetryOptions

    func validate() throws {
        guard box == nil || picture.mask == nil else {
            throw ValidationError("Give --mask or --box, not both.")
        }
        guard require == nil || (require == .confirmed && verify) else {
            throw ValidationError("--require takes confirmed, and needs the check.")
        }
        guard from == nil || session != nil else {
            throw ValidationError("--from names a turn: it needs --session.")
        }
        guard !again.isWanted || (verify && (picture.count ?? 1) == 1) else {
            throw ValidationError("--retry needs the check, and one picture at a time.")
        }
    }

    func run() async throws {
        if let session { return try await takeTurn(of: session) }
        guard let instruction else {
            throw CommandFailure(.usage, "say what to change behind the picture's name.")
        }
        var flags = picture.flags.merging(result.flags).merging(try money.flags())
        flags.judge = judge
        let settings = try common.settings(flags)
        let engine = try settings.engine()
        var options = picture
        options.images.insert(try await place(settings), at: 0)
        var pictures = try GivenPictures(options)
        let contract = try contract()
        let mask = try mask(contract, pictures)
        if let mask { try pictures.mask(with: mask.file) }
        let order = try settings.order(Prompt(instruction), engine, picture, pictures)
        try LintGate(settings: settings, count: picture.count, says: !result.quiet && !common.json)
            .pass(order, to: engine, withYes: yes)
        if !result.quiet, !common.json { try note(contract, order, engine) }
        if dryRun {
            return try await DryRun(
                Draft(order, under: contract).order, settings, engine, pictures.materials
            ).print(asJSON: common.json)
        }
        let claims = contract.claims(for: order.prompt, hasRegion: mask != nil)
        let made = try await make(order, contract, claims, pictures, settings)
        try made.answer()
        try made.receipt.answer(requiringConfirmed: require != nil || again.needsConfirmed)
    }

    /// The instruction as a turn of a session, whose picture it changes.
    private func takeTurn(of name: String) async throws {
        guard instruction == nil else {
            throw CommandFailure(
                .usage,
                "--session names the picture already. Give the instruction alone, and --from for an "
                    + "earlier turn's picture.")
        }
        guard !again.isWanted, picture.images.isEmpty, picture.markup == nil,
            (picture.count ?? 1) == 1
        else {
            throw CommandFailure(
                .usage, "--session does not go with --retry, --image, --markup or -n.")
        }
        var flags = picture.flags.merging(result.flags).merging(try money.flags())
        flags.judge = judge
        var options = picture
        options.mask = nil
        try await ScriptedTurn(
            name: name, settings: try common.settings(flags),
            manner: SessionManner(
                picture: options, says: !result.quiet && !common.json, verifies: verify,
                overwrites: result.force),
            form: common.json ? .json : result.quiet ? .quiet : .words, reading: .edit, turn: from,
            contract: try contract(), mask: picture.mask, requiresConfirmed: require != nil,
            saysYes: yes
        ).carryOut(Prompt(base), dryRun: dryRun)
    }

    /// The base's file; a receipt with several pictures does not say which.
    private func place(_ settings: Settings) async throws -> String {
        if FileManager.default.fileExists(atPath: Settings.expanded(base)) { return base }
        let ledger = try settings.openExistingLedger()
        let receipt = try await Recall(ledger: ledger).receipt(named: base)
        guard receipt.pictures.count == 1, let only = receipt.pictures.first else {
            throw CommandFailure(
                .badInput,
                "the receipt \(receipt.id) has \(receipt.pictures.count) pictures, so it does not say "
                    + "which to change. Name the file.")
        }
        return settings.pictureStore.path(of: only.digest, only.format).path
    }

    private func contract() throws -> EditContract {
        do {
            let region = try box.map { text throws(Refusal) in
                guard let box = PictureBox(text) else {
                    throw Refusal(
                        field: "box", reason: "“\(text)” is not x,y,w,h in pixels",
                        wayOut: "Write it as 20,20,64,64.")
                }
                return box
            }
            return try EditContract(
                only: try only.flatMap { try Facet.list($0, field: "only") },
                keep: try keep.flatMap { try Facet.list($0, field: "keep") }, box: region)
        } catch {
            throw CommandFailure(error)
        }
    }

    private func mask(_ contract: EditContract, _ pictures: GivenPictures) throws -> EditMask? {
        guard contract.box != nil || pictures.mask != nil else { return nil }
        guard let size = pictures.inputs.first?.size else {
            throw CommandFailure(
                .badInput, "\(base) does not say its size, so a region means nothing.")
        }
        if let box = contract.box { return try EditMask(box, in: size) }
        guard let file = pictures.bytes(of: pictures.mask) else { return nil }
        return try EditMask(file: file, for: size)
    }

    private func note(_ contract: EditContract, _ order: Order, _ engine: Engine) throws {
        if let words = contract.words(for: order.prompt) {
            Terminal.error.say("contract   \(Terminal.visible(words))")
        }
        let model = try engine.model(named: order.model)
        if order.mask != nil, model.mask != .obeyed {
            Terminal.error.say(
                "note: \(model.name) takes a mask as a hint: what lies outside may change too.")
        }
    }

    private func make(
        _ order: Order, _ contract: EditContract, _ claims: [Claim], _ pictures: GivenPictures,
        _ settings: Settings
    ) async throws -> Attempts.Outcome {
        let destination = try PictureDestination(
            settings.values.output ?? ".", order: order, overwrites: result.force,
            embeds: try settings.embedsRecord())
        let ledger = try settings.openLedger()
        let engine = try settings.engine()
        var pipeline = try settings.pipeline(for: engine, ledger: ledger)
        pipeline.past = try await settings.pastUses(order, engine, ledger)
        if verify {
            let verifier = try settings.verifier(of: order) { ledger }
            pipeline.verification = Verification(verifier, of: claims)
        }
        let told = pipeline
        try await pictures.keep(in: settings.pictureStore)
        let model = try engine.model(named: order.model)
        let places = again.isWanted ? try await places(pictures, ledger, settings) : nil
        let retrial = Retrial(
            of: order, on: model, leave: again.leave(evidenceIsUsual: true), places: places)
        if again.isWanted, !result.quiet { retrial.showWords(for: claims) }
        let making = Making(
            pipeline: pipeline, ledger: ledger, store: settings.pictureStore,
            showsProgress: !result.quiet)
        var attempts = Attempts(
            making: making, options: again, retrial: retrial, says: !result.quiet
        ) { step in
            guard let step else { return try told.draft(order, under: contract) }
            return try told.draft(
                try await step.order(from: order, on: model, keepingIn: told.pictures),
                under: try contract.within(step.box), feedback: step.feedback)
        }
        let made = try await attempts.best()
        let files = try making.write(made.receipt, to: destination)
        try await Outcome(
            receipt: made.receipt, files: files, ledger: ledger,
            form: common.json ? .json : result.quiet ? .quiet : .words,
            usesOutput: !destination.isStandardOutput
        ).tell()
        return made
    }

    /// Where things stand in the picture to change, where the receipt that made it knows.
    private func places(
        _ pictures: GivenPictures, _ ledger: SQLiteLedger, _ settings: Settings
    ) async throws -> PicturePlaces? {
        guard let file = pictures.inputs.first.flatMap({ pictures.bytes(of: $0) }),
            let known = try await KnownPicture(file, ledger, settings.pictureStore)
        else { return nil }
        let receipt = Receipt(try await ledger.entries(of: known.receipt))
        return receipt?.pictures.first?.digest == known.digest ? PicturePlaces(receipt) : nil
    }
}

extension EditContract {
    /// The same contract with a region, where it has none of its own.
    fileprivate func within(_ box: PictureBox?) throws(Refusal) -> EditContract {
        try EditContract(only: only, keep: keep, box: self.box ?? box)
    }
}
