/// What a message means to a session.
///
/// It is read by rules, in English and Korean, and shown before anything is sent. Where a message
/// may mean two things, it asks and never chooses.
public struct Understanding: Hashable, Sendable {
    /// What is wanted.
    public enum Wish: Hashable, Sendable {
        /// A picture of this brief.
        case new(Prompt)
        /// A change to a picture.
        case edit(Prompt)
        /// The brief and its edits, drawn anew.
        case draw
        /// An answer about the current picture.
        case ask(String)
        /// The state before the last step.
        case undo
        /// The picture of an earlier turn.
        case goBack
        /// That things stay.
        case keep([Facet])
        /// That things need not stay any more.
        case unkeep([Facet])
        /// That the next edit changes nothing else.
        case only([Facet])
        /// A fresh conversation.
        case reset
        /// An answer from the person first.
        case clarify(Clarification)
    }

    /// A question back, with the answers that there are.
    public struct Clarification: Hashable, Sendable {
        /// The question.
        public var question: String
        /// What each answer would have said in the first place.
        public var choices: [Prompt]
    }

    /// What is wanted.
    public private(set) var wish: Wish
    /// The turn whose picture is meant, where the message names one.
    public private(set) var base: Int?
    /// What the message says must not change, or alone may.
    public private(set) var contract: EditContract?
    /// Whether words stand in it that the person did not say: what “it” was taken for.
    public private(set) var isInferred = false
    /// How it was read, in words, for the person to correct.
    public private(set) var notes: [String] = []

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - message: The person's words.
    ///   - session: What was said before.
    public init(_ message: Prompt, in session: Session) {
        self.init(message, in: session.state, turns: session.turns.map(\.number))
    }

    init(_ message: Prompt, in state: SessionState, turns: [Int]) {
        let phrase = MessageWords(message.text)
        wish = .edit(message)
        if let wish = phrase.command {
            self.wish = wish
            return
        }
        if let back = phrase.back {
            base = back.turn
            guard let rest = back.rest else {
                wish = .goBack
                return
            }
            readEdit(Prompt(rest), state)
            return
        }
        guard state.brief != nil || state.picture != nil else {
            wish = .new(message)
            notes.append("read as a new picture")
            return
        }
        if let brief = phrase.newBrief {
            wish = .new(Prompt(brief))
            notes.append("read as a new picture; the session goes on from it")
            return
        }
        readArrangement(message, phrase, state)
    }

    private mutating func readArrangement(
        _ message: Prompt, _ phrase: MessageWords, _ state: SessionState
    ) {
        if let part = phrase.part, state.mask == nil || phrase.kept != nil {
            wish = .clarify(
                Clarification(
                    question:
                        "Which part is “\(part)”? Name it, such as “the wall”, or mark what may "
                        + "change: :box x,y,w,h or :mask FILE.", choices: []))
        } else if phrase.isQuestion {
            wish = .ask(message.text)
            notes.append("read as a question about the picture; nothing is drawn")
        } else if let facets = phrase.released(among: state.keep) {
            wish = .unkeep(facets)
        } else if let facets = phrase.kept {
            wish = .keep(facets)
        } else if let facets = phrase.only, phrase.isOnlyContract {
            wish = .only(facets)
        } else if phrase.isScene, state.picture != nil {
            wish = .clarify(
                Clarification(
                    question: "“\(message.text)”: a new picture, or put into this one?",
                    choices: [
                        Prompt("new picture: \(message.text)"), Prompt("add \(message.text)"),
                    ]))
        } else {
            readEdit(message, state)
        }
    }

    private mutating func readEdit(_ message: Prompt, _ state: SessionState) {
        let phrase = MessageWords(message.text)
        if let facets = phrase.only {
            contract = try? EditContract(only: facets)
            notes.append("only \(facets.map(\.description).joined(separator: ", ")) may change")
        }
        let anaphora = Anaphora(in: message, things: state.things)
        switch anaphora.answer {
        case .clear: wish = .edit(message)
        case .picture(let word):
            wish = .edit(message)
            notes.append("“\(word)” is read as the picture")
        case .thing(let word, let name):
            wish = .edit(anaphora.message(meaning: name))
            isInferred = true
            notes.append("“\(word)” is read as the \(name)")
        case .open(let word, let names):
            wish = .clarify(
                Clarification(
                    question: "What is “\(word)” in “\(message.text)”?",
                    choices: names.map { anaphora.message(meaning: $0) }))
        }
    }
}

/// The words of a message, as far as they say what kind it is.
struct MessageWords {
    private let text: String
    private let words: [String]
    private let claims: [Claim]

    init(_ text: String) {
        self.text = text
        let all = Sentence.sentences(of: text).flatMap(\.words).map(\.text)
        words = Array(all.drop { Self.polite.contains($0) })
        claims = SentenceReading(text, .asked).claims
    }

    private static let polite: Set = [
        "please", "now", "then", "and", "ok", "okay", "hmm", "so", "well", "can", "could", "would",
        "will", "you", "just", "great", "nice", "good", "thanks", "이제", "그럼", "좋아",
    ]

    private var line: String { words.joined(separator: " ") }

    /// What a message that is nothing but a command wants.
    var command: Understanding.Wish? {
        switch line {
        case "undo", "undo that", "undo it", "undo the last change", "take that back", "revert",
            "revert that", "go back", "되돌려", "되돌려줘", "취소", "취소해줘":
            .undo
        case "reset", "start fresh", "start a fresh conversation", "초기화": .reset
        case "again", "try again", "draw again", "draw it again", "redraw", "once more", "다시",
            "다시 그려줘":
            .draw
        default: nil
        }
    }

