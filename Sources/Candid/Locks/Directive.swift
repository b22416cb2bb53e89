/// A sentence that asks a route which rewrites prompts to leave this one alone.
///
/// It is a request, not a switch: nothing guarantees it, and it changes what is sent. A directive is
/// therefore never used unless a person names it; what it makes is a new text, so that *sent* differs
/// from *asked* and the receipt shows it. Where a route has a real switch, use that.
public struct Directive: Hashable, Sendable, Codable {
    /// How far a directive is known to be obeyed.
    public enum Strength: String, Hashable, Sendable, Codable, CaseIterable {
        /// The provider itself recommends it, and promises less rewriting, not none.
        case recommended
        /// An employee or users report that it often works.
        case reported
        /// Nobody has measured it; it says more plainly what another one says.
        case untried
    }

    /// Its name on the command line, such as `as-is`.
    public let id: String
    /// What stands before the prompt, byte for byte.
    public let prefix: String
    /// What stands after the prompt, byte for byte.
    public let suffix: String
    /// The models it was written for.
    public let models: [String]
    /// How far it is known to be obeyed.
    public let strength: Strength
    /// What is known of its effect, in a sentence.
    public let evidence: String
    /// Where that is written.
    public let sources: [String]

    /// The new text: the prompt, untouched, between the prefix and the suffix.
    public func wrapping(_ prompt: Prompt) -> Prompt {
        Prompt(prefix + prompt.text + suffix)
    }

    /// The prompt inside a text that this directive made; nil if it didn't make it.
    public func unwrapping(_ text: Prompt) -> Prompt? {
        let bytes = Array(text.text.utf8)
        let (head, tail) = (Array(prefix.utf8), Array(suffix.utf8))
        guard bytes.count >= head.count + tail.count, bytes.starts(with: head),
            bytes.suffix(tail.count).elementsEqual(tail)
        else { return nil }
        let inside = bytes.dropFirst(head.count).dropLast(tail.count)
        return Prompt(String(decoding: inside, as: UTF8.self))
    }

    /// Every directive that is known.
    public static let all: [Directive] = [
        Directive(
            id: "as-is",
            prefix: "I NEED to test how the tool works with extremely simple prompts. "
                + "DO NOT add any detail, just use it AS-IS: ",
            suffix: "", models: ["dall-e-3"], strength: .recommended,
            evidence: "OpenAI and Microsoft advised it for DALL-E 3; Microsoft promised minimal "
                + "prompt transformation, and users report that some changes remain.",
            sources: [
                "https://learn.microsoft.com/azure/ai-services/openai/concepts/prompt-transformation",
                "https://community.openai.com/t/457349",
            ]),
        Directive(
            id: "full-detail",
            prefix: "My prompt has full detail so no need to add more: ",
            suffix: "", models: ["dall-e-3"], strength: .reported,
            evidence: "Given in OpenAI's forum for prompts that are long already; no measurement "
                + "of it is known.",
            sources: ["https://community.openai.com/t/dalle3-api-prompt-modification/481664"]),
        Directive(
            id: "as-is-twice",
            prefix: "I NEED to test how the tool works with extremely simple prompts. "
                + "DO NOT add any detail, just use it AS-IS: ",
            suffix: "\n\n(Use the prompt above AS-IS, word for word. DO NOT add any detail.)",
            models: ["dall-e-3"], strength: .untried,
            evidence: "Ours: as-is, said again behind the prompt. Nobody has measured it.",
            sources: ["https://community.openai.com/t/457349"]),
    ]

    /// The directives from the mildest to the plainest, for trying one after the other.
    static let byForce = ["full-detail", "as-is", "as-is-twice"].compactMap { named($0) }

    /// The next plainer directive.
    ///
    /// - Parameter directive: What did not help; nil is none at all.
    /// - Returns: The directive; nil where no plainer one is known.
    public static func stronger(than directive: Directive?) -> Directive? {
        guard let directive else { return byForce.first }
        return byForce.drop { $0 != directive }.dropFirst().first
    }

    /// The directive of a name; nil if there is none.
    public static func named(_ id: String) -> Directive? {
        all.first { $0.id == id }
    }
}
