/// Reads deeds out of a Korean sentence: objects stand before their verb and end in a particle.
struct KoreanDeeds {
    private(set) var claims: [Claim] = []
    private let sentence: Sentence
    private let mood: Mood
    private var words: [Sentence.Word] { sentence.words }

    init(_ sentence: Sentence, _ mood: Mood) {
        self.sentence = sentence
        self.mood = mood
        if mood == .said, sentence.isQuestion || claimsNothing { return }
        for index in words.indices {
            guard let deed = deed(at: index) else { continue }
            read(deed, at: index)
        }
        if claims.isEmpty, mood == .said, saysDone {
            claims.append(Claim(.changed).at(sentence.range))
        }
    }

    private static let stems: [(Deed, [String])] = [
        (.remove, ["제거", "삭제", "지웠", "지우", "지워", "없앴", "없애", "뺐", "빼", "사라졌"]),
        (.add, ["추가", "넣었", "넣어", "넣으", "더했", "더해", "삽입", "그려넣", "그렸"]),
        (.replace, ["교체", "대체"]),
        (.change, ["바꿨", "바꾸", "바꿔", "바뀌", "바뀐", "변경", "만들"]),
        (.keep, ["유지", "보존", "그대로"]),
    ]
    private static let dones = [
        "완료", "고쳤", "수정", "끝났", "마쳤", "반영했", "적용했", "됐습니다", "되었습니다", "했습니다", "편집했",
    ]

    private var claimsNothing: Bool {
        words.contains { word in
            ["못", "안", "아직", "수", "죄송합니다"].contains(word.text)
                || ["못했", "못하", "않았", "않습", "겠습", "까요", "할게", "드릴게", "하려고", "실패"]
                    .contains { word.text.contains($0) }
        }
    }

    private var saysDone: Bool {
        words.contains { word in
            Self.dones.contains { word.text.hasPrefix($0) || word.text.hasSuffix($0) }
        }
    }

    private func deed(at index: Int) -> Deed? {
        let word = words[index].text
        if mood == .asked, isSparing(index) { return .keep }
        guard let deed = Self.stems.first(where: { $0.1.contains { word.hasPrefix($0) } })?.0 else {
            return nil
        }
        // “추가” alone before its auxiliary counts once; a noun with a particle does not.
        return word.hasSuffix("를") || word.hasSuffix("을") ? nil : deed
    }

    /// “건드리지 말고”, “손대지 마”; “고양이 빼고 다” is all but the cat.
    private func isSparing(_ index: Int) -> Bool {
        let word = words[index].text
        if ["건드리", "손대"].contains(where: word.hasPrefix) { return isDenied(index) }
        let rest: Set = ["다", "모두", "전부", "나머지", "나머지는", "나머지를"]
        return ["빼고", "제외하고"].contains(word) && index + 1 < words.count
            && rest.contains(words[index + 1].text)
    }

    /// “지우지 마세요”, “바꾸지는 말고”; 말을 of “지우고 말을” is a horse.
    private func isDenied(_ index: Int) -> Bool {
        let word = words[index].text
        if ["지마", "지말"].contains(where: word.contains) { return true }
        guard ["지", "지는", "지도"].contains(where: word.hasSuffix), index + 1 < words.count else {
            return false
        }
        let next = words[index + 1].text
        return Self.denials.contains(next) || next.hasPrefix("말아")
            || next == "말" && index + 2 < words.count && words[index + 2].text == "것"
    }

    private static let denials: Set = [
        "마", "마요", "마세요", "마시고", "마십시오", "마라", "말고", "말라", "말라고", "말기", "말도록", "말것",
    ]

    /// The word without the particle that it must end in; nil where it ends in none of them.
    private func stem(_ index: Int, _ particles: [String]) -> String? {
        let word = words[index].text
        guard words[index].kind == .hangul else { return nil }
        // “고양이 없앴어요” leaves the particle out; 고양 is no animal.
        if KoreanTail.isNoun(word) { return particles.contains("이") ? word : nil }
        guard let particle = particles.first(where: { word.hasSuffix($0) }),
            word.count > particle.count
        else { return nil }
        return String(word.dropLast(particle.count))
    }

