/// Words that change what must stay, or what something else alone may change.
///
/// A conversation asks about it, and a script is refused: which of the two is meant, only the person
/// knows.
struct Objection {
    /// What is said of it, and what there is to answer.
    let clarification: Understanding.Clarification
    /// The two that don't go together, in one sentence.
    let reason: String

    /// Words that say themselves that something stays, and change it.
    init?(only: [Facet], keep: [Facet], to words: Prompt) {
        let both = only.filter(keep.contains)
        let changed = both + EditTopics(words).changed(among: keep)
        guard !changed.isEmpty else { return nil }
        self.init(
            "“\(words.text)” says that \(Facet.listed(changed)) must stay, and changes it",
            "Say which of the two is meant.")
    }

    /// Words that change what the session keeps.
    init?(kept: [Facet], to words: Prompt, from base: Int?) {
        let changed = EditTopics(words).changed(among: kept)
        guard !changed.isEmpty else { return nil }
        let names = changed.map(\.english).joined(separator: " and ")
        let turn = base.map { ", after going back to \($0)," } ?? ""
        self.init(
            "“\(words.text)” changes \(names), and the session keeps that as it is",
            "Let it go first\(turn) by “you may change \(names)” or :unkeep, and say it again.",
            base == nil ? [Prompt("you may change \(names)")] : [])
    }

    /// Words that change something beside what alone may change: by themselves, or as it waits for
    /// the next edit.
    init?(outside own: [Facet], in state: SessionState, to words: Prompt) {
        let waiting = own.isEmpty ? state.contract?.only ?? [] : []
        let only = own.isEmpty ? waiting : own
        let names = EditTopics(words).changed(outside: only, among: state.things)
            .joined(separator: " and ")
        guard !names.isEmpty else { return nil }
        let alone = "only \(Facet.listed(only)) may change"
        if waiting.isEmpty {
            self.init(
                "“\(words.text)” says that \(alone), and changes \(names)",
                "Say which of the two is meant.")
        } else {
            self.init(
                "“\(words.text)” changes \(names), and of the next edit it was said that \(alone)",
                "Let anything change by “you may change anything” or :only none, and say it again.",
                ["you may change anything"])
        }
    }

    private init(_ reason: String, _ wayOut: String, _ choices: [Prompt] = []) {
        self.reason = reason
        clarification = Understanding.Clarification(
            question: "\(reason). \(wayOut)", choices: choices)
    }
}

extension Facet {
    /// “the door and the lighting”, as a sentence lists them.
    static func listed(_ facets: [Facet]) -> String {
        facets.map(\.english).joined(separator: " and ")
    }
}
