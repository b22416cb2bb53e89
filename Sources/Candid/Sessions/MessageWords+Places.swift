// MARK: Which turn, and what alone

extension MessageWords {
    /// “go back to 3”, “from picture 2, make it blue”, “2번으로 돌아가”.
    var back: (turn: Int, rest: String?)? {
        guard let named = englishBack ?? koreanBack else { return nil }
        var index = named.end
        let joints: Set = ["and", "then", "but", "instead", "again"]
        while index < words.count,
            joints.contains(words[index]) || Self.thanks.contains(words[index])
        {
            index += 1
        }
        guard index < words.count else { return (named.turn, nil) }
        return (named.turn, rest(behind: tokens[index - 1]))
    }

    /// What is said behind a word and the mark that ends it, with a mark that opens it, to the byte.
    private func rest(behind word: Sentence.Word) -> String {
        let bytes = Array(text.utf8)[word.range.upperBound...]
        var rest = Substring(String(decoding: bytes, as: UTF8.self))
        rest = rest.drop { "\"”’')]»".contains($0) }
            .drop { ",:;.!。、".contains($0) || $0.isWhitespace }
        for dash in ["- ", "– ", "— "] where rest.hasPrefix(dash) { rest.removeFirst(dash.count) }
        return String(rest.drop(while: \.isWhitespace))
    }

    private var englishBack: (turn: Int, end: Int)? {
        var index = 0
        if words.starts(with: ["go", "back", "to"]) || words.starts(with: ["back", "to"]) {
            index = (words.firstIndex(of: "to") ?? 0) + 1
        } else if words.first == "from" || words.first == "use" {
            index = 1
        } else {
            return nil
        }
        let start = index
        let nouns: Set = ["turn", "picture", "version", "number", "image", "the"]
        while index < words.count, nouns.contains(words[index]) { index += 1 }
        let isNamed = words[start..<index].contains { $0 != "the" }
        guard index < words.count, let turn = Self.number(words[index]) else { return nil }
        index += 1
        let before = index
        while index < words.count, ["picture", "version", "one", "turn"].contains(words[index]) {
            index += 1
        }
        if before == index, Int(words[index - 1]) == nil { return nil }
        return isNamed || goesOn(at: index) ? (turn, index) : nil
    }

    /// Whether what follows a number can follow a turn: “use 3 colours” names none.
    private func goesOn(at index: Int) -> Bool {
        guard index < words.count else { return true }
        let links: Set = ["and", "then", "but", "instead", "again", "with", "without"]
        let word = words[index]
        return tokens[index].followsMark || links.contains(word) || Self.thanks.contains(word)
            || EditClause.verbs.contains(word) || EditTopics.lights.contains(word)
    }

    private static func number(_ word: String) -> Int? {
        let names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
        return Int(word) ?? names.firstIndex(of: word).map { $0 + 1 }
    }

    /// “2번으로 돌아가”, “두 번째 그림에서 문을 빨갛게 해줘”, “턴 2로 돌아가줘”.
    private var koreanBack: (turn: Int, end: Int)? {
        let nouns = ["턴", "그림", "버전", "사진", "이미지"]
        var index = words.first.map(nouns.contains) == true ? 1 : 0
        guard index < words.count, let turn = Self.koreanNumber(words[index]) else { return nil }
        if Int(words[index]) != nil || ["첫", "두", "세", "네"].contains(words[index]) { index += 1 }
        let counters = ["번", "턴", "으로", "로", "에서", "첫번째", "두번째", "세번째", "네번째"]
        guard index < words.count, counters.contains(where: words[index].hasPrefix) else {
            return nil
        }
        index += 1
        if index < words.count, nouns.contains(where: words[index].hasPrefix) { index += 1 }
        let last = words[index - 1]
        if last.hasSuffix("에서"), index < words.count { return (turn, index) }
        let goes = ["돌아가", "되돌아가", "돌려", "되돌려", "가줘", "가자"]
        guard last.hasSuffix("로"), index < words.count,
            goes.contains(where: words[index].hasPrefix)
        else { return nil }
        return (turn, index + 1)
    }

