/// Reads a prompt as a bag of words.
///
/// Word order only decides what sticks to what; negation is not understood, by contract. Every word
/// ends up drawn, understood as grammar, or in `notDrawn`.
struct Reader {
    let vocabulary: Vocabulary
    let library: ArtLibrary
    let words: [Word]
    var terms: [Term] = []
    var wish = Wish()
    var pending = Pending()
    /// What a noun now read would belong to.
    var lastNoun: Int?
    var openRelation: (kind: Relation, things: [Int], to: [Int])?
    /// A landmark named before what stands on it ("on a table, an apple").
    var fronted: (kind: Relation, to: [Int])?
    /// The landmark that nouns joined by "and" share: 책상 위에 컵과 사과.
    var shared: (kind: Relation, to: [Int])?
    var sawUnknown = false
    var sawCopula = false
    var joined = false

    /// A phrase of the prompt and what it can mean; nothing for an unknown word.
    struct Term {
        let meanings: [Meaning]
        let words: Range<Int>
        let particle: String?
    }

    /// Adjectives on their way to a noun.
    struct Pending {
        var colours: [(colour: Colour, words: Range<Int>)] = []
        var shade: Shade?
        var material: (material: Material, words: Range<Int>)?
        var size: (factor: Double, words: Range<Int>)?
        var count: (count: Int, words: Range<Int>)?
        var position: Position?
        var flying = false

        var hasLook: Bool { !colours.isEmpty || material != nil }
    }

    static func wish(of prompt: String, vocabulary: Vocabulary, library: ArtLibrary) -> Wish {
        var reader = Reader(
            vocabulary: vocabulary, library: library, words: WordCutter.words(of: prompt))
        reader.findTerms()
        for index in reader.terms.indices { reader.read(index) }
        reader.closeClause()
        reader.chooseVariants()
        reader.takeOwnHeadwear()
        reader.thinOut()
        reader.wish.notDrawn.sort { $0.range.lowerBound < $1.range.lowerBound }
        return reader.wish
    }

    private init(vocabulary: Vocabulary, library: ArtLibrary, words: [Word]) {
        self.vocabulary = vocabulary
        self.library = library
        self.words = words
    }

    private mutating func findTerms() {
        var at = 0
        while at < words.count {
            let term =
                words[at].kind == .word
                ? term(at: at)
                : Term(
                    meanings: [], words: at..<(at + 1), particle: nil)
            terms.append(term)
            at = term.words.upperBound
        }
    }

    private func term(at start: Int) -> Term {
        let run = words[start...].prefix(vocabulary.longest).prefix { $0.kind == .word }.count
        for length in (1...max(run, 1)).reversed() {
            let slice = words[start..<(start + length)]
            guard let found = vocabulary.meanings(of: slice) else { continue }
            return Term(
                meanings: found.meanings, words: start..<(start + length), particle: found.particle)
        }
        let count = Int(words[start].folded).map { [Meaning.count($0)] } ?? []
        let colour = Colour(hex: words[start].folded).map { [Meaning.colour($0)] } ?? []
        return Term(meanings: count + colour, words: start..<(start + 1), particle: nil)
    }

    private mutating func read(_ index: Int) {
        let term = terms[index]
        let word = words[term.words.lowerBound]
        switch word.kind {
        case .quote: addLettering(word)
        case .stop: closeClause(isSentence: true)
        case .comma: closeClause()
        case .word:
            guard !isShoutedLettering(index) else { return }
            apply(meaning(of: index), at: index)
        }
    }

    /// The one meaning that fits what follows.
    private func meaning(of index: Int) -> Meaning? {
        let meanings = terms[index].meanings
        guard meanings.count > 1 else { return meanings.first }
        if case .count? = index > 0 ? terms[index - 1].meanings.first : nil,
            meanings.contains(.counter)
        {
            return .counter
        }
        let nouns = meanings.filter { if case .subject = $0 { true } else { false } }
        if nouns.count > 1, isAboutBoats, let floating = nouns.first(where: floats) {
            return floating
        }
        let adjective = meanings.first { $0.isAdjective }
        if let adjective, describesNext(after: index) { return adjective }
        return meanings.first { !$0.isAdjective } ?? meanings.first
    }

