import ArgumentParser
import Candid
import CandidIO
import CandidServer
import Foundation

/// All that decides how the gateway works, to be read again while it runs.
struct ServeSetup: Sendable {
    /// What the command line sets.
    var flags: Configuration
    /// The only settings file, where one is named.
    let file: String?
    /// The address that it listens on.
    let address: String
    /// What becomes of a run whose client has gone.
    let whenLeft: Gateway.WhenLeft
    /// For how long a run waits for a client that has gone.
    let patience: Duration
    /// What follows requests, from the start to the end; nil is nothing.
    var tracer: OTLPTracer?

    /// What is in force now.
    ///
    /// - Throws: ``CommandFailure`` that names the file, the line and the key.
    func settings() throws -> Settings {
        var settings = try Settings(flags: flags, file: file)
        settings.connections = 4096
        return settings
    }

    /// What the gateway goes by.
    ///
    /// - Throws: ``CommandFailure``, ``LedgerProblem``.
    func options(_ settings: Settings) async throws -> Gateway.Options {
        let ledger = try settings.openLedger()
        var options = Gateway.Options(
            routes: try settings.gatewayRoutes(ledger), standard: settings.chosenEngine)
        options.speakers = try settings.gatewaySpeakers(ledger)
        options.errands = try settings.gatewayErrands(ledger)
        let verifier = try settings.verifier { ledger }
        options.verifier = { verifier }
        options.native = try settings.nativeAccess(ledger)
        let world = try settings.world()
        options.sessions = { name in
            let taken = try await ledger.take(name, world)
            return HeldSession(taken.open, holding: taken.lock)
        }
        let folder = settings.ledgerFolder
        options.trouble = { LedgerRoom(folder).trouble }
        options.recall = try settings.orderRecall(ledger)
        options.locks = try settings.lockReading()
        options.whenLeft = whenLeft
        options.patience = patience
        options.fetcher = try settings.pictureFetcher()
        options.tracer = tracer
        if let tracer { options.spans = { tracer.tally } }
        options.tracesPrompts = try settings.tracesPrompts()
        options.log = try settings.requestLog()
        let complain: @Sendable (String) -> Void = { Terminal.error.say("error: \($0)") }
        var door = try await settings.door(ledger, listeningOn: address)
        (options.complain, door.complain) = (complain, complain)
        options.door = door
        return options
    }

    /// Says which orders of an earlier start have no end: they hold their budgets until it is found.
    ///
    /// - Parameters:
    ///   - settings: What is in force.
    ///   - told: Those of which it was said already.
    /// - Returns: All of which it was said by now.
    /// - Throws: ``LedgerProblem``.
    @discardableResult
    func tellOpenRuns(
        _ settings: Settings, besides told: Set<RunID> = []
    ) async throws -> Set<RunID> {
        var search = LedgerSearch()
        (search.state, search.limit) = (.open, 1000)
        let timeout = try settings.network().timeout
        let limit = Timestamp(
            try settings.world().now().addingTimeInterval(-(timeout / .seconds(1))))
        // What lies in a batch is open for a day by rights, and what began a moment ago may go on.
        let open = try await settings.openLedger().receipts(search)
            .filter { $0.batch == nil && $0.ended < limit && !told.contains($0.id) }
        guard !open.isEmpty else { return told }
        let names = open.prefix(5).map(\.id.description).joined(separator: ", ")
        let more = open.count > 5 ? " and \(open.count - 5) more (candid log --state open)" : ""
        Terminal.error.say(
            "warning: cut off and perhaps charged: \(names)\(more). candid log settle NAME finds out "
                + "what became of one.")
        return told.union(open.map(\.id))
    }

    /// Says so of the others once nobody can work on them any more.
    func tellOpenRunsLater(_ settings: Settings, besides told: Set<RunID>) async {
        do {
            try await Task.sleep(for: try settings.network().timeout + .seconds(1))
            try await tellOpenRuns(settings, besides: told)
        } catch is CancellationError {
            return
        } catch {
            Terminal.error.say("error: which orders have no end can't be told: \(error)")
        }
    }

    /// Has a gateway go by what the settings say now; where they can't be read it goes on as before.
    func reload(_ gateway: Gateway, _ certificate: HostCertificate?, ledger: URL) async {
        do {
            let settings = try settings()
            guard settings.ledgerFolder == ledger else {
                throw CommandFailure(
                    .badInput,
                    "the ledger is another one now (\(settings.ledgerFolder.path)); that needs a "
                        + "new start.")
            }
            let options = try await options(settings)
            try certificate?.readAgain()
            gateway.take(options)
            Terminal.error.say(
                "settings were read again; routes: "
                    + options.routes.map(\.name).joined(separator: ", "))
        } catch {
            Terminal.error.say(
                "error: settings were not taken, the old ones stay: "
                    + CommandFailure(error).message)
        }
    }
}
