import NIOCore
import Synchronization
import Testing

@testable import Candid

struct TeeTests {
    @Test func `what was cut short by a cancellation is not taken for the end`() async throws {
        let handoff = Handoff()
        let endless = WireStream(
            status: 200, body: AsyncThrowingStream { ByteBuffer(repeating: 7, count: 100_000) })
        let tee = Tee(endless, handoff, AnswerMemory(bytes: 64 << 20))
        let run = Task { while try await tee.next() != nil {} }
        // It is given a chunk, and another one only once somebody has taken this one.
        _ = try await handoff.next()
        run.cancel()
        handoff.leave()
        await #expect(throws: CancellationError.self) { try await run.value }
        await #expect(throws: CancellationError.self) { try await tee.rest() }
    }

    @Test func `the rest is read once, however many ask for it`() async throws {
        let reading = Reading()
        let tee = Tee(
            WireStream(status: 200, body: AsyncThrowingStream { try await reading.next() }),
            Handoff(), nil)
        let ends = try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
            for _ in 0..<8 { group.addTask { try await tee.rest() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ends.allSatisfy { $0 == ByteBuffer(string: "20") })
        #expect(reading.most == 1)
    }

    /// Twenty chunks, and how many readers waited for one at the same time.
    private final class Reading: Sendable {
        private let state = Mutex((made: 0, waiting: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func next() async throws -> ByteBuffer? {
            state.withLock { state in
                state.waiting += 1
                state.most = max(state.most, state.waiting)
            }
            for _ in 0..<20 { await Task.yield() }
            return state.withLock { state in
                state.waiting -= 1
                guard state.made < 20 else { return nil }
                state.made += 1
                return ByteBuffer(string: "\(state.made)")
            }
        }
    }
}
