import GRDB
import Synchronization

/// Moves what was committed from the log into the database, beside those who go on committing.
///
/// SQLite would do it within a commit, which then takes ten times as long as others. It still does
/// where the log grew to four times its usual length, so that it can't grow without end.
final class Checkpoints: Sendable {
    private struct State {
        var appends = 0
        var isUnderWay = false
        var database: DatabaseQueue?
    }

    /// Appends between two: a page that many of them changed is moved once.
    private static let every = 1024
    /// Pages from which on a commit does it itself.
    static let most = 16_000
    private let path: String
    private let background = BackgroundThread()
    private let state = Mutex(State())

    /// Creates them for a database.
    init(of path: String) { self.path = path }

    deinit { background.end() }

    /// Says that so many appends were committed.
    func committed(_ appends: Int) {
        let isDue = state.withLock { state in
            state.appends += appends
            guard state.appends >= Self.every, !state.isUnderWay else { return false }
            (state.appends, state.isUnderWay) = (0, true)
            return true
        }
        if isDue { background.run { [weak self] in self?.act() } }
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
