/// What an edit speaks of, so that a later edit on the same takes its place.
struct EditTopics {
    /// Names such as `lighting`, `thing:hat` or `colour:bicycle`, each once.
    private(set) var names: [String] = []
    /// Things that it puts in.
    private(set) var added: [String] = []
    /// Things that it takes out.
    private(set) var removed: [String] = []
    /// Sides of the whole picture that it changes.
    private(set) var facets: Set<Facet> = []
    /// Whether it says more of how things look than ``names`` hold, so that none can take its place.
    private(set) var saysMore = false
    /// Things that it gives another look or place.
    private var altered: Set<String> = []
    /// Sides of the whole that it names itself, and not by a word that may belong to a thing.
    private var named: Set<Facet> = []
    /// What it asks for, one after another, without what only says what must stay.
    private let clauses: [EditClause]

    init(_ words: Prompt) {
        clauses = EditClause.clauses(of: words).filter { !$0.isKeeping }
        for clause in clauses { read(clause) }
        let things = Set(
            names.compactMap { $0.split(separator: ":", maxSplits: 1).last.map(String.init) })
        for clause in clauses where !clause.saysSide { readWhole(clause, besides: things) }
    }

    /// The light and the style that a clause speaks of, save for those that it says must stay.
    private mutating func readWhole(_ clause: EditClause, besides things: Set<String>) {
        let said = SaidWords(Prompt(clause.text))
        let content = said.content.filter { index in
            !clause.kept.contains { $0.range?.contains(said.words[index].range.lowerBound) == true }
        }
        for index in content {
            let word = said.words[index]
            let kind = AdditionLexicon.shared.kind(of: index, in: said.words)
            guard !things.contains(word.key), !Self.verbs.contains(word.text),
                let facet = Self.lights.contains(word.text) ? .lighting : Self.facet(kind)
            else { continue }
            facets.insert(facet)
            add(facet.description)
        }
        let words = content.map { said.words[$0].text }
        if words.contains(where: Self.lights.contains),
            words.allSatisfy({ Self.lights.contains($0) || EditClause.verbs.contains($0) })
        {
            named.insert(.lighting)
        }
    }

    private mutating func read(_ clause: EditClause) {
        guard !clause.saysSide else { return readSide(clause) }
        // “it an oil” of “make it an oil painting” is no thing.
        for claim in clause.claims where clause.whole == nil || claim.subject == nil {
            // “remove one of the cats” leaves a cat, and takes back no second one.
            if claim.kind == .removed, let subject = claim.subject, clause.isPart(of: subject) {
                altered.insert(Self.key(subject))
                saysMore = true
            } else {
                read(claim)
            }
        }
        let more = clause.whole == nil ? clause.unread.filter { !Self.lights.contains($0) } : []
        if !more.isEmpty, clause.claims.contains(where: { $0.kind != .added }) { saysMore = true }
        let words = Sentence.sentences(of: clause.text).first?.words ?? []
        guard let verb = words.firstIndex(where: { EditClause.verbs.contains($0.text) }),
            Self.movers.contains(words[verb].text),
            verb == 0 || !EnglishDeeds.denials.contains(words[verb - 1].text)
        else { return }
        let thing = words[(verb + 1)...].first { !SmallWords.all.contains($0.text) }
        if let thing { altered.insert(WordForm.key(thing.text)) }
    }

    private mutating func readSide(_ clause: EditClause) {
        let side: Facet =
            clause.place != nil ? .place : clause.lettering != nil ? .lettering : .lighting
        facets.insert(side)
        named.insert(side)
        let bearer = clause.lettering.flatMap { $0.carrier ?? $0.old }
        if let carrier = clause.lettering?.carrier { altered.insert(carrier) }
        add(bearer.map { "\(side):\($0)" } ?? side.description)
    }

    private mutating func read(_ claim: Claim) {
        let key = claim.subject.map(Self.key)
        switch claim.kind {
        case .removed:
            guard let key else { return }
            removed.append(key)
            add("thing:\(key)")
        case .added:
            guard let key else { return }
            added.append(key)
            add("thing:\(key)")
        case .changed, .attribute:
            if let facet = claim.facet ?? claim.subject.flatMap({ Facet(named: $0.lowercased()) }) {
                facets.insert(facet)
                named.insert(facet)
                add(facet.description)
            } else if let subject = claim.subject.map(Self.withoutShade), let key {
                let key = subject.isEmpty ? key : Self.key(subject)
                altered.insert(key)
                guard let value = claim.value else { return }
                add("\(Self.isColour(value) ? "colour" : "look"):\(key)")
            }
        default: break
        }
    }