    /// Whether a 배 is a boat: counted in 척, or where there is water and nothing to eat.
    private var isAboutBoats: Bool {
        if words.contains(where: { $0.folded.hasSuffix("척") }) { return true }
        return !namesFood && namesWater
    }

    private var namesFood: Bool {
        terms.contains { term in
            guard term.meanings.count == 1, case .subject(let name, _) = term.meanings[0] else {
                return false
            }
            let kind = library.subjects.first { $0.name == name }?.kind
            return kind == "fruit" || kind == "food"
        }
    }

    private var namesWater: Bool {
        terms.contains { term in
            term.meanings.contains { meaning in
                if case .place(let place) = meaning {
                    library.places[place].water != nil
                } else {
                    false
                }
            }
        }
    }

    private func floats(_ meaning: Meaning) -> Bool {
        guard case .subject(let name, _) = meaning else { return false }
        return library.subjects.first { $0.name == name }?.stance == .water
    }

    /// Whether a noun follows before anything but adjectives.
    private func describesNext(after index: Int) -> Bool {
        for term in terms[(index + 1)...] {
            guard words[term.words.lowerBound].kind == .word, let first = term.meanings.first else {
                return false
            }
            if term.meanings.contains(where: { $0.isNoun }) { return true }
            if !term.meanings.contains(where: { $0.isAdjective }), first != .and { return false }
        }
        return false
    }

    private mutating func apply(_ meaning: Meaning?, at index: Int) {
        let term = terms[index]
        switch meaning {
        case .subject(let name, let plural): readNoun(name, plural: plural, term)
        case .place(let place): readPlace(place, term)
        case .relation(let relation): readRelation(relation, term)
        case .light(let light): readLight(light, term)
        case .weather(let weather): readWeather(weather, term)
        case .style(let style): if wish.style == nil { wish.style = style }
        case .ground: readGround(term)
        case .transparent: wish.transparent = true
        case .and: joined = lastNoun != nil
        case .copula: sawCopula = true
        case .stop, .says: break
        case .undrawable(let reason): report(term.words, reason)
        case nil: readUnknown(term)
        default: readAdjective(meaning, term)
        }
    }

    private mutating func readAdjective(_ meaning: Meaning?, _ term: Term) {
        switch meaning {
        case .colour(let colour):
            let shade = pending.shade ?? Shade(lightness: 0, chroma: 1)
            pending.shade = nil
            sawUnknown = false
            let shaded = colour.shifted(lightness: shade.lightness, chroma: shade.chroma)
            pending.colours.append((shade.isPlain ? colour : shaded, term.words))
        case .shade(let shade): if describes(term) { pending.shade = shade }
        case .material(let material): pending.material = (material, term.words)
        case .size(let factor): pending.size = (factor, term.words)
        case .count(let count): pending.count = (count, term.words)
        case .counted(let count):
            pending.count = (count, term.words)
            closeCount(term)
        case .counter: closeCount(term)
        case .position(let position): readPosition(position)
        case .flying: readFlying(term)
        default: break
        }
    }

    /// A shade only means something before a colour or a thing.
    private func describes(_ term: Term) -> Bool {
        guard let index = terms.firstIndex(where: { $0.words == term.words }) else { return false }
        return describesNext(after: index)
    }

    /// In a crowd of nouns two make a plural.
    private mutating func thinOut() {
        guard wish.things.count > 3 else { return }
        for index in wish.things.indices
        where wish.things[index].isLoosePlural && wish.things[index].colours.count < 3 {
            wish.things[index].count = 2
        }
    }

    mutating func report(_ span: Range<Int>, _ reason: String) {
        for word in words[span] where word.kind == .word {
            wish.notDrawn.append(NotDrawn(word: word.text, range: word.range, reason: reason))
        }
    }
}

extension Shade {
    fileprivate var isPlain: Bool { lightness == 0 && chroma == 1 }
}

extension Meaning {
    var isNoun: Bool {
        switch self {
        case .subject, .place, .ground: true
        default: false
        }
    }
}