    /// The nearest noun phrase before a verb that ends in one of the particles.
    private func phrase(
        before verb: Int, _ particles: [String]
    ) -> (name: String, range: Range<Int>)? {
        var last = verb - 1
        while last >= 0, last > verb - 5 {
            if deed(at: last) != nil { return nil }
            if let name = stem(last, particles) {
                let first = start(of: last)
                let before = sentence.phrase(first..<last)
                let end = words[last].range.lowerBound + name.utf8.count
                return (
                    before.isEmpty ? name : before + " " + name, words[first].range.lowerBound..<end
                )
            }
            last -= 1
        }
        return nil
    }

    /// “강아지 빼고 다”, “문에 손대지 마”: the noun right before, where it carries no other particle.
    private func bareNoun(before verb: Int) -> (name: String, range: Range<Int>)? {
        guard mood == .asked, verb > 0, isSparing(verb), words[verb - 1].kind == .hangul,
            stem(verb - 1, ["을", "를", "은", "는", "이", "가", "도"]) == nil,
            !Self.adverbs.contains(words[verb - 1].text)
        else { return nil }
        let word = words[verb - 1]
        let name = word.text.hasSuffix("에") ? String(word.text.dropLast()) : word.text
        let end = word.range.lowerBound + name.utf8.count
        return name.isEmpty ? nil : (name, word.range.lowerBound..<end)
    }

    private static let adverbs: Set = ["절대", "절대로", "제발", "좀", "더", "전혀", "아예", "그냥", "꼭"]

    /// Modifiers without a particle belong to the noun: 빨간 모자를.
    private func start(of noun: Int) -> Int {
        var first = noun
        while first > 0, !words[first].followsMark, deed(at: first - 1) == nil,
            words[first - 1].kind == .hangul, noun - first < 2,
            !["에서", "에", "는", "이", "가", "고", "을", "를", "의", "도", "만", "로", "요청하신", "대로"]
                .contains(where: { words[first - 1].text.hasSuffix($0) }) || isModifier(first - 1)
        { first -= 1 }
        return first
    }

    private func isModifier(_ index: Int) -> Bool {
        ["빨간", "파란", "노란", "검은", "하얀", "흰", "초록", "작은", "큰", "고양이의", "남자의", "여자의"]
            .contains(words[index].text)
    }

    private mutating func read(_ deed: Deed, at index: Int) {
        let subjects = ["은", "는", "이", "가", "도"]
        // “하늘을 밝게 하고 문은 그대로” keeps the door: what stays is what stands nearest.
        let object =
            deed == .keep
            ? bareNoun(before: index) ?? phrase(before: index, ["을", "를"] + subjects)
            : phrase(before: index, ["을", "를"]) ?? phrase(before: index, subjects)
        // “나머지는 그대로 유지했습니다” has two words for one deed.
        guard let object, !claims.contains(where: { $0.range == object.range }) else { return }
        let isDenied = mood == .asked && isDenied(index)
        // “모자를 추가하지 마세요” keeps no hat.
        if isDenied, deed == .add { return }
        let facet = Facet(named: object.name)
        switch isDenied ? .keep : deed {
        case .remove: claims.append(Claim(.removed, subject: object.name).at(object.range))
        case .add: claims.append(Claim(.added, subject: object.name).at(object.range))
        case .keep:
            claims.append(Claim(.kept, facet: facet ?? .subject(object.name)).at(object.range))
        case .replace, .change: readChange(deed, object, facet, at: index)
        }
    }

    private mutating func readChange(
        _ deed: Deed, _ object: (name: String, range: Range<Int>), _ facet: Facet?, at index: Int
    ) {
        let value = phrase(before: index, ["으로", "로", "하게"])
        if deed == .replace, let value {
            claims.append(Claim(.removed, subject: object.name).at(object.range))
            claims.append(Claim(.added, subject: value.name).at(value.range))
            return
        }
        claims.append(
            Claim(.changed, subject: facet == nil ? object.name : nil, facet: facet).at(
                object.range))
        guard let value else { return }
        let range =
            min(
                object.range.lowerBound, value.range.lowerBound)..<max(
                object.range.upperBound, value.range.upperBound)
        claims.append(Claim(.attribute, subject: object.name, value: value.name).at(range))
    }
}
