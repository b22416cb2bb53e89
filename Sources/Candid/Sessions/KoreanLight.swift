/// An hour or a weather, as Korean says it of a whole picture.
struct KoreanLight: Hashable {
    /// An hour by its noun, such as 밤; a weather by what stands before a noun, such as 비 오는.
    let value: String
    let isHour: Bool

    private static let hours: Set = [
        "밤", "낮", "저녁", "아침", "새벽", "노을", "정오", "한낮", "한밤", "한밤중", "황혼", "오후", "오전", "자정",
        "해질녘", "석양",
    ]
    /// What is said of a weather, in the form that stands before a noun.
    private static let weathers = [
        "비 오게": "비 오는", "비가 오게": "비 오는", "비 내리게": "비 내리는", "비가 내리게": "비 내리는", "비오게": "비 오는",
        "눈 오게": "눈 오는", "눈이 오게": "눈 오는", "눈 내리게": "눈 내리는", "눈이 내리게": "눈 내리는", "눈오게": "눈 오는",
        "안개 끼게": "안개 낀", "안개가 끼게": "안개 낀", "날씨를 흐리게": "흐린", "흐린 날로": "흐린", "흐린 날씨로": "흐린",
        "맑게": "맑은", "날씨를 맑게": "맑은", "맑은 날로": "맑은", "맑은 날씨로": "맑은", "비 오는 날로": "비 오는",
        "눈 오는 날로": "눈 오는",
    ]
    private static let said = Set(weathers.values).union(["비오는", "눈오는", "안개 자욱한"])

    private static let idle: Set = {
        let verbs = ["바꿔", "바꾸어", "변경해", "만들어", "해", "부탁해"]
        let ends = ["", "줘", "주세요", "줘요", "줄래", "주라", "봐", "라"]
        return Set(verbs.flatMap { verb in ends.map { verb + $0 } })
            .union(["줘", "주세요", "부탁드려요", "부탁해요", "부탁합니다", "제발", "좀", "이제"])
    }()

    /// An hour by its name.
    init?(_ hour: String) {
        guard Self.hours.contains(hour) else { return nil }
        (value, isHour) = (hour, true)
    }

    /// What a clause asks of the whole picture, where it asks for nothing more.
    init?(_ clause: EditClause) {
        guard clause.isKorean, let sentence = clause.onlySentence else { return nil }
        let wholes: Set = ["전체를", "그림을", "장면을", "화면을", "사진을", "배경을", "전체", "그림"]
        let rest = sentence.words.map(\.text).filter { word in
            // Whole words: 해변 and 해바라기 begin as 해 does.
            !wholes.contains(word) && !Self.idle.contains(word)
        }
        let line = rest.joined(separator: " ")
        if let weather = Self.weathers[line] {
            (value, isHour) = (weather, false)
            return
        }
        guard
            let hour = ["으로", "로", ""].lazy.filter(line.hasSuffix).map({
                String(line.dropLast($0.count))
            }).first(where: Self.hours.contains)
        else { return nil }
        (value, isHour) = (hour, true)
    }

    /// Where a text says such a thing; nil where that isn't sure.
    static func places(in said: SaidWords, hours: Bool) -> [Range<Int>]? {
        var found: [Range<Int>] = []
        for index in said.words.indices where said.words[index].isKorean {
            let word = said.words[index]
            guard !word.isQuoted else { continue }
            if hours, self.hours.contains(where: word.text.hasPrefix) {
                guard let stem = hour(at: index, said) else { return nil }
                found.append(
                    word.range.lowerBound..<word.range.lowerBound + stem.utf8.count)
            } else if !hours {
                found += weather(at: index, said)
            }
        }
        return found
    }

    /// “밤” of “밤의 거리” and “, 밤”; 밤 elsewhere may be a chestnut, and 밤하늘 is another word.
    ///
    /// “오후의 햇살” is a sun that no other hour has.
    private static func hour(at index: Int, _ said: SaidWords) -> String? {
        let word = said.words[index]
        let isApart = !word.touchesNext && (index == 0 || !said.words[index - 1].touchesNext)
        return hours.first { hour in
            word.text == hour + "에" || word.text == hour + "의" && isScene(index + 1, said)
                || isApart && word.text == hour
        }
    }

    private static func isScene(_ index: Int, _ said: SaidWords) -> Bool {
        guard index < said.words.count else { return false }
        let scenes: Set = ["거리", "도시", "하늘", "풍경", "장면", "마을", "골목", "길", "시골", "바닷가"]
        return scenes.contains(KoreanTail.stem(of: said.words[index].text))
            || PlaceEdit.isPlace(index, said)
    }

    private static func weather(at index: Int, _ said: SaidWords) -> [Range<Int>] {
        let word = said.words[index]
        if self.said.contains(word.text) { return [word.range] }
        guard word.touchesNext, index + 1 < said.words.count else { return [] }
        let next = said.words[index + 1]
        return self.said.contains("\(word.text) \(next.text)")
            ? [word.range.lowerBound..<next.range.upperBound] : []
    }
}

// MARK: In a brief

extension BriefText {
    /// Gives the whole another hour or weather; false where the brief speaks of it otherwise.
    mutating func shine(_ light: KoreanLight) -> Bool {
        let said = said
        guard let old = KoreanLight.places(in: said, hours: light.isHour), old.count < 2,
            LightWords.runs(in: said).allSatisfy({ said.words[$0.lowerBound].isKorean })
        else { return false }
        guard let old = old.first else {
            append(light.isHour ? ", \(light.value)" : ", \(light.value) 날씨")
            return true
        }
        put(light.value, at: old)
        return true
    }

    /// Whether it speaks of an hour or a weather in Korean, which English words can't take the place of.
    var hasKoreanLight: Bool {
        let said = said
        return [true, false].contains { KoreanLight.places(in: said, hours: $0)?.isEmpty != true }
    }

    /// Takes a thing out of a list: “, 문”, “자전거와 문”.
    ///
    /// - Returns: Whether it is sure where it begins and ends.
    mutating func cutKorean(_ index: Int) -> Bool {
        let said = said
        let words = said.words
        var start = index
        while start > 0, words[start - 1].touchesNext, !words[start - 1].isSmall,
            joined(words[start - 1].text) == nil
        {
            // “고양이의 모자”, “자는 고양이”: what stands before may say more than how it looks.
            guard AdditionLexicon.shared.kind(of: start - 1, in: words) == .colour else {
                return false
            }
            start -= 1
        }
        let own = joined(words[index].text)
        let isLast = index == words.count - 1 || !words[index].touchesNext
        if let own, words[index].touchesNext, index + 1 < words.count, !own.isEmpty,
            start == 0 || !words[start - 1].touchesNext
        {
            put("", at: words[start].range.lowerBound..<words[index + 1].range.lowerBound)
            return true
        }
        guard isLast, start > 0, words[index].text == words[index].key else { return false }
        guard words[start - 1].touchesNext else {
            put("", at: words[start - 1].range.upperBound..<words[index].range.upperBound)
            return true
        }
        guard let particle = joined(words[start - 1].text) else { return false }
        let end = words[start - 1].range.upperBound - particle.utf8.count
        put("", at: end..<words[index].range.upperBound)
        return true
    }

    /// The particle that joins a noun to the next one: 와 of 자전거와, nothing of 사과.
    private func joined(_ word: String) -> String? {
        let particle = ["이랑", "하고", "와", "과", "랑"].first { word.hasSuffix($0) }
        guard let particle, KoreanTail.stem(of: word) == word.dropLast(particle.count) else {
            return nil
        }
        return particle
    }
}
