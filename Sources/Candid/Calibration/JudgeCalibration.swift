import Pixels

/// How often a judge errs on a labelled set, with what the set was.
public struct JudgeCalibration: Hashable, Sendable, Codable {
    /// The judge's route.
    public var judge: String
    /// The service's own name for the model.
    public var model: String
    /// Whether it is a set of rules that looks at nothing.
    public var isRuleBased: Bool
    /// How often it erred.
    public var error: JudgeError
    /// The SHA-256 of the set's file.
    public var set: Digest
    /// The same by what was asked: single questions, and claims by the whole method.
    public var forms: [LabelledItem.Form: JudgeTally]

    /// Creates the measure.
    ///
    /// - Parameters:
    ///   - judge: Who was asked.
    ///   - forms: What came of it, by what was asked.
    ///   - set: The SHA-256 of the set's file.
    ///   - source: What the set is called.
    ///   - day: The day (UTC).
    public init(
        of judge: Judge, _ forms: [LabelledItem.Form: JudgeTally], set: Digest, source: String,
        day: String
    ) {
        self.judge = judge.name
        model = judge.model
        isRuleBased = judge.isRuleBased
        let all = forms.values.reduce(JudgeTally()) { $0 + $1 }
        error = JudgeError(
            falsePasses: all.falsePasses, misses: all.misses, cannotTell: all.cannotTell, day: day,
            source: source)
        self.set = set
        self.forms = forms
    }

    private enum CodingKeys: String, CodingKey {
        case judge, model, error, set, forms
        case isRuleBased = "rule_based"
    }
}

/// One statement about a picture whose truth is known.
public struct LabelledItem: Hashable, Sendable {
    /// What is asked.
    public enum Form: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
        /// One question, asked once as it stands.
        case question
        /// Words that hold or don't, taken apart and asked as `verify` asks.
        case claim
    }

    /// What is asked.
    public var form: Form
    /// The question or the claim.
    public var words: String
    /// Whether the true answer is yes.
    public var holds: Bool

    /// Labels a statement.
    public init(_ form: Form, _ words: String, holds: Bool) {
        self.form = form
        self.words = words
        self.holds = holds
    }
}

/// What a judge said to statements whose truth is known, counted.
public struct JudgeTally: Hashable, Sendable, Codable {
    /// How many of the false ones it passed.
    public var falsePasses = JudgeError.Share(0, of: 0)
    /// How many of the true ones it failed.
    public var misses = JudgeError.Share(0, of: 0)
    /// How many of all it could not tell.
    public var cannotTell = JudgeError.Share(0, of: 0)

    /// Creates an empty tally.
    public init() {}

    /// Counts an answer.
    public mutating func count(_ answer: Look.Answer, where holds: Bool) {
        cannotTell.of += 1
        if answer == .cannotTell { cannotTell.count += 1 }
        if holds {
            misses.of += 1
            if answer == .no { misses.count += 1 }
        } else {
            falsePasses.of += 1
            if answer == .yes { falsePasses.count += 1 }
        }
    }

    /// Both together.
    public static func + (one: JudgeTally, other: JudgeTally) -> JudgeTally {
        var sum = one
        for share in [\JudgeTally.falsePasses, \.misses, \.cannotTell] {
            sum[keyPath: share].count += other[keyPath: share].count
            sum[keyPath: share].of += other[keyPath: share].of
        }
        return sum
    }

    private enum CodingKeys: String, CodingKey {
        case misses
        case falsePasses = "false_passes"
        case cannotTell = "cannot_tell"
    }
}

extension Verifier {
    /// What the judge says to a statement, as `verify` would take it.
    ///
    /// A claim is asked about by the whole method: taken apart, each part in two wordings, an absence
    /// on tiles too. Pixels are not asked.
    ///
    /// - Parameters:
    ///   - item: The statement.
    ///   - picture: The file.
    /// - Returns: Yes where it passes, no where it fails.
    /// - Throws: ``Refusal`` where there is no judge, or the words hold nothing to ask about;
    ///   ``ProviderFailure`` where it can't be asked; `ImageError` for a file that is no picture.
    public func answer(to item: LabelledItem, about picture: [UInt8]) async throws -> Look.Answer {
        guard let judge else {
            throw Refusal(field: "judge", reason: "there is none", wayOut: "Name one.")
        }
        let shown = Examination.Shown(file: picture, pixmap: try Pixmap(decoding: picture))
        guard judge.knows(picture) else { return .cannotTell }
        if item.form == .question {
            return try await judge.answer(to: JudgeQuestion(item.words, about: picture))
        }
        let claims = BriefReading(Prompt(item.words)).claims.filter { !$0.wordings.isEmpty }
        guard !claims.isEmpty else {
            throw Refusal(
                field: "claim", reason: "“\(item.words)” holds nothing to ask about",
                wayOut: "Say what is to be seen, such as “a red bicycle”, or give a question.")
        }
        var examination = Examination(judge, shown, parent: nil, random: random)
        let verdicts = await examination.verdicts(on: claims)
        if let failure = examination.failure { throw failure }
        let outcome = Judgement(of: Digest(of: picture), Array(verdicts.values)).outcome
        return outcome == .confirmed ? .yes : outcome == .refuted ? .no : .cannotTell
    }
}

extension Judge {
    /// One look's answer; what is none is not being able to tell.
    fileprivate func answer(
        to question: JudgeQuestion
    ) async throws(ProviderFailure) -> Look.Answer {
        do {
            return try await ask(question).answer
        } catch {
            guard case .unreadable = error else { throw error }
            return .cannotTell
        }
    }
}
