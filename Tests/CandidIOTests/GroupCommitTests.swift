import Foundation
import Synchronization
import Testing

@testable import CandidIO

@Suite struct GroupCommitTests {
    private struct Refused: Error {}

    @Test func `every act is committed once, and groups form while one is on its way`() async throws
    {
        let groups = Mutex<[[Int]]>([])
        let group = GroupCommit<Int> { acts, _, _ in groups.withLock { $0.append(acts) } }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<500 {
                tasks.addTask { try await group.perform(number, inPlace: number % 3 == 0) }
            }
            try await tasks.waitForAll()
        }
        #expect(groups.withLock { $0.joined().sorted() } == Array(0..<500))
    }

    @Test func `where another program writes, nobody waits for it in place`() async throws {
        let tries = Mutex<[Bool]>([])
        let group = GroupCommit<Int> { _, waits, _ in
            tries.withLock { $0.append(waits) }
            if !waits { throw LedgerProblem.busy(path: "ledger.sqlite") }
        }
        try await group.perform(1)
        #expect(tries.withLock(\.self) == [false, true])
        try await group.perform(2)
        #expect(tries.withLock(\.self) == [false, true, false, true])
    }

    @Test func `what one may not do is no reason for the others`() async throws {
        let kept = Mutex<Set<Int>>([])
        let group = GroupCommit<Int> { acts, _, _ in
            guard !acts.contains(where: { $0.isMultiple(of: 7) }) else { throw Refused() }
            kept.withLock { $0.formUnion(acts) }
        }
        let refused = await withTaskGroup(of: Int?.self) { tasks in
            for number in 0..<200 {
                tasks.addTask {
                    do {
                        try await group.perform(number)
                        return nil
                    } catch {
                        return number
                    }
                }
            }
            return await tasks.reduce(into: Set<Int>()) { all, number in
                if let number { all.insert(number) }
            }
        }
        #expect(refused == Set((0..<200).filter { $0.isMultiple(of: 7) }))
        #expect(kept.withLock(\.self) == Set(0..<200).subtracting(refused))
    }

    @Test func `what was written down goes before the next act, in the same commit`()
        async throws
    {
        let groups = Mutex<[[Int]]>([])
        let rests = Mutex<[[Int]]>([])
        var notes = GroupCommit<Int>.Notes()
        notes.forget = { rest in rests.withLock { $0.append(rest) } }
        let group = GroupCommit<Int>(notes) { acts, _, _ in groups.withLock { $0.append(acts) } }
        try group.writeAhead(1)
        try await group.writeSafely(2, inPlace: true)
        #expect(group.ahead == 2)
        try await group.perform(3)
        #expect(groups.withLock { $0.joined() }.elementsEqual([1, 2, 3]))
        #expect(group.ahead == 0)
        #expect(rests.withLock(\.last) == [])
    }

    @Test func `what could not be committed stays written down, and its order is kept`()
        async throws
    {
        let isFull = Mutex(true)
        let kept = Mutex<[Int]>([])
        let group = GroupCommit<Int> { acts, _, _ in
            if isFull.withLock(\.self) { throw Refused() }
            kept.withLock { $0 += acts }
        }
        try group.writeAhead(1)
        await #expect(throws: Refused.self) { try await group.perform(2) }
        #expect(group.ahead == 1)
        isFull.withLock { $0 = false }
        try await group.perform(3)
        #expect(kept.withLock(\.self) == [1, 3])
    }

    @Test func `what nobody asks for is committed all the same, once, and can breathe`()
        async throws
    {
        let kept = Mutex<[Int]>([])
        var notes = GroupCommit<Int>.Notes()
        let (settled, bell) = AsyncStream.makeStream(of: Void.self)
        notes.forget = { rest in
            if rest.isEmpty { bell.finish() }
        }
        let group = GroupCommit<Int>(notes) { acts, _, breathe in
            for act in acts {
                breathe()
                kept.withLock { $0.append(act) }
            }
        }
        for number in 0..<300 { try group.writeAhead(number) }
        for await () in settled {}
        #expect(kept.withLock(\.self) == Array(0..<300))
        #expect(group.ahead == 0)
    }

    @Test func `what can't be written down, or not made safe, is said to whoever asked`()
        async throws
    {
        var notes = GroupCommit<Int>.Notes()
        notes.write = { if $0 == 1 { throw Refused() } }
        notes.sync = { throw Refused() }
        let group = GroupCommit<Int>(notes) { _, _, _ in }
        #expect(throws: Refused.self) { try group.writeAhead(1) }
        #expect(group.ahead == 0)
        for inPlace in [true, false] {
            await #expect(throws: Refused.self) {
                try await group.writeSafely(2, inPlace: inPlace)
            }
        }
    }
}
