import Candid
import CandidTesting
import Foundation
import Testing

@testable import CandidIO

// The time of a busy machine, which runs all suites at once: it only ends what hangs.
@Suite(.timeLimit(.minutes(5))) struct SessionDoorTests {
    private let world = World.replaying()

    /// A name behind another door than the given one's.
    private func stranger(to name: String) throws -> String {
        try #require(
            (0..<100).map { "other \($0)" }
                .first { SessionLock.door(of: $0) != SessionLock.door(of: name) })
    }

    @Test func `whoever begins a name keeps nobody from beginning another`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let other = try stranger(to: "poster")
            let door = try await SessionLock.door(
                of: "poster", in: folder.appending(path: "sessions"))
            let taken = try await ledger.take(other, world)
            #expect(!taken.isKnown)
            withExtendedLifetime(door) {}
        }
    }

    @Test func `one of many that begin a name at once begins it`() async throws {
        try await withFolder { folder in
            let ledgers = try (0..<4).map { _ in try SQLiteLedger(folder: folder) }
            let begun = await withTaskGroup(of: Bool.self) { tasks in
                for number in 0..<16 {
                    tasks.addTask {
                        let taken = try? await ledgers[number % 4].take("poster", world)
                        return taken?.isKnown == false
                    }
                }
                return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(begun == 1)
            #expect(try await ledgers[0].sessions().map(\.name) == ["poster"])
        }
    }

    @Test func `many that ask for any free name get one each`() async throws {
        try await withFolder { folder in
            let ledgers = try (0..<4).map { _ in try SQLiteLedger(folder: folder) }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<12 {
                    tasks.addTask { _ = try await ledgers[number % 4].take(nil, world) }
                }
                try await tasks.waitForAll()
            }
            let names = try await ledgers[0].sessions().map(\.name)
            #expect(Set(names) == Set((1...12).map { "session-\($0)" }))
        }
    }

    @Test func `names that read the same have the same door`() {
        #expect("가" == "\u{1100}\u{1161}")
        #expect(SessionLock.door(of: "가") == SessionLock.door(of: "\u{1100}\u{1161}"))
    }

    @Test func `a session is found by the name that it has now`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let taken = try await ledger.take("poster", world)
            let run = await taken.open.session.id
            try await taken.open.rename("placard")
            #expect(try await ledger.session(named: "poster") == nil)
            #expect(try await ledger.session(named: "placard")?.id == run)
            let digits = String(run.description.prefix(8))
            #expect(try await ledger.session(named: digits)?.id == run)
        }
    }
}
