import Candid
import Foundation
import GRDB
import Testing

@testable import CandidIO

@Suite struct SpendingTests {
    @Test func `a budget holds what is on its way`() async throws {
        try await withLedger { ledger in
            var budgets = Budgets()
            budgets.day = 5
            try await ledger.append(purchase(1, high: 3), within: budgets)
            await #expect(throws: Refusal.self) {
                try await ledger.append(purchase(2, high: 3), within: budgets)
            }
            #expect(try await ledger.entries(of: RunID(2)).isEmpty, "nothing was written")
            try await ledger.append(purchase(3, high: 2), within: budgets)
        }
    }

    @Test func `what was refused by the provider is free again`() async throws {
        try await withLedger { ledger in
            var budgets = Budgets()
            budgets.day = 5
            try await ledger.append(purchase(1, high: 4), within: budgets)
            try await ledger.append([entry(1, .failed(Failure(.refusedByProvider, "")))])
            let bounded = budgets
            await #expect(throws: Never.self) {
                try await ledger.append(purchase(2, high: 4), within: bounded)
            }
        }
    }

    @Test func `two ledgers on one folder share the budget`() async throws {
        try await withFolder { folder in
            let ledgers = [
                try SQLiteLedger(folder: folder), try SQLiteLedger(folder: folder),
            ]
            var budgets = Budgets()
            budgets.day = 10
            let bounded = budgets
            let granted = await withTaskGroup(of: Bool.self) { group in
                for number in 1...24 {
                    group.addTask {
                        do {
                            try await ledgers[number % 2].append(
                                purchase(UInt64(number), high: 3), within: bounded)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(granted == 3)
        }
    }

    @Test func `another day and another project have budgets of their own`() async throws {
        try await withLedger { ledger in
            var budgets = Budgets()
            (budgets.day, budgets.project) = (5, 8)
            try await ledger.append(purchase(1, high: 4, project: "a"), within: budgets)
            try await ledger.append(purchase(2, high: 4, project: "a", day: 1), within: budgets)
            await #expect(throws: Refusal.self) {
                try await ledger.append(purchase(3, high: 4, project: "a", day: 2), within: budgets)
            }
            try await ledger.append(purchase(4, high: 4, project: "b", day: 2), within: budgets)
        }
    }

    @Test func `spending adds up by day, project and engine`() async throws {
        try await withLedger { ledger in
            try await ledger.append(purchase(1, high: 4, project: "a"))
            let cost = Cost(low: 1, high: 1, basis: .settled, source: "")
            try await ledger.append([entry(1, .settled(cost)), entry(1, .finished)])
            try await ledger.append(purchase(2, high: 2, project: "a"))
            try await ledger.append(purchase(3, high: nil, project: "b", day: 1))
            let projects = try await ledger.spending(by: .project)
            #expect(projects.map(\.name) == ["a", "b"])
            #expect(projects.map(\.settled) == [1, 0])
            #expect(projects.map(\.held) == [2, 0])
            #expect(projects.map(\.unpriced) == [0, 1])
            #expect(try await ledger.spending(by: .day).map(\.runs) == [1, 2])
            #expect(try await ledger.spending(by: .engine).map(\.runs) == [3])
            #expect(try await ledger.audit(store(ledger)).damages == [])
        }
    }

    @Test func `an altered sum is found`() async throws {
        try await withLedger { ledger in
            try await ledger.append(purchase(1, high: 4))
            try await ledger.database.write { try $0.execute(sql: "UPDATE spending SET low = 1") }
            let damages = try await ledger.audit(store(ledger)).damages
            #expect(damages.contains { $0.problem.contains("spending") })
        }
    }

    @Test func `a run that has ended takes a later word, and nothing else`() async throws {
        try await withLedger { ledger in
            try await ledger.append(purchase(1, high: 4))
            try await ledger.append([
                entry(1, .failed(Failure(.unreachable, "", perhapsCharged: true)))
            ])
            let word = Resolution(by: .person, charged: false, note: "not on the bill")
            try await ledger.append([entry(1, .resolved(word))])
            await #expect(throws: LedgerProblem.self) {
                try await ledger.append([entry(1, .finished)])
            }
            #expect(try await ledger.spending(by: .engine).first?.held == 0)
        }
    }

    @Test func `a picture and its questions on one bill share the budget of a run`() async throws {
        try await withLedger { ledger in
            var budgets = Budgets()
            budgets.run = 5
            try await ledger.append(purchase(1, high: 3, bill: 9), within: budgets)
            try await ledger.append([question(2, high: 1, bill: 9)], within: budgets)
            await #expect(throws: Refusal.self) {
                try await ledger.append([question(3, high: 2, bill: 9)], within: budgets)
            }
            #expect(try await ledger.entries(of: RunID(3)).isEmpty, "nothing was written")
            try await ledger.append([question(4, high: 2, bill: 8)], within: budgets)
        }
    }

    @Test func `spending adds up by what it was for, and is audited`() async throws {
        try await withLedger { ledger in
            try await ledger.append(purchase(1, high: 4))
            try await ledger.append([question(2, high: 1, bill: 2)])
            let cost = Cost(low: 0.5, high: 0.5, basis: .settled, source: "")
            try await ledger.append([entry(2, .answered(Saying("x"))), entry(2, .settled(cost))])
            let totals = try await ledger.spending(by: .purpose)
            #expect(totals.map(\.name) == ["picture", "plan"])
            #expect(totals.map(\.settled) == [0, 0.5])
            #expect(try await ledger.audit(store(ledger)).damages == [])
            try await ledger.database.write {
                try $0.execute(sql: "UPDATE spending SET low = 1, high = 1 WHERE purpose = 'plan'")
            }
            let damages = try await ledger.audit(store(ledger)).damages
            #expect(damages.contains { $0.place.hasPrefix("run ") })
        }
    }

    @Test func `an older ledger learns what its conversations cost`() async throws {
        try await withFolder { folder in
            let new = try SQLiteLedger(folder: folder)
            try await new.append(purchase(1, high: 4))
            try await new.append([question(2, high: 1, bill: 2)])
            try await new.database.write {
                try $0.execute(
                    sql: """
                        DROP INDEX spending_bill;
                        ALTER TABLE spending DROP COLUMN bill;
                        ALTER TABLE spending DROP COLUMN purpose;
                        DELETE FROM spending WHERE run = '\(RunID(2))';
                        DELETE FROM grdb_migrations WHERE identifier LIKE '004%';
                        """)
            }
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try await ledger.spending(by: .purpose).map(\.runs) == [1, 1])
            #expect(try await ledger.audit(store(ledger)).damages == [])
        }
    }

    private func question(_ run: UInt64, high: Decimal, bill: UInt64) throws -> Entry {
        var note = try JSONDecoder().decode(
            Questioning.self,
            from: Data(
                #"""
                {"purpose": "plan", "speaker": "s", "model": "m", "rule_based": false, "url": "",
                 "question": {"messages": [], "form": {"kind": "words"}, "tokenLimit": 1},
                 "body": "\#(Candid.Digest(of: []))", "bytes": 0}
                """#.utf8))
        note.estimate = Cost(low: 0, high: high, basis: .estimate, source: "")
        note.bill = RunID(bill)
        return entry(run, .questioned(note))
    }

    private func purchase(
        _ run: UInt64, high: Decimal?, project: String? = nil, day: Double = 0,
        bill: UInt64? = nil
    ) -> [Entry] {
        let estimate = high.map { Cost(low: 0, high: $0, basis: .estimate, source: "") }
        let draft = Draft(
            Order("a pear", engine: "e", model: "m"), estimate: estimate, project: project
        ).billed(to: bill.map { RunID($0) })
        let sending = Sending(prompt: "a pear", url: "", body: Digest(of: []), bytes: 0)
        return [entry(run, .drafted(draft), day: day), entry(run, .sent(sending), day: day)]
    }

    private func entry(_ run: UInt64, _ event: Event, day: Double = 0) -> Entry {
        let date = Date(timeIntervalSince1970: 1_700_000_000 + day * 86_400)
        return Entry(run: RunID(run), time: Timestamp(date), event: event)
    }

    private func store(_ ledger: SQLiteLedger) -> FilePictureStore {
        FilePictureStore(folder: ledger.folder.appending(path: "pictures"))
    }

    private func withLedger(_ act: (SQLiteLedger) async throws -> Void) async throws {
        try await withFolder { try await act(try SQLiteLedger(folder: $0)) }
    }

    private func withFolder(_ act: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await act(folder)
    }
}
