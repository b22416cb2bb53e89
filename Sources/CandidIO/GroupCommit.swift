import Dispatch
import Synchronization

/// Lets acts that come while another one is being committed go to disk together.
///
/// A commit waits for the disk, and the disk takes as long for fifty receipts as for one. Whoever
/// comes alone commits in place, because handing over to another thread and back costs more than
/// the commit itself.
final class GroupCommit<Act: Sendable>: Sendable {
    private struct Waiting {
        let act: Act
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var isBusy = false
        var waiting: [Waiting] = []
    }

    /// The most that one commit takes, so that the first need not wait long for the last.
    private let most = 128
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "candid.ledger")
    private let commit: @Sendable ([Act], _ waits: Bool) throws -> Void

    /// Creates a group.
    ///
    /// - Parameter commit: Commits acts, all or none, and waits for another program or throws
    ///   ``LedgerProblem/busy(path:)`` at once.
    init(_ commit: @escaping @Sendable ([Act], _ waits: Bool) throws -> Void) {
        self.commit = commit
    }

    /// Commits an act, and returns once it is safe on disk.
    ///
    /// - Parameters:
    ///   - act: The act.
    ///   - inPlace: Whether the caller's thread may wait for the disk where nobody else commits. Where
    ///     much is under way it must not: who waits on the last thread keeps everybody else from
    ///     joining its group.
    /// - Throws: Whatever the commit throws for this act alone.
    func perform(_ act: Act, inPlace: Bool = true) async throws {
        guard inPlace else { return try await enqueue(act) }
        let isAlone = state.withLock { state in
            defer { state.isBusy = true }
            return !state.isBusy
        }
        guard isAlone else { return try await enqueue(act) }
        do {
            try commit([act], false)
            handOver()
        } catch LedgerProblem.busy {
            // Another program writes, perhaps for seconds; this thread has other work.
            try await withCheckedThrowingContinuation { continuation in
                state.withLock {
                    $0.waiting.append(Waiting(act: act, continuation: continuation))
                }
                handOver()
            }
        } catch {
            handOver()
            throw error
        }
    }

    private func enqueue(_ act: Act) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let isAlone = state.withLock { state in
                state.waiting.append(Waiting(act: act, continuation: continuation))
                defer { state.isBusy = true }
                return !state.isBusy
            }
            if isAlone { handOver() }
        }
    }

    /// Leaves the rest to a thread of its own, where there is any.
    private func handOver() {
        let hasMore = state.withLock { state in
            state.isBusy = !state.waiting.isEmpty
            return state.isBusy
        }
        if hasMore { queue.async { self.drain() } }
    }

    private func drain() {
        while true {
            let group = state.withLock { state in
                let group = Array(state.waiting.prefix(most))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isBusy = false }
                return group
            }
            if group.isEmpty { return }
            settle(group)
        }
    }

    private func settle(_ group: [Waiting]) {
        do {
            try commit(group.map(\.act), true)
            for one in group { one.continuation.resume() }
        } catch {
            guard group.count > 1 else { return group[0].continuation.resume(throwing: error) }
            // What one of them may not do is no reason for the others.
            for one in group { settle([one]) }
        }
    }
}
