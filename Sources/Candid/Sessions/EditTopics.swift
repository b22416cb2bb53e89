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

    init(_ words: Prompt) {
        for claim in SentenceReading(words.text, .asked).claims { read(claim) }
        let said = SaidWords(words)
        let things = Set(
            names.compactMap { $0.split(separator: ":", maxSplits: 1).last.map(String.init) })
        for index in said.content {
            let word = said.words[index]
            let kind = AdditionLexicon.shared.kind(of: index, in: said.words)
            guard !things.contains(word.key), !Self.verbs.contains(word.text),
                let facet = Self.lights.contains(word.text) ? .lighting : Self.facet(kind)
            else { continue }
            facets.insert(facet)
            add(facet.description)
        }
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
                add(facet.description)
            } else if let key, let value = claim.value {
                add("\(Self.isColour(value) ? "colour" : "look"):\(key)")
            }
        default: break
        }
    }

    private mutating func add(_ name: String) {
        if !names.contains(name) { names.append(name) }
    }

    /// The last word of a noun phrase, in the form in which words are compared.
    static func key(_ thing: String) -> String {
        let said = SaidWords(Prompt(thing))
        return said.content.last.map { said.words[$0].key } ?? thing.lowercased()
    }

    static func isColour(_ value: String) -> Bool {
        let said = SaidWords(Prompt(value))
        return said.content.contains { ColourNames.all.contains(said.words[$0].key) }
    }

    /// Words for what to do, which name a medium only elsewhere.
    static let verbs: Set = [
        "paint", "repaint", "colour", "color", "recolour", "recolor", "draw", "sketch",
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

extension [NetEdit] {
    /// The edits with one more, which takes the place of those that it contradicts.
    ///
    /// - Parameters:
    ///   - edit: The later edit, which wins.
    ///   - brief: What the edits change: an edit that takes back another one, on something that the
    ///     brief never spoke of, leaves nothing.
    /// - Returns: What is in force then.
    func resolved(with edit: NetEdit, brief: Prompt?) -> [NetEdit] {
        let topics = EditTopics(edit.words)
        let new = Set(topics.names)
        let gone = Set(topics.removed)
        var takesBack = false
        let left = filter { earlier in
            let old = EditTopics(earlier.words)
            if !gone.isDisjoint(with: old.added) { takesBack = true }
            let speaksOfGone = old.names.contains { name in
                gone.contains { name.hasSuffix(":\($0)") }
            }
            let isCovered = !old.names.isEmpty && new.isSuperset(of: old.names)
            return !speaksOfGone && !isCovered
        }
        guard takesBack, topics.added.isEmpty, new.count == gone.count else { return left + [edit] }
        let said = Set(brief.map { SaidWords($0).words.map(\.key) } ?? [])
        return gone.isDisjoint(with: said) ? left : left + [edit]
    }
}
