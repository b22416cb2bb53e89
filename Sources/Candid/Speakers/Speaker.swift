/// A service that talks, as data: what plans and expands, or looks at pictures and judges them.
public struct Speaker: Identifiable, Hashable, Sendable, Codable {
    /// The wire that it speaks.
    public enum Dialect: String, Hashable, Sendable, Codable, CaseIterable {
        /// OpenAI's Chat Completions, spoken by many.
        case openAIChat = "openai_chat"
        /// OpenAI's Responses.
        case openAIResponses = "openai_responses"
        /// OpenAI's `/v1/decisions`, which says how likely statements are.
        case openAIDecisions = "openai_decisions"
        /// Anthropic's Messages.
        case anthropic
        /// Google's `generateContent`.
        case gemini
    }

    /// How it is told that an answer must be JSON.
    public enum Structure: String, Hashable, Sendable, Codable {
        /// By a schema in a field of its own.
        case schema
        /// By words, with a switch for JSON; the schema stands in the system text.
        case object
        /// By words alone; the schema stands in the system text.
        case words
        /// It gives none.
        case none
    }

    /// The name by which people choose it.
    public var id: String
    /// What it is, in one sentence.
    public var summary: String
    /// The wire that it speaks.
    public var dialect: Dialect
    /// Its usual address; nil where everybody has their own.
    public var address: String?
    /// The environment variable that usually holds its key.
    public var keyVariable: String?
    /// The engine whose key and address it shares where it has none of its own.
    public var shares: String?
    /// Whether it answers nobody without a key.
    public var needsKey: Bool
    /// Whether it runs in this process.
    public var isEmbedded: Bool
    /// Whether nobody is charged for its answers.
    public var isFree: Bool
    /// Whether it is a set of rules and no language model; whoever shows its words says so.
    public var isRuleBased: Bool
    /// The model that is used when none is named; nil where one must be named.
    public var defaultModel: String?
    /// The model that is asked in place of the usual one where that one had a hand in the picture; nil
    /// where there is no choice.
    public var otherModel: String?
    /// The formats of pictures that it looks at; empty where it sees none.
    public var inputFormats: [PictureFormat]
    /// How it is told that an answer must be JSON.
    public var structure: Structure
    /// Its name for the longest answer, where it has a choice.
    public var limitField: String?
    /// Models that no longer answer, with what took their place.
    public var retired: [RetiredModel]

    private enum CodingKeys: String, CodingKey {
        case id, summary, dialect, address
        case keyVariable = "key_variable"
        case shares
        case needsKey = "needs_key"
        case isEmbedded = "embedded"
        case isFree = "free"
        case isRuleBased = "rule_based"
        case defaultModel = "default_model"
        case otherModel = "other_model"
        case inputFormats = "input_formats"
        case structure
        case limitField = "limit_field"
        case retired
    }
}

extension Speaker {
    /// Whether it can be asked for likelihoods and nothing else.
    public var onlyWeighs: Bool { dialect == .openAIDecisions }

    /// The model for a wish.
    ///
    /// - Throws: ``Refusal`` where it no longer answers, or where one must be named.
    public func model(named name: String?) throws(Refusal) -> String {
        guard let name = name ?? defaultModel else {
            throw Refusal(
                field: "speaker", reason: "\(id) has no model of its own",
                wayOut: "Name one, such as \(id)/NAME.")
        }
        if let old = retired.first(where: { $0.name == name }) {
            throw Refusal(
                field: "speaker", reason: "\(name) has not answered since \(old.since)",
                wayOut: "Use \(old.replacement).")
        }
        return name
    }

    /// The model for a wish; where none is named, one that had no hand in the picture, if there is one.
    ///
    /// - Parameters:
    ///   - name: The model that was named.
    ///   - makers: The models that made the picture.
    /// - Returns: The service's own name for it.
    /// - Throws: Like ``model(named:)``.
    public func model(
        named name: String?, avoiding makers: Set<String>
    ) throws(Refusal) -> String {
        let usual = try model(named: name)
        guard name == nil, makers.contains(usual), let otherModel else { return usual }
        return try model(named: otherModel)
    }

    /// Refuses what it can't be asked.
    func check(_ question: Question) throws(ProviderFailure) {
        switch question.form {
        case .likelihoods where !onlyWeighs:
            throw refusal(
                "it does not say how likely statements are", "Use openai-decisions as the judge.")
        case .words where onlyWeighs, .json where onlyWeighs:
            throw refusal(
                "it weighs statements and says nothing else", "Use another speaker or judge.")
        case .json where structure == .none:
            throw refusal("it gives no JSON", "Use another speaker or judge.")
        default: break
        }
        for message in question.messages where message.text.utf8.contains(0) {
            throw refusal(
                "the words hold a NUL byte, which no speaker takes",
                "Remove the byte; Candid will not do it for you.")
        }
        for picture in question.pictures where !inputFormats.contains(picture.format) {
            throw refusal(
                inputFormats.isEmpty
                    ? "it sees no pictures"
                    : "it does not look at \(picture.format.rawValue) files",
                inputFormats.isEmpty
                    ? "Name a judge that does with --judge."
                    : "It looks at: \(inputFormats.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    private func refusal(_ reason: String, _ wayOut: String) -> ProviderFailure {
        .unsupported(Refusal(field: id, reason: reason, wayOut: wayOut))
    }
}
