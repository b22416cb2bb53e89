/// Words such as “it” that stand for something said earlier.
///
/// An engine that edits a picture never sees the conversation, so whatever “it” is must be said; and
/// where several things could be meant, only the person knows.
public struct Anaphora: Hashable, Sendable {
    /// What such a word stands for.
    public enum Answer: Hashable, Sendable {
        /// There is none, or the message itself says what it means.
        case clear
        /// The picture as a whole.
        case picture(word: String)
        /// The one thing that it can be.
        case thing(word: String, name: String)
        /// One of several, or nothing that is known.
        case open(word: String, names: [String])
    }

    /// What was found.
    public let answer: Answer
    private let message: Prompt
    /// Where the word stands.
    let range: Range<Int>?

    /// Looks for such a word in a message; the first one that the message itself leaves open counts.
    ///
    /// - Parameters:
    ///   - message: The person's words.
    ///   - things: What the session speaks of, by the person's own names.
    public init(in message: Prompt, things: [String]) {
        self.init(in: message, things: things, behind: 0)
    }

    /// Looks for such a word behind a place, in bytes.
    init(in message: Prompt, things: [String], behind place: Int) {
        self.message = message
        let bytes = Array(message.text.utf8)
        let quoted = QuotedSpans.spans(in: PieceScanner.pieces(of: bytes), of: bytes).map(\.inside)
        let words = Self.words(of: message)
        for index in words.indices where words[index].range.lowerBound >= place {
            guard Self.isPronoun(words[index].text) || Self.isOther(index, words),
                Self.standsAlone(index, words),
                !quoted.contains(where: { $0.overlaps(words[index].range) })
            else { continue }
            let found = Self.answer(index, words, things, message)
            guard found != .clear else { continue }
            (answer, range) = (found, Self.range(of: index, words))
            return
        }
        (answer, range) = (.clear, nil)
    }

    /// The words, of which the first of a sentence stands behind a mark as one behind a comma does.
    private static func words(of message: Prompt) -> [Sentence.Word] {
        Sentence.sentences(of: message.text).enumerated().flatMap { place, sentence in
            sentence.words.enumerated().map { index, word in
                var word = word
                if place > 0, index == 0 { word.followsMark = true }
                return word
            }
        }
    }

    private static func answer(
        _ index: Int, _ words: [Sentence.Word], _ things: [String], _ message: Prompt
    ) -> Answer {
        let word = words[index].text
        let range = range(of: index, words)
        let phrase = String(decoding: Array(message.text.utf8)[range], as: UTF8.self).lowercased()
        let isOne = phrase != word
        let keys = Set(things.map(EditTopics.key))
        let named = words[..<index].indices.filter { isNamed($0, words, keys) }
        // “its” may be of a thing in the same breath; “it” is not, as in “put the cat on it”.
        if possessives.contains(word) ? !named.isEmpty : isSaidBefore(index, named, words) {
            return .clear
        }
        let clause = words[clause(of: index, words)]
        guard !isRemark(clause, in: words) else { return .clear }
        guard let first = clause.first, let last = clause.last else { return .clear }
        let bytes = Array(message.text.utf8)[first.range.lowerBound..<last.range.upperBound]
        let isWhole = !isOne && speaksOfWhole(Prompt(String(decoding: bytes, as: UTF8.self)))
        if isWhole || things.isEmpty { return .picture(word: phrase) }
        let own = ownKeys(clause, around: index, words)
        let others =
            possessives.contains(word)
            ? things : things.filter { !own.contains(EditTopics.key($0)) }
        if others.count == 1 { return .thing(word: phrase, name: others[0]) }
        let isOfPicture = index > 0 && ["from", "in", "to", "of"].contains(words[index - 1].text)
        return others.isEmpty && isOfPicture
            ? .picture(word: phrase) : .open(word: phrase, names: others)
    }

    /// The message with a thing's name in the place of the word.
    public func message(meaning name: String) -> Prompt {
        guard let range else { return message }
        let bytes = Array(message.text.utf8)
        let word = String(decoding: bytes[range], as: UTF8.self).lowercased()
        let isKorean = name.unicodeScalars.contains { (0xAC00...0xD7A3) ~= $0.value }
        let named: String
        if isKorean {
            let particle = KoreanParticle.ofPronouns[word] ?? ""
            named = name + KoreanParticle.fitting(particle, to: name)
        } else {
            named = "the \(name)" + (Self.possessives.contains(word) ? "'s" : "")
        }
        return Prompt(
            String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + named
                + String(decoding: bytes[range.upperBound...], as: UTF8.self))
    }

