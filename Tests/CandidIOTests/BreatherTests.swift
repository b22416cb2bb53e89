import Testing

@testable import CandidIO

@Suite struct BreatherTests {
    /// A clock that goes on only when it is told to.
    private final class Clock {
        var time = ContinuousClock.now
        /// How often others could go before.
        var breaths = 0
        /// How long others take then.
        var others = Duration.zero

        var breather: Breather {
            Breather(now: { self.time }) {
                self.breaths += 1
                self.time += self.others
            }
        }
    }

    @Test func `others go before every tenth of a millisecond, and not more often`() {
        let clock = Clock()
        var breather = clock.breather
        for _ in 0..<100 {
            clock.time += .microseconds(10)
            breather.breathe(unless: false)
        }
        #expect(clock.breaths == 10)
    }

    @Test func `work that somebody waits for gives nothing away`() {
        let clock = Clock()
        var breather = clock.breather
        for isAwaited in [true, true, false, true] {
            clock.time += .milliseconds(1)
            breather.breathe(unless: isAwaited)
        }
        #expect(clock.breaths == 1)
    }

    @Test func `whether somebody waits is asked only where it is time`() {
        let clock = Clock()
        var breather = clock.breather
        var questions = 0
        func asked() -> Bool {
            questions += 1
            return false
        }
        breather.breathe(unless: asked())
        clock.time += .microseconds(100)
        breather.breathe(unless: asked())
        #expect(questions == 1)
    }

    @Test func `what others took does not count as work`() {
        let clock = Clock()
        clock.others = .milliseconds(5)
        var breather = clock.breather
        clock.time += .microseconds(100)
        breather.breathe(unless: false)
        clock.time += .microseconds(90)
        breather.breathe(unless: false)
        #expect(clock.breaths == 1)
    }

    @Test func `after a fifth of a second it is done without`() {
        let clock = Clock()
        clock.others = .milliseconds(50)
        var breather = clock.breather
        for _ in 0..<100 {
            clock.time += .milliseconds(1)
            breather.breathe(unless: false)
        }
        #expect(clock.breaths == 4)
    }
}
