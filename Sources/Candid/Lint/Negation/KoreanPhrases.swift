/// What a Korean verb before a negation does.
enum KoreanVerbs {
    enum Kind {
        /// Using, including, drawing: the object is what is to be absent.
        case show
        /// Changing, touching: the object is what is to stay.
        case keep
        case other
    }

    private static let shows = [
        "사용", "포함", "넣", "그리", "보이", "나오", "나타나", "추가", "표시", "등장", "들어가", "표현", "담",
        "하드코딩", "삽입", "노출", "활용", "만들", "생성", "배치", "두", "적", "쓰이", "이용", "집어넣", "출력",
    ]
    private static let keeps = [
        "바꾸", "변경", "수정", "건드리", "변형", "손대", "바뀌", "훼손", "왜곡", "자르", "고치", "달라지", "편집",
        "보정", "조정", "이동", "변화", "변하", "대체", "교체",
    ]
    private static let signs = [
        "흡연", "수영", "출입", "주차", "촬영", "진입", "통행", "접근", "낚시", "취식", "음주", "반려", "쓰레기",
        "주정차", "유턴", "좌회전", "우회전", "휴대폰", "음식물", "관계자", "입수", "등반", "투기", "노상",
    ]
    private static let adverbials = [
        "보이", "나오", "나온", "들어", "쓴", "쓰", "입은", "입고", "넣", "된", "되는", "그린", "익은", "웃",
        "움직", "나게", "나는", "비치", "가린", "묻은", "먹",
    ]

    static func kind(of reading: borrowing Reading, _ index: Int) -> Kind {
        for verb in keeps where reading.starts(index, verb) { return .keep }
        for verb in shows where reading.starts(index, verb) { return .show }
        return .other
    }

    static func isSign(_ reading: borrowing Reading, _ start: Int) -> Bool {
        for sign in signs where reading.has(sign, at: start) { return true }
        return false
    }

    /// 안 됩니다, written as one word.
    static func forbids(_ reading: borrowing Reading, _ place: Int) -> Bool {
        ["되", "됩", "돼", "된"].contains { reading.has($0, at: place) }
    }

    static func takesAdverb(_ reading: borrowing Reading, _ index: Int) -> Bool {
        for verb in adverbials where reading.starts(index, verb) { return true }
        return false
    }
}

extension Reading {
    /// The noun phrase that ends before a word: 노골적인 팬서비스, 현대 기술, 영어와 중국어.
    func koreanPhrase(endingAt end: Int) -> Range<Int>? {
        guard end > 0, isWord(end - 1) || tokens[end - 1].kind == .number, !opensLine(end) else {
            return nil
        }
        let end = beforePlace(beforeDegree(end))
        var start = end - 1
        if endsInAdverb(start), !isKoreanNoun(start) { return nil }
        while start > 0, end - start < 14 {
            if isSymbol(start - 1, ","), start > 1, joinsList(start) || isObjectList(start, end) {
                start -= 2
                continue
            }
            guard isWord(start - 1), !opensLine(start), !tokens[start].flags.contains(.opensLine),
                joins(start - 1)
            else { break }
            start -= 1
        }
        return start..<end
    }

    /// 텍스트, 로고, 워터마크 없음 stays three findings’ worth of one phrase only if “또는” closes it.
    private func joinsList(_ index: Int) -> Bool {
        for place in index..<min(index + 4, tokens.count)
        where starts(place, "또는") || starts(place, "혹은") || starts(place, "및") { return true }
        return false
    }

    /// “그림자, 글자, 구름은 넣지 마세요”: bare nouns from the start of the sentence to an object.
    private func isObjectList(_ start: Int, _ end: Int) -> Bool {
        guard ["을", "를", "은", "는"].contains(where: { ends(end - 1, $0) }), end < tokens.count,
            KoreanVerbs.kind(of: self, end) == .show || starts(end, "피하") || starts(end, "제외")
        else { return false }
        var place = start - 1
        while place >= 0, start - place < 12, !opensLine(place + 1) {
            if isSymbol(place, ".") || isSymbol(place, "!") || isSymbol(place, ":") { return true }
            if isWord(place), isConnecting(place) || endsInVerb(place), !isKoreanNoun(place) {
                return false
            }
            place -= 1
        }
        return place < 0 || opensLine(place + 1)
    }

