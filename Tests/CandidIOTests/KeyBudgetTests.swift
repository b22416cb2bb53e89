import Candid
import Foundation
import Testing

@testable import CandidIO

@Suite struct KeyBudgetTests {
    private let shop = caller(7)
    private let other = caller(8)

    private static func caller(_ id: UInt64) -> Caller? {
        let note = KeyNote(.issued, CallerKey.State(name: "k\(id)", policy: KeyPolicy()))
        let entry = Entry(
            run: RunID(id), time: Timestamp(Date(timeIntervalSince1970: 0)), event: .key(note))
        return CallerKey([entry]).map { Caller($0) }
    }

    private func purchase(
        _ run: UInt64, high: Decimal, by caller: Caller?, day: Double = 0
    ) -> [Entry] {
        let estimate = Cost(low: 0, high: high, basis: .estimate, source: "")
        let draft = Draft(Order("a pear", engine: "e", model: "m"), estimate: estimate)
            .ordered(by: caller)
        let sending = Sending(prompt: "a pear", url: "", body: Digest(of: []), bytes: 0)
        // 2023-11-14, so that seventeen days later it is another month.
        let time = Timestamp(Date(timeIntervalSince1970: 1_700_000_000 + day * 86_400))
        return [Event.drafted(draft), .sent(sending)].map {
            Entry(run: RunID(run), time: time, event: $0)
        }
    }

    @Test(arguments: [
        (0.0, "day"), (1.0, "month"),
    ]) func `holds for its own orders of the day and of the month`(
        day: Double, name: String
    ) async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            var budgets = Budgets()
            (budgets.caller.day, budgets.caller.month) = (5, 8)
            try await ledger.append(purchase(1, high: 4, by: shop), within: budgets)
            let bounds = budgets
            let refusal = await #expect(throws: Refusal.self) {
                try await ledger.append(
                    purchase(2, high: 4.5, by: shop, day: day), within: bounds)
            }
            #expect(refusal?.field == "budget.key.\(name)")
            try await ledger.append(purchase(3, high: 4.5, by: other, day: day), within: budgets)
            try await ledger.append(purchase(4, high: 4.5, by: shop, day: 17), within: budgets)
            let first = purchase(1, high: 4, by: shop)[0].time
            let key = try #require(shop?.key)
            let spent = try await ledger.spent(with: key, at: first)
            #expect(spent == KeySpending(day: 4, month: 4))
            #expect(try await ledger.audit(store(folder)).damages == [])
        }
    }

    @Test func `is added up by caller, and receipts are found by it`() async throws {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            try await ledger.append(purchase(1, high: 4, by: shop))
            try await ledger.append(purchase(2, high: 2, by: nil))
            let totals = try await ledger.spending(by: .caller)
            #expect(totals.map(\.name) == [shop?.key.description, ""])
            var search = LedgerSearch()
            search.caller = shop?.key
            #expect(try await ledger.receipts(search).map(\.id) == [RunID(1)])
        }
    }
}
