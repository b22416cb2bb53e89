import NIOCore
import Synchronization
import Testing

@testable import Candid

@Suite final class LeftAnswerTests: Sendable {
    private let left = Mutex(0)

    /// A run whose answer has several pieces.
    private func run() -> RelayedRun {
        let reply = WireReply(status: 200, body: ByteBuffer(repeating: 7, count: 300 << 10))
        return RelayedRun(RunID(1), giving: reply, keeping: AnswerMemory(bytes: 1 << 20)) { [] }
    }

    /// Takes so many pieces of the answer, and no more.
    private func take(_ count: Int, of run: RelayedRun) async throws {
        let head = try #require(await run.head())
        var pieces = run.body(of: head) { self.left.withLock { $0 += 1 } }.makeAsyncIterator()
        for _ in 0..<count { _ = try await pieces.next() }
    }

    @Test(arguments: [0, 1, 3])
    func `a client that takes no more of an answer has left it, and is told once`(
        count: Int
    ) async throws {
        let run = run()
        try await take(count, of: run)
        #expect(left.withLock(\.self) == 1)
        run.leave()
    }

    @Test func `one that has all of it has not`() async throws {
        try await take(100, of: run())
        #expect(left.withLock(\.self) == 0)
    }
}
