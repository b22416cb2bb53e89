import Dispatch
import Foundation
import Synchronization

/// Makes what was committed without a sync safe on disk a few milliseconds later, unless another
/// commit's sync came first.
///
/// SQLite's log has one end: whoever syncs it makes everything before safe, too.
final class LaterSync: Sendable {
    private struct State {
        var isNeeded = false
        var isPlanned = false
    }

    /// Time in which a sync of somebody else's may come first.
    private static let delay = DispatchTimeInterval.milliseconds(2)
    private let sync: @Sendable () throws -> Void
    private let queue = DispatchQueue(label: "candid.ledger.sync")
    private let state = Mutex(State())

    /// Creates it for a database.
    convenience init(of path: String) {
        self.init { try DurableFile.sync(fileAt: path + "-wal") }
    }

    /// Creates it from what makes the log safe.
    init(_ sync: @escaping @Sendable () throws -> Void) { self.sync = sync }

    /// Says that something was written without a sync.
    func isNeeded() {
        let isPlanned = state.withLock { state in
            state.isNeeded = true
            defer { state.isPlanned = true }
            return state.isPlanned
        }
        if !isPlanned { queue.asyncAfter(deadline: .now() + Self.delay) { self.act() } }
    }

    /// Says that everything so far was synced.
    func isDone() { state.withLock { $0.isNeeded = false } }

    /// Syncs, where that is still needed.
    func act() {
        let isNeeded = state.withLock { state in
            defer { state = State() }
            return state.isNeeded
        }
        // Where it fails, the next commit syncs these bytes before its own, and says so.
        if isNeeded { try? sync() }
    }
}
