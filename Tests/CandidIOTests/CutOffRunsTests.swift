import Candid
import CandidTesting
import Foundation
import Synchronization
import Testing

@testable import CandidIO

@Suite struct CutOffRunsTests {
    /// A clock that goes on only while somebody waits.
    private final class Clock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

        var now: Date { time.withLock(\.self) }

        var world: World {
            var world = World.replaying()
            world.now = { self.now }
            world.pause = { pause in self.time.withLock { $0 += pause / .seconds(1) } }
            return world
        }
    }

    private let clock = Clock()
    private let longest = Duration.seconds(600)

    /// The entries of an order that was written down some seconds ago and sent.
    private func sent(
        _ run: UInt64, ago seconds: TimeInterval, in batch: RunID? = nil, _ more: Event...
    ) -> [Entry] {
        var draft = Draft(Order(Prompt("a pear"), engine: "sketch", model: "sketch-1"))
        if let batch { draft = draft.sent(in: batch) }
        let sending = Sending(
            prompt: Prompt("a pear"), url: "test:", body: Candid.Digest(of: [0]), bytes: 1)
        return ([.drafted(draft), .sent(sending)] + more).map {
            Entry(
                run: RunID(run), time: Timestamp(clock.now.addingTimeInterval(-seconds)), event: $0)
        }
    }

    @Test func `an order that was cut off is told once`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            try await ledger.append(sent(1, ago: 601))
            try await ledger.append(sent(2, ago: 601, .finished))
            try await ledger.append(sent(3, ago: 601, in: RunID(9)))
            let runs = CutOffRuns(ledger, clock.world, longest: longest)
            #expect(try await runs.next() == [RunID(1)])
            #expect(try await runs.next() == [])
            #expect(try await runs.later() == [])
        }
    }

    @Test func `one that was cut off a moment ago is told once that time has passed`() async throws
    {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            try await ledger.append(sent(1, ago: 0))
            try await ledger.append(sent(2, ago: 601))
            let (runs, start) = (CutOffRuns(ledger, clock.world, longest: longest), clock.now)
            #expect(try await runs.next() == [RunID(2)])
            #expect(try await runs.later() == [RunID(1)])
            #expect(clock.now == start.addingTimeInterval(601))
            #expect(try await runs.next() == [])
        }
    }

    @Test func `one that ended by then is not told`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            try await ledger.append(sent(1, ago: 1))
            let runs = CutOffRuns(ledger, clock.world, longest: longest)
            #expect(try await runs.next() == [])
            try await ledger.append([
                Entry(run: RunID(1), time: Timestamp(clock.now), event: .finished)
            ])
            #expect(try await runs.later() == [])
        }
    }
}
