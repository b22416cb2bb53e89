import Dispatch
import Foundation
import Synchronization

/// Makes what was committed without a sync safe on disk a few milliseconds later, unless another
/// commit's sync came first.
///
/// SQLite's log has one end: whoever syncs it makes everything before safe, too.
final class LaterSync: Sendable {
    private struct State {
        /// Since when; nil is not at all.
        var needed: ContinuousClock.Instant?
        var isPlanned = false
    }

    /// Time in which a sync of somebody else's may come first.
    private static let delay = Duration.milliseconds(2)
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
            state.needed = state.needed ?? .now
            defer { state.isPlanned = true }
            return state.isPlanned
        }
        if !isPlanned { plan() }
    }

    /// Says that everything so far was synced.
    func isDone() { state.withLock { $0.needed = nil } }

    /// Syncs, where that is still needed.
    func act() {
        let isNeeded = state.withLock { state in
            defer { state = State() }
            return state.needed != nil
        }
        // Where it fails, the next commit syncs these bytes before its own, and says so.
        if isNeeded { try? sync() }
    }

    private func plan() {
        let wait = DispatchTimeInterval.microseconds(Int(Self.delay / .microseconds(1)))
        queue.asyncAfter(deadline: .now() + wait) { self.look() }
    }

    /// What was written a moment ago may still be synced by somebody else.
    private func look() {
        let isEarly = state.withLock { state in
            state.needed.map { $0.advanced(by: Self.delay) > .now } ?? false
        }
        isEarly ? plan() : act()
    }
}
