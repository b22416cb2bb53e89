import Candid
import CandidTesting
import Foundation
import Synchronization
import Testing

@Suite struct LateEndingTests {
    /// A ledger whose disk is full for so many appends.
    private actor FullLedger: Ledger {
        private let inner = MemoryLedger()
        private var refusals: Int

        init(refusals: Int) { self.refusals = refusals }

        func append(_ entries: [Entry]) async throws {
            refusals -= 1
            guard refusals < 0 else { throw Full() }
            try await inner.append(entries)
        }

        func begin(_ entries: [Entry]) async throws { try await inner.append(entries) }

        func entries(of run: RunID) async -> [Entry] { await inner.entries(of: run) }
    }

    private struct Full: Error {}

    private let run = RunID(7)
    private let order = Order(Prompt("a pear"), engine: "sketch", model: "sketch-1")

    private func entry(_ event: Event) -> Entry {
        Entry(run: run, time: Timestamp(Date(timeIntervalSince1970: 0)), event: event)
    }

    private func world(_ pauses: @escaping @Sendable () -> Void) -> World {
        var world = World.replaying()
        world.pause = { _ in pauses() }
        return world
    }

    @Test func `an end is written down once there is room again, and only once`() async throws {
        let ledger = FullLedger(refusals: 2)
        try await ledger.begin([entry(.drafted(Draft(order)))])
        let pauses = Mutex(0)
        let ending = LateEnding(
            of: run, because: "disk full", in: ledger, world { pauses.withLock { $0 += 1 } })
        await ending.write()
        await ending.write()
        let receipt = try #require(Receipt(await ledger.entries(of: run)))
        #expect(receipt.state == .failed && receipt.perhapsCharged)
        #expect(receipt.failure?.message.contains("disk full") == true)
        #expect(await ledger.entries(of: run).count == 2)
        #expect(pauses.withLock { $0 } == 4)
    }

    @Test func `a run that has an end, or was never written down, is left as it is`() async throws {
        let ledger = FullLedger(refusals: 0)
        await LateEnding(of: run, because: "full", in: ledger, world {}).write()
        #expect(await ledger.entries(of: run).isEmpty)
        try await ledger.begin([entry(.drafted(Draft(order))), entry(.finished)])
        await LateEnding(of: run, because: "full", in: ledger, world {}).write()
        #expect(await ledger.entries(of: run).count == 2)
    }
}
