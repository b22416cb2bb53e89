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
    /// The runs that began with what was written ahead.
    private let ahead = Mutex<Set<RunID>>([])
    /// Runs that never end must not fill the memory.
    private let most = 4096

    /// How many runs are under way.
    var count: Int { max(known.withLock(\.count), ahead.withLock(\.count)) }

    /// Notes that a run began with what was written ahead.
    func beganAhead(_ run: RunID) {
        ahead.withLock { runs in
            if runs.count >= most { runs.removeAll() }
            runs.insert(run)
        }
    }

    /// Whether a run began with what was written ahead and has not ended before these entries of it.
    func areAhead(_ entries: [Entry]) -> Bool {
        guard let run = entries.first?.run else { return false }
        let isEnd = entries.contains(where: \.event.isLast)
        return ahead.withLock { isEnd ? $0.remove(run) != nil : $0.contains(run) }
    }

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