    private static func koreanNumber(_ word: String) -> Int? {
        let names = ["첫", "두", "세", "네", "다섯", "여섯", "일곱", "여덟"]
        let ordinals = ["첫번째", "두번째", "세번째", "네번째"]
        return Int(word) ?? names.firstIndex(of: word).map { $0 + 1 }
            ?? ordinals.firstIndex { word.hasPrefix($0) }.map { $0 + 1 }
    }

    /// What alone may change: “only the light”, “change only the sky”.
    var only: [Facet]? { onlyList?.facets }

    /// Whether it says nothing but what alone may change.
    var isOnlyContract: Bool {
        guard let list = onlyList, list.end == words.count, !list.isMade else { return false }
        return words.first == "only" || words.starts(with: ["change", "only"])
            || (words.count == 1 && words[0].hasSuffix("만"))
            || (words.count == 2 && words[0].hasSuffix("만") && words[1].hasPrefix("바꿔"))
    }

    /// What follows “only”, up to a word of what is to be done.
    private var onlyList: (facets: [Facet], end: Int, isMade: Bool)? {
        guard let only = words.firstIndex(of: "only") else { return koreanOnly }
        guard only == 0 || !Self.othersOnly.contains(words[only - 1]) else { return nil }
        var isMade = only > 0 && isMaker(words[only - 1])
        var names: [[String]] = [[]]
        var index = only + 1
        while index < words.count, !endsList(at: index, names) {
            let word = words[index]
            if isMaker(word) { isMade = true }
            if ["and", "or", "please"].contains(word) {
                names.append([])
            } else if !["the", "its", "to"].contains(word), !EditClause.verbs.contains(word) {
                names[names.count - 1].append(word)
            }
            index += 1
        }
        names = names.filter { !$0.isEmpty }
        if isMade, let last = names.popLast() { names.append(Self.withoutValue(last)) }
        let facets = names.map { $0.joined(separator: " ") }
            .map { Facet(named: $0) ?? .subject($0) }
        let isShort = names.allSatisfy { $0.count <= 2 }
        guard !facets.isEmpty, !facets.contains(.everythingElse), isShort else { return nil }
        return (facets, index, isMade)
    }

    /// Words behind which “only” speaks of something else: “keep only the cat”, “add only a moon”.
    private static let othersOnly = EditClause.keepers.union(EditClause.adders)
        .union(["not", "the", "if", "with"])

    private func isMaker(_ word: String) -> Bool {
        word != "change" && EditClause.makers.contains(word)
    }

    private func endsList(at index: Int, _ names: [[String]]) -> Bool {
        guard names.contains(where: { !$0.isEmpty }) else { return false }
        let word = words[index]
        if ["to", "into", "but", "then"].contains(word) || EditClause.verbs.contains(word) {
            return true
        }
        guard EditClause.joints.contains(word), index + 1 < words.count else { return false }
        return EditClause.verbs.contains(words[index + 1])
    }

    /// “light” of “make only the light warmer”.
    private static func withoutValue(_ name: [String]) -> [String] {
        guard name.count > 1 else { return name }
        var name = Array(name.dropLast())
        while name.count > 1, let last = name.last, EditTopics.shades.contains(last) {
            name.removeLast()
        }
        return name
    }

    private var koreanOnly: (facets: [Facet], end: Int, isMade: Bool)? {
        let isOnly = { (word: String) in
            word.hasSuffix("만") && word.count > 1 && !word.hasSuffix("지만")
        }
        guard let word = words.first(where: isOnly) else { return nil }
        let name = String(word.dropLast())
        return ([Facet(named: name) ?? .subject(name)], words.count, false)
    }
}
