/// The words of a message, as far as they say what kind it is.
struct MessageWords {
    let text: String
    let words: [String]
    /// The same words with their places.
    let tokens: [Sentence.Word]
    private let claims: [Claim]
    /// All of the words, with the polite ones that it begins with.
    private let heard: [String]

    init(_ text: String) {
        self.text = text
        let all = Sentence.sentences(of: text).flatMap(\.words)
        tokens = Array(all.drop { Self.polite.contains($0.text) })
        words = tokens.map(\.text)
        heard = all.map(\.text)
        claims = SentenceReading(text, .asked).claims
    }

    private static let polite: Set = [
        "please", "now", "then", "and", "ok", "okay", "hmm", "so", "well", "can", "could", "would",
        "will", "you", "just", "great", "nice", "good", "thanks", "이제", "그럼", "좋아",
    ]

    /// Words that say nothing more at a message's end.
    static let thanks: Set = [
        "please", "pls", "thanks", "thank", "you", "now", "then", "ok", "주세요", "줘",
    ]

    private static let remarks: Set = [
        "yes", "yep", "sure", "fine", "thx", "cool", "perfect", "lovely", "wonderful", "beautiful",
        "amazing", "awesome", "nevermind", "hmm", "hello", "hi", "고마워", "고마워요", "감사합니다", "좋아요",
        "좋네",
        "됐어", "됐어요", "괜찮아", "응", "네", "그만", "only", "also", "too", "very", "much",
    ]
    static let remarkLines: Set = [
        "never mind", "forget it", "forget that", "forget about it", "i like it", "i love it",
        "i like that", "i love that", "looks good", "looks great", "it looks good",
        "it looks great", "that looks good", "that looks great", "that's it", "that's great",
        "that's perfect", "that's good", "well done", "good job", "마음에 들어", "맘에 들어", "마음에 들어요",
    ]

    /// Whether it asks for nothing: “thanks”, “ok, perfect”, “I like it”, or no word that says anything.
    var isRemark: Bool {
        let idle = Self.polite.union(Self.thanks).union(Self.remarks)
        guard tokens.isEmpty || !text.contains(where: { "?？".contains($0) }) else { return false }
        // “well done” and “ok, good job” begin with words that are polite elsewhere.
        let isLine = (0...heard.count - words.count).contains { start in
            Self.remarkLines.contains(heard[start...].joined(separator: " "))
        }
        return isLine || words.allSatisfy(idle.contains)
    }

    /// The message from its first word on that says something: without “and” and “please”.
    var bare: String {
        guard let first = tokens.first else { return text }
        return String(decoding: Array(text.utf8)[first.range.lowerBound...], as: UTF8.self)
    }

    private var line: String { words.joined(separator: " ") }

    /// What a message that is nothing but a command wants.
    var command: Understanding.Wish? {
        var words = words[...]
        while words.count > 1, let last = words.last, Self.thanks.contains(last) {
            words.removeLast()
        }
        if words.starts(with: ["never", "mind"]), words.count > 2 { words = words.dropFirst(2) }
        if words.first == "nevermind", words.count > 1 { words.removeFirst() }
        return switch words.joined(separator: " ") {
        case "undo", "undo that", "undo it", "undo this", "undo the last change",
            "undo last change", "undo the last one", "undo the last step", "undo the last edit",
            "undo the last turn",
            "undo my last change", "take that back", "take it back", "revert", "revert that",
            "revert it", "go back", "go back one", "go back one step", "go back a step", "back",
            "되돌려", "되돌려줘", "되돌려주세요", "되돌리기", "되돌아가", "되돌아가줘", "취소",
            "취소해", "취소해줘", "취소해주세요", "실행 취소", "실행취소", "이전으로 돌아가", "이전으로 돌아가줘", "뒤로 가",
            "뒤로 가줘", "뒤로 돌아가", "뒤로 돌아가줘":
            .undo
        case "reset", "start over", "start again", "start anew", "처음부터 다시", "start fresh",
            "start a fresh conversation", "초기화":
            .reset
        case "again", "try again", "draw again", "draw it again", "redraw", "once more", "draw it",
            "redraw it", "draw the picture", "draw the picture again", "다시",
            "다시 그려줘", "다시 그려":
            .draw
        default: nil
        }
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

    /// What a first message of “new picture: …” is to show; any other is the brief to the byte.
    var saidBrief: String? {
        let start = text.prefix { $0 != ":" }.lowercased()
        return ["new picture", "new", "새 그림", "새로운 그림"].contains(start) ? newBrief : nil
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
    ///
    /// - Parameter things: What the session speaks of, by the person's own names.
    /// - Returns: The sides and things; nil where it says something else, or more.
    func kept(among things: [String]) -> [Facet]? {
        // A deed beside it, such as “고양이는 그대로 두고 밤으로 바꿔줘”, must not be lost.
        guard !words.contains(where: { word in Self.deeds.contains { word.hasPrefix($0) } }) else {
            return nil
        }
        let facets = claims.filter { $0.kind == .kept }.compactMap(\.facet)
        guard !facets.isEmpty, facets.count == claims.count, !asksMore else { return nil }
        let clauses = EditClause.clauses(of: Prompt(text))
            .filter { !MessageWords($0.text).isRemark }
        // “keep the cat; the dog should wear a scarf” asks for a scarf as well.
        guard clauses.allSatisfy({ $0.claims.isEmpty && !$0.kept.isEmpty }) else { return nil }
        if clauses.contains(where: \.isKorean) {
            guard clauses.allSatisfy(\.keepsAlone) else { return nil }
            return clauses.flatMap(\.koreanKept)
        }
        // “keep it” is asked about.
        if facets.contains(where: \.standsForAnother) { return facets }
        // “keep the door closed” and “leave some space for a title” ask for more than that.
        let sure = clauses.map { $0.keeps(among: things) }
        guard sure.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isPlain) }) else { return nil }
        return sure.joined().reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// “but brighten the sky”, “but darker”: what it asks for behind the first thing that must stay.
    private var asksMore: Bool {
        guard let end = claims.first?.range?.upperBound else { return false }
        let rest = Array(tokens.drop { $0.range.lowerBound < end })
        let turns: Set = ["but", "except", "although", "though", "only", "yet"]
        let isTurned = rest.indices.contains { index in
            guard turns.contains(rest[index].text) else { return false }
            let next = rest[(index + 1)...].first { !SmallWords.all.contains($0.text) }
            return next.map { !EditClause.keepers.contains($0.text) } == true
        }
        return isTurned || EditClause.asksDeed(rest)
            || rest.contains { Self.grades.contains($0.text) }
    }

