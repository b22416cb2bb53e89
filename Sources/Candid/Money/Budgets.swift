public import Foundation

/// The most that may be spent, in US dollars; nil is no bound.
public struct Budgets: Hashable, Sendable {
    /// By one run, with everything else on its bill.
    public var run: Decimal?
    /// By all runs that began on the same day (UTC).
    public var day: Decimal?
    /// By all runs of the same project, ever.
    public var project: Decimal?
    /// Whether a run whose price nobody knows may go all the same.
    public var acceptsUnpriced = false

    /// Creates budgets without any bound.
    public init() {}

    /// Whether there is no bound.
    public var isEmpty: Bool { run == nil && day == nil && project == nil }

    /// What was spent or is held by others.
    public struct Spent: Hashable, Sendable {
        /// On the day, in US dollars.
        public var day: Decimal
        /// By the project, in US dollars.
        public var project: Decimal
        /// By other runs on the same bill, in US dollars.
        public var bill: Decimal

        /// Creates the sums.
        public init(day: Decimal, project: Decimal, bill: Decimal = 0) {
            self.day = day
            self.project = project
            self.bill = bill
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
        guard let high = spending.high else {
            guard acceptsUnpriced else { throw Self.unpriced(spending) }
            // It adds nothing that is known, but what is used up stays used up.
            if let run, spent.bill >= run { throw Self.passed("run", run, spent.bill, nil) }
            if let day, spent.day >= day { throw Self.passed("day", day, spent.day, nil) }
            if let project, spent.project >= project {
                throw Self.passed("project", project, spent.project, nil)
            }
            return
        }
        if let run, spent.bill + high > run { throw Self.passed("run", run, spent.bill, high) }
        if let day, spent.day + high > day { throw Self.passed("day", day, spent.day, high) }
        if let project, spent.project + high > project {
            throw Self.passed("project", project, spent.project, high)
        }
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

    private static func passed(
        _ name: String, _ budget: Decimal, _ spent: Decimal, _ high: Decimal?
    ) -> Refusal {
        let used =
            name == "run" && spent == 0 ? "" : ", \(Cost.figure(spent, .up)) is spent or held"
        let more = high.map { "this run may cost up to \(Cost.figure($0, .up)) USD" }
        return Refusal(
            field: "budget",
            reason: "the budget of the \(name) is \(budget) USD\(used)"
                + (more.map { ", and \($0)" } ?? ""),
            wayOut: "candid log spend shows where it went; --budget or the setting budget.\(name) "
                + "raises it.")
    }
}
