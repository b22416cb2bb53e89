import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid generate`: one prompt to a picture with a receipt.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make a picture from a prompt, sent exactly as written.",
        discussion: """
            The prompt goes out byte for byte: nothing is trimmed, unquoted, normalised or cut. \
            What can't be honoured exactly is refused by name before anything is sent.

            Examples:
              candid generate "a red bicycle leaning on a blue wall"
              candid generate --size 1536x1024 -n 2 --seed 7 "두 마리 고양이"
              echo "a lighthouse at dusk" | candid generate - -o lighthouse.png
              candid generate --verify --retry 2 --until confirmed "three pears, no people"
            """)

    @Argument(help: "The prompt, in quotes; - reads it from standard input.")
    var prompt: String?

    @Option(help: ArgumentHelp("Read the prompt from a file.", valueName: "file"))
    var promptFile: String?

    @Flag(help: "Keep the last line ending of a prompt from a file or standard input.")
    var raw = false

    @Option(
        help: ArgumentHelp(
            "Send a prompt of a plan, verbatim, such as plan.yaml:2.", valueName: "file[:n]"))
    var plan: String?

    @OptionGroup var session: SessionOptions
    @OptionGroup(title: "Help with the words") var rewording: RewordingOptions
    @OptionGroup(title: "The picture") var picture: PictureOptions
    @OptionGroup(title: "The result") var result: ResultOptions
    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    @Flag(help: "Print the exact body that would be sent, its SHA-256 and the price; send nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Answer yes to whatever would be asked.")
    var yes = false

    @OptionGroup(title: "Checks") var checks: CheckOptions

    @OptionGroup var describing: DescribeOptions

    @OptionGroup(title: "Locks and directives") var binding: BindingOptions

    @OptionGroup(title: "Altered words") var delivery: DeliveryOptions

    @OptionGroup(title: "Trying again") var again: RetryOptions

    func validate() throws {
        guard !again.isWanted || (checks.isWanted && (picture.count ?? 1) == 1) else {
            throw ValidationError(
                "--retry needs --verify, --colour or --ground, and one picture at a time.")
        }
        guard !again.isWanted || delivery.retryAltered == nil else {
            throw ValidationError(
                "--retry and --retry-altered are two reasons to buy again. Choose one.")
        }
        guard !binding.require.contains(.confirmed) || checks.isWanted else {
            throw ValidationError("--require confirmed needs --verify, --colour or --ground.")
        }
    }

    func run() async throws {
        if let name = session.session { return try await takeTurn(of: name) }
        try checkPlan()
        guard (delivery.retryAltered ?? 0) == 0 || !binding.require.contains(.verbatim) else {
            throw CommandFailure(
                .usage,
                "--require verbatim and a wrapper, which changes the words, contradict. "
                    + "--retry-altered 0 with --fallback changes none.")
        }
        let settings: Settings
        var order: Order
        var lock: LockUse?
        var provenance = Provenance()
        let pictures = try GivenPictures(picture)
        if let name = binding.lock {
            let locked = try LockedOrder(name, self)
            (settings, order, lock) = (locked.settings, locked.order, locked.use)
            try binding.checkRequirement(on: settings)
        } else {
            let source = try source().read()
            if let note = source.note, !result.quiet { Terminal.error.say(note) }
            settings = try common.settings(try flags, promptFile: source.settings)
            try binding.checkRequirement(on: settings)
            if plan != nil { try settings.checkDirect() }
            provenance.plan = source.plan
            order = try settings.order(
                source.prompt, try settings.engine(), picture, pictures)
        }
        let engine = try settings.engine()
        order = try describing.applied(to: order, on: engine, settings)
        let directive = try binding.directive()
        if let approving = approving(order, settings, engine) {
            if dryRun {
                order.prompt = try await approving.unapproved()
            } else if let approval = try await approving.approval() {
                order.prompt = approval.approved
                provenance.approval = approval
            }
        }
        try LintGate(settings: settings, count: picture.count, says: !result.quiet && !common.json)
            .pass(order, to: engine, withYes: yes)
        if dryRun {
            let draft = Draft(order, lock: lock, directive: directive)
            return try await DryRun(draft.order, settings, engine, pictures.materials)
                .print(asJSON: common.json)
        }
        let wording = Wording(
            order: order, lock: lock, directive: directive, provenance: provenance)
        try await make(wording, pictures, settings, engine)
    }

    /// The prompt as a turn of a session.
    private func takeTurn(of name: String) async throws {
        let strange = [
            ("--lock", binding.lock != nil), ("--plan", plan != nil),
            ("a directive", try binding.directive() != nil), ("-n", (picture.count ?? 1) != 1),
            ("--expand or --rephrase", rewording.mode != nil), ("--mask", picture.mask != nil),
            ("--retry-altered", (delivery.retryAltered ?? 0) > 0),
            ("--require verbatim", binding.require.contains(.verbatim)),
            ("--image", !picture.images.isEmpty), ("--markup", picture.markup != nil),
            ("--describe", describing.describe), ("--colour or --ground", !checks.wanted.isEmpty),
        ].filter(\.1).map(\.0)
        guard strange.isEmpty else {
            throw CommandFailure(
                .usage,
                "--session does not go with \(strange.joined(separator: ", ")): a turn is composed "
                    + "from the session.")
        }
        let source = try source().read()
        let settings = try common.settings(try flags, promptFile: source.settings)
        _ = try settings.engine()
        try await ScriptedTurn(
            name: name, settings: settings,
            manner: SessionManner(
                picture: picture, says: !result.quiet && !common.json, verifies: checks.isWanted,
                overwrites: result.force),
            form: common.json ? .json : result.quiet ? .quiet : .words, reading: session.turn,
            requiresConfirmed: binding.require.contains(.confirmed), saysYes: yes
        ).carryOut(source.prompt, dryRun: dryRun)
    }

    /// Who helps with the words; nil where nobody was asked to.
    private func approving(
        _ order: Order, _ settings: Settings, _ engine: Engine
    ) -> Approving? {
        rewording.mode.map {
            Approving(
                settings: settings, options: rewording, mode: $0, order: order, engine: engine,
                saysYes: yes, shows: !result.quiet)
        }
    }

    /// What the command line sets.
    var flags: Configuration {
        get throws {
            var words = Configuration()
            words.speaker = rewording.speaker
            return picture.flags.merging(result.flags).merging(try money.flags())
                .merging(checks.flags).merging(words).merging(delivery.flags)
        }
    }

    /// Where the prompt comes from.
    func source() -> PromptSource {
        PromptSource(argument: prompt, file: promptFile, plan: plan, isRaw: raw)
    }

    /// A plan is carried out word for word, so nothing may stand beside it that changes words.
    private func checkPlan() throws {
        let isReworded = rewording.mode != nil
        guard binding.lock == nil || !isReworded else {
            throw CommandFailure(
                .usage, "--lock freezes the words: nobody may expand or rephrase them.")
        }
        let changesWords =
            try binding.lock != nil || binding.directive() != nil || isReworded
            || (delivery.retryAltered ?? 0) > 0
        let addsWords = !again.reword.isEmpty || again.evidenceWords == true
        let isFrozen = try plan != nil || binding.freezesWords
        guard !(addsWords && isFrozen) else {
            throw CommandFailure(
                .usage,
                "--reword and --evidence-words add words, which --plan, --lock, a directive and "
                    + "--require verbatim forbid. Without them --retry only draws anew.")
        }
        guard plan != nil, changesWords else { return }
        throw CommandFailure(
            .usage,
            "--plan sends a prompt as it is: no --lock, no directive, no --expand or --rephrase, no "
                + "--retry-altered but 0.")
    }

    private func make(
        _ wording: Wording, _ pictures: GivenPictures, _ settings: Settings, _ engine: Engine
    ) async throws {
        let order = wording.order
        let destination = try PictureDestination(
            settings.values.output ?? ".", order: order, overwrites: result.force,
            embeds: try settings.embedsRecord())
        let ledger = try settings.openLedger()
        var pipeline = try settings.pipeline(for: engine, ledger: ledger)
        pipeline.past = try await settings.pastUses(order, engine, ledger)
        pipeline.verification = try checks.verification(of: order, settings, ledger)
        _ = try wording.draft(in: pipeline)
        try await pictures.keep(in: settings.pictureStore)
        let making = Making(
            pipeline: pipeline, ledger: ledger, store: settings.pictureStore,
            showsProgress: !result.quiet)
        let made = try await best(wording, making, engine)
        let (receipt, isDescribed) = try await describing.described(
            made.receipt, settings, ledger)
        let files = try making.write(receipt, to: destination)
        try await Outcome(
            receipt: receipt, files: files, ledger: ledger,
            form: common.json ? .json : result.quiet ? .quiet : .words,
            usesOutput: !destination.isStandardOutput,
            requiresVerbatim: binding.require.contains(.verbatim)
        ).tell()
        try made.answer()
        guard isDescribed else { throw ExitStatus.partial.code }
        try receipt.answer(
            requiringConfirmed: binding.require.contains(.confirmed) || again.needsConfirmed)
    }

    /// Carries the words out, again where claims fail or words were altered and a person wants that.
    private func best(
        _ wording: Wording, _ making: Making, _ engine: Engine
    ) async throws -> Attempts.Outcome {
        guard again.isWanted else {
            let receipt = try await DeliveryAttempts(
                making: making, wording: wording, retries: delivery.retryAltered,
                says: !result.quiet
            ).best()
            return Attempts.Outcome(receipt: receipt, wasInterrupted: false)
        }
        let model = try engine.model(named: wording.order.model)
        let retrial = Retrial(
            of: wording.order, on: model, leave: again.leave(evidenceIsUsual: false))
        if !result.quiet { retrial.showWords(for: making.pipeline.verification?.claims ?? []) }
        var attempts = Attempts(
            making: making, options: again, retrial: retrial, says: !result.quiet
        ) { try await wording.draft(in: making.pipeline, for: $0, on: model) }
        return try await attempts.best()
    }
}

/// A turn of a session instead of a run by itself.
struct SessionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make it a turn of this session, which begins if it is not there.",
            valueName: "name"))
    var session: String?

    @Option(
        help: ArgumentHelp(
            "new or edit: how the words are read in the session; by its rules if not given.",
            valueName: "kind"))
    var turn: ScriptedTurn.Reading?

    func validate() throws {
        guard turn == nil || session != nil else {
            throw ValidationError("--turn says how a session reads the words: it needs --session.")
        }
    }
}

extension ScriptedTurn.Reading: ExpressibleByArgument {}

/// What binds the prompt.
struct BindingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Draw what this lock holds, and nothing else.", valueName: "name"))
    var lock: String?

    @Option(
        help: ArgumentHelp("A value for the lock, such as product=a mug.", valueName: "name=value"))
    var value: [String] = []

    @OptionGroup var place: LockPlace

    @Option(
        name: .customLong("directive"),
        help: ArgumentHelp(
            "Wrap the prompt in a sentence that asks not to rewrite it, such as as-is. What is sent "
                + "then differs from what you asked, and nothing guarantees that it helps.",
            valueName: "name"))
    var directiveName: String?

    @Flag(
        help: ArgumentHelp(
            "The same as --directive as-is: for routes that rewrite, and no guarantee."))
    var asIs = false

    @Option(
        help: ArgumentHelp(
            "verbatim: refuse a route that can't keep or show your words, and answer no (exit 1) "
                + "if the provider reports other ones; the picture and the proof are kept. "
                + "confirmed: answer no unless --verify confirms every claim. May be given twice.",
            valueName: "word"))
    var require: [Requirement] = []

    /// What a person insists on.
    enum Requirement: String, ExpressibleByArgument, CaseIterable {
        case verbatim, confirmed
    }

    /// Refuses routes on which the words can't be proved to arrive as they are, fallbacks included.
    func checkRequirement(on settings: Settings) throws {
        guard require.contains(.verbatim) else { return }
        guard try directive() == nil else {
            throw CommandFailure(
                .usage, "--require verbatim and a directive, which changes the words, contradict.")
        }
        let routes = try settings.catalogue().engines
        let others = try settings.fallbacks().map(\.provider.engine)
        for engine in [try settings.engine()] + others {
            do {
                try engine.checkVerbatim(among: routes)
            } catch {
                throw CommandFailure(.refusedByUs, "\(error)")
            }
        }
    }

    /// Whether the words may not be added to.
    var freezesWords: Bool {
        get throws { try lock != nil || require.contains(.verbatim) || directive() != nil }
    }

    func directive() throws -> Directive? {
        guard !asIs || directiveName == nil else {
            throw CommandFailure(.usage, "--as-is and --directive are two wrappers. Choose one.")
        }
        guard let directiveName = directiveName ?? (asIs ? "as-is" : nil) else { return nil }
        guard let directive = Directive.named(directiveName) else {
            throw CommandFailure(
                .badInput,
                "there is no directive “\(directiveName)”. There are: "
                    + Directive.all.map(\.id).joined(separator: ", ") + ".")
        }
        return directive
    }
}

/// Where the result goes.
struct ResultOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "place"))
    var output: String?

    @Flag(help: "Write over a file that is there.")
    var force = false

    @Flag(inversion: .prefixedNo, help: "Write the record into the exported file.")
    var embed: Bool?

    @Flag(name: .shortAndLong, help: "Print the files' names and nothing else.")
    var quiet = false

    var flags: Configuration {
        var flags = Configuration()
        flags.output = output
        flags.embed = embed.map { "\($0)" }
        return flags
    }
}

extension Configuration {
    /// Both, where the other one sets nothing of this one's.
    func merging(_ other: Configuration) -> Configuration {
        var merged = self
        for setting in Setting.all + other.ownSettings where merged[keyPath: setting.path] == nil {
            merged[keyPath: setting.path] = other[keyPath: setting.path]
        }
        return merged
    }
}
