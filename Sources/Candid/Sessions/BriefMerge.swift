/// The brief with its net edits in it: one prompt that says it all, in the person's own words.
///
/// Where an edit contradicts the brief, the later one wins: a colour takes the place of the colour, a
/// thing the place of the thing, light the place of light. What fits nowhere stands at the end as it
/// was said. Nothing is taken over in silence: ``notes`` names what was left out and why, and
/// ``diff`` shows every word.
public struct BriefMerge: Hashable, Sendable {
    /// The brief.
    public let brief: Prompt
    /// The whole.
    public private(set) var merged: Prompt
    /// What was left out, and why.
    public private(set) var notes: [String] = []

    /// Merges edits into a brief, the oldest first.
    public init(_ brief: Prompt, _ edits: [NetEdit]) {
        self.brief = brief
        merged = brief
        for edit in edits { merge(edit.words) }
    }

    /// Word by word, from the brief to the whole.
    public var diff: WordDiff { WordDiff(from: brief, to: merged) }

    private mutating func merge(_ edit: Prompt) {
        let claims = SentenceReading(edit.text, .asked).claims.filter { $0.kind != .kept }
        let removed = claims.filter { $0.kind == .removed }.compactMap(\.subject)
        let added = claims.filter { $0.kind == .added }.compactMap(\.subject)
        if removed.count == 1, added.count == 1, replace(removed[0], with: added[0]) { return }
        if removed.count == 1, claims.count == 1 { return remove(removed[0], edit) }
        if added.count == 1, claims.count == 1 { return append(additionOf: edit) }
        let qualities = claims.filter { $0.kind == .attribute }
        if qualities.count == 1, let value = qualities[0].value,
            give(qualities[0].subject, value)
        {
            return
        }
        append("\n" + edit.text)
    }

    private mutating func append(_ text: String) { merged = Prompt(merged.text + text) }

    /// A colour or a light takes the place of the one that is there.
    private mutating func give(_ subject: String?, _ value: String) -> Bool {
        let said = SaidWords(merged)
        let facet = subject.flatMap { Facet(named: $0.lowercased()) }
        if facet == .lighting || facet == .style || subject == nil {
            let kinds: Set<AdditionKind> = facet == .style ? [.style, .medium] : [.lighting]
            guard facet != nil || kind(of: value) == .lighting else { return false }
            if let old = said.words.indices.first(where: {
                kinds.contains(AdditionLexicon.shared.kind(of: $0, in: said.words))
                    && !said.words[$0].isQuoted && !said.words[$0].isSmall
            }) {
                put(value, at: said.words[old].range)
            } else {
                append(", \(value)" + (facet.map { " \(Self.noun($0))" } ?? ""))
            }
            return true
        }
        guard let subject, EditTopics.isColour(value), let thing = index(of: subject, said) else {
            return false
        }
        if thing > 0, said.words[thing - 1].touchesNext,
            ColourNames.all.contains(said.words[thing - 1].key)
        {
            put(value, at: said.words[thing - 1].range)
        } else {
            let start = said.words[thing].range.lowerBound
            put(value + " ", at: start..<start)
        }
        return true
    }

    private static func noun(_ facet: Facet) -> String { facet == .lighting ? "light" : "style" }

    private func kind(of value: String) -> AdditionKind? {
        let said = SaidWords(Prompt(value))
        return said.content.first.map { AdditionLexicon.shared.kind(of: $0, in: said.words) }
    }

    private mutating func replace(_ old: String, with new: String) -> Bool {
        let said = SaidWords(merged)
        guard let thing = index(of: old, said) else { return false }
        let noun = new.split(separator: " ").drop { ["a", "an", "the"].contains($0) }
        put(noun.joined(separator: " "), at: said.words[thing].range)
        return true
    }

    /// “with a hat”, “and a hat”, “, a hat”: what hangs on a small word goes with it.
    private mutating func remove(_ thing: String, _ edit: Prompt) {
        let said = SaidWords(merged)
        guard let index = index(of: thing, said) else {
            notes.append(
                "“\(edit.text)”: the brief shows no \(thing), so nothing need be said of it")
            return
        }
        var start = index
        while start > 0, said.words[start - 1].touchesNext, !said.words[start - 1].isSmall {
            start -= 1
        }
        if start > 0,
            ["a", "an", "the", "some", "his", "her", "its"]
                .contains(said.words[start - 1].text)
        {
            start -= 1
        }
        let links: Set = ["with", "and", "wearing", "holding", "beside", "near", "under", "behind"]
        let isLinked = start > 0 && links.contains(said.words[start - 1].text)
        if isLinked { start -= 1 }
        let bytes = Array(merged.text.utf8)
        let after = said.words[index].range.upperBound
        let isEnd = index == said.words.count - 1 || bytes[after] == UInt8(ascii: ",")
        guard start > 0, isLinked || bytes[said.words[start - 1].range.upperBound] == 0x2C, isEnd
        else {
            notes.append(
                "“\(edit.text)”: \(thing) can't be cut out of the brief without rewriting it; "
                    + "say the brief anew if it must go")
            return
        }
        put("", at: said.words[start - 1].range.upperBound..<after)
    }

    /// “add a small hat to the cat” says “with a small hat to the cat”.
    private mutating func append(additionOf edit: Prompt) {
        let sentence = Sentence.sentences(of: edit.text).first
        let verbs: Set = ["add", "put", "insert", "include", "draw", "place"]
        guard let sentence,
            let verb = sentence.words.firstIndex(where: { verbs.contains($0.text) }),
            verb + 1 < sentence.words.count
        else { return append("\n" + edit.text) }
        append(", with \(sentence.phrase(verb + 1..<sentence.words.count))")
    }

    private func index(of thing: String, _ said: SaidWords) -> Int? {
        let key = EditTopics.key(thing)
        return said.content.first { said.words[$0].key == key }
    }

    private mutating func put(_ text: String, at range: Range<Int>) {
        let bytes = Array(merged.text.utf8)
        merged = Prompt(
            String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + text
                + String(decoding: bytes[range.upperBound...], as: UTF8.self))
    }
}
