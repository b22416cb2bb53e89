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

    /// What an earlier start left open.
    ///
    /// - Throws: ``CommandFailure``, ``LedgerProblem``.
    func cutOffRuns(_ settings: Settings) throws -> CutOffRuns {
        CutOffRuns(
            try settings.openLedger(), try settings.world(),
            longest: try settings.network().timeout)
    }

    /// Says which orders have no end.
    func tell(_ cutOff: [RunID]) {
        guard !cutOff.isEmpty else { return }
        let names = cutOff.prefix(5).map(\.description).joined(separator: ", ")
        let more =
            cutOff.count > 5 ? " and \(cutOff.count - 5) more (candid log --state open)" : ""
        Terminal.error.say(
            "warning: without an end, perhaps charged, and nothing was written down for longer than a "
                + "request may take: \(names)\(more). If no other program waits for it, candid log "
                + "settle NAME finds out what became of one.")
    }

    /// Says so of the others once as much time has passed in them.
    func tellLater(_ runs: CutOffRuns) async {
        do {
            tell(try await runs.later())
        } catch is CancellationError {
            return
        } catch {
            Terminal.error.say("error: which orders have no end can't be told: \(error)")
        }
    }
}
