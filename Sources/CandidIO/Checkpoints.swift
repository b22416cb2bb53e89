import Dispatch
import GRDB
import Synchronization

/// Moves what was committed from the log into the database, beside those who go on committing.
///
/// SQLite would do it within a commit, which then takes ten times as long as others. It still does
/// where the log grew to four times its usual length, so that it can't grow without end.
final class Checkpoints: Sendable {
    private struct State {
        var commits = 0
        var isUnderWay = false
        var database: DatabaseQueue?
    }

    /// Commits between two: some hundred pages.
    private static let every = 64
    /// Pages from which on a commit does it itself.
    static let most = 4000
    private let path: String
    private let queue = DispatchQueue(label: "candid.ledger.checkpoint")
    private let state = Mutex(State())

    /// Creates them for a database.
    init(of path: String) { self.path = path }

    /// Says that something was committed.
    func committed() {
        let isDue = state.withLock { state in
            state.commits += 1
            guard state.commits >= Self.every, !state.isUnderWay else { return false }
            (state.commits, state.isUnderWay) = (0, true)
            return true
        }
        if isDue { queue.async { self.act() } }
    }

    /// Moves what nobody is in the way of.
    func act() {
        // Where it fails, nothing is lost: the next one does what is left.
        try? opened().inDatabase { db in _ = try db.checkpoint(.passive) }
        state.withLock { $0.isUnderWay = false }
    }

    private func opened() throws -> DatabaseQueue {
        if let known = state.withLock(\.database) { return known }
        let database = try DatabaseQueue(path: path)
        state.withLock { $0.database = database }
        return database
    }
}
