import Dispatch
import Foundation
import Synchronization

/// Lets acts that come while another one is being committed go to disk together.
///
/// A commit waits for the disk, and the disk takes as long for fifty receipts as for one. Whoever
/// comes alone commits in place, because handing over to another thread and back costs more than
/// the commit itself. What was written down elsewhere goes before the next act, or by itself where
/// none comes soon.
final class GroupCommit<Act: Sendable>: Sendable {
    private struct Waiting {
        let act: Act
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var isBusy = false
        var waiting: [Waiting] = []
        var ahead = AheadActs<Act>()
        var isPlanned = false
    }

    /// What one commit takes at the most, so that the first need not wait long for the last.
    private let most = 128
    /// So many acts behind those that are being committed are many.
    private let crowd = 512
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "candid.ledger")
    private let background = BackgroundThread()
    private let alarm = Alarm()
    private let commit: Commit
    private let notes: Notes
    private let syncs: GroupSync

    /// Commits acts, all or none; waits for another program, or throws ``LedgerProblem/busy(path:)`` at
    /// once; and calls what is handed to it between one step and the next.
    typealias Commit =
        @Sendable (_ acts: [Act], _ waits: Bool, _ breathe: () -> Void) throws -> Void

    /// Where acts are written down that are committed later.
    struct Notes: Sendable {
        /// Writes an act down.
        var write: @Sendable (Act) throws -> Void = { _ in }
        /// Makes what was written down safe on disk.
        var sync: @Sendable () throws -> Void = {}
        /// Told of what is not committed yet, once everything before it is.
        var forget: @Sendable (_ rest: [Act]) -> Void = { _ in }
    }

    /// Creates a group.
    ///
    /// - Parameters:
    ///   - notes: Where acts are written down.
    ///   - commit: Commits acts.
    init(_ notes: Notes = Notes(), _ commit: @escaping Commit) {
        (self.notes, self.commit) = (notes, commit)
        syncs = GroupSync(notes.sync)
    }

    deinit {
        background.end()
        alarm.end()
        let rest = state.withLock(\.ahead.acts)
        // Where it fails, they stand where they were written down.
        if !rest.isEmpty, (try? commit(rest, true, {})) != nil { notes.forget([]) }
    }

    /// How much is written down and not yet committed.
    var ahead: Int { state.withLock(\.ahead.count) }

    /// Writes an act down, which is safe on disk within milliseconds, and committed with the next one or
    /// soon.
    ///
    /// - Throws: What writing throws; there is no such act then.
    func writeAhead(_ act: Act) throws { _ = try write(act) }

    /// Writes an act down, and returns once it is safe on disk; it is committed with the next one or soon.
    ///
    /// - Parameters:
    ///   - act: The act.
    ///   - inPlace: Whether the caller's thread may wait for the disk.
    /// - Throws: What writing and syncing throw.
    func writeSafely(_ act: Act, inPlace: Bool) async throws {
        let number = try write(act)
        try await syncs.perform(inPlace: inPlace)
        state.withLock { $0.ahead.isSynced(upTo: number) }
    }

    private func write(_ act: Act) throws -> Int {
        let (number, isPlanned) = try state.withLock { state in
            try notes.write(act)
            defer { state.isPlanned = true }
            return (state.ahead.add(act), state.isPlanned)
        }
        if !isPlanned {
            alarm.set(after: AheadActs<Act>.unsynced) { [weak self] in self?.look() ?? nil }
        }
        return number
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
        let taken = state.withLock { state -> [Act]? in
            guard !state.isBusy else { return nil }
            state.isBusy = true
            return state.ahead.take()
        }
        guard var ahead = taken else { return try await enqueue(act) }
        do {
            try commit([act], after: &ahead, waits: false) {}
            handOver(ahead)
        } catch LedgerProblem.busy {
            // Another program writes, perhaps for seconds; this thread has other work.
            try await withCheckedThrowingContinuation { continuation in
                state.withLock {
                    $0.waiting.append(Waiting(act: act, continuation: continuation))
                }
                handOver(ahead)
            }
        } catch {
            handOver(ahead)
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
            if isAlone { queue.async { self.drain() } }
        }
    }

    /// Commits acts behind what was written down; `ahead` is afterwards what of that is still not
    /// committed.
    private func commit(
        _ acts: [Act], after ahead: inout [Act], waits: Bool, _ breathe: () -> Void
    ) throws {
        do {
            try commit(ahead + acts, waits, breathe)
            ahead = []
        } catch LedgerProblem.busy(let path) {
            throw LedgerProblem.busy(path: path)
        } catch {
            guard !ahead.isEmpty else { throw error }
            // What one of them may not do is no reason for the others.
            while let first = ahead.first {
                try commit([first], waits, breathe)
                ahead.removeFirst()
            }
            if !acts.isEmpty { try commit(acts, waits, breathe) }
        }
    }

    /// Leaves the rest to a thread of its own, where there is any.
    private func handOver(_ ahead: [Act]) {
        let hasMore = state.withLock { state in
            settle(ahead, &state)
            state.isBusy = !state.waiting.isEmpty
            return state.isBusy
        }
        if hasMore { queue.async { self.drain() } }
    }

    /// Takes back what could not be committed.
    private func settle(_ rest: [Act], _ state: inout State) {
        if state.ahead.settle(rest) { notes.forget(state.ahead.acts) }
    }

    private func drain() {
        while true {
            var (ahead, group) = state.withLock { state in
                let group = Array(state.waiting.prefix(most))
                state.waiting.removeFirst(group.count)
                let ahead = group.isEmpty && !state.ahead.isDue() ? [] : state.ahead.take()
                if group.isEmpty, ahead.isEmpty { state.isBusy = false }
                return (ahead, group)
            }
            if group.isEmpty, ahead.isEmpty { return }
            settle(group, after: &ahead)
            // What nobody waits for is tried again later.
            if group.isEmpty, !ahead.isEmpty { return handOver(ahead) }
            state.withLock { settle(ahead, &$0) }
        }
    }

    private func settle(_ group: [Waiting], after ahead: inout [Act]) {
        var breather = Breather()
        do {
            try commit(group.map(\.act), after: &ahead, waits: true) {
                breather.breathe(unless: !group.isEmpty || isUrgent)
            }
            for one in group { one.continuation.resume() }
        } catch {
            if group.count == 1 { group[0].continuation.resume(throwing: error) }
            guard group.count > 1 else { return }
            // What one of them may not do is no reason for the others.
            for one in group { settle([one], after: &ahead) }
        }
    }

    /// Whether what is being committed should be soon: somebody waits for it, or so much comes meanwhile
    /// that it would never get the processor if it gave it away.
    private var isUrgent: Bool {
        state.withLock { !$0.waiting.isEmpty || $0.ahead.following > crowd }
    }

    /// Sees to what was written down and what no act came for.
    ///
    /// - Returns: After how long to look again; nil where there is nothing to see to.
    private func look() -> Duration? {
        let (unsynced, isDue) = state.withLock { state in
            let isDue = state.ahead.isDue() && !state.isBusy
            if isDue { state.isBusy = true }
            return (state.ahead.needsSync() ? state.ahead.last : nil, isDue)
        }
        // Where it fails, the next look tries again, and the next commit says so.
        if let unsynced, (try? notes.sync()) != nil {
            state.withLock { $0.ahead.isSynced(upTo: unsynced) }
        }
        if isDue { background.run { [weak self] in self?.drain() } }
        return state.withLock { state in
            let rest = state.ahead.rest()
            state.isPlanned = rest != nil
            return rest
        }
    }
}
