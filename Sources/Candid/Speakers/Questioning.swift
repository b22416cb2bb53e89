/// That a question is about to leave, and why.
public struct Questioning: Hashable, Sendable, Codable {
    /// What a conversation is for.
    public enum Purpose: String, Hashable, Sendable, Codable, CaseIterable {
        /// To design prompts.
        case plan
        /// To expand a prompt.
        case expand
        /// To say what a prompt negates in positive words.
        case rephrase
        /// To tell what a picture shows.
        case describe
        /// To answer questions about a picture, for a verdict.
        case verify
        /// Somebody else's, who speaks through the gateway.
        case relay
    }

    /// What the conversation is for.
    public var purpose: Purpose
    /// The speaker, by its name in the catalogue.
    public var speaker: String
    /// The model that is asked.
    public var model: String
    /// Whether the speaker is a set of rules and no language model.
    public var isRuleBased: Bool
    /// What is asked.
    public var question: Question
    /// The address, without any key.
    public var url: String
    /// The SHA-256 of the exact body.
    public var body: Digest
    /// The length of the body in bytes.
    public var bytes: Int
    /// What the answer may cost; nil is unpriced.
    public var estimate: Cost?
    /// The name under which its spending is added up.
    public var project: String?
    /// The name under which its spending stands with what the same command bought; nil is its own.
    public var bill: RunID?
    /// Who asked through the gateway; nil is nobody with a key.
    public var caller: Caller?

    private enum CodingKeys: String, CodingKey {
        case purpose, speaker, model
        case isRuleBased = "rule_based"
        case question, url, body, bytes, estimate, project, bill, caller
    }
}
