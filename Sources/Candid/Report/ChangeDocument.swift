/// How one of the three texts became the next, as other programs read it.
public struct ChangeDocument: Codable, Sendable {
    /// Whose change it is.
    public enum Author: String, Codable, Sendable {
        /// A speaker's, to which somebody said yes: the brief became the draft.
        case speaker
        /// The person's own, to what a speaker had proposed.
        case person
        /// Ours: asked became sent.
        case us
        /// The provider's: sent became revised.
        case provider
    }

    /// A word that was added, and its class.
    struct Addition: Codable, Sendable {
        var word: String
        var kind: AdditionKind
    }

    /// Whose change it is.
    public var by: Author
    /// What made it: a directive's name, or the engine's.
    var through: String
    var diff: WordDiff
    /// How much it embellishes, from 0 towards 1.
    var embellishment: Double
    var verdict: String
    var added: [Addition]
    var dropped: [String]
    var keeps_what_matters: Bool

    init(by: Author, through: String, from: Prompt, to: Prompt) {
        self.by = by
        self.through = through
        diff = WordDiff(from: from, to: to)
        let words = Embellishment(from: from, to: to)
        embellishment = words.score
        verdict = words.verdict
        added = words.added.map { Addition(word: $0.word, kind: $0.kind) }
        dropped = words.dropped.map(\.word)
        keeps_what_matters = words.keepsWhatMatters
    }

    /// Every change of a run: ours first, then each text of the provider's that differs.
    static func all(of receipt: Receipt) -> [ChangeDocument] {
        var changes = receipt.provenance?.approval.map(ofApproval) ?? []
        guard let sent = receipt.sent?.prompt else { return changes }
        if sent != receipt.asked {
            changes.append(
                ChangeDocument(
                    by: .us, through: receipt.directive ?? "candid", from: receipt.asked, to: sent))
        }
        for revised in receipt.revised where revised != sent {
            changes.append(
                ChangeDocument(
                    by: .provider, through: receipt.order.engine, from: sent, to: revised))
        }
        return changes
    }

    /// The way from the brief to what was approved.
    private static func ofApproval(_ approval: Approval) -> [ChangeDocument] {
        guard approval.choice != .own else { return [] }
        let suggestion = approval.suggestion
        var changes = [
            ChangeDocument(
                by: .speaker, through: suggestion.author, from: suggestion.brief,
                to: suggestion.text)
        ]
        if approval.approved != suggestion.text {
            changes.append(
                ChangeDocument(
                    by: .person, through: "an editor", from: suggestion.text,
                    to: approval.approved))
        }
        // A suggestion was checked by what its words add where they stand, so that is what is told.
        changes[0].added = suggestion.added.compactMap { word in
            word.kind.map { Addition(word: word.word, kind: $0) }
        }
        return changes
    }
}
