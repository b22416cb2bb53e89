/// Every word and phrase that some rule knows, in one table.
struct Vocabulary: Sendable {
    struct Entry: Sendable {
        var traits: Traits = []
        var word: Word = .other
        /// Index of the first phrase that this word opens.
        var phrases: Int32 = -1
    }

    struct Phrase: Sendable {
        /// Where its words after the first stand in `rests`, and how many they are.
        var start: Int
        var count: Int
        var traits: Traits
        /// Index of the next phrase that the same word opens.
        var next: Int32
    }

    static let shared = Vocabulary(Lexicon.all)

    private(set) var keys: [UInt64]
    private(set) var slots: [UInt16]
    private(set) var entries: [Entry] = [Entry()]
    private(set) var phrases: [Phrase] = []
    /// The hashes of all phrases' words after the first, in one run.
    private(set) var rests: [UInt64] = []
    private let mask: Int

    init(_ lexicons: [Lexicon]) {
        let words = lexicons.reduce(Word.allCases.count) { $0 + $1.terms.count }
        var capacity = 1 << 10
        while capacity < 3 * words { capacity *= 2 }
        keys = Array(repeating: 0, count: capacity)
        slots = Array(repeating: 0, count: capacity)
        mask = capacity - 1
        for word in Word.allCases where !word.spelling.isEmpty {
            let index = place(for: WordHash.of(word.spelling))
            entries[index].word = word
        }
        for lexicon in lexicons {
            for term in lexicon.terms { add(term, lexicon.traits) }
        }
    }

    /// The index of what is known of a word; 0 is nothing.
    @inline(__always)
    func index(of hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
        while keys[slot] != hash {
            if keys[slot] == 0 { return 0 }
            slot = (slot + 1) & mask
        }
        return Int(slots[slot])
    }

    private mutating func place(for hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & mask
        while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & mask }
        if keys[slot] == hash { return Int(slots[slot]) }
        keys[slot] = hash
        slots[slot] = UInt16(entries.count)
        entries.append(Entry())
        return entries.count - 1
    }

    private mutating func add(_ term: Substring, _ traits: Traits) {
        let words = term.split { $0 == " " || $0 == "-" }
        guard let first = words.first else { return }
        let opener = place(for: WordHash.of(first))
        guard words.count > 1 else {
            entries[opener].traits.formUnion(traits)
            return
        }
        let rest = words.dropFirst().map { WordHash.of($0) }
        for hash in rest { _ = place(for: hash) }
        phrases.append(
            Phrase(
                start: rests.count, count: rest.count, traits: traits,
                next: entries[opener].phrases))
        rests += rest
        entries[opener].phrases = Int32(phrases.count - 1)
        entries[opener].traits.insert(.opensPhrase)
    }
}

/// Words and phrases that share traits, lower case, between commas or line breaks.
struct Lexicon: Sendable {
    let traits: Traits
    let words: String

    init(_ traits: Traits, _ words: String) {
        self.traits = traits
        self.words = words
    }

    /// The words and phrases, one by one.
    var terms: [Substring] {
        words.split { $0 == "," || $0.isNewline }.compactMap { part in
            let start = part.firstIndex { $0 != " " }
            let end = part.lastIndex { $0 != " " }
            guard let start, let end else { return nil }
            return part[start...end]
        }
    }
}
