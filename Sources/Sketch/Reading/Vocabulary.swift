/// Every phrase that the illustrator knows, and what it can mean.
struct Vocabulary: Sendable {
    private var meanings: [String: [Meaning]] = [:]
    private(set) var longest = 1
    private let library: ArtLibrary

    init(_ library: ArtLibrary) {
        self.library = library
        addSubjects()
        addPlaces()
        addLists()
        addStopWords()
    }

    /// The meanings of a phrase, and the particle that had to be taken off its end.
    func meanings(of words: ArraySlice<Word>) -> (meanings: [Meaning], particle: String?)? {
        guard let last = words.last else { return nil }
        let head = words.dropLast().map(\.folded)
        let key = { (end: String) in (head + [end]).joined(separator: " ") }
        var end = last.folded
        for possessive in ["'s", "’s"] where end.hasSuffix(possessive) { end.removeLast(2) }
        if let found = meanings[key(end)] { return (found, nil) }
        for singular in Inflection.singulars(of: end) {
            if let found = meanings[key(singular)] { return (found.map(\.pluralised), nil) }
        }
        guard last.isKorean else { return nil }
        for (stem, particle) in Inflection.stems(of: end) {
            guard let found = meanings[key(stem)] else { continue }
            return (particle.hasPrefix("들") ? found.map(\.pluralised) : found, particle)
        }
        return nil
    }

    /// Whether some phrase is made of these words and more could follow.
    private mutating func add(_ phrase: String, _ meaning: Meaning) {
        let words = WordCutter.words(of: phrase).filter { $0.kind == .word }.map(\.folded)
        guard !words.isEmpty else { return }
        longest = max(longest, words.count)
        let key = words.joined(separator: " ")
        if meanings[key]?.contains(meaning) != true { meanings[key, default: []].append(meaning) }
    }

    private mutating func add(list: String, _ meaning: Meaning) {
        for word in list.split(separator: " ") {
            add(String(word.map { $0 == "_" ? " " : $0 }), meaning)
        }
    }

    private mutating func addSubjects() {
        addIrregular()
        for subject in library.subjects {
            for name in subject.names + subject.korean
            where meanings[name.lowercased()]?.contains(.subject(name: subject.name, plural: true))
                != true
            {
                add(name, .subject(name: subject.name, plural: false))
            }
        }
        for (words, name) in Self.synonyms
        where library.subjects.contains(where: { $0.name == name }) {
            add(list: words, .subject(name: name, plural: false))
        }
    }

    /// First, so that "people" isn't taken for one person where a file lists it.
    private mutating func addIrregular() {
        for (words, name) in Self.irregular
        where library.subjects.contains(where: { $0.names.contains(name) }) {
            let first = library.subjects.first { $0.names.contains(name) }?.name ?? name
            add(list: words, .subject(name: first, plural: true))
        }
    }

    private mutating func addPlaces() {
        for (index, place) in library.places.enumerated() {
            for name in place.names + place.korean { add(name, .place(index)) }
        }
    }

    private mutating func addLists() {
        for (words, colour) in ColourNames.all { add(list: words, .colour(Colour(colour))) }
        for (words, shade) in ColourNames.shades { add(list: words, .shade(shade)) }
        for (words, material) in Material.all { add(list: words, .material(material)) }
        for (words, factor) in WordLists.sizes { add(list: words, .size(factor)) }
        for (words, count) in WordLists.counts { addCount(words, count) }
        for (words, relation) in WordLists.relations { add(list: words, .relation(relation)) }
        for (words, position) in WordLists.positions { add(list: words, .position(position)) }
        for (words, light) in WordLists.lights { add(list: words, .light(light)) }
        for (words, weather) in WordLists.weather { add(list: words, .weather(weather)) }
        for (words, style) in WordLists.styles { add(list: words, .style(style)) }
        add(list: WordLists.ground, .ground)
        add(list: WordLists.transparent, .transparent)
        add(list: WordLists.says, .says)
        add(list: WordLists.flying, .flying)
        add(list: WordLists.and, .and)
        add(list: WordLists.copula, .copula)
        add(list: WordLists.counters, .counter)
        let embellished = "it praises the picture and names nothing to draw"
        add(list: StopWords.embellishments, .undrawable(embellished))
        add(list: StopWords.emptiness, .undrawable("emptiness can't be drawn; name what is there"))
        add(list: StopWords.photographic, .undrawable("sketch draws; it takes no photographs"))
    }

    private mutating func addCount(_ words: String, _ count: Int) {
        add(list: words, .count(count))
        for word in words.split(separator: " ") where !word.utf8.contains(UInt8(ascii: "_")) {
            guard word.unicodeScalars.contains(where: { $0.value > 0x1000 }) else { continue }
            for counter in WordLists.counters.split(separator: " ") {
                add("\(word)\(counter)", .counted(count))
            }
        }
    }

    private mutating func addStopWords() {
        for list in [StopWords.english, StopWords.negations, StopWords.korean] {
            add(list: list, .stop)
        }
    }

    /// Everyday words for subjects whose files don't list them.
    private static let synonyms: [(words: String, name: String)] = [
        ("somebody someone passer_by 행인", "person"), ("lady", "woman"),
        ("puppy 강아지 golden_retriever retriever labrador", "dog"), ("kitten", "cat"),
        ("bunny", "rabbit"),
    ]

    private static let irregular: [(words: String, name: String)] = [
        ("people persons crowd pedestrians", "person"), ("men", "man"), ("women", "woman"),
        ("children kids 아이들", "boy"), ("사람들", "person"), ("mice", "mouse"), ("geese", "goose"),
        ("oxen", "ox"),
        ("leaves", "leaf"), ("knives", "knife"), ("feet", "foot"), ("teeth", "tooth"),
    ]
}

extension Meaning {
    fileprivate var pluralised: Meaning {
        guard case .subject(let name, _) = self else { return self }
        return .subject(name: name, plural: true)
    }
}
