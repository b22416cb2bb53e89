import Candid
import Synchronization

/// The entries of the runs that this process is adding to, so that an append need not read back
/// what was just written.
final class RecentRuns: Sendable {
    private struct Known {
        let entries: [Entry]
        /// The number of the last entry, which tells whether another process has added to the run.
        let last: Int64
    }

    private let known = Mutex<[RunID: Known]>([:])
    /// Runs that never end must not fill the memory.
    private let most = 4096

    /// How many runs are under way.
    var count: Int { known.withLock(\.count) }

    /// The entries of a run, if they are known up to its last one.
    func entries(of run: RunID, upTo last: Int64) -> [Entry]? {
        known.withLock { runs in runs[run].flatMap { $0.last == last ? $0.entries : nil } }
    }

    /// Notes what a run holds now.
    func note(_ entries: [Entry], of run: RunID, last: Int64) {
        known.withLock { runs in
            if entries.last?.event.isLast == true {
                runs[run] = nil
            } else {
                if runs.count >= most { runs.removeAll() }
                runs[run] = Known(entries: entries, last: last)
            }
        }
    }
}