    /// Whether a word or more stand for more than one thing: “them”, “those ones”, “the others”.
    static func isPlural(_ words: String) -> Bool {
        let plurals: Set = ["them", "they", "their", "those", "these", "others", "ones"]
        return words.split(separator: " ").contains { word in
            plurals.contains(String(word))
                || ["그것들", "이것들", "저것들"].contains(where: word.hasPrefix)
        }
    }

    /// “the other”, “the other one”, and not “the other door” or “on the other side”.
    private static func isOther(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        guard index > 0, words[index - 1].text == "the" else { return false }
        guard words[index].text != "others" else { return true }
        guard words[index].text == "other" else { return false }
        guard index + 1 < words.count, !words[index + 1].followsMark else { return true }
        let next = words[index + 1].text
        return ["one", "ones", "too", "as", "also", "to"].contains(next)
            || EditTopics.isColour(next)
    }

    /// “that one” and “the other one” stand for something as a whole.
    private static func range(of index: Int, _ words: [Sentence.Word]) -> Range<Int> {
        let isOther = ["other", "others"].contains(words[index].text)
        let start = isOther && index > 0 ? index - 1 : index
        let next = index + 1
        let follows = next < words.count && !words[next].followsMark ? words[next].text : ""
        let takesOne =
            ["this", "that", "these", "those", "other"].contains(words[index].text)
            && ["one", "ones"].contains(follows)
            || ["them", "these", "those"].contains(words[index].text) && follows == "all"
        return words[start].range.lowerBound..<words[takesOne ? next : index].range.upperBound
    }

    private static let possessives: Set = ["its", "their", "his", "her"]

    private static let pronouns: Set = [
        "it", "its", "them", "they", "their", "that", "this", "those", "these", "him", "his", "her",
    ]

    /// Whether a name is none, but begins with a word that stands for one: “them on a mat”.
    static func begins(_ name: String) -> Bool {
        Sentence.sentences(of: name).first?.words.first.map { pronouns.contains($0.text) } == true
    }

    private static func isPronoun(_ word: String) -> Bool {
        pronouns.contains(word) || KoreanParticle.ofPronouns[word] != nil
    }

    /// “this picture”, “that hat” name what they mean; “now that”, “so that” mean nothing, and the
    /// one in “a door that is green” belongs to the door.
    private static func standsAlone(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        let word = words[index].text
        guard ["that", "this", "those", "these", "her", "his"].contains(word) else { return true }
        if word == "that", index > 0, ["so", "now", "such"].contains(words[index - 1].text) {
            return false
        }
        guard index + 1 < words.count, !words[index + 1].followsMark else { return true }
        let next = words[index + 1].text
        let isRelative =
            word == "that" && index > 0
            && ["is", "are", "was", "were", "has", "have", "had", "can", "could"].contains(next)
        guard !isRelative else { return false }
        return SmallWords.all.contains(next) && !["picture", "image", "scene"].contains(next)
            || EditTopics.isColour(next)
    }
}

// MARK: What the message says itself

extension Anaphora {
    /// A thing that the session knows, or one with its article: “the hat”.
    private static func isNamed(
        _ index: Int, _ words: [Sentence.Word], _ keys: Set<String>
    ) -> Bool {
        let word = words[index].text
        if keys.contains(WordForm.key(word)) || keys.contains(EditTopics.key(word)) { return true }
        return index > 0 && ["the", "a", "an", "another"].contains(words[index - 1].text)
            && !SmallWords.all.contains(word)
    }

    /// What “it” can't be: a thing named before it in the same breath, or behind it as a place.
    ///
    /// The one in “make it green, the bicycle” may be it.
    private static func ownKeys(
        _ clause: ArraySlice<Sentence.Word>, around index: Int, _ words: [Sentence.Word]
    ) -> Set<String> {
        let own = clause.indices.filter { $0 < index || isPlace($0, behind: index, words) }
        return Set(own.flatMap { [WordForm.key(words[$0].text), EditTopics.key(words[$0].text)] })
    }

    /// “door” of “beside the red door”.
    private static func isPlace(
        _ thing: Int, behind index: Int, _ words: [Sentence.Word]
    ) -> Bool {
        var place = thing
        while place > index + 1, !words[place].followsMark {
            place -= 1
            let word = words[place].text
            if prepositions.contains(word) { return true }
            guard determiners.contains(word) || !SmallWords.all.contains(word) else { return false }
        }
        return false
    }

    private static let determiners = EditClause.articles.union([
        "a", "an", "one", "other", "another",
    ])

    private static let prepositions: Set = [
        "on", "in", "beside", "to", "like", "as", "of", "not", "under", "behind", "near", "with",
        "from", "at", "by", "than", "onto", "into", "above", "below", "around", "over", "against",
    ]