    /// True if a word belongs to the phrase that the next word continues.
    private func joins(_ index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .hangul else { return token.kind == .word && token.span == 1 }
        if starts(index, "또는") || starts(index, "혹은") || starts(index, "및") { return true }
        if ends(index, "나") { return !endsInVerbOnNa(index) }
        if ends(index, "와") || ends(index, "과") || ends(index, "의") { return true }
        if ends(index, "적인") || ends(index, "된") || ends(index, "한") && token.range.count > 6 {
            return true
        }
        if isConnecting(index) { return isKoreanNoun(index) }
        return isKoreanNoun(index) || !endsInVerb(index)
    }

    /// 아무도 자리에 없는: what is absent stands before the place where it is absent.
    private func beforePlace(_ end: Int) -> Int {
        guard end > 1, ends(end - 1, "에") || ends(end - 1, "에서") || ends(end - 1, "에는"),
            isWord(end - 2), !tokens[end - 1].flags.contains(.opensLine)
        else { return end }
        let subject = ["이", "가", "은", "는", "도", "나"].contains { ends(end - 2, $0) }
        return subject ? end - 1 : end
    }

    /// 전혀 없는, 하나도 없는: the degree is no part of the thing.
    private func beforeDegree(_ end: Int) -> Int {
        var end = end
        for _ in 0..<3 {
            guard end > 1, isWord(end - 2), isDegree(end - 1) else { break }
            end -= 1
        }
        return end
    }

    private func isDegree(_ index: Int) -> Bool {
        for word in ["하나도", "전혀", "아예", "거의", "별로", "절대", "절대로", "결코", "더", "이상", "모두", "일절"]
        where tokens[index].range.count == word.utf8.count && starts(index, word) { return true }
        return false
    }

    private func endsInVerbOnNa(_ index: Int) -> Bool {
        ["만나", "떠나", "어나", "빛나", "지나", "타나", "끝나", "겁나"].contains { ends(index, $0) }
    }

    private func endsInAdverb(_ index: Int) -> Bool {
        for ending in ["고", "며", "서", "게", "히", "면"]
        where ends(index, ending) && tokens[index].range.count > 3 { return true }
        return false
    }

    private func isKoreanNoun(_ index: Int) -> Bool {
        let token = tokens[index]
        return token.tail == 0 && !token.traits.isDisjoint(with: Traits.thing.union(.style))
    }

    /// True if a word ends in a particle or verb ending that closes its phrase.
    private func isConnecting(_ index: Int) -> Bool {
        for ending in [
            "을", "를", "이", "가", "은", "는", "에", "에서", "로", "고", "며", "게", "히",
        ]
        where ends(index, ending) && tokens[index].range.count > ending.utf8.count { return true }
        return false
    }

    private func endsInVerb(_ index: Int) -> Bool {
        for ending in [
            "어진", "아진", "려진", "해진", "여진", "워진", "켜진", "다", "요", "며", "면", "지", "아", "어", "여", "해",
            "져", "려", "러", "야", "줘", "직", "시", "채",
            "록", "든", "던",
        ]
        where ends(index, ending) { return true }
        return false
    }

    /// True if the last word is a noun as it stands: 고양이 ends in no particle.
    private func isKnownNoun(_ range: Range<Int>) -> Bool {
        var start = range.upperBound
        while start > range.lowerBound, bytes[start - 1] > 0x20 { start -= 1 }
        var hash = WordHash()
        for byte in bytes[start..<range.upperBound] { hash.add(byte) }
        let vocabulary = Vocabulary.shared
        let known = vocabulary.entries[vocabulary.index(of: hash.value)].traits
        return !known.isDisjoint(with: .thing)
    }

    /// A range without the particle at its end: 텍스트가 → 텍스트.
    func withoutParticle(_ range: Range<Int>) -> Range<Int> {
        if isKnownNoun(range) { return range }
        for particle in [
            "에는", "에서", "으로", "이나", "이", "가", "은", "는", "을", "를", "도", "의", "와", "과", "로", "나",
        ] {
            let start = range.upperBound - particle.utf8.count
            if start > range.lowerBound, has(particle, at: start) {
                return range.lowerBound..<start
            }
        }
        return range
    }
}
