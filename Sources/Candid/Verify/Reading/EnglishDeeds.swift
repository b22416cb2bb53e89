/// Reads deeds out of an English sentence.
struct EnglishDeeds {
    private(set) var claims: [Claim] = []
    private let sentence: Sentence
    private let mood: Mood
    private var words: [Sentence.Word] { sentence.words }

    init(_ sentence: Sentence, _ mood: Mood) {
        self.sentence = sentence
        self.mood = mood
        if mood == .said, sentence.isQuestion || claimsNothing { return }
        var index = 0
        while index < words.count {
            guard let verb = Self.verb(at: index, words) ?? sparing(at: index) else {
                index += 1
                continue
            }
            index = read(verb, at: index)
        }
        if claims.isEmpty { readState() }
        if claims.isEmpty, mood == .said, saysDone {
            claims.append(Claim(.changed).at(sentence.range))
        }
    }

    /// A verb's deed and how many words it has.
    private struct Verb {
        var deed: Deed
        var count: Int
        var isParticiple: Bool
    }

    private static let verbs: [String: Deed] = {
        var verbs: [String: Deed] = [:]
        let table: [(Deed, String)] = [
            (.remove, "remove removed removing delete deleted erase erased eliminate eliminated"),
            (
                .add,
                "add added adding insert inserted put placed place draw drew drawn include included"
            ),
            (
                .change,
                "change changed make made turn turned paint painted recolor recolored recolour "
                    + "recoloured convert converted set switch switched"
            ),
            (.replace, "replace replaced swap swapped exchange exchanged"),
            (.keep, "keep kept leave left preserve preserved retain retained maintain maintained"),
        ]
        for (deed, list) in table {
            for word in list.split(separator: " ") { verbs[String(word)] = deed }
        }
        return verbs
    }()

    /// Whether a sentence leaves room for the speaker as the one who did it: it says “I”, what was
    /// done, or nobody at all, where “Columbus made a voyage” names somebody else.
    static func mayTellOfSpeaker(_ words: [Sentence.Word]) -> Bool {
        if words.contains(where: { speakers.contains($0.text) }) { return true }
        let start = words.firstIndex { !openers.contains($0.text) } ?? 0
        guard words.indices.contains(start) else { return false }
        return verb(at: start, words) != nil || words[start].text.hasPrefix("here")
            || doneWords.contains(words[start].text)
            || words.last.map { doneWords.contains($0.text) } == true
    }

    private static let speakers: Set = [
        "i", "i've", "we", "we've", "been", "was", "were", "is", "are", "now", "requested", "asked",
    ]
    private static let openers: Set = [
        "ok", "okay", "sure", "yes", "alright", "and", "then", "also", "so", "just", "all", "both",
        "successfully", "great", "perfect", "voilà",
    ]

    private static func verb(at index: Int, _ words: [Sentence.Word]) -> Verb? {
        let word = words[index].text
        let next = index + 1 < words.count ? words[index + 1].text : ""
        let afterNext = index + 2 < words.count ? words[index + 2].text : ""
        if ["took", "take", "taken", "cut", "taking"].contains(word),
            ["out", "away", "off"].contains(next)
        {
            return Verb(deed: .remove, count: 2, isParticiple: word == "taken")
        }
        if ["got", "get", "gotten"].contains(word), next == "rid", afterNext == "of" {
            return Verb(deed: .remove, count: 3, isParticiple: false)
        }
        guard let deed = verbs[word] else { return nil }
        // “the change you asked for” is a noun.
        if word == "change", index > 0, nounMarks.contains(words[index - 1].text) { return nil }
        if word == "left", index > 0,
            ["the", "on", "to", "upper", "lower"].contains(words[index - 1].text)
        {
            return nil
        }
        let isParticiple =
            word.hasSuffix("d") || ["put", "set", "made", "drawn", "kept", "left"].contains(word)
        return Verb(deed: deed, count: 1, isParticiple: isParticiple && word != "add")
    }

    private static let nounMarks: Set = ["the", "this", "that", "a", "your", "every", "any", "no"]

    /// Words that ask for nothing but not to be done: “don't touch the dog”, “without changing it”.
    static let meddlers: Set = [
        "touch", "alter", "modify", "affect", "disturb", "edit", "touching", "changing",
        "altering", "modifying", "affecting", "disturbing", "editing",
    ]

    /// Words that say of a verb behind them that it must not be done.
    static let denials: Set = ["don't", "dont", "not", "never", "without"]

    private func sparing(at index: Int) -> Verb? {
        guard mood == .asked, Self.spares(index, words) else { return nil }
        return Verb(deed: .change, count: 1, isParticiple: false)
    }

