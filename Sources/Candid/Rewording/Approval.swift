/// Who said yes to which words, when somebody else had proposed some.
public struct Approval: Hashable, Sendable, Codable {
    /// What the person chose.
    public enum Choice: String, Hashable, Sendable, Codable, CaseIterable {
        /// The words proposed.
        case accepted
        /// The words proposed, with changes of the person's.
        case edited
        /// Their own words.
        case own
    }

    /// Who said yes.
    public enum Voice: String, Hashable, Sendable, Codable, CaseIterable {
        /// A person who was shown the words and asked.
        case person
        /// A program or a flag such as `--yes`, which says yes to whatever comes.
        case flag
    }

    /// What was proposed.
    public let suggestion: Suggestion
    /// What was chosen.
    public let choice: Choice
    /// Who chose.
    public let by: Voice
    /// The words that may be sent, to the byte.
    public let approved: Prompt

    /// A yes to the words proposed.
    public static func accepting(_ suggestion: Suggestion, by voice: Voice) -> Approval {
        Approval(suggestion, .accepted, by: voice, suggestion.text)
    }

    /// A yes to words that the person made of those proposed.
    public static func editing(
        _ suggestion: Suggestion, to text: Prompt, by voice: Voice
    ) -> Approval {
        Approval(suggestion, .edited, by: voice, text)
    }

    /// A no to the words proposed, and a yes to the person's own.
    public static func keepingOwn(_ suggestion: Suggestion, by voice: Voice) -> Approval {
        Approval(suggestion, .own, by: voice, suggestion.brief)
    }

    private init(_ suggestion: Suggestion, _ choice: Choice, by voice: Voice, _ text: Prompt) {
        self.suggestion = suggestion
        self.choice = choice
        by = voice
        approved = text
    }
}
