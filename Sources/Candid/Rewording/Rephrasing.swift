/// Saying by what is seen what a prompt says by what is not.
public enum Rephrasing {
    /// The most words that a speaker may add for each negation.
    static let wordsPerNegation = 4

    /// The negations of a prompt, each with its fix where one is known.
    public static func negations(in prompt: Prompt) -> [Finding] {
        prompt.findings(by: [.negation])
    }

    /// The prompt with every fix made that the linter knows; nobody is asked.
    ///
    /// - Returns: The suggestion, and the negations for which no honest wording is known.
    public static func byRules(_ brief: Prompt) -> (suggestion: Suggestion, left: [Finding]) {
        let found = negations(in: brief)
        let text = brief.applying(found.compactMap(\.fix))
        let suggestion = Suggestion(
            .rephrase, of: brief, text: text,
            by: .init(name: "candid lint", isRuleBased: true, conversation: nil))
        return (suggestion, found.filter { $0.fix == nil })
    }

    static func objection(
        to text: Prompt, for brief: Prompt, _ words: Embellishment
    ) -> String? {
        let found = negations(in: brief)
        let left = negations(in: text)
        if let first = left.first { return "the prompt still negates: \(first.message)" }
        let gone = words.dropped.filter { loss in
            !found.contains { $0.range.overlaps(loss.range) }
        }
        if let first = gone.first {
            return "the prompt loses “\(first.word)”, which is not negated"
        }
        let strange = words.added.filter {
            [.name, .lettering, .number, .person].contains($0.kind)
        }
        if let first = strange.first {
            return "the prompt adds “\(first.word)” (\(first.kind.title))"
        }
        let limit = wordsPerNegation * found.count
        guard words.added.count <= limit else {
            return "the prompt adds \(words.added.count) words, and at most \(limit) may be"
        }
        return nil
    }
}
