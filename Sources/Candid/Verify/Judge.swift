/// A vision model that answers questions about a picture without being told what was claimed.
///
/// It is handed the picture's file and one question, and never the prompt, the claim or the answer
/// that somebody hopes for. What it says is advice with a measured error: where pixels can say the
/// same they are asked first, and no judge overrules them.
public struct Judge: Sendable {
    /// The route's name, such as `openai`.
    public let name: String
    /// The service's own name for the model.
    public let model: String
    /// How often it errs, as measured on a labelled set; nil where nobody measured.
    public var error: JudgeError?
    /// What else is to be known of its error, such as that it was measured long ago; nil for nothing.
    public var errorRemark: String?
    /// Whether it is a set of rules and no model that looks: its word rests on a record, not on eyes.
    public var isRuleBased = false
    /// Whether it could tell anything about a picture's file; where not, it is not asked.
    public var knows: @Sendable ([UInt8]) -> Bool = { _ in true }
    /// The route that it is behind; nil where it is behind none.
    var route: SpeakerRoute?
    /// Asks a question that is answered by yes, by no, or by not being able to tell.
    ///
    /// A reply that is no such answer is ``ProviderFailure/unreadable(status:detail:)``: nothing is
    /// read into it.
    public var ask: @Sendable (JudgeQuestion) async throws(ProviderFailure) -> Look
    /// Asks for a few words, such as what a crop shows; nil where it can't tell.
    public var describe: @Sendable (JudgeQuestion) async throws(ProviderFailure) -> String?

    /// Creates a judge from what it can do.
    ///
    /// - Parameters:
    ///   - name: The route's name.
    ///   - model: The service's own name for the model.
    ///   - error: How often it errs; nil where nobody measured.
    ///   - describe: Asks for a few words; without it nothing is named.
    ///   - ask: Asks a question that is answered by yes, no, or not being able to tell.
    public init(
        name: String, model: String, error: JudgeError? = nil,
        describe: @escaping @Sendable (JudgeQuestion) async throws(ProviderFailure) -> String? = {
            _ in nil
        },
        ask: @escaping @Sendable (JudgeQuestion) async throws(ProviderFailure) -> Look
    ) {
        self.name = name
        self.model = model
        self.error = error
        self.ask = ask
        self.describe = describe
    }
}

/// Everything that a judge sees.
public struct JudgeQuestion: Hashable, Sendable {
    /// The picture's file: PNG, JPEG or WebP.
    public let picture: [UInt8]
    /// The question in plain words.
    public let text: String

    /// Creates a question about a picture.
    public init(_ text: String, about picture: [UInt8]) {
        self.text = text
        self.picture = picture
    }
}

/// What a judge says to one question.
public struct Look: Hashable, Sendable, Codable {
    /// The answer.
    public enum Answer: String, Hashable, Sendable, Codable, CaseIterable {
        case yes
        case no
        /// It can't be told from the picture.
        case cannotTell = "cannot_tell"
    }

    /// What it sees, said before the answer, so that the answer follows from it.
    public var reason: String
    /// The answer.
    public var answer: Answer

    /// Creates a look.
    public init(reason: String, answer: Answer) {
        self.reason = reason
        self.answer = answer
    }
}

/// How often a judge errs, on pictures whose truth is known.
public struct JudgeError: Hashable, Sendable, Codable {
    /// So many out of so many.
    public struct Share: Hashable, Sendable, Codable {
        /// How many.
        public var count: Int
        /// Out of how many.
        public var of: Int

        /// Creates a share.
        public init(_ count: Int, of total: Int) {
            self.count = count
            of = total
        }
    }

    /// Questions that it passed although the truth was no.
    public var falsePasses: Share
    /// Questions that it failed although the truth was yes.
    public var misses: Share
    /// Questions, of all, that it could not answer; nil where nobody counted them.
    public var cannotTell: Share?
    /// The day (UTC) on which it was measured, such as `2026-11-25`.
    public var day: String
    /// What it was measured on.
    public var source: String

    /// Creates the measure.
    public init(
        falsePasses: Share, misses: Share, cannotTell: Share? = nil, day: String, source: String
    ) {
        self.falsePasses = falsePasses
        self.misses = misses
        self.cannotTell = cannotTell
        self.day = day
        self.source = source
    }

    private enum CodingKeys: String, CodingKey {
        case falsePasses = "false_passes"
        case cannotTell = "cannot_tell"
        case misses, day, source
    }
}

extension JudgeError.Share: CustomStringConvertible {
    /// The share in words, with the range in which the true one probably lies, such as
    /// `3 of 60 (2–14 %)`.
    public var description: String {
        Proportion(count, of: of).map(\.description) ?? "\(count) of \(of)"
    }
}

extension JudgeError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        "measured on \(day) on \(source): passed \(falsePasses) false ones, missed \(misses) "
            + "true ones" + (cannotTell.map { ", could not tell \($0)" } ?? "")
    }
}
