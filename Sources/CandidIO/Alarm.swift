import Dispatch
import Foundation
import Synchronization

/// Does something after a while, again and again for as long as that asks for it, on a thread of its own.
///
/// A timer of Dispatch wakes one thread when it is set, the same again when it fires, and a second one for
/// what is to be done; where a thousand requests come in a second, that was a twentieth of what they cost.
final class Alarm: Sendable {
    /// What to do, and after how long; it says when it wants to be done again, nil is never.
    private struct Next {
        let wait: Duration
        let ring: @Sendable () -> Duration?
    }

    private struct State {
        var next: Next?
        var isStarted = false
        var isOver = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Creates it; the thread begins when it is set for the first time.
    init() {}

    /// Has something done after a while; one that will ring anyway must not be set.
    ///
    /// - Parameters:
    ///   - wait: How long from now.
    ///   - ring: What to do; it says after how long it wants to be done again, nil is not.
    func set(after wait: Duration, _ ring: @escaping @Sendable () -> Duration?) {
        let isStarted = state.withLock { state in
            state.next = Next(wait: wait, ring: ring)
            defer { state.isStarted = true }
            return state.isStarted
        }
        if !isStarted { Thread.detachNewThread { self.work() } }
        wake.signal()
    }

    /// Ends the thread; it rings no more.
    func end() {
        state.withLock { $0.isOver = true }
        wake.signal()
    }

    private func work() {
        while !isOver {
            wake.wait()
            var next = state.withLock { state in
                defer { state.next = nil }
                return state.next
            }
            while let now = next, !isOver {
                let time = DispatchTime.now() + .microseconds(Int(now.wait / .microseconds(1)))
                // Only its end can be heard before the time.
                if wake.wait(timeout: time) == .success { break }
                next = now.ring().map { Next(wait: $0, ring: now.ring) }
            }
        }
    }

    private var isOver: Bool { state.withLock(\.isOver) }
}
