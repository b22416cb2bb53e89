public import Foundation

/// The most that may be spent, in US dollars; nil is no bound.
public struct Budgets: Hashable, Sendable {
    /// By one run, with everything else on its bill.
    public var run: Decimal?
    /// By all runs that began on the same day (UTC).
    public var day: Decimal?
    /// By all runs of the same project, ever.
    public var project: Decimal?
    /// By all orders that came with the same caller's key.
    public var caller = KeyBudget()
    /// Whether a run whose price nobody knows may go all the same.
    public var acceptsUnpriced = false

    /// Creates budgets without any bound.
    public init() {}

    /// Whether there is no bound.
    public var isEmpty: Bool {
        run == nil && day == nil && project == nil && caller.isEmpty
    }

    /// What was spent or is held by others.
    public struct Spent: Hashable, Sendable {
        /// On the day, in US dollars.
        public var day: Decimal
        /// By the project, in US dollars.
        public var project: Decimal
        /// By other runs on the same bill, in US dollars.
        public var bill: Decimal
        /// With the same caller's key.
        public var caller: KeySpending

        /// Creates the sums.
        public init(
            day: Decimal, project: Decimal, bill: Decimal = 0, caller: KeySpending = KeySpending()
        ) {
            self.day = day
            self.project = project
            self.bill = bill
            self.caller = caller
        }
    }

    /// Refuses a run that would pass a bound at its dearest.
    ///
    /// - Parameters:
    ///   - spending: What the run may cost.
    ///   - spent: What the others have spent or hold.
    /// - Throws: ``Refusal`` with the figures.
    public func check(_ spending: Spending, _ spent: Spent) throws(Refusal) {
        guard !isEmpty else { return }
        if spending.high == nil, !acceptsUnpriced { throw Self.unpriced(spending) }
        for bound in bounds(spent) {
            guard let most = bound.most else { continue }
            // What nobody can price adds nothing that is known, but what is used up stays used up.
            let passes = spending.high.map { bound.spent + $0 > most } ?? (bound.spent >= most)
            if passes { throw bound.passed(by: spending.high) }
        }
    }

    private func bounds(_ spent: Spent) -> [Bound] {
        [
            Bound(name: "run", most: run, spent: spent.bill),
            Bound(name: "day", most: day, spent: spent.day),
            Bound(name: "project", most: project, spent: spent.project),
            Bound(name: "day", most: caller.day, spent: spent.caller.day, key: .day),
            Bound(name: "month", most: caller.month, spent: spent.caller.month, key: .month),
        ]
    }

    private static func unpriced(_ spending: Spending) -> Refusal {
        let (thing, choice) =
            spending.purpose == nil ? ("such a picture", "a quality") : ("an answer", "a model")
        return Refusal(
            field: "budget",
            reason: "nobody says what \(thing) of \(spending.engine) costs, so no budget can be "
                + "kept",
            wayOut: "Name a price of your own with the setting prices, choose \(choice) that is "
                + "priced, or take the risk with --accept-unpriced.")
    }
}

/// One bound, and what counts towards it.
private struct Bound {
    let name: String
    let most: Decimal?
    let spent: Decimal
    /// The period of a key's bound; nil is no key's.
    var key: KeyBudget.Period?

    func passed(by high: Decimal?) -> Refusal {
        let used =
            name == "run" && spent == 0 ? "" : ", \(Cost.figure(spent, .up)) is spent or held"
        let more = high.map { ", and this run may cost up to \(Cost.figure($0, .up)) USD" } ?? ""
        if let key {
            return Refusal(
                field: key.field,
                reason: "this key's budget of the \(name) is \(most ?? 0) USD\(used)\(more)",
                wayOut: "It begins anew with the next \(name) (UTC); whoever runs the gateway can "
                    + "raise it with candid keys edit.")
        }
        return Refusal(
            field: "budget",
            reason: "the budget of the \(name) is \(most ?? 0) USD\(used)\(more)",
            wayOut: "candid log spend shows where it went; --budget or the setting budget.\(name) "
                + "raises it.")
    }
}
