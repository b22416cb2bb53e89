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
    private let range: Range<Int>?

    /// Looks for such a word in a message.
    ///
    /// - Parameters:
    ///   - message: The person's words.
    ///   - things: What the session speaks of, by the person's own names.
    public init(in message: Prompt, things: [String]) {
        self.message = message
        let words = Sentence.sentences(of: message.text).flatMap(\.words)
        guard let index = words.firstIndex(where: { Self.pronouns.contains($0.text) }),
            Self.standsAlone(index, words)
        else {
            (answer, range) = (.clear, nil)
            return
        }
        let word = words[index].text
        range = words[index].range
        let earlier = Set(words[..<index].map(\.text))
        let keys = Set(earlier.map { WordForm.key($0) })
        if things.contains(where: { keys.contains(EditTopics.key($0)) })
            || Self.namesThing(words[..<index])
        {
            answer = .clear
        } else if Self.speaksOfWhole(message) || things.isEmpty {
            answer = .picture(word: word)
        } else if things.count == 1 {
            answer = .thing(word: word, name: things[0])
        } else {
            answer = .open(word: word, names: things)
        }
    }

    /// The message with a thing's name in the place of the word.
    public func message(meaning name: String) -> Prompt {
        guard let range else { return message }
        let bytes = Array(message.text.utf8)
        let isPossessive = ["its", "their", "his", "her"].contains(
            String(decoding: bytes[range], as: UTF8.self).lowercased())
        let isKorean = name.unicodeScalars.contains { (0xAC00...0xD7A3) ~= $0.value }
        let named = isKorean ? name : "the \(name)" + (isPossessive ? "'s" : "")
        return Prompt(
            String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + named
                + String(decoding: bytes[range.upperBound...], as: UTF8.self))
    }

    private static let pronouns: Set = [
        "it", "its", "them", "they", "their", "that", "this", "those", "these", "him", "his", "her",
        "그것을", "그것", "그걸", "이것을", "이것", "이걸", "그거", "이거",
    ]

    /// “this picture”, “that hat” name what they mean; “now that”, “so that” mean nothing.
    private static func standsAlone(_ index: Int, _ words: [Sentence.Word]) -> Bool {
        let word = words[index].text
        guard ["that", "this", "those", "these", "her", "his"].contains(word) else { return true }
        guard index + 1 < words.count, !words[index + 1].followsMark else { return true }
        let next = words[index + 1].text
        return SmallWords.all.contains(next) && !["picture", "image", "scene"].contains(next)
            || EditTopics.isColour(next)
    }

    /// A thing with its article earlier in the message: “take the hat and make it green”.
    private static func namesThing(_ words: ArraySlice<Sentence.Word>) -> Bool {
        for (index, word) in words.enumerated().dropLast() {
            guard ["the", "a", "an", "another"].contains(word.text) else { continue }
            let next = words[words.startIndex + index + 1].text
            if !SmallWords.all.contains(next) { return true }
        }
        return false
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
        let claims = brief.map { BriefReading($0).claims } ?? []
        for subject in claims.filter({ $0.kind == .seen }).compactMap(\.subject)
        where keys.insert(EditTopics.key(subject)).inserted {
            names.append(subject)
        }
        for edit in edits {
            let topics = EditTopics(edit.words)
            names.removeAll { topics.removed.contains(EditTopics.key($0)) }
            keys.subtract(topics.removed)
            for claim in SentenceReading(edit.words.text, .asked).claims where claim.kind == .added
            {
                guard let subject = claim.subject,
                    keys.insert(EditTopics.key(subject)).inserted
                else { continue }
                names.append(subject)
            }
        }
        return names
    }
}
