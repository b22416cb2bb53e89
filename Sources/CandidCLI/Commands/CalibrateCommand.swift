import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid calibrate`: how far routes and judges are to be trusted, measured.
struct CalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Measure what a route changes unasked, and how often a judge errs.",
        discussion: """
            What was measured is kept in the ledger with its date. candid verify, edit and generate \
            --verify hold a route's pictures against its own noise floor, and print a judge's \
            measured error beside its name; candid compare --route uses the floor too.
            """,
        subcommands: [
            CalibrateListCommand.self, CalibrateRouteCommand.self, CalibrateJudgeCommand.self,
        ],
        defaultSubcommand: CalibrateListCommand.self)
}

/// `candid calibrate list`: what was measured, and when.
struct CalibrateListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what was measured, and when.",
        discussion: """
            The newest of each route and of each judge's model. What is older than \
            \(CalibrationRecord.lifetime) days, or of another model than is in force now, is said to \
            be so: services change what stands behind a name.
            """)

    @Flag(help: "Also what was measured again since.")
    var all = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let records = try settings.openExistingLedger().calibrations()
        let shown = all ? records : records.newest
        let now = Timestamp(try settings.world().now())
        let lines = try shown.map { try CalibrationLine($0, at: now, settings) }
        if common.json { return Console.printJSON(CalibrationsDocument(lines)) }
        if lines.isEmpty {
            Terminal.error.say(
                "Nothing was measured yet. candid calibrate route, and candid calibrate judge.")
        }
        for line in lines { line.tell(Terminal.output) }
    }
}

extension [CalibrationRecord] {
    /// The newest of each route and of each judge's model, in their order.
    fileprivate var newest: [CalibrationRecord] {
        var seen: Set<String> = []
        return filter { seen.insert($0.calibration.name).inserted }
    }
}
