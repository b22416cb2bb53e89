/// Sends a draft exactly as approved, keeps what comes back, and writes down every step.
public struct Pipeline: Sendable {
    /// Whom to ask.
    public var provider: any ImageProvider
    /// Where it is all written down.
    public var ledger: any Ledger
    /// Where the pictures lie.
    public var pictures: any PictureStore
    /// The outside.
    public var world: World
    /// The largest reply that is taken, in bytes.
    public var replyLimit = 256 << 20

    /// Creates a pipeline from its parts.
    public init(
        provider: any ImageProvider, ledger: any Ledger, pictures: any PictureStore, world: World
    ) {
        self.provider = provider
        self.ledger = ledger
        self.pictures = pictures
        self.world = world
    }

    /// Makes a draft of an order, with its estimated price.
    ///
    /// - Throws: ``Refusal`` if the engine can't honour the order exactly.
    public func draft(_ order: Order, replays: RunID? = nil) throws(Refusal) -> Draft {
        try provider.engine.check(order)
        return Draft(order, estimate: provider.engine.estimate(order), replays: replays)
    }

    /// Carries out a draft.
    ///
    /// ```swift
    /// for try await entry in pipeline.run(draft) { print(entry.event.kind) }
    /// ```
    public func run(_ draft: Draft) -> Run {
        Run(Driver(run: RunID(world.random()), draft: draft, pipeline: self))
    }
}
