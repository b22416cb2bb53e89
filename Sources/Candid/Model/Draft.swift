/// What will be sent, and what the person approved.
///
/// Only a draft can be carried out, so that whatever reaches an engine has been through here.
public struct Draft: Hashable, Sendable, Codable {
    /// What the person approved, to the byte.
    public let asked: Prompt
    /// What will be sent.
    public let order: Order
    /// The run that this one repeats.
    public let replays: RunID?
    /// The estimated price; nil where nothing is known of it, which is never the same as free.
    public let estimate: Cost?
    /// The name under which its spending is added up.
    public let project: String?
    /// The name under which its spending stands with whatever else the same command bought; nil is
    /// its own.
    public private(set) var bill: RunID?
    /// The batch in which it is sent, at a price of its own; nil is by itself.
    public private(set) var batch: RunID?
    /// Who ordered it through the gateway; nil is nobody with a key.
    public private(set) var caller: Caller?
    /// The lock that the prompt was checked against.
    public let lock: LockUse?
    /// The directive that we wrapped around the prompt, so that sent differs from asked.
    public let directive: String?
    /// What an edit may change and must keep; its words stand behind the instruction in what is
    /// sent.
    public let contract: EditContract?
    /// The turn of a session that it is; nil where it is none.
    public private(set) var session: SessionUse?
    /// The edit outside whose region the pixels before were pasted back.
    public let repairs: RunID?
    /// What was asked, where an equal order may be answered with its pictures; nil where none may.
    public private(set) var content: Digest?
    /// The earlier run whose pictures are given again, so that nothing is sent.
    public private(set) var recalls: RunID?
    /// Where the words came from; nil where a person gave them as they are.
    public internal(set) var provenance: Provenance?

    /// Makes a draft of an order.
    ///
    /// - Parameters:
    ///   - order: What will be sent.
    ///   - estimate: The estimated price.
    ///   - replays: The run that this one repeats.
    ///   - lock: The lock that the prompt was checked against.
    ///   - directive: A directive to wrap around the prompt, which is what the person approved.
    ///   - project: The name under which its spending is added up.
    public init(
        _ order: Order, estimate: Cost? = nil, replays: RunID? = nil, lock: LockUse? = nil,
        directive: Directive? = nil, project: String? = nil
    ) {
        var order = order
        asked = order.prompt
        if let directive { order.prompt = directive.wrapping(order.prompt) }
        self.order = order
        self.replays = replays
        self.estimate = estimate
        self.lock = lock
        self.directive = directive?.id
        self.project = project
        contract = nil
        repairs = nil
    }

    /// Makes a draft of an edit under a contract, whose words go behind the instruction.
    ///
    /// - Parameters:
    ///   - order: The edit, with the instruction as its prompt, which is what the person approved.
    ///   - contract: What it may change and must keep.
    ///   - estimate: The estimated price.
    ///   - project: The name under which its spending is added up.
    ///   - feedback: What the last attempt is told to do better, behind the contract's words.
    public init(
        _ order: Order, under contract: EditContract, estimate: Cost? = nil,
        project: String? = nil, feedback: EditFeedback? = nil
    ) {
        var order = order
        asked = order.prompt
        order.prompt = contract.prompt(for: order.prompt)
        if let feedback { order.prompt = Prompt("\(order.prompt.text)\n\n\(feedback.words)") }
        self.order = order
        self.contract = contract
        self.estimate = estimate
        self.project = project
        replays = nil
        lock = nil
        directive = nil
        repairs = nil
    }

    /// Makes a draft in which other words are sent than the person's own, which he allowed in advance.
    ///
    /// - Parameters:
    ///   - order: What will be sent.
    ///   - asked: The person's own words.
    ///   - estimate: The estimated price.
    ///   - project: The name under which its spending is added up.
    public init(_ order: Order, asked: Prompt, estimate: Cost? = nil, project: String? = nil) {
        self.order = order
        self.asked = asked
        self.estimate = estimate
        self.project = project
        contract = nil
        replays = nil
        lock = nil
        directive = nil
        repairs = nil
    }

    /// The same draft, on a bill together with others.
    public func billed(to bill: RunID?) -> Draft {
        var draft = self
        draft.bill = bill
        return draft
    }

    /// The same draft, as somebody's order through the gateway.
    public func ordered(by caller: Caller?) -> Draft {
        var draft = self
        draft.caller = caller
        return draft
    }

    /// The same draft, whose pictures may be given again where the same is asked.
    public func recallable(by content: Digest?) -> Draft {
        var draft = self
        draft.content = content
        return draft
    }

    /// The same draft, answered with the pictures of an earlier run.
    public func recalling(_ run: RunID) -> Draft {
        var draft = self
        (draft.recalls, draft.content) = (run, nil)
        return draft
    }

    /// The same draft, to be sent in a batch.
    public func sent(in batch: RunID) -> Draft {
        var draft = self
        draft.batch = batch
        return draft
    }

    /// Makes the draft of a turn of a session.
    ///
    /// - Parameters:
    ///   - order: What will be sent, the turn's words as its prompt.
    ///   - turn: The turn.
    ///   - use: Its place in the session.
    ///   - estimate: The estimated price.
    ///   - project: The name under which its spending is added up.
    init(
        _ order: Order, of turn: TurnDraft, _ use: SessionUse, estimate: Cost?, project: String?
    ) {
        asked = turn.asked
        self.order = order
        contract = turn.contract
        session = use
        self.estimate = estimate
        self.project = project
        replays = nil
        lock = nil
        directive = nil
        repairs = nil
    }

    /// Makes the draft of a repair, by which nothing is sent.
    ///
    /// - Parameters:
    ///   - edit: The edit.
    ///   - attempt: Why, where it is a further attempt.
    init(repairing edit: Receipt, _ attempt: FurtherAttempt? = nil) {
        if let attempt {
            provenance = Provenance()
            provenance?.attempt = attempt
        }
        asked = edit.asked
        order = edit.order
        contract = edit.contract
        repairs = edit.id
        replays = nil
        estimate = nil
        lock = nil
        directive = nil
        project = nil
    }
}

/// How a lock was used.
public struct LockUse: Hashable, Sendable, Codable {
    /// The lock's name.
    public let name: String
    /// The lock's digest.
    public let digest: Digest
    /// The template, the values, and the prompt that came of them.
    public let expansion: Expansion

    /// Creates the record of a lock's use.
    public init(_ lock: Lock, _ expansion: Expansion) {
        name = lock.name
        digest = lock.digest
        self.expansion = expansion
    }
}
