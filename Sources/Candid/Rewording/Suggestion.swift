/// Words that somebody else proposes in the place of a person's own.
///
/// Nothing of it is sent to an engine before the person says so: see ``Approval``.
public struct Suggestion: Hashable, Sendable, Codable {
    /// What was asked of whoever proposes.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// To add a few words about light, camera, material and the like, and nothing else.
        case assisted
        /// To write the prompt anew, with everything that the brief asks for.
        case free
        /// To say by what is seen what the brief says by what is not.
        case rephrase
    }

    /// What was asked.
    public let mode: Mode
    /// The person's own words.
    public let brief: Prompt
    /// The words proposed.
    public let text: Prompt
    /// Who proposes them, such as `openai gpt-5.5`.
    public let author: String
    /// Whether that is a set of rules and no language model.
    public let isRuleBased: Bool
    /// The conversation in the ledger; nil where nobody was asked.
    public let conversation: RunID?

    private enum CodingKeys: String, CodingKey {
        case mode, brief, text, author
        case isRuleBased = "rule_based"
        case conversation
    }

    init(
        _ mode: Mode, of brief: Prompt, text: Prompt, by author: Author
    ) {
        self.mode = mode
        self.brief = brief
        self.text = text
        self.author = author.name
        isRuleBased = author.isRuleBased
        conversation = author.conversation
    }

    /// Who proposes.
    struct Author {
        var name: String
        var isRuleBased: Bool
        var conversation: RunID?
    }
}

extension Suggestion {
    /// The way from the person's words to those proposed, word by word.
    public var diff: WordDiff { WordDiff(from: brief, to: text) }

    /// What is said that the person did not say.
    public var embellishment: Embellishment { Embellishment(from: brief, to: text) }

    /// Every word that was put in, each with its class.
    public var added: [AddedWord] { AddedWord.all(in: diff) }

    /// Whether it proposes the person's own words.
    public var changesNothing: Bool { text == brief }
}
