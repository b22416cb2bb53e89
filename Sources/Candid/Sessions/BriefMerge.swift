/// The brief with its net edits in it: one prompt that says it all, in the person's own words.
///
/// Where an edit contradicts the brief, the later one wins: a colour takes the place of the colour, a
/// thing the place of the thing, light the place of light. What fits nowhere stands at the end as it
/// was said. Nothing is taken over in silence: ``notes`` names what was left out, what fits nowhere,
/// and why, and ``diff`` shows every word.
public struct BriefMerge: Hashable, Sendable {
    /// The brief.
    public let brief: Prompt
    /// The whole.
    public var merged: Prompt {
        Prompt(([text.words] + lines.map(\.words.text)).joined(separator: "\n"))
    }
    /// What was left out or fits nowhere, and why.
    public var notes: [String] { said + uncut.map(\.note) }
    /// Word by word, from the brief to the whole.
    public var diff: WordDiff { WordDiff(from: brief, to: merged) }

    private var said: [String] = []
    private var text: BriefText
    /// Edits that stand at the end as they were said.
    private var lines: [NetEdit] = []
    /// Things that were to go and could not be cut out.
    private var uncut: [Uncut] = []

    private struct Uncut: Hashable {
        var key: String
        var note: String
    }

    /// Merges edits into a brief, the oldest first.
    public init(_ brief: Prompt, _ edits: [NetEdit]) {
        self.brief = brief
        let parts = Self.parts(of: brief)
        lines = parts.lines
        text = BriefText(parts.text)
        for edit in edits { merge(edit) }
    }

    /// A brief, and what an earlier merge left at its end: edits still, which a later one may contradict.
    static func parts(of brief: Prompt) -> (text: String, lines: [NetEdit]) {
        var parts = brief.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        var lines: [NetEdit] = []
        while parts.count > 1, let last = parts.last, MessageWords(last).isChange {
            lines.insert(NetEdit(turn: 0, Prompt(last)), at: 0)
            parts.removeLast()
        }
        return (parts.joined(separator: "\n"), lines)
    }

    private mutating func merge(_ edit: NetEdit) {
        let topics = EditTopics(edit.words)
        if !lines.isEmpty {
            let left = lines.resolved(with: edit, brief: Prompt(text.words))
            let isTaken = left.last?.words != edit.words
            lines = isTaken ? left : Array(left.dropLast())
            if isTaken { return }
        }
        let isContradicted = lines.contains { line in
            !Set(EditTopics(line.words).names).isDisjoint(with: topics.names)
        }
        let before = self
        let clauses = EditClause.clauses(of: edit.words)
        let isWhole = clauses.map { take($0) }.allSatisfy { $0 }
        guard !isWhole || isContradicted else { return }
        if !isWhole {
            self = before
            // Colour and light must not stand in the brief otherwise than the line says.
            for clause in clauses { _ = look(clause) }
            said.append(
                "“\(edit.words.text)” fits nowhere in the brief as a whole, and stands at its end as "
                    + "it was said")
        }
        lines.append(edit)
    }

    /// Takes one clause into the brief; false where it can't be.
    private mutating func take(_ clause: EditClause) -> Bool {
        guard !clause.saysSide else { return look(clause) }
        guard !clause.claims.isEmpty else { return keep(clause) }
        let removed = clause.claims.filter { $0.kind == .removed }.compactMap(\.subject)
        let added = clause.claims.filter { $0.kind == .added }.compactMap(\.subject)
        if removed.count == 1, added.count == 1 {
            guard clause.claims.count == 2, let new = clause.substitute(for: removed[0], added[0])
            else { return false }
            return text.replace(removed[0], with: new)
        }
        if removed.count == 1, clause.claims.count == 1, clause.unread.isEmpty,
            !clause.isPart(of: removed[0])
        {
            remove(removed[0], clause.text)
            return true
        }
        if added.count == 1, clause.claims.count == 1, let addition = clause.addition {
            return add(added[0], addition, clause.text)
        }
        return look(clause)
    }

    /// Gives a thing its colour or its letters, or the whole its light or place; false where the clause
    /// says more than that.
    private mutating func look(_ clause: EditClause) -> Bool {
        if let lettering = clause.lettering { return text.letter(lettering) }
        if let place = clause.place { return text.move(to: place) }
        if let light = clause.koreanLight { return text.shine(light) }
        if let whole = clause.whole {
            if BriefText.isLight(whole) { return text.shine(whole) }
            return BriefText.isStyle(whole) && text.style(whole)
        }
        let qualities = clause.claims.filter { $0.kind == .attribute }
        guard qualities.count == 1, let value = qualities[0].value,
            !clause.claims.contains(where: { $0.kind == .removed || $0.kind == .added }),
            let subject = qualities[0].subject
        else { return false }
        switch Facet(named: subject.lowercased()) {
        case .lighting?: return clause.unread.isEmpty && text.shine(value, of: "light")
        case .style?: return clause.unread.isEmpty && text.style(value, of: "style")
        case nil:
            let thing = EditTopics.withoutShade(subject)
            let shades = subject.dropFirst(thing.count).trimmed
            // “red stripes” are no colour of the whole thing.
            guard !thing.isEmpty, EditTopics.isColour(EditTopics.last(of: value)),
                clause.unread.isEmpty,
                !clause.isPart(of: thing)
            else { return false }
            return text.paint(thing, shades.isEmpty ? value : "\(shades) \(value)")
        default: return false
        }
    }

    /// A clause that only says what must stay, where the brief says that still.
    private mutating func keep(_ clause: EditClause) -> Bool {
        guard let thing = clause.keptAlone else { return false }
        if case .subject(let name) = thing {
            let said = SaidWords(Prompt(name))
            guard let last = said.content.last, !ColourNames.all.contains(said.words[last].key),
                !said.words.contains(where: \.isNumber), text.says(name)
            else { return false }
        } else if thing != .everythingElse {
            return false
        }
        self.said.append(
            "“\(clause.text)”: the brief says \(thing.english) already, so nothing need be said "
                + "of it; a picture drawn anew keeps to no more than its words")
        return true
    }

    private mutating func remove(_ thing: String, _ words: String) {
        let key = EditTopics.key(thing)
        guard text.shows(key) else {
            said.append("“\(words)”: the brief shows no \(thing), so nothing need be said of it")
            return
        }
        guard !text.cut(thing) else { return }
        uncut.append(
            Uncut(
                key: key,
                note: "“\(words)”: \(thing) can't be cut out of the brief without rewriting it; "
                    + "say the brief anew if it must go"))
    }

    private mutating func add(_ thing: String, _ addition: String, _ words: String) -> Bool {
        let key = EditTopics.key(thing)
        if let index = uncut.firstIndex(where: { $0.key == key }) {
            // It went and comes back in another form, so there is one of it and not two.
            uncut.remove(at: index)
            return text.rename(key, addition)
        }
        let isKnown = addition.lowercased().hasPrefix("the ") && text.shows(key)
        if isKnown, SaidWords(Prompt(addition)).content.count == 1 {
            said.append("“\(words)”: the brief shows the \(thing) already")
            return true
        }
        // “put the bicycle on a mat” puts in no second one.
        guard !isKnown, !Anaphora.begins(addition) else { return false }
        guard !MessageWords(text.words).isChange else { return false }
        text.append(with: addition)
        return true
    }
}