    /// Whether one of the things named stands in an earlier clause: “take the hat and make it green”,
    /// “the hat with a bow on it”.
    private static func isSaidBefore(
        _ index: Int, _ named: [Int], _ words: [Sentence.Word]
    ) -> Bool {
        named.contains { thing in
            (thing + 1...index).contains { opensClause($0, words) || leadsBack($0, words) }
        } || isOfNew(index, named, words)
    }

    /// “add a table and a lamp on it”: what comes in first is there for what comes in with it.
    private static func isOfNew(_ index: Int, _ named: [Int], _ words: [Sentence.Word]) -> Bool {
        guard let first = named.first, named.count > 1, first > 1,
            words[0..<first].contains(where: {
                ["add", "draw", "include", "insert"].contains($0.text)
            })
        else { return false }
        return ["a", "an", "another"].contains(words[first - 1].text)
            && words[first..<index].contains { $0.text == "and" }
            && !["to", "in", "from"].contains(words[index - 1].text)
    }

    /// “I like it”, “it looks good”, before words that say what is to be done.
    private static func isRemark(
        _ clause: ArraySlice<Sentence.Word>, in words: [Sentence.Word]
    ) -> Bool {
        let wishes = EditClause.verbs.union(["should", "must", "needs", "need", "want", "could"])
        let asks = { (word: Sentence.Word) in wishes.contains(word.text) || word.kind == .hangul }
        return !clause.contains(where: asks) && words.contains(where: asks)
            && clause.first.map { ["i", "we", "it", "that", "this"].contains($0.text) } == true
    }

    /// “with a bow on it”, “as it was”, “where it stands”: words after which “it” looks back.
    private static func leadsBack(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        [
            "with", "as", "like", "than", "where", "when", "while", "if", "because", "until",
            "that", "which", "who", "way", "so",
        ].contains(words[index].text)
    }

    /// Whether a clause of its own begins at a word: behind a full stop, a comma or an “and”, with a
    /// verb.
    private static func opensClause(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        guard index > 0 else { return true }
        let word = words[index]
        let isJoined =
            word.followsMark || EditClause.joints.contains(words[index - 1].text)
        let isDeed =
            EditClause.verbs.contains(word.text) || pronouns.contains(word.text)
            || word.kind == .hangul || ["i", "we", "now"].contains(word.text)
        return isJoined && isDeed
    }

    private static func clause(of index: Int, _ words: [Sentence.Word]) -> Range<Int> {
        let start = (0...index).last { opensClause($0, words) } ?? 0
        let end = words.indices.first { $0 > index && opensClause($0, words) } ?? words.count
        return start..<end
    }

    /// Light, style and the like belong to the picture and not to a thing in it.
    private static func speaksOfWhole(_ message: Prompt) -> Bool {
        let said = SaidWords(message)
        return said.content.contains { index in
            let word = said.words[index].text
            if EditTopics.verbs.contains(word) { return false }
            if wholes.contains(word) || EditTopics.lights.contains(word) { return true }
            switch AdditionLexicon.shared.kind(of: index, in: said.words) {
            case .lighting, .style, .medium, .camera, .mood, .setting, .quality: return true
            default: return false
            }
        }
    }

    private static let wholes: Set = [
        "colder", "moodier", "softer", "sharper", "contrast", "winter", "summer", "autumn",
        "spring",
    ]
}

extension SessionState {
    /// What the session speaks of: the things of the brief and of its edits, by the person's names.
    public var things: [String] {
        var names: [String] = []
        var keys: Set<String> = []
        let parts = brief.map(BriefMerge.parts)
        let claims = parts.map { BriefReading(Prompt($0.text)).claims } ?? []
        for subject in claims.filter({ $0.kind == .seen }).compactMap(\.subject)
        where keys.insert(EditTopics.key(subject)).inserted {
            names.append(subject)
        }
        for edit in (parts?.lines ?? []) + edits {
            let topics = EditTopics(edit.words)
            names.removeAll { topics.removed.contains(EditTopics.key($0)) }
            keys.subtract(topics.removed)
            let claims = EditClause.clauses(of: edit.words).filter { !$0.saysSide }
                .flatMap(\.claims)
            for claim in claims where claim.kind == .added {
                guard let subject = claim.subject, !LetteringEdit.names(subject),
                    keys.insert(EditTopics.key(Self.noun(subject))).inserted
                else { continue }
                names.append(Self.noun(subject))
            }
        }
        return names
    }

    /// “cat” of “cat where the dog was”.
    private static func noun(_ name: String) -> String {
        let words = name.split(separator: " ")
        let end = words.dropFirst().firstIndex {
            SmallWords.all.contains($0.lowercased()) && $0 != "of"
        }
        return words[..<(end ?? words.endIndex)].joined(separator: " ")
    }
}
