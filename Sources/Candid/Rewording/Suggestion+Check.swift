extension Suggestion {
    /// The longest text that is taken, in Unicode scalars; no image model takes more.
    static let lengthLimit = 32_000

    /// What is wrong with a text that a speaker proposes; nil where nothing is.
    ///
    /// What the speaker was told is not trusted: all of it is looked for here.
    static func objection(to text: Prompt, for brief: Prompt, _ mode: Mode) -> String? {
        guard text.text.contains(where: \.isLetter) else { return "the prompt has no words" }
        guard !text.text.utf8.contains(0) else { return "the prompt holds a NUL byte" }
        guard text.length <= lengthLimit else {
            return "the prompt has \(text.length) characters, and at most \(lengthLimit) are taken"
        }
        guard Script.main(of: brief.text) == Script.main(of: text.text) else {
            return "the prompt is not written in the brief's language"
        }
        let words = Embellishment(from: brief, to: text)
        // What is negated may go, whatever it is; the rephraser's own check looks at the rest.
        let lost = words.survivals
            .filter { !$0.survived && (mode != .rephrase || $0.kind == .quote) }
            .map { "the \($0.kind.rawValue) “\($0.text)”" }
        guard lost.isEmpty else {
            return "the prompt loses \(lost.joined(separator: ", "))"
        }
        guard words.parts.wordsBefore == 0 || words.parts.recall > 0 else {
            return "the prompt holds no word of the brief: it is about something else, or in "
                + "another language"
        }
        if let talk = talk(in: text), talk != self.talk(in: brief) {
            return "the prompt talks to a person (“\(talk)”): only the prompt is asked for"
        }
        if let rule = newFinding(in: text, beside: brief) {
            return "the prompt has what the brief has not (\(rule.rule)): \(rule.message)"
        }
        return switch mode {
        case .assisted: AddedWord.objection(toAssisting: WordDiff(from: brief, to: text))
        case .free: nil
        case .rephrase: Rephrasing.objection(to: text, for: brief, words)
        }
    }

    /// How an answer begins that is meant for a person and not for an image model.
    private static let openings = [
        "sure", "certainly", "of course", "absolutely", "okay", "ok", "here is", "here's",
        "here’s", "here are", "i'm sorry", "i’m sorry", "i am sorry", "sorry", "i can't", "i can’t",
        "i cannot", "i won't", "i won’t", "i'm unable", "i am unable", "as an ai", "prompt",
        "great", "물론", "물론입니다", "알겠습니다", "죄송합니다", "네",
    ]

    private static func talk(in text: Prompt) -> String? {
        let start = text.text.lowercased().drop { !$0.isLetter }
        return openings.first { opening in
            guard start.hasPrefix(opening) else { return false }
            let next = start.dropFirst(opening.count).first
            // “prompt delivery van” and “sure-footed goat” are things to draw.
            return opening.contains(" ") || opening.contains("'") || opening.contains("’")
                || next.map { "!,.:;\n".contains($0) } ?? true
        }
    }

    /// What nobody who helps may bring in: talk to a chat, syntax of other tools, keys, negations.
    private static let unwanted: [LintRule] = [
        .chatTalk, .verbatimOrder, .foreignSyntax, .hiddenCharacters, .placeholder, .secret,
        .personalData, .negation, .unresolvedReference,
    ]

    private static func newFinding(in text: Prompt, beside brief: Prompt) -> Finding? {
        let known = Dictionary(
            grouping: brief.findings(by: unwanted), by: \.rule
        ).mapValues(\.count)
        let found = Dictionary(grouping: text.findings(by: unwanted), by: \.rule)
        return found.sorted { $0.key < $1.key }
            .first { $0.value.count > known[$0.key, default: 0] }?.value.last
    }
}
