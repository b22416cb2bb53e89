import Testing

@testable import CandidIO

@Suite struct AheadActsTests {
    private let start = ContinuousClock.now

    private func time(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test func `what nobody follows is committed soon`() {
        var acts = AheadActs<Int>()
        _ = acts.add(1, at: start)
        #expect(!acts.isDue(at: time(19)))
        #expect(acts.isDue(at: time(20)))
    }

    @Test func `where others keep coming a commit waits for half a second's`() {
        var acts = AheadActs<Int>()
        for step in 0..<49 { _ = acts.add(step, at: time(10 * step)) }
        #expect(!acts.isDue(at: time(499)))
        #expect(acts.isDue(at: time(500)))
        #expect(acts.take() == Array(0..<49))
        #expect(!acts.isDue(at: time(1000)), "there is nothing left to commit")
    }

    @Test func `it looks again when the next thing is to be done`() {
        var acts = AheadActs<Int>()
        #expect(acts.rest(at: start) == nil)
        let number = acts.add(1, at: start)
        #expect(acts.rest(at: start) == .milliseconds(2), "it is not safe on disk yet")
        #expect(acts.needsSync(at: time(2)))
        acts.isSynced(upTo: number)
        #expect(!acts.needsSync(at: time(2)))
        #expect(acts.rest(at: start) == .milliseconds(20))
        #expect(acts.rest(at: time(30)) == .milliseconds(1), "what is overdue is under way")
    }
}
