public import Pixels

/// Whether a claim is true of a picture, by what, and on which evidence.
public struct Verdict: Hashable, Sendable, Codable {
    /// What came of it.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// It was checked, and holds.
        case confirmed
        /// It was checked, and does not hold.
        case refuted
        /// It could not be told; the reason says why.
        case inconclusive
    }

    /// What a judge's looks come to, for claims that were judged.
    public enum Answer: String, Hashable, Sendable, Codable, CaseIterable {
        case seen
        case missing
        case unsure
        /// A claim that it rests on is missing.
        case notApplicable = "not_applicable"
    }

    /// The claim.
    public var claim: Claim
    /// What came of it.
    public var outcome: Outcome
    /// What a judge's looks come to; nil where no judge was asked.
    public var answer: Answer?
    /// Why, in one sentence.
    public var reason: String
    /// The name of the check that decided, such as `pixels` or `judge`.
    public var check: String
    /// What was measured and seen.
    public var evidence: [Evidence]

    /// Creates a verdict.
    public init(
        _ claim: Claim, _ outcome: Outcome, by check: String, because reason: String,
        _ evidence: [Evidence] = []
    ) {
        self.claim = claim
        self.outcome = outcome
        self.check = check
        self.reason = reason
        self.evidence = evidence
    }
}

/// One thing that was measured or seen.
public struct Evidence: Hashable, Sendable, Codable {
    /// What it is called, such as `outside_mask` or `look`.
    public var name: String
    /// A figure; its unit belongs to its name.
    public var number: Double?
    /// Words: what was read, or what a judge said.
    public var text: String?
    /// Where, in pixels of the checked picture.
    public var box: PictureBox?
    /// What a judge was asked.
    public var question: String?
    /// What it answered.
    public var answer: Look.Answer?
    /// The judge that gave the place its name in `text`; nil where nobody named it.
    public var namedBy: String?

    private enum CodingKeys: String, CodingKey {
        case name, number, text, box, question, answer
        case namedBy = "named_by"
    }

    /// A figure.
    public static func figure(_ name: String, _ number: Double) -> Evidence {
        Evidence(name: name, number: number)
    }

    /// Words.
    public static func words(_ name: String, _ text: String) -> Evidence {
        Evidence(name: name, text: text)
    }

    /// A place in the picture, with the name of what is there if it is known.
    public static func place(_ name: String, _ box: PictureBox, _ text: String? = nil) -> Evidence {
        Evidence(name: name, text: text, box: box)
    }

    /// What a judge said.
    static func look(_ look: Look, at box: PictureBox?, asked question: String) -> Evidence {
        Evidence(
            name: "look", text: look.reason, box: box, question: question, answer: look.answer)
    }
}

/// Which judge was asked, and how far it is to be trusted.
public struct JudgeNote: Hashable, Sendable, Codable {
    /// The route's name.
    public var name: String
    /// The service's own name for the model.
    public var model: String
    /// How often it errs; nil where nobody measured.
    public var error: JudgeError?
    /// What else is to be known of its error, such as that it was measured long ago; nil for nothing.
    public var errorRemark: String?
    /// Whether it had a hand in the picture, as the model that drew it or one before that, whose word counts for less.
    public var drewItself: Bool
    /// Whether it is a set of rules that reads a record and looks at nothing.
    public var isRuleBased: Bool

    private enum CodingKeys: String, CodingKey {
        case name, model, error
        case errorRemark = "error_remark"
        case drewItself = "drew_itself"
        case isRuleBased = "rule_based"
    }

    /// Decodes a note; those of earlier versions say nothing of rules, because there were none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        model = try container.decode(String.self, forKey: .model)
        error = try container.decodeIfPresent(JudgeError.self, forKey: .error)
        errorRemark = try container.decodeIfPresent(String.self, forKey: .errorRemark)
        drewItself = try container.decode(Bool.self, forKey: .drewItself)
        isRuleBased = try container.decodeIfPresent(Bool.self, forKey: .isRuleBased) ?? false
    }

    /// Encodes the note; what is no set of rules is written as it always was.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(model, forKey: .model)
        try container.encodeIfPresent(error, forKey: .error)
        try container.encodeIfPresent(errorRemark, forKey: .errorRemark)
        try container.encode(drewItself, forKey: .drewItself)
        if isRuleBased { try container.encode(true, forKey: .isRuleBased) }
    }

    /// Notes a judge.
    ///
    /// - Parameters:
    ///   - judge: The judge.
    ///   - makers: The models that had a hand in the picture, as far as that is known.
    public init(_ judge: Judge, drawnBy makers: Set<String> = []) {
        name = judge.name
        self.model = judge.model
        error = judge.error
        errorRemark = judge.errorRemark
        drewItself = makers.contains(judge.model)
        isRuleBased = judge.isRuleBased
    }
}

extension JudgeNote: CustomStringConvertible {
    /// The judge in words, with its error.
    public var description: String {
        let who =
            isRuleBased
            ? "\(name) \(model) (rule-based): it reads the record in its own picture, and looks at "
                + "nothing"
            : "\(name) \(model)\(drewItself ? ", which also had a hand in the picture" : "")"
        let remark = errorRemark.map { " (\($0))" } ?? ""
        if let error { return "\(who); \(error)\(remark)" }
        // What rules can't read they leave open, so nobody need measure them to be warned.
        return isRuleBased ? who + remark : "\(who); its error was never measured\(remark)"
    }
}
