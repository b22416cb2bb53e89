import Candid

/// A prompt without negation: by the linter's own fixes, and without what it has none for.
struct Rephrasing {
    private let brief: Brief

    init(of brief: Brief) {
        self.brief = brief
    }

    var spoken: Talker.Spoken {
        Talker.Spoken(
            words: brief.positive.text,
            fields: [
                "prompt": .text(brief.positive.text), "why": .text(why),
                "must_not_show": .list(brief.excluded.map { .text($0) }),
            ])
    }

    private var why: String {
        guard brief.isNegative else { return "Rule-based: nothing is negated." }
        guard !brief.unsaid.isEmpty else {
            return "Rule-based: what is negated is said by what is there instead."
        }
        return "Rule-based: left unsaid, because no positive words are known for it: "
            + brief.unsaid.joined(separator: ", ") + "."
    }
}
