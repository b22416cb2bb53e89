import Candid
import Synchronization

/// Lets so many orders in at a time; a few more wait for their turn, and the rest is turned away.
final class Turnstile: Sendable {
    /// What became of somebody who wants in.
    enum Entrance: Sendable {
        case inside(Pass)
        /// The same caller has enough under way.
        case callerIsBusy
        /// There is no room, not even to wait, or it did not come in time.
        case crowded
    }

    private struct Waiting {
        let number: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var inside = 0
        var callers: [RunID: Int] = [:]
        var waiting: [Waiting] = []
        var numbers = 0
        /// Who has a number but waits not yet, and whether it gave up meanwhile.
        var arriving: [Int: Bool] = [:]
    }

    private let state = Mutex(State())

    /// Whether nobody is inside.
    var isEmpty: Bool { state.withLock { $0.inside == 0 } }

    /// Waits for a turn.
    ///
    /// - Parameters:
    ///   - door: How many come in and how many wait, as it is now.
    ///   - caller: A caller, and how much it may have under way.
    /// - Returns: The pass, which is given back when nobody holds it any more.
    func enter(_ door: Door, _ caller: (key: RunID, most: Int)?) async -> Entrance {
        if let caller, !count(caller.key, upTo: caller.most) { return .callerIsBusy }
        let pass = Pass { [self] isInside in leave(caller?.key, isInside) }
        let number = state.withLock { state -> Int? in
            guard state.inside >= door.atOnce else {
                state.inside += 1
                pass.enter()
                return nil
            }
            guard state.waiting.count + state.arriving.count < door.waiting else { return 0 }
            state.numbers += 1
            state.arriving[state.numbers] = false
            return state.numbers
        }
        guard let number else { return .inside(pass) }
        guard number > 0, await turn(of: number, door) else { return .crowded }
        pass.enter()
        return .inside(pass)
    }

    private func turn(of number: Int, _ door: Door) async -> Bool {
        let timeout = Task {
            // Where the turn comes first, waiting ends with an error, and nothing is left to do.
            guard (try? await door.world.pause(door.patience)) != nil else { return }
            giveUp(number)
        }
        defer { timeout.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isGone = state.withLock { state in
                    if state.arriving.removeValue(forKey: number) == true { return true }
                    // A place may have become free since the number was drawn.
                    if state.inside < door.atOnce {
                        state.inside += 1
                        continuation.resume(returning: true)
                        return false
                    }
                    state.waiting.append(Waiting(number: number, continuation: continuation))
                    return false
                }
                if isGone { continuation.resume(returning: false) }
            }
        } onCancel: {
            giveUp(number)
        }
    }

    private func giveUp(_ number: Int) {
        let waiting = state.withLock { state -> Waiting? in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                if state.arriving[number] != nil { state.arriving[number] = true }
                return nil
            }
            return state.waiting.remove(at: index)
        }
        waiting?.continuation.resume(returning: false)
    }

    private func count(_ key: RunID, upTo most: Int) -> Bool {
        state.withLock { state in
            guard state.callers[key, default: 0] < most else { return false }
            state.callers[key, default: 0] += 1
            return true
        }
    }

    private func leave(_ key: RunID?, _ wasInside: Bool) {
        let next = state.withLock { state -> Waiting? in
            if let key {
                let left = state.callers[key, default: 1] - 1
                state.callers[key] = left > 0 ? left : nil
            }
            guard wasInside else { return nil }
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.inside -= 1
            return nil
        }
        next?.continuation.resume(returning: true)
    }
}

/// A place inside, free again when the last reference is gone.
final class Pass: Sendable {
    private let isInside = Mutex(false)
    private let free: @Sendable (Bool) -> Void

    fileprivate init(_ free: @escaping @Sendable (Bool) -> Void) { self.free = free }

    fileprivate func enter() { isInside.withLock { $0 = true } }

    deinit { free(isInside.withLock { $0 }) }
}
