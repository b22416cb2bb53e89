/// What is known of prices, what may be spent, and under which names it is added up.
public struct Purse: Hashable, Sendable {
    /// The prices; with an empty list everything that is not free is unpriced.
    public var prices = PriceList()
    /// The most that may be spent.
    public var budgets = Budgets()
    /// The name under which spending is added up.
    public var project: String?
    /// Who asks through the gateway; nil is nobody with a key.
    public var caller: Caller?
    /// The name under which several runs stand together before the budget of a run; nil is each
    /// alone.
    public var bill: RunID?

    /// Creates a purse without prices and without any bound.
    public init() {}

    /// Counts what is spent for a caller's key, within what that may spend.
    public mutating func charge(_ caller: Caller, within budget: KeyBudget) {
        self.caller = caller
        budgets.caller = budget
    }
}
