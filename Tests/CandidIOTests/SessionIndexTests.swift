import Candid
import CandidTesting
import Foundation
import Testing

@testable import CandidIO

@Suite struct SessionIndexTests {
    /// Sessions that began in one moment.
    private func sessions(_ count: Int, in ledger: SQLiteLedger) async throws -> [OpenSession] {
        var sessions: [OpenSession] = []
        for number in 1...count {
            var world = World.replaying()
            world.random = { UInt64(number) << 32 }
            sessions.append(try await OpenSession.begin("session \(number)", in: ledger, world))
        }
        return sessions
    }

    @Test func `of several programs that give one name to their sessions one does`() async throws {
        try await withFolder { folder in
            let open = try await sessions(6, in: try SQLiteLedger(folder: folder))
            let given = try await withThrowingTaskGroup(of: Bool.self) { group in
                for session in open {
                    let ledger = try SQLiteLedger(folder: folder)
                    group.addTask {
                        do {
                            try await ledger.rename(session, to: "poster")
                            return true
                        } catch let refusal as Refusal {
                            #expect(refusal.field == Refusal.nameTaken)
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(given == 1)
            let names = try await SQLiteLedger(folder: folder).sessions().map(\.name)
            #expect(names.count { $0 == "poster" } == 1)
        }
    }

    @Test func `a session may have its own name again, and none that hides another`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let open = try await sessions(2, in: ledger)
            try await ledger.rename(open[0], to: "session 1")
            let digits = await open[1].session.id.description
            await #expect(throws: Refusal.self) {
                try await ledger.rename(open[0], to: digits)
            }
        }
    }

    @Test func `no page loses a session that was worked on in the same moment`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            _ = try await sessions(5, in: ledger)
            let all = try await ledger.sessionOrder()
            #expect(all.count == 5)
            #expect(try await ledger.sessions().map(\.id) == all)
            for (index, session) in all.enumerated() {
                let rest = try await ledger.sessionOrder(behind: .session(session))
                #expect(rest == Array(all.dropFirst(index + 1)))
            }
            #expect(try await ledger.sessionOrder(behind: .moment("1960")) == [])
            #expect(try await ledger.sessionOrder(behind: .moment("9")) == all)
        }
    }
}
