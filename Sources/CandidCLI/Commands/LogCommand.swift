public import ArgumentParser
public import Candid
import CandidIO
import Foundation

/// `candid log`: the receipts, and what they cost.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List receipts, add up what they cost, and settle what was perhaps charged.",
        discussion: "candid log WORDS is candid log list WORDS.",
        subcommands: [LogListCommand.self, LogSpendCommand.self, LogSettleCommand.self],
        defaultSubcommand: LogListCommand.self)
}

/// `candid log list`: the receipts, the newest first.
struct LogListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List receipts, the newest first, and search their texts.",
        discussion: """
            The words are looked for in all three texts: what was asked, sent and revised. Every \
            word must be there, whole or in part, in any script.

            Examples:
              candid log -n 5
              candid log bicycle wall
              candid log --delivery altered --since 2026-11-01
            """)

    @Argument(help: "Words to look for.")
    var words: [String] = []

    @Option(
        name: .customShort("n"), help: ArgumentHelp("The most receipts.", valueName: "number"))
    var limit = 20

    @Option(help: ArgumentHelp("Only this engine.", valueName: "name"))
    var engine: String?

    @Option(help: ArgumentHelp("Only this model.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("open, finished, failed or cancelled.", valueName: "word"))
    var state: Receipt.State?

    @Option(help: ArgumentHelp("verbatim, altered or undisclosed.", valueName: "word"))
    var delivery: Delivery?

    @OptionGroup var days: DayOptions

    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("-n must be more than 0.") }
    }

    func run() async throws {
        let ledger = try common.settings().openExistingLedger()
        var search = LedgerSearch()
        search.words = words.isEmpty ? nil : words.joined(separator: " ")
        search.engine = engine
        search.model = model
        search.state = state
        search.delivery = delivery
        search.since = days.since
        search.before = days.before
        search.limit = limit
        let receipts = try await ledger.receipts(search)
        if common.json { return try await printJSON(receipts, ledger) }
        for receipt in receipts { Terminal.output.say(Self.line(receipt)) }
        if receipts.isEmpty { Terminal.error.say("No receipt fits.") }
    }

    private struct Document: Encodable {
        let schema = "candid/log/1"
        let receipts: [ReceiptDocument]
    }

    private func printJSON(_ receipts: [Receipt], _ ledger: SQLiteLedger) async throws {
        var documents: [ReceiptDocument] = []
        for receipt in receipts { documents.append(try await ledger.document(of: receipt)) }
        Console.printJSON(Document(receipts: documents))
    }

    private static func line(_ receipt: Receipt) -> String {
        let output = Terminal.output
        let time = receipt.began.description.prefix(16).replacing("T", with: " ")
        let outcome =
            receipt.state == .finished
            ? receipt.delivery?.rawValue ?? "no picture" : receipt.state.rawValue
        let padded = outcome.padding(toLength: 11, withPad: " ", startingAt: 0)
        let coloured =
            switch receipt.delivery {
            case .verbatim where receipt.state == .finished: output.green(padded)
            case .altered: output.red(padded)
            default: output.yellow(padded)
            }
        let words = Terminal.visible(receipt.asked.text).split(whereSeparator: \.isNewline).joined(
            separator: " ")
        let room = max(20, output.columns - 64)
        let text = words.count > room ? words.prefix(room - 1) + "…" : words[...]
        let model = receipt.order.model.padding(toLength: 10, withPad: " ", startingAt: 0)
        return "\(output.bold(receipt.id.description))  \(time)  \(coloured)  \(model)  \(text)"
    }
}

extension Receipt.State: ExpressibleByArgument {}
extension Delivery: ExpressibleByArgument {}