    private mutating func add(_ name: String) {
        if !names.contains(name) { names.append(name) }
    }

    /// “bicycle dark” of “the bicycle dark green” is the bicycle.
    static func withoutShade(_ subject: String) -> String {
        var words = subject.split(separator: " ").map(String.init)
        while let last = words.last, shades.contains(last.lowercased()) { words.removeLast() }
        return words.joined(separator: " ")
    }

    /// Words that say which of the shades of a colour it is.
    static let shades: Set = [
        "dark", "light", "pale", "bright", "deep", "vivid", "soft", "pastel", "neon", "dull",
    ]

    /// The last word of a noun phrase, in the form in which words are compared.
    static func key(_ thing: String) -> String {
        let said = SaidWords(Prompt(thing))
        return said.content.last.map { said.words[$0].key } ?? thing.lowercased()
    }

    /// All words that say something, in the form in which words are compared.
    static func keys(of words: String) -> [String] {
        let said = SaidWords(Prompt(words))
        return said.content.map { said.words[$0].key }
    }

    /// The last word that says something.
    static func last(of value: String) -> String {
        let said = SaidWords(Prompt(value))
        return said.content.last.map { said.words[$0].text } ?? value
    }

    static func isColour(_ value: String) -> Bool {
        let said = SaidWords(Prompt(value))
        return said.content.contains { ColourNames.all.contains(said.words[$0].key) }
    }

    /// Words for what to do, which name a medium only elsewhere.
    static let verbs: Set = [
        "paint", "repaint", "colour", "color", "recolour", "recolor", "draw", "sketch",
    ]

    private static let movers: Set = [
        "move", "resize", "enlarge", "shrink", "rotate", "flip", "mirror", "tilt", "hide", "cover",
        "blur", "recolour", "recolor", "repaint", "colour", "color", "dye", "tint", "raise",
        "lower", "darken", "lighten", "brighten",
    ]

    /// Hours and weathers, which are light before anything else.
    static let lights: Set = [
        "night", "day", "daytime", "morning", "evening", "noon", "midday", "afternoon", "midnight",
        "dusk", "dawn", "sunset", "sunrise", "twilight", "overcast", "cloudy", "sunny", "foggy",
        "fog", "misty", "rainy", "rain", "raining", "snowy", "snow", "snowing", "stormy", "dark",
        "darker", "bright", "brighter", "light", "lighter", "warmer", "cooler", "neon", "밤", "밤으로",
        "낮", "낮으로", "저녁", "아침", "새벽", "노을", "흐린", "흐리게", "맑은", "어둡게", "밝게", "비", "눈", "안개",
    ]

    private static func facet(_ kind: AdditionKind) -> Facet? {
        switch kind {
        case .lighting: .lighting
        case .style, .medium: .style
        default: nil
        }
    }
}

extension EditTopics {
    /// Which of the things that must stay the words change or take out.
    ///
    /// - Parameter kept: What must stay.
    /// - Returns: Those that the words speak of changing, in the order given.
    func changed(among kept: [Facet]) -> [Facet] {
        kept.filter { facet in
            guard case .subject(let name) = facet else { return named.contains(facet) }
            let key = Self.key(name)
            return removed.contains(key) || altered.contains(key)
        }
    }

    /// What the words surely change although something else alone may change.
    ///
    /// A colour can be a matter of the light, and a hat belong to the cat that alone may change: only
    /// what can't be read otherwise counts.
    ///
    /// - Parameters:
    ///   - only: All that may change.
    ///   - things: What the session speaks of, by the person's own names.
    /// - Returns: Their names, in the order in which the words speak of them, each once.
    func changed(outside only: [Facet], among things: [String]) -> [String] {
        guard !only.isEmpty else { return [] }
        let room = ContractRoom(only, things)
        var found: [String] = []
        for name in clauses.flatMap(room.excluded(by:)) where !found.contains(name) {
            found.append(name)
        }
        for facet in Facet.named where named.contains(facet) && room.excludes(facet) {
            if !found.contains(facet.english) { found.append(facet.english) }
        }
        return found
    }
}