    /// Whether a verb is one of “don't touch” or “without changing”.
    ///
    /// “a hand that reaches for the moon without touching it” and “jumping, not touching the ground”
    /// say what is to be seen: “without touching” spares a thing only behind what a maker gives.
    static func spares(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        guard index > 0, meddlers.contains(words[index].text) else { return false }
        let denial = words[index - 1].text
        let isLasting = words[index].text.hasSuffix("ing")
        guard denial == "without" else {
            let isTold = denial != "not" || index > 1 && words[index - 2].text == "do"
            return denials.contains(denial) && isTold && !isLasting
        }
        guard isLasting, index > 1, words[index].text == "touching" else { return isLasting }
        let value = words[index - 2]
        let isLook =
            ColourNames.all.contains(WordForm.key(value.text))
            || EditTopics.lights.contains(value.text) || MessageWords.grades.contains(value.text)
        return isLook && words[..<index].contains { EditClause.makers.contains($0.text) }
    }

    /// Words after which nothing was done: it was only tried, promised or denied.
    private static let doubts: Set = [
        "not", "cannot", "can't", "couldn't", "could", "can", "unable", "fail", "failed", "didn't",
        "don't", "doesn't", "won't", "will", "would", "wouldn't", "should", "shall", "may",
        "might", "try", "tried", "trying", "wasn't", "weren't", "isn't", "hasn't", "haven't",
        "never", "unfortunately", "let", "let's", "i'll", "we'll", "if", "want", "need", "please",
        "attempted", "almost", "nearly", "sorry",
    ]

    private var claimsNothing: Bool { words.contains { Self.doubts.contains($0.text) } }

    private static let doneWords: Set = [
        "done", "fixed", "finished", "completed", "updated", "edited", "adjusted", "corrected",
        "modified", "improved", "applied", "tweaked", "ready", "changed",
    ]

    private var saysDone: Bool {
        words.contains { Self.doneWords.contains($0.text) }
            || [
                "here is", "here's", "here are", "here you go", "as requested", "as you asked",
                "all set",
            ]
            .contains {
                sentence.text.lowercased().hasPrefix($0) || sentence.text.lowercased().hasSuffix($0)
            }
    }

    private static let enders: Set = [
        "from", "in", "on", "at", "so", "for", "per", "which", "while", "without", "to", "into",
        "with", "as", "by", "over", "under", "behind", "beside", "near", "using", "because",
        "then", "but", "and", "that", "who", "exactly", "completely", "entirely", "now",
        "successfully", "unchanged", "intact", "untouched", "alone", "again", "except",
    ]
    private static let determiners: Set = [
        "the", "a", "an", "his", "her", "its", "their", "your", "my", "our", "this", "that",
        "these", "those", "some", "any", "all", "of", "both", "every", "also", "just", "new",
    ]
}

extension EnglishDeeds {
    /// Reads a verb with what belongs to it; gives the word after.
    private mutating func read(_ verb: Verb, at index: Int) -> Int {
        let start = index + verb.count
        // “Don't change the face” asks to keep it.
        let isDenied = mood == .asked && isWord(index - 1, Self.denials)
        if verb.isParticiple, mood == .said || isPassive(index),
            let subject = passiveSubject(before: index)
        {
            add(isDenied ? .keep : verb.deed, subject, value: value(after: start))
            return start
        }
        let object = object(from: start)
        if mood == .said, let end = endOfChange(from: start) {
            claims.append(Claim(.changed).at(sentence.range(of: index..<end)))
            return end
        }
        guard !object.isEmpty else {
            return start
        }
        let rest = object.upperBound
        // “Don't add a hat” keeps no hat.
        if isDenied, verb.deed == .add { return rest }
        var value = value(after: rest)
        var thing = object
        if verb.deed == .change, value == nil, let split = split(object) {
            (thing, value) = split
        }
        add(isDenied ? .keep : verb.deed, thing, value: value)
        return value?.upperBound ?? rest
    }

    /// The end of “made the change”, which says that something was done and not to what.
    private func endOfChange(from start: Int) -> Int? {
        let nouns: Set = [
            "change", "changes", "edit", "edits", "adjustment", "adjustments", "correction",
            "corrections", "modification", "modifications", "tweak", "tweaks", "update", "updates",
        ]
        guard isWord(start - 1, ["made", "make"]) else { return nil }
        var end = start
        let idle = Self.determiners.union(["exactly", "requested", "only", "few", "small"])
        while isWord(end, idle) { end += 1 }
        return isWord(end, nouns) ? end + 1 : nil
    }

    private func isWord(_ index: Int, _ list: Set<String>) -> Bool {
        words.indices.contains(index) && list.contains(words[index].text)
    }

