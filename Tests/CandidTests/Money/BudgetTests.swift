import Candid
import Foundation
import Testing

@Suite struct BudgetTests {
    private let spent = Budgets.Spent(day: 3, project: 30)

    @Test(arguments: [
        (Decimal?.some(1), Decimal?.none, Decimal?.none, Decimal(1), true),
        (1, nil, nil, Decimal(1.5), false),
        (nil, 4, nil, 1, true),
        (nil, 4, nil, Decimal(1.25), false),
        (nil, nil, 31, 1, true),
        (nil, nil, 31, 2, false),
        (nil, nil, nil, 1000, true),
    ])
    func `a run goes only where its dearest fits`(
        run: Decimal?, day: Decimal?, project: Decimal?, high: Decimal, fits: Bool
    ) {
        var budgets = Budgets()
        (budgets.run, budgets.day, budgets.project) = (run, day, project)
        if fits {
            #expect(throws: Never.self) { try budgets.check(spending(high), spent) }
        } else {
            #expect(throws: Refusal.self) { try budgets.check(spending(high), spent) }
        }
    }

    @Test func `what nobody can price is refused under a budget, unless it is accepted`() {
        var budgets = Budgets()
        budgets.day = 100
        let refusal = #expect(throws: Refusal.self) { try budgets.check(spending(nil), spent) }
        #expect(refusal?.wayOut.contains("--accept-unpriced") == true)
        budgets.acceptsUnpriced = true
        #expect(throws: Never.self) { try budgets.check(spending(nil), spent) }
    }

    @Test func `a budget that is used up lets nothing through, also nothing unpriced`() {
        var budgets = Budgets()
        budgets.day = 3
        budgets.acceptsUnpriced = true
        #expect(throws: Refusal.self) { try budgets.check(spending(nil), spent) }
    }

    @Test func `a run holds its dearest until it is known what it cost`() throws {
        #expect(try counted([.sent(sending)])?.state == .held)
        #expect(try counted([.sent(sending)])?.high == 2)
        let settled = Cost(low: 1, high: 1, basis: .settled, source: "")
        #expect(try counted([.sent(sending), .settled(settled), .finished])?.state == .settled)
        #expect(try counted([.sent(sending), .settled(settled), .finished])?.high == 1)
        #expect(try counted([.sent(sending), .finished])?.state == .unsettled)
        let lost = Failure(.unreachable, "", perhapsCharged: true)
        #expect(try counted([.sent(sending), .failed(lost)])?.state == .perhapsCharged)
        #expect(try counted([.sent(sending), .failed(lost)])?.high == 2)
        let no = Failure(.refusedByProvider, "")
        #expect(try counted([.sent(sending), .failed(no)])?.state == .uncharged)
        #expect(try counted([.sent(sending), .failed(no)])?.high == 0)
        #expect(try counted([]) == nil, "nothing has left")
    }

    @Test func `somebody's later word ends the doubt`() throws {
        let lost = Failure(.unreachable, "", perhapsCharged: true)
        let none = Resolution(by: .person, charged: false, note: "not on the bill")
        #expect(
            try counted([.sent(sending), .failed(lost), .resolved(none)])?.state == .uncharged)
        let cost = Cost(low: 1, high: 1, basis: .settled, source: "")
        let paid = Resolution(by: .person, charged: true, cost: cost, note: "on the bill")
        #expect(try counted([.sent(sending), .failed(lost), .resolved(paid)])?.high == 1)
        #expect(try counted([.sent(sending), .resolved(none)])?.state == .uncharged)
    }

    private let sending = Sending(prompt: "a pear", url: "", body: Digest(of: []), bytes: 0)

    private func counted(_ events: [Event]) throws -> Spending? {
        let estimate = Cost(low: 1, high: 2, basis: .estimate, source: "")
        let draft = Draft(Order("a pear", engine: "e", model: "m"), estimate: estimate)
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        let entries = ([.drafted(draft)] + events).map {
            Entry(run: RunID(1), time: time, event: $0)
        }
        return try #require(Receipt(entries)).spending
    }

    private func spending(_ high: Decimal?) -> Spending {
        Spending(
            run: RunID(1), began: Timestamp(Date(timeIntervalSince1970: 0)), project: "p",
            engine: "e", state: .held, low: 0, high: high)
    }
}
