import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid log settle`: what became of a run that was perhaps charged.
struct LogSettleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Find out what became of a run that was perhaps charged.",
        discussion: """
            The provider is asked where it can be asked; what it still has is fetched, and nothing \
            is bought. Where it can't be asked, look at its bill and say what stands there; the \
            receipt says that it is your word. A settled run no longer holds a budget.

            Examples:
              candid log settle 7f3a9c
              candid log settle 7f3a9c --charged 0.04
              candid log settle 7f3a9c --not-charged
            """)

    @Argument(help: "The start of the receipt's name.")
    var name: String

    @Option(help: ArgumentHelp("It stands on the bill with these US dollars.", valueName: "amount"))
    var charged: String?

    @Flag(help: "It does not stand on the bill.")
    var notCharged = false

    @Flag(name: .shortAndLong, help: "Also a run that may still be on its way.")
    var yes = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard charged == nil || !notCharged else {
            throw ValidationError("--charged and --not-charged contradict.")
        }
        if let charged, Decimal(amount: charged) == nil {
            throw ValidationError("--charged: “\(charged)” is no amount such as 0.04.")
        }
    }

    func run() async throws {
        let settings = try common.settings()
        let ledger = try settings.openExistingLedger()
        if let record = try await conversation(ledger) {
            return try await settle(record, settings, ledger)
        }
        let receipt = try await Recall(ledger: ledger).receipt(named: name)
        guard receipt.isUnsettled else {
            if !common.json { Terminal.error.say("There is nothing to settle.") }
            return try await tell(receipt, ledger)
        }
        try checkItEnded(receipt.id, receipt.state == .open, receipt.ended, settings)
        if let answer = ownWord {
            let entry = Entry(run: receipt.id, time: Timestamp(Date()), event: .resolved(answer))
            try await ledger.append([entry])
        } else {
            try await ask(about: receipt, settings, ledger)
        }
        let settled = try await Recall(ledger: ledger).receipt(named: receipt.id.description)
        try await tell(settled, ledger)
    }

    /// The one conversation of the name, where it is no receipt's.
    private func conversation(_ ledger: SQLiteLedger) async throws -> ConversationRecord? {
        guard try await ledger.run(beginning: name) == .none else { return nil }
        let found = try await ledger.conversations(beginning: name)
        return found.count == 1 ? found.first : nil
    }

    /// No service can be asked what became of a question.
    private func settle(
        _ record: ConversationRecord, _ settings: Settings, _ ledger: SQLiteLedger
    ) async throws {
        guard record.isUnsettled else {
            if !common.json { Terminal.error.say("There is nothing to settle.") }
            return ConversationText(record).tell(asJSON: common.json)
        }
        try checkItEnded(record.id, record.state == .open, record.ended, settings)
        guard let answer = ownWord else {
            throw CommandFailure(
                .unreachable,
                "\(record.turns.first?.questioning.speaker ?? "the service") can't be asked what became "
                    + "of a question. Look at its bill and say --charged 0.04 or --not-charged.")
        }
        let entry = Entry(run: record.id, time: Timestamp(Date()), event: .resolved(answer))
        try await ledger.append([entry])
        let settled = ConversationRecord(try await ledger.entries(of: record.id)) ?? record
        ConversationText(settled).tell(asJSON: common.json)
    }

    private func ask(
        about receipt: Receipt, _ settings: Settings, _ ledger: SQLiteLedger
    ) async throws {
        if let batch = receipt.batch {
            throw CommandFailure(
                .unreachable,
                "\(receipt.id) was sent in a batch: candid batch collect \(batch) finds out.")
        }
        let engine = try settings.catalogue().engine(named: receipt.order.engine)
        // Whoever can't be asked needs no key for it.
        var pipeline = Pipeline(
            provider: engine.promises.canBeAsked
                ? try settings.provider(for: engine) : try settings.codec(for: engine),
            ledger: ledger, pictures: settings.pictureStore, world: try settings.world())
        pipeline.prices = try settings.prices()
        do {
            _ = try await pipeline.inquire(about: receipt)
        } catch let refusal as Refusal {
            throw CommandFailure(.unreachable, "\(refusal.reason). \(refusal.wayOut)")
        } catch let failure as ProviderFailure {
            throw CommandFailure(
                .unreachable,
                "\(engine.id) does not say what became of it: \(failure.message). Ask again later, or "
                    + "look at its bill and say --charged 0.04 or --not-charged.")
        }
    }

    /// What the person says.
    private var ownWord: Resolution? {
        if notCharged {
            return Resolution(
                by: .person, charged: false, note: "not charged, by your own word")
        }
        guard let charged, let amount = Decimal(amount: charged) else { return nil }
        let note = "charged, by your own word"
        return Resolution(
            by: .person, charged: true,
            cost: Cost(low: amount, high: amount, basis: .settled, source: note), note: note)
    }

    /// Another process may still be waiting for its answer.
    private func checkItEnded(
        _ run: RunID, _ isOpen: Bool, _ last: Timestamp, _ settings: Settings
    ) throws {
        guard isOpen, !yes else { return }
        let age = (Timestamp(Date()).milliseconds - last.milliseconds) / 1000
        let limit = try settings.network().timeout.components.seconds
        guard age < limit else { return }
        throw CommandFailure(
            .refusedByUs,
            "\(run) was sent \(age) s ago and may still be on its way; an answer may take up to "
                + "\(limit) s. If you know that its process has ended, add --yes.")
    }

    private func tell(_ receipt: Receipt, _ ledger: SQLiteLedger) async throws {
        if common.json { return Console.printJSON(try await ledger.document(of: receipt)) }
        for line in ReceiptText(receipt: receipt, terminal: Terminal.output).lines {
            Terminal.output.say(line)
        }
    }
}
