public import Candid
import Foundation
import Synchronization

/// Brings home what came of relayed batches, once for all who ask.
struct BatchHarvest: Sendable {
    let errands: Gateway.Errands
    /// Whose receipts they are.
    let orders: BatchDesk
    let engine: Engine
    private let relay: RelayDesk

    /// Nil where the service's batches are none of ours.
    ///
    /// - Parameters:
    ///   - relay: Where it is noted which are being brought home.
    ///   - caller: What the caller may spend on new ones.
    init?(_ relay: RelayDesk, within caller: KeyBudget = KeyBudget()) {
        guard let errands = relay.options.errands,
            let route = relay.options.routes.first(where: { $0.name == errands.engine })
        else { return nil }
        var pipeline = route.pipeline
        pipeline.world = errands.world
        pipeline.budgets.caller = caller
        // An engine without batches has none.
        guard let orders = try? BatchDesk(route.engine, errands.access, pipeline) else {
            return nil
        }
        (self.relay, self.errands, self.orders, engine) = (relay, errands, orders, route.engine)
    }

    /// Those that wait to be brought home: another program's, that the service named.
    private func open() async throws -> [BatchRecord] {
        try await errands.openBatches().filter { $0.job != nil && $0.note.names != nil }
    }

    /// Those of them about which the service as it is reached now can be asked.
    func reached() async throws -> [BatchRecord] {
        try await open().filter(orders.reaches)
    }

    /// Brings a batch home if it has ended, unless that is under way or done.
    ///
    /// Whoever named the job had it from the service as it is reached now. So it is there, even if it
    /// was begun when the settings had another address.
    func collect(_ job: String) async {
        guard relay.harvests.begin(job) else { return }
        var isDone = false
        await written {
            let batches = try await open().filter { $0.job == job }
            guard let batch = batches.first(where: orders.reaches) ?? batches.first else {
                return isDone = true
            }
            guard let state = try await orders.state(of: batch), state.hasEnded else { return }
            _ = try await orders.collect(batch, state)
            isDone = true
        }
        relay.harvests.end(job, isDone: isDone)
    }

    /// What can't be written down is said, and holds nobody up: the batch is bought by then.
    func written(_ act: () async throws -> Void) async {
        do {
            try await act()
        } catch is CancellationError {
            return
        } catch {
            // At the end of the program, what was under way is cut off by rights.
            guard !Task.isCancelled else { return }
            relay.options.complain("the receipts of a batch are not written down yet: \(error)")
        }
    }
}

/// The batches whose results are being fetched, or are in the ledger.
final class BatchHarvests: Sendable {
    private let jobs = Mutex<Set<String>>([])

    /// Takes a batch on.
    ///
    /// - Returns: False where somebody else has.
    func begin(_ job: String) -> Bool { jobs.withLock { $0.insert(job).inserted } }

    /// Gives a batch back, unless there is nothing left to do.
    func end(_ job: String, isDone: Bool) {
        // Thousands of names are little; without a limit they would be a leak.
        jobs.withLock { jobs in
            if !isDone || jobs.count > 10_000 { jobs.remove(job) }
        }
    }
}

/// When the service is asked about batches about which nobody else asks.
///
/// A batch may take a day and is seldom done at once, so it is asked about the more seldom the longer
/// it takes. What it goes by is in the ledger, so another start goes on in the same way.
struct BatchRhythm: Sendable {
    /// Between two looks at the ledger.
    static let round = Duration.seconds(600)
    /// The most seldom that is asked, in seconds.
    private static let longest: TimeInterval = 3600
    /// How long results are kept at the service, and some days more.
    private static let end: TimeInterval = 40 * 86_400

    private var asked: [RunID: Date] = [:]

    /// Those about which it is time to ask; they are taken as asked.
    mutating func due(_ batches: [BatchRecord], at now: Date) -> [BatchRecord] {
        asked = asked.filter { known in batches.contains { $0.id == known.key } }
        return batches.filter { batch in
            let age = now.timeIntervalSince(batch.ended.date)
            guard age < Self.end else { return false }
            let wait = min(Self.longest, age / 8)
            if let last = asked[batch.id], now.timeIntervalSince(last) < wait { return false }
            asked[batch.id] = now
            return true
        }
    }
}

extension Gateway {
    /// Asks the service, for as long as the task goes on, about relayed batches that are still open, so
    /// that they end although no client asks; where there are none it asks nothing.
    ///
    /// - Parameter world: The clock, and how to wait.
    public func tendBatches(in world: World) async {
        var rhythm = BatchRhythm()
        while !Task.isCancelled {
            if let harvest = BatchHarvest(desk) {
                var due: [BatchRecord] = []
                await harvest.written {
                    due = rhythm.due(try await harvest.reached(), at: world.now())
                }
                for job in due.compactMap(\.job) { await harvest.collect(job) }
            }
            do { try await world.pause(BatchRhythm.round) } catch { return }
        }
    }
}
