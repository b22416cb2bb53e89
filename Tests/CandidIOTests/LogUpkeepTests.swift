import Candid
import CandidTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import CandidIO

@Suite struct LogUpkeepTests {
    @Test func `what was written without a sync gets one, unless another came first`() {
        let syncs = Mutex(0)
        let later = LaterSync { syncs.withLock { $0 += 1 } }
        later.act()
        #expect(syncs.withLock(\.self) == 0)
        later.isNeeded()
        later.act()
        #expect(syncs.withLock(\.self) == 1)
        later.act()
        #expect(syncs.withLock(\.self) == 1)
        later.isNeeded()
        later.isDone()
        later.act()
        #expect(syncs.withLock(\.self) == 1)
    }

    @Test func `a checkpoint moves the log into the database while the ledger is open`()
        async throws
    {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let draft = Draft(
                Order(Prompt(String(repeating: "pear ", count: 2000)), engine: "e", model: "m"))
            for number in 1...8 {
                let entry = Entry(
                    run: RunID(UInt64(number)), time: Timestamp(Date(timeIntervalSince1970: 0)),
                    event: .drafted(draft))
                try await ledger.append([entry])
            }
            let before = try Data(contentsOf: ledger.file).count
            Checkpoints(of: ledger.file.path).act()
            #expect(try Data(contentsOf: ledger.file).count > before + 50_000)
            #expect(try await ledger.entries(of: RunID(8)).count == 1)
        }
    }

    @Test func `a commit does it itself only where the log grew long`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let pages = try await ledger.database.write { db in
                try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint")
            }
            #expect(pages == Checkpoints.most)
        }
    }
}