    /// “go back to 3”, “from picture 2, make it blue”.
    var back: (turn: Int, rest: String?)? {
        let nouns: Set = ["turn", "picture", "version", "number", "image", "the"]
        var index = 0
        func skip(_ list: Set<String>) {
            while index < words.count, list.contains(words[index]) { index += 1 }
        }
        if words.starts(with: ["go", "back", "to"]) || words.starts(with: ["back", "to"]) {
            index = (words.firstIndex(of: "to") ?? 0) + 1
        } else if words.first == "from" || words.first == "use" {
            index = 1
        } else {
            return nil
        }
        skip(nouns)
        guard index < words.count, let turn = Self.number(words[index]) else { return nil }
        index += 1
        let before = index
        skip(["picture", "version", "one", "turn"])
        if before == index, Int(words[index - 1]) == nil { return nil }
        guard index < words.count else { return (turn, nil) }
        let sentence = Sentence.sentences(of: text).flatMap(\.words)
        let place = sentence.count - (words.count - index)
        let bytes = Array(text.utf8)
        return (turn, String(decoding: bytes[sentence[place].range.lowerBound...], as: UTF8.self))
    }

    private static func number(_ word: String) -> Int? {
        let names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
        return Int(word) ?? names.firstIndex(of: word).map { $0 + 1 }
    }

    /// What “new picture: …” is to show.
    var newBrief: String? {
        let lower = text.lowercased()
        for start in [
            "new picture:", "new picture of ", "a new picture of ", "another picture of ",
            "new:", "start over with ", "start over:", "draw me ", "generate ", "새 그림:", "새로운 그림:",
        ]
        where lower.hasPrefix(start) {
            let rest = String(text.dropFirst(start.count)).trimmed
            return rest.isEmpty ? nil : rest
        }
        return nil
    }

    /// Whether it asks to know something, and not to do something.
    var isQuestion: Bool {
        let first = Sentence.sentences(of: text).first?.words.first?.text ?? ""
        let asks: Set = [
            "is", "are", "does", "do", "what", "how", "which", "where", "who", "why", "was", "has",
            "did",
        ]
        let isDoubted = text.hasSuffix("?") || text.hasSuffix("까") || text.hasSuffix("？")
        guard asks.contains(first) || isDoubted else { return false }
        return first != "do" && !["can", "could", "would", "will"].contains(first)
            || (isDoubted && !["can", "could", "would", "will", "do"].contains(first))
    }

    /// “this part”, “이 부분”: a place that words alone don't say.
    var part: String? {
        let nouns: Set = ["part", "area", "region", "spot", "place", "corner"]
        for (index, word) in words.enumerated().dropFirst() {
            let before = words[index - 1]
            let isEnglish =
                ["this", "that", "these", "those"].contains(before) && nouns.contains(word)
            let isKorean = ["이", "그", "저"].contains(before) && word.hasPrefix("부분")
            if isEnglish { return "\(before) \(word)" }
            if isKorean { return "\(before) 부분" }
        }
        return nil
    }

    private static let deeds = ["바꿔", "바꾸", "만들", "추가", "넣", "지워", "없애", "그려", "빼"]

    /// What must stay, where the message says nothing else.
    var kept: [Facet]? {
        // A deed beside it, such as “고양이는 그대로 두고 밤으로 바꿔줘”, must not be lost.
        guard !words.contains(where: { word in Self.deeds.contains { word.hasPrefix($0) } }) else {
            return nil
        }
        let facets = claims.filter { $0.kind == .kept }.compactMap(\.facet)
        return !facets.isEmpty && facets.count == claims.count ? facets : nil
    }

    /// What need not stay any more: “you may change the wall”, “let the light change”.
    func released(among kept: [Facet]) -> [Facet]? {
        guard
            line.hasPrefix("may change ") || line.hasPrefix("unkeep ")
                || (line.hasPrefix("let ") && line.hasSuffix(" change"))
                || line.hasPrefix("stop keeping ")
        else { return nil }
        let found = kept.filter { facet in
            let name = facet.description.split(separator: ":").last.map(String.init) ?? ""
            return words.contains { Facet(named: $0) == facet }
                || words.contains { WordForm.key($0) == EditTopics.key(name) }
        }
        return found.isEmpty ? nil : found
    }

    /// What alone may change: “only the light”, “change only the sky”.
    var only: [Facet]? {
        guard let index = words.firstIndex(of: "only") else { return koreanOnly }
        var names: [[String]] = [[]]
        for word in words[(index + 1)...] {
            if ["the", "change", "its", "to"].contains(word) { continue }
            if ["and", "or", "please"].contains(word) {
                names.append([])
            } else {
                names[names.count - 1].append(word)
            }
        }
        let facets = names.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }.map { name in
            Facet(named: name) ?? .subject(name)
        }
        let isShort = names.allSatisfy { $0.count <= 2 }
        return facets.isEmpty || facets.contains(.everythingElse) || !isShort ? nil : facets
    }

    private var koreanOnly: [Facet]? {
        guard let word = words.first(where: { $0.hasSuffix("만") && $0.count > 1 }) else {
            return nil
        }
        let name = String(word.dropLast())
        return [Facet(named: name) ?? .subject(name)]
    }

    /// Whether it says nothing but what alone may change.
    var isOnlyContract: Bool {
        words.first == "only" || words.starts(with: ["change", "only"])
            || (words.count == 1 && words[0].hasSuffix("만"))
    }

    /// “a cat on a sofa”: something to be seen, and no word of what to do.
    var isScene: Bool {
        guard let first = words.first else { return false }
        let starts: Set = ["a", "an", "two", "three", "four", "five", "some"]
        let grades: Set = ["bit", "little", "touch", "lot", "few"]
        let isGrade = words.count > 1 && grades.contains(words[1])
        return starts.contains(first) && !isGrade && claims.isEmpty && words.count >= 2
    }
}
