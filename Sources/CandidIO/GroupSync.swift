import Dispatch
import Synchronization

/// Lets whoever waits for the same file to be safe on disk wait for one sync.
final class GroupSync: Sendable {
    private struct State {
        var isBusy = false
        var waiting: [CheckedContinuation<Void, any Error>] = []
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "candid.ledger.ahead")
    private let sync: @Sendable () throws -> Void

    /// Creates it from what makes everything that was written safe.
    init(_ sync: @escaping @Sendable () throws -> Void) { self.sync = sync }

    /// Returns once everything that was written before is safe on disk.
    ///
    /// - Parameter inPlace: Whether the caller's thread may wait for the disk; where many wait it must
    ///   not, so that others can join.
    /// - Throws: What the sync throws.
    func perform(inPlace: Bool) async throws {
        guard !inPlace else { return try sync() }
        try await withCheckedThrowingContinuation { continuation in
            let isAlone = state.withLock { state in
                state.waiting.append(continuation)
                defer { state.isBusy = true }
                return !state.isBusy
            }
            if isAlone { queue.async { self.drain() } }
        }
    }

    private func drain() {
        while true {
            let group = state.withLock { state in
                defer { state.waiting = [] }
                state.isBusy = !state.waiting.isEmpty
                return state.waiting
            }
            if group.isEmpty { return }
            let outcome = Result { try sync() }
            for one in group { one.resume(with: outcome) }
        }
    }
}
