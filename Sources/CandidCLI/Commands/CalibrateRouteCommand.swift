import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid calibrate route`: what a route does to a picture that it is told to leave alone.
struct CalibrateRouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Measure a route's noise floor with edits that ask for nothing.",
        discussion: """
            A picture drawn by sketch goes out with the words

              \(RouteFloor.instruction.text)

            and what comes back is compared with it. What a route changes so, it changes unasked: by \
            no more than that, no later edit of its and no leak is proved. Each is a run like any \
            other, priced, within the budget, with its receipt. Without a name every route that is \
            configured and takes pictures is measured; where that may cost something, say --yes.

            Exit code 3 where some could not be measured, 5 or 6 where none could.

            Examples:
              candid calibrate route sketch
              candid calibrate route openai --times 3 --budget 0.50
              candid calibrate route openai/gpt-image-1.5 --dry-run
            """)

    @Argument(help: ArgumentHelp("ENGINE or ENGINE/MODEL.", valueName: "route"))
    var routes: [String] = []

    @Option(help: ArgumentHelp("How many edits, 1 to 20, each of another picture."))
    var times = 1

    @Flag(help: "Let a route that rewrites prompts do so.")
    var allowRewrite = false

    @Flag(help: "Say what would be ordered and what it may cost; send nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Also what may cost something, without naming it.")
    var yes = false

    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard 1...20 ~= times else { throw ValidationError("--times takes 1 to 20.") }
    }

    func run() async throws {
        let settings = try common.settings(try money.flags())
        let chosen = try settings.routes(routes)
        let calibrations = try await chosen.asyncMap { route in
            var calibration = try RouteCalibration(route, settings)
            calibration.order.allowsRewrite = allowRewrite ? true : nil
            let cost = try await settings.estimate(calibration.order, on: route.engine)
            return (calibration, cost)
        }
        for (calibration, cost) in calibrations where !common.json {
            Terminal.error.say(
                "order      \(calibration.route): \(times) × “\(RouteFloor.instruction.text)”, "
                    + (cost.map { "each \($0)" } ?? "unpriced"))
        }
        if dryRun { return Terminal.error.say("Nothing was sent.") }
        try refuseSurprises(calibrations.map { ($0.route, $1) })
        let ledger = try settings.openLedger()
        var (records, failures): ([CalibrationRecord], [CalibrationFailure]) = ([], [])
        for (calibration, _) in calibrations {
            let outcome = try await calibration.measured(times, ledger, shows: !common.json)
            records += outcome.record.map { [$0] } ?? []
            failures += outcome.failures
        }
        try tell(records, failures, settings)
    }

    /// Who names a route means its price too; who names none does not know what is configured.
    private func refuseSurprises(_ orders: [(route: RouteFloor.Route, cost: Cost?)]) throws {
        let priced = orders.filter { $0.cost?.high != 0 }.map(\.route.description)
        guard routes.isEmpty, !yes, !priced.isEmpty else { return }
        throw CommandFailure(
            .refusedByUs,
            "these may be charged: \(priced.joined(separator: ", ")). Name the routes to measure, "
                + "or say --yes.")
    }

    private func tell(
        _ records: [CalibrationRecord], _ failures: [CalibrationFailure], _ settings: Settings
    ) throws {
        let now = Timestamp(try settings.world().now())
        let lines = try records.map { try CalibrationLine($0, at: now, settings) }
        if common.json {
            Console.printJSON(CalibrationsDocument(lines, failures))
        } else {
            for line in lines { line.tell(Terminal.output) }
            for failure in failures {
                Terminal.error.say("\(failure.route): not measured: \(failure.reason)")
            }
        }
        guard let first = failures.first else { return }
        throw records.isEmpty ? first.status.code : ExitStatus.partial.code
    }
}

extension Sequence {
    /// Maps one after another, waiting for each.
    fileprivate func asyncMap<Value>(
        _ change: (Element) async throws -> Value
    ) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}
