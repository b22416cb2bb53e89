public import ArgumentParser
import Candid
public import CandidIO
import Foundation

/// `candid log spend`: where the money went.
struct LogSpendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend",
        abstract: "Add up what runs cost, by day, project, engine, purpose or caller.",
        discussion: """
            What is held is the dearest end of an estimate: of runs on their way, of runs that were \
            perhaps charged, and of runs whose provider did not say what they used. candid log \
            settle finds out.

            Examples:
              candid log spend
              candid log spend --by project --since 2026-11-01
              candid log spend --by purpose
            """)

    @Option(
        help: ArgumentHelp(
            "day, project, engine (speakers and judges, too), caller (the gateway's keys), or purpose: "
                + "picture, plan, describe, verify and so on.", valueName: "word"))
    var by = SpendingGroup.day

    @OptionGroup var days: DayOptions

    @OptionGroup(title: "Settings") var common: CommonOptions

    struct Document: Encodable {
        struct Row: Encodable {
            let name: String
            let runs: Int
            let settled: Decimal
            let held: Decimal
            let holding: Int
            let unpriced: Int
        }

        let schema = "candid/spending/1"
        let by: String
        let totals: [Row]
    }

    func run() async throws {
        let ledger = try common.settings().openExistingLedger()
        var totals = try await ledger.spending(by: by, since: days.since, before: days.before)
        if by == .caller { totals = totals.named(by: try await ledger.keys()) }
        guard !common.json else {
            return Console.printJSON(
                Document(by: by.rawValue, totals: totals.map(Document.Row.init)))
        }
        guard !totals.isEmpty else {
            return Terminal.error.say("Nothing was spent: no run went to a route that charges.")
        }
        for total in totals { Terminal.output.say(Self.line(total, by)) }
    }

    private static func line(_ total: SpendingTotal, _ by: SpendingGroup) -> String {
        let output = Terminal.output
        let name = total.name.isEmpty ? "(no \(by.rawValue))" : total.name
        let padded = name.padding(
            toLength: max(14, name.count), withPad: " ", startingAt: 0)
        var parts = ["\(output.bold(padded))  \(figure(total.settled)) settled"]
        if total.holding > 0 { parts.append("up to \(figure(total.held)) held") }
        if total.unpriced > 0 { parts.append(output.yellow("\(total.unpriced) unpriced")) }
        parts.append(total.runs == 1 ? "1 run" : "\(total.runs) runs")
        return parts.joined(separator: ", ")
    }

    private static func figure(_ amount: Decimal) -> String {
        Cost(low: amount, high: amount, basis: .settled, source: "").figure
    }
}

extension LogSpendCommand.Document.Row {
    init(_ total: SpendingTotal) {
        self.init(
            name: total.name, runs: total.runs, settled: total.settled, held: total.held,
            holding: total.holding, unpriced: total.unpriced)
    }
}

extension [SpendingTotal] {
    /// The same sums, with keys by the names that they have now.
    fileprivate func named(by keys: [CallerKey]) -> [SpendingTotal] {
        let names = Dictionary(keys.map { ($0.id.description, $0.name) }) { first, _ in first }
        return map { total in
            var total = total
            total.name = names[total.name] ?? total.name
            return total
        }
    }
}

extension SpendingGroup: ExpressibleByArgument {}

/// From which day to which.
struct DayOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this day (UTC) on, such as 2026-11-22.", valueName: "day"))
    var since: String?

    @Option(help: ArgumentHelp("Before this day (UTC).", valueName: "day"))
    var before: String?

    func validate() throws {
        for day in [since, before].compactMap(\.self) where Timestamp.start(of: day) == nil {
            throw ValidationError("“\(day)” is no day such as 2026-11-22.")
        }
    }
}