    /// The noun phrase that starts at a word; empty where none does.
    private func object(from start: Int) -> Range<Int> {
        var first = start
        while isWord(first, Self.determiners) { first += 1 }
        var end = first
        while end < words.count, !Self.enders.contains(words[end].text),
            !(words[end].followsMark && end > first), Self.verb(at: end, words) == nil,
            end - first < 6
        { end += 1 }
        return first..<end
    }

    /// “to green”, “with a scarf”, “into night”: what follows a noun phrase.
    private func value(after index: Int) -> Range<Int>? {
        guard isWord(index, ["to", "into", "with", "by"]) else { return nil }
        let value = object(from: index + 1)
        return value.isEmpty ? nil : value
    }

    /// “the light overcast”: the last word is what the others are to be.
    private func split(_ object: Range<Int>) -> (Range<Int>, Range<Int>)? {
        // “the art style” and “anything else” are names.
        guard object.count > 1, Facet(named: sentence.phrase(object).lowercased()) == nil else {
            return nil
        }
        let last = object.upperBound - 1
        return (object.lowerBound..<last, last..<last + 1)
    }

    private func isPassive(_ index: Int) -> Bool {
        isWord(index - 1, ["been", "was", "were", "is", "are", "being", "be"])
            || isWord(index - 1, ["now", "successfully", "completely"])
    }

    /// “The hat has been removed”: the noun phrase before the auxiliaries.
    private func passiveSubject(before index: Int) -> Range<Int>? {
        guard isPassive(index) else { return nil }
        var end = index
        let auxiliaries: Set = [
            "been", "was", "were", "is", "are", "has", "have", "being", "be", "now",
            "successfully", "completely",
        ]
        while end > 0, isWord(end - 1, auxiliaries) { end -= 1 }
        var start = end
        while start > 0, !words[start].followsMark,
            !isWord(start - 1, ["and", "but", "then", "so"])
        {
            start -= 1
        }
        while start < end, isWord(start, Self.determiners) { start += 1 }
        return start < end ? start..<end : nil
    }

    private mutating func add(_ deed: Deed, _ thing: Range<Int>, value: Range<Int>?) {
        let name = sentence.phrase(thing)
        let facet = Facet(named: name.lowercased())
        let range = sentence.range(of: thing.lowerBound..<(value?.upperBound ?? thing.upperBound))
        switch deed {
        case .remove: claims.append(Claim(.removed, subject: name).at(range))
        case .add: claims.append(Claim(.added, subject: name).at(range))
        case .replace:
            claims.append(Claim(.removed, subject: name).at(sentence.range(of: thing)))
            guard let value else { return }
            claims.append(
                Claim(.added, subject: sentence.phrase(value)).at(sentence.range(of: value)))
        case .keep:
            claims.append(Claim(.kept, facet: facet ?? .subject(name)).at(range))
        case .change:
            if isWord(thing.lowerBound, ["sure", "it", "them"]), value == nil { return }
            let isIt = thing.count == 1 && isWord(thing.lowerBound, ["it"])
            claims.append(
                Claim(.changed, subject: facet == nil && !isIt ? name : nil, facet: facet).at(range)
            )
            guard let value else { return }
            claims.append(
                Claim(.attribute, subject: isIt ? nil : name, value: sentence.phrase(value)).at(
                    range))
        }
    }

    /// “The hat is gone”, “the apple is green now”, “everything else is unchanged”.
    private mutating func readState() {
        guard
            let link = words.firstIndex(where: {
                ["is", "are", "looks", "remains", "remain"].contains($0.text)
            }),
            link > 0
        else { return }
        var thing = 0
        while thing < link, isWord(thing, Self.determiners) { thing += 1 }
        guard thing < link else { return }
        var value = link + 1
        while isWord(value, ["now", "a", "all", "completely", "still", "exactly"]) { value += 1 }
        guard value < words.count else { return }
        if isWord(value, ["gone", "away", "absent"]) {
            return add(.remove, thing..<link, value: nil)
        }
        if isWord(value, ["unchanged", "untouched", "intact", "same", "kept"])
            || (isWord(value, ["the"]) && isWord(value + 1, ["same"]))
        {
            return add(.keep, thing..<link, value: nil)
        }
        guard value + 1 == words.count || isWord(value + 1, ["now"]),
            !Self.doneWords.contains(words[value].text)
        else { return }
        let name = sentence.phrase(thing..<link)
        let range = sentence.range(of: thing..<value + 1)
        claims.append(
            Claim(.attribute, subject: name, value: sentence.phrase(value..<value + 1)).at(range))
    }
}

extension Claim {
    /// The claim with the place of its words.
    func at(_ range: Range<Int>?) -> Claim {
        var claim = self
        claim.range = range
        return claim
    }
}
