/// Where the words of a draft came from, and who said yes to them.
///
/// It stands beside the words and never changes them: ``Draft/asked`` is what was approved.
public struct Provenance: Hashable, Sendable, Codable {
    /// The plan that the prompt stands in.
    public var plan: PlanUse?
    /// The yes to words that somebody else proposed.
    public var approval: Approval?
    /// Why the words are sent once more.
    public var attempt: FurtherAttempt?

    /// Creates a record.
    public init(plan: PlanUse? = nil, approval: Approval? = nil) {
        self.plan = plan
        self.approval = approval
    }
}

/// That something is tried once more: words that somebody altered, or claims that did not hold.
public struct FurtherAttempt: Hashable, Sendable, Codable {
    /// Which attempt this is; the first one has no such record, so at least 2.
    public let number: Int
    /// The run by whose words or evidence it goes.
    public let after: RunID
    /// What was wrong then, what is done about it, and why nothing cheaper is.
    public let reason: String
    /// By which means claims are to be mended; nil where words are only sent again.
    public let means: Means?
    /// The claim that failed worst, in words; nil where words are only sent again.
    public let claim: String?

    /// Creates a record.
    public init(
        number: Int, after: RunID, reason: String, means: Means? = nil, claim: String? = nil
    ) {
        self.number = number
        self.after = after
        self.reason = reason
        self.means = means
        self.claim = claim
    }
}

/// Which prompt of which plan was sent.
public struct PlanUse: Hashable, Sendable, Codable {
    /// The plan's file, as it was named.
    public let file: String
    /// The prompt's place in it, from 1.
    public let entry: Int
    /// The SHA-256 of the file as it was then; a plan is there to be changed.
    public let digest: Digest

    /// Creates the record of a plan's use.
    public init(file: String, entry: Int, digest: Digest) {
        self.file = file
        self.entry = entry
        self.digest = digest
    }
}

extension Draft {
    /// The same draft, with the record of where its words came from.
    ///
    /// - Throws: ``Refusal`` where the yes was said to other words than the draft's.
    public func coming(from provenance: Provenance) throws(Refusal) -> Draft {
        if let approval = provenance.approval, approval.approved != asked {
            throw Refusal(
                field: "approval", reason: "the yes was said to other words than these",
                wayOut: "Ask for a yes to the words that are to be sent.")
        }
        var draft = self
        draft.provenance = provenance
        return draft
    }
}
