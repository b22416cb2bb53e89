import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid batch collect`: brings the pictures of a batch home.
struct BatchCollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Bring the pictures of a batch home, each with its receipt.",
        discussion: """
            It buys nothing and can be repeated: what was brought home stays as it is. Exit code 1 \
            where the batch has not ended, 3 where some orders came to nothing, 5 where all did. A \
            batch of which the service knows nothing was never begun; what was held for it is free \
            again.
            """)

    @Argument(help: "The start of the batch's name.")
    var name: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder.", valueName: "folder"))
    var output: String?

    @Flag(help: "Wait until it has ended, and ask now and then.")
    var wait = false

    @Option(
        help: ArgumentHelp("Seconds between two questions while waiting.", valueName: "seconds"))
    var every = 60

    @Flag(name: .shortAndLong, help: "Also give up a batch that may still be on its way.")
    var yes = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard 1...3600 ~= every else { throw ValidationError("--every must be 1 to 3600.") }
    }

    func run() async throws {
        var flags = Configuration()
        flags.output = output
        let settings = try common.settings(flags)
        let ledger = try settings.openExistingLedger()
        var batch = try await ledger.batch(named: name)
        let desk = try settings.batchDesk(try settings.engine(of: batch), ledger)
        var state: OpenAIBatch.State?
        if batch.state == .open {
            state = try await BatchSubmitCommand.sending { try await ended(batch, desk, settings) }
            if let state, state.hasEnded {
                let harvest = try await BatchSubmitCommand.sending {
                    try await desk.collect(batch, state)
                }
                for name in harvest.strangers {
                    Terminal.error.say("note: the results name “\(name)”, which is none of ours")
                }
            }
            batch = try await ledger.batch(named: batch.id.description)
        }
        var document = try await BatchDocument(batch, state, ledger)
        try await export(&document, settings, ledger)
        document.tell(asJSON: common.json)
        try answer(document)
    }

    /// How the batch stands, once it has ended where that is waited for.
    private func ended(
        _ batch: BatchRecord, _ desk: BatchDesk, _ settings: Settings
    ) async throws -> OpenAIBatch.State? {
        while true {
            guard let state = try await desk.state(of: batch) else {
                try checkItsAge(batch, settings)
                try await desk.abandon(batch)
                return nil
            }
            guard wait, !state.hasEnded else { return state }
            if !common.json {
                let made = (state.completed ?? 0) + (state.failed ?? 0)
                Terminal.error.say(
                    "\(state.status): \(made) of \(state.total ?? batch.note.runs.count)")
            }
            try await Task.sleep(for: .seconds(every))
        }
    }

    /// Another process may just be beginning it.
    private func checkItsAge(_ batch: BatchRecord, _ settings: Settings) throws {
        let age = (Timestamp(Date()).milliseconds - batch.began.milliseconds) / 1000
        let limit = try settings.network().timeout.components.seconds
        guard age < limit, !yes else { return }
        throw CommandFailure(
            .refusedByUs,
            "\(batch.note.engine) knows no batch \(batch.id), which was written down \(age) s ago and may "
                + "still be on its way. If you know that its process has ended, add --yes.")
    }

    /// Writes what is not there yet; the names hold the receipts' own.
    private func export(
        _ document: inout BatchDocument, _ settings: Settings, _ ledger: SQLiteLedger
    ) async throws {
        let store = settings.pictureStore
        for place in document.items.indices where document.items[place].state == .finished {
            let run = document.items[place].receipt
            guard let receipt = Receipt(try await ledger.entries(of: run)) else { continue }
            let destination = try PictureDestination(
                settings.values.output ?? ".", order: receipt.order, overwrites: true,
                embeds: try settings.embedsRecord())
            document.items[place].files += try destination.write(receipt, from: store)
        }
    }

    private func answer(_ document: BatchDocument) throws {
        if document.state == .open { throw ExitStatus.answerIsNo.code }
        guard document.failed > 0 else { return }
        throw document.made > 0 ? ExitStatus.partial.code : ExitStatus.refusedByProvider.code
    }
}