    /// “you may change anything”.
    var isRelease: Bool {
        [
            "may change anything", "may change everything", "anything may change",
            "everything may change", "무엇이든 바꿔도 돼", "뭐든 바꿔도 돼", "다 바꿔도 돼",
        ].contains(line)
    }

    /// What need not stay any more: “you may change the wall”, “let the light change”.
    ///
    /// What is not kept need not be let go of. “you may change the sky to pink” asks for pink, and
    /// “let the leaves change” for leaves of another colour, so they are edits.
    ///
    /// - Parameters:
    ///   - kept: What is kept by now.
    ///   - things: What the session speaks of, by the person's own names.
    /// - Returns: What is let go of; nil where it asks for something else, or more.
    func released(among kept: [Facet], things: [String]) -> [Facet]? {
        guard let (list, isLet) = releasedWords, let first = list.first, let last = list.last else {
            return nil
        }
        if ["everything", "anything", "all"].contains(list.map(\.text).joined(separator: " ")) {
            return kept
        }
        let bytes = Array(text.utf8)[first.range.lowerBound..<last.range.upperBound]
        let names = Facet.said(in: String(decoding: bytes, as: UTF8.self))
        let keys = Set((things.map(Facet.subject) + kept).map(Self.key))
        let isSure = names.allSatisfy { facet in
            guard case .subject(let name) = facet else { return true }
            return keys.contains(Self.key(facet)) && facet.isPlain
                || !isLet && EditClause.isThing(name, [])
        }
        guard !names.isEmpty, isSure else { return nil }
        return kept.filter { facet in names.contains { Self.key($0) == Self.key(facet) } }
    }

    private static func key(_ facet: Facet) -> String {
        if case .subject(let name) = facet { EditTopics.key(name) } else { facet.description }
    }

    /// What stands behind “may change”, or between “let” and “change”.
    private var releasedWords: (list: ArraySlice<Sentence.Word>, isLet: Bool)? {
        var list = tokens[...]
        while let last = list.last, Self.thanks.union(["again", "too"]).contains(last.text) {
            list.removeLast()
        }
        if list.first?.text == "let", list.last?.text == "change" {
            return (list.dropFirst().dropLast(), true)
        }
        let starts = [["may", "change"], ["unkeep"], ["stop", "keeping"]]
        guard let start = starts.first(where: words.starts) else { return nil }
        return (list.dropFirst(start.count), false)
    }

    /// Whether it says what is to be done.
    var asksDeed: Bool {
        isChange || EditClause.asksDeed(tokens) || !claims.isEmpty
            || words.contains { EditTopics.lights.contains($0) || Self.grades.contains($0) }
    }

    /// “make the door white”, “remove …”, “darker”: it speaks of a picture that must be there.
    var isChange: Bool {
        guard let start = tokens.firstIndex(where: { !EditClause.leads.contains($0.text) }) else {
            return false
        }
        let words = Array(words[start...])
        let first = words[0]
        let isKorean = tokens.contains { $0.kind == .hangul }
        if isKorean {
            let deeds = ["바꿔", "바꾸", "지워", "지우", "없애", "빼", "추가", "제거", "삭제", "칠해"]
            return words.contains { word in deeds.contains { word.hasPrefix($0) } }
                || EditClause.clauses(of: Prompt(text)).contains { $0.koreanLight != nil }
        }
        if EnglishDeeds.denials.contains(first), EditClause.asksDeed(Array(tokens[(start + 1)...]))
        {
            return true
        }
        let plain: Set = ["add", "replace", "swap", "exchange"]
        if EditClause.takers.contains(first) || plain.contains(first) { return true }
        if words.count < 4, let last = words.last, Self.grades.contains(last) { return true }
        let definite: Set = [
            "the", "it", "its", "them", "this", "that", "these", "those", "his", "her", "their",
            "everything", "all", "only", "him",
        ]
        return EditClause.verbs.contains(first) && words.count > 1 && definite.contains(words[1])
    }

    static let grades: Set = [
        "darker", "lighter", "brighter", "warmer", "cooler", "colder", "softer", "sharper",
        "moodier", "bigger", "smaller",
    ]

    /// “a cat on a sofa”: something to be seen, and no word of what to do.
    var isScene: Bool {
        guard let first = words.first else { return false }
        let starts: Set = ["a", "an", "two", "three", "four", "five", "some"]
        let grades: Set = ["bit", "little", "touch", "lot", "few"]
        let isGrade = words.count > 1 && grades.contains(words[1])
        return starts.contains(first) && !isGrade && claims.isEmpty && words.count >= 2
    }
}
