public import ArgumentParser
public import Candid
import CandidIO
import Foundation

/// `candid log`: the receipts, and what they cost.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract:
            "List receipts and conversations, add up what they cost, and settle what was perhaps charged.",
        discussion: "candid log WORDS is candid log list WORDS.",
        subcommands: [LogListCommand.self, LogSpendCommand.self, LogSettleCommand.self],
        defaultSubcommand: LogListCommand.self)
}

/// `candid log list`: the receipts, the newest first.
struct LogListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List receipts and conversations, the newest first, and search their texts.",
        discussion: """
            The words are looked for in all three texts: what was asked, sent and revised; of a \
            conversation with a speaker or judge in what was asked and answered. Every word must \
            be there, whole or in part, in any script. The many questions of a verification are \
            listed with --kind conversation only.

            Examples:
              candid log -n 5
              candid log bicycle wall
              candid log --delivery altered --since 2026-11-01
              candid log --kind conversation
            """)

    @Argument(help: "Words to look for.")
    var words: [String] = []

    @Option(
        name: .customShort("n"), help: ArgumentHelp("The most of them.", valueName: "number"))
    var limit = 20

    @Option(help: ArgumentHelp("Only this engine or speaker.", valueName: "name"))
    var engine: String?

    @Option(
        help: ArgumentHelp(
            "Only what came through the gateway with this key, by name or digits.",
            valueName: "name"))
    var caller: String?

    @Option(help: ArgumentHelp("Only this model.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("open, finished, failed or cancelled.", valueName: "word"))
    var state: Receipt.State?

    @Option(help: ArgumentHelp("verbatim, altered or undisclosed.", valueName: "word"))
    var delivery: Delivery?

    @Option(help: ArgumentHelp("receipt or conversation: only these.", valueName: "word"))
    var kind: Kind?

    @OptionGroup var days: DayOptions

    @OptionGroup(title: "Settings") var common: CommonOptions

    /// What a ledger holds.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case receipt, conversation
    }

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
        if let caller { search.caller = try await ledger.key(called: caller).id }
        search.since = days.since
        search.before = days.before
        search.limit = limit
        if kind == nil {
            search.purposes = Set(Questioning.Purpose.allCases).subtracting([.verify])
        }
        let receipts = kind == .conversation ? [] : try await ledger.receipts(search)
        let talks = kind == .receipt ? [] : try await ledger.conversations(search)
        let lines = receipts.map { Line(began: $0.began, what: .receipt($0)) }
        let all = lines + talks.map { Line(began: $0.began, what: .conversation($0)) }
        let newest = all.sorted { $0.began > $1.began }.prefix(limit)
        if common.json { return try await printJSON(newest.map(\.what), ledger) }
        for line in newest { Terminal.output.say(line.what.line) }
        if newest.isEmpty { Terminal.error.say("Nothing fits.") }
    }

    private struct Line {
        let began: Timestamp
        let what: Item
    }

    private func printJSON(_ items: [Item], _ ledger: SQLiteLedger) async throws {
        var receipts: [ReceiptDocument] = []
        var talks: [ConversationDocument] = []
        for item in items {
            switch item {
            case .receipt(let receipt): receipts.append(try await ledger.document(of: receipt))
            case .conversation(let record): talks.append(ConversationDocument(record))
            }
        }
        Console.printJSON(LogDocument(receipts: receipts, conversations: talks))
    }
}

extension LogListCommand {
    /// One thing of a ledger, as a line.
    private enum Item {
        case receipt(Receipt)
        case conversation(ConversationRecord)

        var line: String {
            switch self {
            case .receipt(let receipt): Self.line(receipt)
            case .conversation(let record): Self.line(record)
            }
        }

        private static func line(_ receipt: Receipt) -> String {
            let output = Terminal.output
            let outcome =
                receipt.state == .finished
                ? receipt.delivery?.rawValue ?? "no picture" : receipt.state.rawValue
            let colour: (String) -> String =
                switch receipt.delivery {
                case .verbatim where receipt.state == .finished: output.green
                case .altered: output.red
                default: output.yellow
                }
            return line(
                receipt.id, receipt.began, colour(padded(outcome, 11)), receipt.order.model,
                receipt.asked.text)
        }

        /// In the place of a delivery stands what it was for.
        private static func line(_ record: ConversationRecord) -> String {
            let output = Terminal.output
            let asked = record.turns.first?.questioning
            let purpose = padded(asked?.purpose.rawValue ?? "", 11)
            let state = record.state == .finished ? "" : "(\(record.state.rawValue)) "
            return line(
                record.id, record.began,
                record.state == .finished ? output.dim(purpose) : output.yellow(purpose),
                asked?.model ?? "", state + (asked?.question.messages.last?.text ?? ""))
        }

        private static func line(
            _ id: RunID, _ began: Timestamp, _ outcome: String, _ model: String, _ text: String
        ) -> String {
            let output = Terminal.output
            let time = began.description.prefix(16).replacing("T", with: " ")
            let words = Terminal.visible(text).split(whereSeparator: \.isNewline)
                .joined(separator: " ")
            let room = max(20, output.columns - 64)
            let short = words.count > room ? words.prefix(room - 1) + "…" : words[...]
            return
                "\(output.bold(id.description))  \(time)  \(outcome)  \(padded(model, 10))  \(short)"
        }

        private static func padded(_ text: String, _ width: Int) -> String {
            text.padding(toLength: width, withPad: " ", startingAt: 0)
        }
    }
}

extension Receipt.State: ExpressibleByArgument {}
extension Delivery: ExpressibleByArgument {}

/// What a search found: `docs/schemas/log.v1.json`.
struct LogDocument: Encodable {
    let schema = "candid/log/1"
    let receipts: [ReceiptDocument]
    let conversations: [ConversationDocument]
}
