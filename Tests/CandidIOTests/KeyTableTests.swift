import Candid
import Foundation
import GRDB
import Testing

@testable import CandidIO

@Suite struct KeyTableTests {
    private func issue(_ ledger: SQLiteLedger, _ name: String) async throws -> IssuedKey {
        try await ledger.issue(
            CallerKey.State(name: name, policy: KeyPolicy()), in: .live())
    }

    @Test func `are found by every process that opens it, and revoked for all`() async throws {
        try await withFolder { folder in
            let here = try SQLiteLedger(folder: folder)
            let there = try SQLiteLedger(folder: folder)
            let issued = try await issue(here, "shop")
            let before = try await there.keyRevision()
            #expect(try await there.keys() == [issued.key])
            _ = try await here.revoke(issued.key, in: .live())
            #expect(try await there.keyRevision() > before)
            #expect(try await there.keys().first?.revoked != nil)
        }
    }

    @Test func `have no name twice, whichever process was first`() async throws {
        try await withFolder { folder in
            let here = try SQLiteLedger(folder: folder)
            let there = try SQLiteLedger(folder: folder)
            _ = try await issue(here, "shop")
            await #expect(throws: Refusal.self) { try await issue(there, "shop") }
        }
    }

    @Test func `stand in the chain, and a forged policy shows`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            _ = try await issue(ledger, "shop")
            #expect(try await ledger.audit(store(folder)).damages.isEmpty)
            try await ledger.database.write { db in
                try db.execute(
                    sql: """
                        DROP TRIGGER entry_no_update;
                        UPDATE entry SET text = replace(text, '"images"', '"admin"');
                        """)
            }
            #expect(try await !ledger.audit(store(folder)).damages.isEmpty)
        }
    }

    @Test func `remember when they were last used`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let key = try await issue(ledger, "shop").key
            let time = Timestamp(Date(timeIntervalSince1970: 60))
            try await ledger.noteUse(of: key.id, at: time)
            #expect(try await ledger.keys().first?.lastUsed == time)
        }
    }

    @Test func `leave a record of what was turned away, by key and reason`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let key = try await issue(ledger, "shop").key
            var known = TurnedAway(.rate, route: "POST /v1/images/generations")
            known.caller = Caller(key)
            let stranger = TurnedAway(.unknownKey, route: "GET /v1/models")
            for (index, note) in [known, stranger].enumerated() {
                let time = Timestamp(Date(timeIntervalSince1970: Double(index)))
                try await ledger.append([
                    Entry(run: RunID(UInt64(index + 1)), time: time, event: .turnedAway(note))
                ])
            }
            var search = TurnedAwaySearch()
            #expect(try await ledger.turnedAway(search).map(\.run) == [RunID(2), RunID(1)])
            search.caller = key.id
            #expect(try await ledger.turnedAway(search).map(\.run) == [RunID(1)])
            search = TurnedAwaySearch()
            search.reason = .unknownKey
            #expect(try await ledger.turnedAway(search).map(\.run) == [RunID(2)])
        }
    }
}
