import Candid
import CandidTesting
import Foundation
import GRDB
import Testing

@testable import CandidIO

@Suite struct SQLiteLedgerTests {
    @Test func `conforms`() async throws {
        try await withFolder { folder in
            try await expectConformance(of: SQLiteLedger(folder: folder))
        }
    }

    @Test func `an entry can be neither changed nor removed`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear"])
            for sql in ["UPDATE entry SET run = run", "DELETE FROM entry"] {
                await #expect(throws: DatabaseError.self) {
                    try await ledger.database.write { try $0.execute(sql: sql) }
                }
            }
        }
    }

    @Test func `an append is on disk before it returns`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let level = try await ledger.database.write { db in
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            #expect(level == 2, "2 is FULL: the log is synced at each commit")
        }
    }

    @Test func `what is written ahead is there for others, and the next append syncs again`()
        async throws
    {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let drafted = entry(
                RunID(1), .drafted(draft("a pear")))
            try await ledger.append(ahead: [drafted], within: Budgets())
            let others = try SQLiteLedger(folder: folder)
            #expect(try await others.entries(of: RunID(1)) == [drafted])
            let level = try await ledger.database.write { db in
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            #expect(level == 2)
        }
    }

    @Test func `who does not wait for another program is told at once`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let others = try SQLiteLedger(folder: folder)
            try await others.database.write { _ in
                try ledger.database.writeWithoutTransaction { db in
                    #expect(throws: DatabaseError.self) {
                        try db.committing(waits: false, syncs: false) {}
                    }
                    let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
                    let patience = try Int.fetchOne(db, sql: "PRAGMA busy_timeout")
                    #expect((level, patience) == (2, 10_000))
                }
            }
        }
    }

    @Test func `nothing is added to a run that has ended`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear"])
            await #expect(throws: LedgerProblem.ended(run: RunID(1).description)) {
                try await ledger.append([entry(RunID(1), .finished)])
            }
        }
    }

    @Test func `what is true of a picture may be found out after its run has ended`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear"])
            let judgement = Judgement(of: Digest(of: [1]), [])
            try await ledger.append([entry(RunID(1), .judged(judgement))])
            #expect(try await ledger.receipts().first?.judgements == [judgement])
            try await ledger.append([entry(RunID(7), .judged(judgement))])
            #expect(try await ledger.verifications(beginning: "0").map(\.id) == [RunID(7)])
            #expect(try await ledger.receipts().count == 1)
            #expect(try await ledger.audit(store(folder)).damages == [])
        }
    }

    @Test func `a sound ledger is called sound`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear", "a boat"])
            let audit = try await ledger.audit(store(folder))
            #expect(audit.damages == [])
            #expect(audit.receipts == 2)
            #expect(audit.pictures == 1)
        }
    }

    @Test(arguments: [
        ("UPDATE entry SET text = replace(text, 'boat', 'bone') WHERE number = 6", "entry 6"),
        ("DELETE FROM entry WHERE number = 3", "entry 3"),
        ("DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)", "entries 10 to 10"),
        ("UPDATE receipt SET delivery = 'verbatim' WHERE number = 1", "receipt 0000000000000001"),
        ("DELETE FROM words WHERE rowid = 2", "receipt 0000000000000002"),
    ])
    func `what was tampered with is named`(sql: String, place: String) async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear", "a boat"])
            try await ledger.database.write(WordIndex.catchUp)
            try await ledger.database.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys = OFF;
                        DROP TRIGGER entry_no_update; DROP TRIGGER entry_no_delete; \(sql)
                        """)
            }
            let places = try await ledger.audit(store(folder)).damages.map(\.place)
            #expect(places.contains(place), "\(places)")
        }
    }

    @Test func `a rewritten chain shows against a head that was noted elsewhere`() async throws {
        try await withFolder { folder in
            let old = try await ledger(in: folder.appending(path: "a"), prompts: ["a pear"])
            let head = try await old.audit(store(folder.appending(path: "a"))).head
            let new = try await ledger(in: folder.appending(path: "b"), prompts: ["a peach"])
            let audit = try await new.audit(store(folder.appending(path: "b")), anchor: head)
            #expect(audit.damages.map(\.place) == ["head \(head)"])
        }
    }

    @Test func `a picture that was changed or removed is named by its path`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear"])
            let file = store(folder).path(of: Candid.Digest(of: picture), .png)
            try Data([1]).write(to: file)
            #expect(try await ledger.audit(store(folder)).damages.map(\.place) == [file.path])
            try FileManager.default.removeItem(at: file)
            #expect(
                try await ledger.audit(store(folder)).damages
                    == [LedgerAudit.Damage(place: file.path, problem: "missing")])
        }
    }

    @Test func `a run without an end is open, not damaged`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            try await ledger.append([entry(RunID(9), .drafted(draft("a pear")))])
            let audit = try await ledger.audit(store(folder))
            #expect(audit.open == [RunID(9)])
            #expect(audit.damages.isEmpty)
        }
    }

    @Test func `a newer schema is refused and left alone`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            try await ledger.database.write { db in
                try db.execute(
                    sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999 from the future')")
            }
            try ledger.database.close()
            #expect(throws: LedgerProblem.newer(path: ledger.file.path)) {
                try SQLiteLedger(folder: folder)
            }
        }
    }

    @Test func `a truncated file is called damaged`() async throws {
        try await withFolder { folder in
            let file = try await ledger(in: folder, prompts: ["a pear"]).file
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 5000)
            try handle.close()
            await #expect(throws: LedgerProblem.self) {
                let ledger = try SQLiteLedger(folder: folder)
                let audit = try await ledger.audit(store(folder))
                guard audit.damages.isEmpty else {
                    throw LedgerProblem.damaged(path: "", detail: "")
                }
            }
        }
    }

    @Test func `two ledgers on one folder keep one chain`() async throws {
        try await withFolder { folder in
            let ledgers = [try SQLiteLedger(folder: folder), try SQLiteLedger(folder: folder)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await ledgers[number % 2].append([
                            entry(RunID(UInt64(number)), .drafted(draft("a pear \(number)")))
                        ])
                    }
                }
                try await group.waitForAll()
            }
            let audit = try await ledgers[0].audit(store(folder))
            #expect(audit.entries == 40)
            #expect(audit.damages == [])
        }
    }

    @Test func `a backup is a ledger of its own`() async throws {
        try await withFolder { folder in
            let source = folder.appending(path: "source")
            let ledger = try await ledger(in: source, prompts: ["a pear"])
            let target = folder.appending(path: "copy")
            try await ledger.backUp(store(source), to: target)
            let audit = try await SQLiteLedger(folder: target).audit(store(target))
            #expect(audit.damages == [])
            #expect(audit.pictures == 1)
            #expect(audit.head == (try await ledger.audit(store(source)).head))
        }
    }

    @Test func `strays are named, and pictures with a receipt are none`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["a pear"])
            let stray = try await store(folder).put(Array("<svg stray>".utf8), as: .svg)
            let found = try await ledger.strays(
                in: store(folder), olderThan: -60, now: Date())
            #expect(found.map(\.lastPathComponent) == ["\(stray).svg"])
            #expect(try await ledger.audit(store(folder)).strays.count == 1)
        }
    }
}

@Suite struct LedgerSearchTests {
    @Test(arguments: [
        ("pear", [1]), ("PEAR", [1]), ("고양이", [2]), ("사과", [3]), ("a", [1, 4]),
        ("cafe\u{301}", [4]),
        ("caf\u{E9}", [4]), ("100%", []), ("red pear", [1]), ("pear red", [1]), ("pear boat", []),
        ("\"quoted\"", [1]), ("_", []),
    ])
    func `words are found in any script, whole or in part`(
        words: String, runs: [UInt64]
    )
        async throws
    {
        try await withFolder { folder in
            let ledger = try await ledger(
                in: folder,
                prompts: [
                    "A red \"quoted\" pear", "고양이가 앉은 의자", "빨간 사과를 든 소녀", "the caf\u{E9} at dawn",
                ])
            var search = LedgerSearch()
            search.words = words
            let found = try await ledger.receipts(search).map(\.id)
            #expect(Set(found) == Set(runs.map { RunID($0) }))
        }
    }

    @Test func `what was told after a search is found by the next one`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            var search = LedgerSearch()
            search.words = "harbour"
            try await ledger.append([entry(RunID(1), .drafted(draft("a boat")))])
            #expect(try await ledger.receipts(search).isEmpty)
            let revised = Picture(
                digest: Candid.Digest(of: picture), format: .png, bytes: picture.count, size: nil,
                revised: Prompt("a boat in a harbour"))
            try await ledger.append([entry(RunID(1), .received(revised))])
            #expect(try await ledger.receipts(search).map(\.id) == [RunID(1)])
            #expect(try await ledger.audit(store(folder)).damages.map(\.problem) == ["missing"])
        }
    }

    @Test func `a run that another ledger ended takes nothing more`() async throws {
        try await withFolder { folder in
            let ours = try SQLiteLedger(folder: folder)
            try await ours.append([entry(RunID(1), .drafted(draft("a boat")))])
            try await SQLiteLedger(folder: folder).append([entry(RunID(1), .finished)])
            await #expect(throws: LedgerProblem.ended(run: "\(RunID(1))")) {
                try await ours.append([entry(RunID(1), .finished)])
            }
        }
    }

    @Test func `a run that turned to another route is listed under it`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let other = Order(Prompt("a boat"), engine: "other", model: "m")
            try await ledger.append([entry(RunID(1), .drafted(draft("a boat")))])
            try await ledger.append([
                entry(RunID(1), .rerouted(Rerouting(order: other, reason: "down")))
            ])
            var search = LedgerSearch()
            search.engine = "other"
            #expect(try await ledger.receipts(search).map(\.id) == [RunID(1)])
            #expect(try await ledger.audit(store(folder)).damages == [])
        }
    }

    @Test func `receipts come newest first and no more than asked`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["one", "two", "three"])
            var search = LedgerSearch()
            search.limit = 2
            let found = try await ledger.receipts(search)
            #expect(found.map(\.asked.text) == ["three", "two"])
        }
    }

    @Test func `a receipt names the one before it`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["one", "two"])
            let first = try #require(try await ledger.hashes(of: RunID(1)))
            let second = try #require(try await ledger.hashes(of: RunID(2)))
            #expect(first.previous == nil)
            #expect(second.previous == first.own)
        }
    }

    @Test func `the start of a name is enough where it is one run's`() async throws {
        try await withFolder { folder in
            let ledger = try await ledger(in: folder, prompts: ["one", "two"])
            #expect(try await ledger.run(beginning: "0000000000000002") == .run(RunID(2)))
            #expect(try await ledger.run(beginning: "0") == .several([RunID(2), RunID(1)]))
            #expect(try await ledger.run(beginning: "f") == .none)
            #expect(try await ledger.run(beginning: "' OR 1") == .none)
        }
    }
}

private func draft(_ prompt: String) -> Draft {
    Draft(Order(Prompt(prompt), engine: "test", model: "test"))
}

private func entry(_ run: RunID, _ event: Event) -> Entry {
    Entry(run: run, time: Timestamp(Date(timeIntervalSince1970: 0)), event: event)
}

/// A ledger with one finished run for each prompt, of five entries each.
private func ledger(in folder: URL, prompts: [String]) async throws -> SQLiteLedger {
    let ledger = try SQLiteLedger(folder: folder)
    let digest = try await store(folder).put(picture, as: .png)
    for (index, prompt) in prompts.enumerated() {
        let run = RunID(UInt64(index + 1))
        let sending = Sending(
            prompt: Prompt(prompt), url: "test:", body: Candid.Digest(of: [0]), bytes: 1)
        let received = Picture(
            digest: digest, format: .png, bytes: picture.count, size: nil, revised: nil)
        try await ledger.append([entry(run, .drafted(draft(prompt))), entry(run, .sent(sending))])
        try await ledger.append([
            entry(run, .received(received)), entry(run, .reported(EngineReport())),
            entry(run, .finished),
        ])
    }
    return ledger
}
