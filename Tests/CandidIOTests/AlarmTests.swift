import Synchronization
import Testing

@testable import CandidIO

struct AlarmTests {
    @Test func `it rings for as long as that is asked for, and again once it is set anew`() async {
        let alarm = Alarm()
        let left = Mutex(3)
        for _ in 0..<2 {
            await withCheckedContinuation { done in
                alarm.set(after: .zero) {
                    let isLast = left.withLock { left in
                        left -= 1
                        return left == 0
                    }
                    if isLast { done.resume() }
                    return isLast ? nil : .zero
                }
            }
            #expect(left.withLock(\.self) == 0)
            left.withLock { $0 = 2 }
        }
        alarm.end()
    }
}
