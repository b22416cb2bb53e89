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
    /// When a request is sent again.
    public var retries = RetryPolicy()
    /// Where to turn when the provider makes nothing, in order.
    public var fallbacks: [Fallback] = []
    /// Every engine there is, to name those that can where one can't.
    public var routes: [Engine] = []
    /// Judges each picture before its run ends; nil where nobody asked for it.
    public var verification: Verification?
    /// What is known of prices; with an empty list everything that is not free is unpriced.
    public var prices = PriceList()
    /// What earlier runs used, to reckon the next one by.
    public var past: [PastUse] = []
    /// The most that may be spent.
    public var budgets = Budgets()
    /// The name under which spending is added up.
    public var project: String?
    /// The name under which its runs stand together before the budget of a run; nil is each alone.
    public var bill: RunID?
    /// Whether a purchase may be safe on disk a few milliseconds after it was sent, because a client
    /// waits who knows of it, too.
    var writesAhead = false
    /// What is known of the routes' traffic; share it among the pipelines of a process.
    public var traffic: Traffic

    /// Creates a pipeline from its parts.
    public init(
        provider: any ImageProvider, ledger: any Ledger, pictures: any PictureStore, world: World
    ) {
        self.provider = provider
        self.ledger = ledger
        self.pictures = pictures
        self.world = world
        traffic = Traffic(world)
    }

    /// What a finished run on an engine cost; nil is unpriced.
    func settlement(_ order: Order, _ answer: Answer, on engine: Engine) -> Cost? {
        prices.settlement(of: order, answer, on: engine)
    }

    /// What an order may cost on an engine; nil is unpriced.
    public func estimate(_ order: Order, on engine: Engine) -> Cost? {
        prices.estimate(order, on: engine, past: past)
    }

    /// Makes a draft of an order, with its estimated price.
    ///
    /// - Parameters:
    ///   - order: What is asked.
    ///   - replays: The run that this one repeats.
    ///   - lock: The lock that the prompt was checked against.
    ///   - directive: A directive to wrap around the prompt.
    /// - Returns: The draft.
    /// - Throws: ``Refusal`` if the engine can't honour what would be sent exactly.
    public func draft(
        _ order: Order, replays: RunID? = nil, lock: LockUse? = nil, directive: Directive? = nil
    ) throws(Refusal) -> Draft {
        let draft = Draft(
            order, estimate: estimate(order, on: provider.engine), replays: replays, lock: lock,
            directive: directive, project: project
        ).billed(to: bill)
        try provider.engine.check(draft.order, among: routes)
        return draft
    }

    /// Makes a draft of an edit under a contract, with its estimated price.
    ///
    /// - Parameters:
    ///   - order: The edit, with the instruction as its prompt.
    ///   - contract: What it may change and must keep.
    ///   - feedback: What the last attempt is told to do better.
    /// - Returns: The draft, in which the contract's words stand behind the instruction.
    /// - Throws: ``Refusal`` if there is no picture to change, or the engine can't honour what would
    ///   be sent exactly.
    public func draft(
        _ order: Order, under contract: EditContract, feedback: EditFeedback? = nil
    ) throws(Refusal) -> Draft {
        guard order.isEdit else {
            throw Refusal(
                field: "image", reason: "a contract needs a picture to change", wayOut: "Give one.")
        }
        let draft = Draft(
            order, under: contract, estimate: estimate(order, on: provider.engine),
            project: project, feedback: feedback
        ).billed(to: bill)
        try provider.engine.check(draft.order, among: routes)
        return draft
    }

    /// Makes a draft in which other words are sent than the person's own, which he allowed in advance.
    ///
    /// - Parameters:
    ///   - order: What would be sent.
    ///   - asked: The person's own words.
    /// - Returns: The draft.
    /// - Throws: ``Refusal`` if the engine can't honour what would be sent exactly.
    public func draft(_ order: Order, asked: Prompt) throws(Refusal) -> Draft {
        let draft = Draft(
            order, asked: asked, estimate: estimate(order, on: provider.engine), project: project
        ).billed(to: bill)
        try provider.engine.check(draft.order, among: routes)
        return draft
    }

    /// Makes a draft of a turn of a session, with its estimated price.
    ///
    /// - Parameters:
    ///   - order: The parameters; the words and the base are the turn's.
    ///   - turn: The turn.
    ///   - session: The session.
    /// - Returns: The draft.
    /// - Throws: ``Refusal`` if the engine can't honour what would be sent exactly.
    public func draft(
        _ order: Order, of turn: TurnDraft, in session: Session
    ) throws(Refusal) -> Draft {
        let order = turn.order(order)
        let use = SessionUse(
            session: session.id, name: session.name, turn: turn.number, carried: turn.carried,
            card: turn.start.card?.use(in: order.prompt))
        let draft = Draft(
            order, of: turn, use, estimate: estimate(order, on: provider.engine), project: project
        ).billed(to: bill)
        try provider.engine.check(draft.order, among: routes)
        return draft
    }

    /// Carries out a draft.
    ///
    /// - Parameters:
    ///   - draft: The draft.
    ///   - id: The run's name, where it had to be known before; nil for a new one.
    /// - Returns: The run, which has begun.
    ///
    /// ```swift
    /// for try await entry in pipeline.run(draft) { print(entry.event.kind) }
    /// ```
    public func run(_ draft: Draft, as id: RunID? = nil) -> Run {
        Run(Driver(run: id ?? RunID(world.random()), draft: draft, pipeline: self))
    }
}
