/// What a phrase such as “two red cats on a wooden table” names, every word of it understood.
struct NounPhrase: Equatable {
    /// What its noun names.
    enum Noun: Equatable {
        /// A subject by its first name.
        case thing(String)
        case place(String)
        case light(Light)
        case weather(Weather)
    }

    var noun: Noun
    /// The noun as it is written.
    var word: String
    /// Whether the word means that subject and no narrower thing, as “labrador” does for a dog.
    var isExact: Bool
    var looks = Looks()
    /// How the thing stands to the next one; nil where both are only named.
    var relation: Relation?

    /// What sticks to a noun.
    struct Looks: Equatable {
        var colours: [Colour] = []
        var materials: [Material] = []
        var count: Int?
        /// Words such as “large”, whose measure nobody wrote down.
        var sizes: [String] = []
    }
}

/// Reads phrases strictly: a word that is not understood is not passed over, but named.
struct PhraseReader {
    let library: ArtLibrary
    private let vocabulary: Vocabulary

    /// Why a phrase was not understood.
    struct NotUnderstood: Error {
        let reason: String
    }

    init(_ illustrator: Illustrator) {
        library = illustrator.library
        vocabulary = illustrator.vocabulary
    }

    /// The things that a phrase names, from the first to the last.
    ///
    /// - Throws: ``NotUnderstood`` that names the word.
    func phrases(_ text: String) throws(NotUnderstood) -> [NounPhrase] {
        var draft = Draft()
        for term in try terms(of: text) { try take(term, &draft) }
        // “The bicycle is red”: what follows the noun belongs to it.
        if let last = draft.phrases.indices.last {
            draft.phrases[last].looks.colours += draft.looks.colours
            draft.phrases[last].looks.materials += draft.looks.materials
            draft.phrases[last].looks.sizes += draft.looks.sizes
        }
        guard !draft.phrases.isEmpty else {
            throw NotUnderstood(reason: "“\(text)” names nothing that sketch can draw")
        }
        return draft.phrases
    }

    /// The colours, materials and sizes of a phrase without a noun.
    ///
    /// - Throws: ``NotUnderstood`` that names the word.
    func looks(_ text: String) throws(NotUnderstood) -> NounPhrase.Looks {
        var draft = Draft()
        for term in try terms(of: text) {
            guard let adjective = term.meanings.first(where: \.isAdjective) else {
                throw NotUnderstood(reason: "“\(term.text)” is no colour and no material")
            }
            try take(Term(meanings: [adjective], text: term.text), &draft)
        }
        return draft.looks
    }

    /// The only meaning of a whole text; nil where it has none, or is more than one phrase.
    func meanings(_ text: String) -> [Meaning] {
        let list = (try? terms(of: text)) ?? []
        return list.count == 1 ? list[0].meanings : []
    }

    // MARK: Reading

    private struct Term {
        let meanings: [Meaning]
        let text: String
    }

    private struct Draft {
        var phrases: [NounPhrase] = []
        var looks = NounPhrase.Looks()
        var shade: Shade?
    }

    private static let articles: Set = [
        "a", "an", "the", "any", "some", "of", "its", "his", "her", "their", "this", "that",
        "there", "is", "are", "placed", "located", "positioned", "set",
    ]

    /// The longest phrases that are known; articles are left out.
    private func terms(of text: String) throws(NotUnderstood) -> [Term] {
        let words = WordCutter.words(of: text).filter { $0.kind != .comma }
        var (terms, at): ([Term], Int) = ([], 0)
        while at < words.count {
            let rest = words[at...].prefix(vocabulary.longest).prefix { $0.kind == .word }
            let found = (1...max(1, rest.count)).reversed().lazy.compactMap { length in
                vocabulary.meanings(of: words[at..<min(words.count, at + length)])
                    .map { (length: length, meanings: $0.meanings) }
            }.first { !$0.meanings.isEmpty }
            let length = found?.length ?? 1
            let said = words[at..<at + length].map(\.text).joined(separator: " ")
            at += length
            if Self.articles.contains(said.lowercased()) { continue }
            var meanings = found?.meanings ?? []
            if meanings.isEmpty, let count = Int(said) { meanings = [.count(count)] }
            guard let first = meanings.first, first != .stop, !first.isUndrawable else {
                throw NotUnderstood(reason: "the rules do not understand “\(said)” here")
            }
            terms.append(Term(meanings: chosen(meanings, before: words[at...]), text: said))
        }
        return terms
    }

    /// An adjective only where a noun follows: “an orange”, “an orange cat”.
    private func chosen(_ meanings: [Meaning], before rest: ArraySlice<Word>) -> [Meaning] {
        guard meanings.count > 1, let next = rest.first, next.kind == .word,
            let following = vocabulary.meanings(of: rest.prefix(1))?.meanings,
            following.contains(where: { $0.isNoun || $0.isAdjective })
        else { return meanings.filter { !$0.isAdjective } + meanings.filter(\.isAdjective) }
        return meanings.filter(\.isAdjective) + meanings.filter { !$0.isAdjective }
    }

    private func take(_ term: Term, _ draft: inout Draft) throws(NotUnderstood) {
        switch term.meanings.first {
        case .subject(let name, _): add(.thing(name), isExact(term.text, name), term, &draft)
        case .place(let index): add(.place(library.places[index].name), true, term, &draft)
        case .light(let light): add(.light(light), true, term, &draft)
        case .weather(let weather): add(.weather(weather), true, term, &draft)
        case .colour(let colour):
            let shade = draft.shade ?? Shade(lightness: 0, chroma: 1)
            draft.shade = nil
            draft.looks.colours.append(
                colour.shifted(lightness: shade.lightness, chroma: shade.chroma))
        case .shade(let shade): draft.shade = shade
        case .material(let material): draft.looks.materials.append(material)
        case .size: draft.looks.sizes.append(term.text)
        case .count(let count), .counted(let count): draft.looks.count = count
        case .relation(let relation) where !draft.phrases.isEmpty:
            draft.phrases[draft.phrases.count - 1].relation = relation
        case .and, .counter, .copula: break
        default:
            throw NotUnderstood(reason: "the rules do not understand “\(term.text)” here")
        }
    }

    private func add(
        _ noun: NounPhrase.Noun, _ isExact: Bool, _ term: Term, _ draft: inout Draft
    ) {
        draft.phrases.append(
            NounPhrase(noun: noun, word: term.text, isExact: isExact, looks: draft.looks))
        draft.looks = NounPhrase.Looks()
    }

    /// Whether a word means a subject and nothing narrower.
    private func isExact(_ word: String, _ name: String) -> Bool {
        let folded = word.lowercased()
        let forms =
            [folded] + Inflection.singulars(of: folded)
            + Inflection.stems(of: folded).map(\.stem)
        let korean = library.subjects.filter { $0.name == name }.compactMap(\.korean.first)
        let own = [name] + korean + (Lookalikes.sameWord[name] ?? [])
        return forms.contains { own.contains($0) }
    }
}

extension Meaning {
    fileprivate var isUndrawable: Bool {
        if case .undrawable = self { true } else { false }
    }
}
