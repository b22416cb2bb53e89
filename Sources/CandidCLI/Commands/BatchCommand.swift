import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid batch`: many prompts at once, for half the money and within a day.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Send many prompts as one batch, made within a day at half the price.",
        discussion: """
            OpenAI's Batch API: the file goes up, the batch is begun, and its pictures are collected \
            when it has ended; each has a receipt of its own. Nothing is bought twice: a batch whose \
            beginning was not answered is looked for by its label. Only engines with batches take \
            part; sketch draws at once.

            Examples:
              candid batch submit prompts.txt --engine openai --model gpt-image-2.5-sunburst
              candid batch status
              candid batch collect 3f2a --wait -o pictures
            """,
        subcommands: [
            BatchSubmitCommand.self, BatchStatusCommand.self, BatchCollectCommand.self,
            BatchCancelCommand.self,
        ])
}

/// `candid batch submit`: buys a batch.
struct BatchSubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Send the prompts of a file as one batch.",
        discussion: """
            The file holds a prompt a line; or, as .jsonl, an object a line with prompt and what it \
            sets for itself (model, size, quality, n, output_format, style, background); or, as \
            .yaml, a plan. Words go out byte for byte. The dearest end of all estimates is held \
            before anything leaves, in one act.
            """)

    @Argument(help: "The file; - reads prompts from standard input.")
    var file: String

    @OptionGroup(title: "The pictures") var picture: PictureOptions
    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    @Flag(name: .shortAndLong, help: "Answer yes to whatever would be asked.")
    var yes = false

    func run() async throws {
        let settings = try common.settings(picture.flags.merging(try money.flags()))
        let engine = try settings.engine()
        try settings.checkBatches(engine)
        let pictures = try GivenPictures(picture)
        let orders = try orders(settings, engine, pictures)
        // A missing key is told before there is a ledger.
        _ = try settings.provider(for: engine)
        let ledger = try settings.openLedger()
        var desk = try settings.batchDesk(engine, ledger)
        if let first = orders.first {
            desk = try settings.batchDesk(
                engine, ledger, past: try await settings.pastUses(first, engine, ledger))
        }
        try await pictures.keep(in: settings.pictureStore)
        let batch = try await Self.sending { try await desk.submit(orders, pictures.materials) }
        try await BatchDocument(batch, nil, ledger).tell(asJSON: common.json)
    }

    private func orders(
        _ settings: Settings, _ engine: Engine, _ pictures: GivenPictures
    ) throws -> [Order] {
        let gate = LintGate(settings: settings, count: picture.count, says: false)
        return try BatchFile(file).items.map { item in
            do {
                let order = try item.order(
                    like: try settings.order(item.prompt, engine, picture, pictures))
                try engine.check(order)
                try gate.pass(order, to: engine, withYes: yes)
                return order
            } catch let refusal as Refusal {
                throw CommandFailure(.badInput, "\(item.place): \(refusal)")
            } catch let failure as CommandFailure {
                throw CommandFailure(failure.status, "\(item.place): \(failure.message)")
            }
        }
    }

    /// The service's failures in the command's words.
    static func sending<Output>(_ act: () async throws -> Output) async throws -> Output {
        do {
            return try await act()
        } catch let refusal as Refusal {
            throw CommandFailure(
                refusal.field == "budget" ? .refusedByUs : .badInput, refusal.description)
        } catch let failure as ProviderFailure {
            let lost =
                failure.isPerhapsCharged
                ? " The batch was perhaps begun: candid batch status finds it." : ""
            throw CommandFailure(ExitStatus(of: failure), failure.message + lost)
        }
    }
}

/// `candid batch status`: how batches stand.
struct BatchStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Ask how a batch stands, or list them all.")

    @Argument(help: "The start of the batch's name; without it all are listed, nobody is asked.")
    var name: String?

    @OptionGroup(title: "Settings") var common: CommonOptions

    struct Listing: Encodable {
        let schema = "candid/batches/1"
        let batches: [BatchDocument]
    }

    func run() async throws {
        let settings = try common.settings()
        let ledger = try settings.openExistingLedger()
        guard let name else { return try await list(ledger) }
        let batch = try await ledger.batch(named: name)
        guard batch.state == .open else {
            return try await BatchDocument(batch, nil, ledger).tell(asJSON: common.json)
        }
        let desk = try settings.batchDesk(try settings.engine(of: batch), ledger)
        let state = try await BatchSubmitCommand.sending { try await desk.state(of: batch) }
        let now = try await ledger.batch(named: batch.id.description)
        try await BatchDocument(now, state, ledger).tell(asJSON: common.json)
        guard state == nil, !common.json else { return }
        Terminal.error.say(
            "note: \(batch.note.engine) knows no such batch. candid batch collect \(batch.id) frees "
                + "what is held for it.")
    }

    private func list(_ ledger: SQLiteLedger) async throws {
        var documents: [BatchDocument] = []
        for batch in try await ledger.batches() {
            documents.append(try await BatchDocument(batch, nil, ledger))
        }
        if common.json { return Console.printJSON(Listing(batches: documents)) }
        for document in documents {
            Terminal.output.say(
                "\(Terminal.output.bold(document.id.description))  \(document.began)  "
                    + "\(document.state.rawValue): \(document.made) made, \(document.failed) failed, "
                    + "\(document.open) open")
        }
        if documents.isEmpty { Terminal.error.say("There is no batch.") }
    }
}

/// `candid batch cancel`: stops a batch.
struct BatchCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Stop a batch; what is made by then is made, charged and can be collected.")

    @Argument(help: "The start of the batch's name.")
    var name: String

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let ledger = try settings.openExistingLedger()
        let batch = try await ledger.batch(named: name)
        let desk = try settings.batchDesk(try settings.engine(of: batch), ledger)
        let state = try await BatchSubmitCommand.sending {
            guard let state = try await desk.state(of: batch), !state.hasEnded else {
                throw CommandFailure(.badInput, "\(batch.id) has ended, so it can't be stopped.")
            }
            return try await desk.cancel(state.id)
        }
        let now = try await ledger.batch(named: batch.id.description)
        try await BatchDocument(now, state, ledger).tell(asJSON: common.json)
    }
}

extension Settings {
    /// Refuses an engine without batches.
    func checkBatches(_ engine: Engine) throws {
        do {
            try engine.checkBatches(among: try catalogue().engines)
        } catch let refusal as Refusal {
            throw CommandFailure(.refusedByUs, "\(refusal) (\(origin("engine")))")
        }
    }

    /// What sends and collects batches of an engine.
    func batchDesk(
        _ engine: Engine, _ ledger: SQLiteLedger, past: [PastUse] = []
    ) throws -> BatchDesk {
        try checkBatches(engine)
        var pipeline = try pipeline(for: engine, ledger: ledger)
        pipeline.past = past
        return try BatchDesk(engine, try access(to: engine, values[service: engine.id]), pipeline)
    }

    /// The engine that a batch went to.
    func engine(of batch: BatchRecord) throws -> Engine {
        do {
            return try catalogue().engine(named: batch.note.engine)
        } catch let refusal as Refusal {
            throw CommandFailure(.badInput, refusal.description)
        }
    }
}

extension SQLiteLedger {
    /// The one batch of a name.
    func batch(named name: String) async throws -> BatchRecord {
        let found = name.isEmpty ? [] : try await batches(beginning: name)
        guard let batch = found.first, found.count == 1 else {
            let many = found.map(\.id.description).joined(separator: ", ")
            throw CommandFailure(
                .badInput,
                found.isEmpty
                    ? "there is no batch “\(name)”. candid batch status lists them."
                    : "“\(name)” stands for several batches: \(many).")
        }
        return batch
    }
}

extension ExitStatus {
    /// The status for a provider's failure.
    init(of failure: ProviderFailure) {
        switch failure {
        case .unsupported: self = .refusedByUs
        case .refused: self = .refusedByProvider
        default: self = .unreachable
        }
    }
}
