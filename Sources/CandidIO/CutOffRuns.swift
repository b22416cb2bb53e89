public import Candid

/// The orders of earlier programs that have no end, each told once: they hold their budgets until it
/// is found.
public actor CutOffRuns {
    private let ledger: SQLiteLedger
    private let world: World
    private let longest: Duration
    private var told: Set<RunID> = []

    /// Creates a list of which nothing is told.
    ///
    /// - Parameters:
    ///   - ledger: Where they are.
    ///   - world: The clock, and how to wait.
    ///   - longest: The longest that a request may take.
    public init(_ ledger: SQLiteLedger, _ world: World, longest: Duration) {
        (self.ledger, self.world, self.longest) = (ledger, world, longest)
    }

    /// Those in which nothing happened for longer than a request may take, without those that it gave
    /// before.
    ///
    /// - Throws: ``LedgerProblem``.
    public func next() async throws -> [RunID] {
        var search = LedgerSearch()
        (search.state, search.limit) = (.open, 1000)
        let found = try await ledger.receipts(search)
            .compactMap { CutOff($0, at: world.now(), longest: longest)?.run }
            .filter { !told.contains($0) }
        told.formUnion(found)
        return found
    }

    /// The others, once as much time has passed in them.
    ///
    /// - Throws: ``LedgerProblem``; `CancellationError`.
    public func later() async throws -> [RunID] {
        // What an earlier program began a moment ago is the longest request old by then, and a bit.
        try await world.pause(longest + .seconds(1))
        return try await next()
    }
}
