import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A thread that works where hardly any other one wants to, so that nobody who waits for an answer waits
/// for what nobody waits for.
final class BackgroundThread: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isStarted = false
        var isOver = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Has something done there.
    func run(_ act: @escaping @Sendable () -> Void) {
        let isStarted = state.withLock { state in
            state.work.append(act)
            defer { state.isStarted = true }
            return state.isStarted
        }
        if !isStarted { Thread.detachNewThread { self.work() } }
        wake.signal()
    }

    /// Ends the thread after what it is at; what is left is not done.
    func end() {
        state.withLock { state in
            state.isOver = true
            state.work = []
        }
        wake.signal()
    }

    private func work() {
        #if canImport(Glibc)
        // Of all threads it is only this one's, whatever the name of the choice says.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        #endif
        while true {
            wake.wait()
            let next = state.withLock { state -> (@Sendable () -> Void)? in
                state.work.isEmpty ? nil : state.work.removeFirst()
            }
            next?()
            if state.withLock(\.isOver) { return }
        }
    }
}
