extension Reading {
    /// The edit that says a Korean negation positively, where a wording is known.
    func koreanFix(of negation: Negation) -> TextEdit? {
        guard negation.things.count == 1, let scope = negation.thingBytes else { return nil }
        let cue = negation.cueBytes ?? range(negation.cue)
        guard scope.lowerBound < cue.upperBound else { return nil }
        let whole = scope.lowerBound..<cue.upperBound
        if starts(negation.cue.lowerBound, "대신") || starts(negation.cue.lowerBound, "말고") {
            return withoutBefore(whole)
        }
        guard let wording = koreanWording(scope), let form = form(of: cue) else { return nil }
        switch form {
        case .adverb: return TextEdit(range: whole, replacement: wording.adverb)
        case .adnominal: return TextEdit(range: whole, replacement: wording.adnominal)
        case .item: return TextEdit(range: whole, replacement: wording.item)
        }
    }

    /// 물 대신 우유 → 우유.
    private func withoutBefore(_ whole: Range<Int>) -> TextEdit {
        var end = whole.upperBound
        if end < bytes.count, bytes[end] == 0x20 { end += 1 }
        return TextEdit(range: whole.lowerBound..<end, replacement: "")
    }

    private enum Form { case adverb, adnominal, item }

    /// 없이 and 없고 lean on a verb, 없는 on a noun, 없음 stands alone.
    private func form(of cue: Range<Int>) -> Form? {
        for text in ["없이", "없고", "없도록", "없게", "빼고", "제외하고"] where has(text, at: cue.lowerBound) {
            return .adverb
        }
        for text in ["없는", "없던", "뺀"] where has(text, at: cue.lowerBound) { return .adnominal }
        for text in [
            "없음", "금지", "제외", "않는다", "않습", "마세", "마십", "말것", "없습", "없다", "미포함", "빼주", "빼줘", "빼세",
        ]
        where has(text, at: cue.lowerBound) { return .item }
        return nil
    }

    /// The wording for the last noun, if all nouns of a list have the same one.
    private func koreanWording(_ scope: Range<Int>) -> KoreanWording? {
        guard let last = koreanWordings.first(where: { ends(scope, $0.thing) }) else { return nil }
        let rest = scope.upperBound - last.thing.utf8.count
        guard rest > scope.lowerBound else { return last }
        for noun in text(scope.lowerBound..<rest).split(whereSeparator: { $0 == " " || $0 == "," })
        {
            var stems = [String(noun), String(noun.dropLast())]
            if noun.hasSuffix("이나") { stems.append(String(noun.dropLast(2))) }
            guard
                koreanWordings.contains(where: { stems.contains($0.thing) && $0.item == last.item })
            else { return nil }
        }
        return last
    }

    private func ends(_ scope: Range<Int>, _ thing: String) -> Bool {
        let start = scope.upperBound - thing.utf8.count
        return start >= scope.lowerBound && has(thing, at: start)
            && (start == scope.lowerBound || bytes[start - 1] == 0x20)
    }
}

/// What to say in Korean for a thing that is to be absent, leaning on a verb, on a noun, or alone.
private struct KoreanWording {
    let thing: String
    let adverb: String
    let adnominal: String
    let item: String

    init(_ thing: String, _ adverb: String, _ adnominal: String, _ item: String) {
        self.thing = thing
        self.adverb = adverb
        self.adnominal = adnominal
        self.item = item
    }
}

private let koreanWordings: [KoreanWording] =
    [
        "텍스트", "글자", "글씨", "문자", "문구", "자막", "캡션", "텍스트 오버레이", "타이포그래피",
        "로고", "워터마크", "서명", "브랜드", "상표", "글", "번호판",
    ].map {
        KoreanWording($0, "깨끗하고 빈 표면으로", "표면이 깨끗하게 비어 있는", "깨끗하고 빈 표면")
    }
    + ["사람", "사람들", "인물", "행인", "관광객", "군중", "인파", "아무도"].map {
        KoreanWording($0, "한적하고 텅 비어", "한적하고 텅 빈", "한적하고 텅 빈 풍경")
    }
    + ["차", "자동차", "차량", "교통"].map {
        KoreanWording($0, "탁 트인 채 한산하게", "탁 트이고 한산한", "탁 트이고 한산한 도로")
    }
    + ["구름"].map { KoreanWording($0, "맑게 갠 푸른빛으로", "맑게 갠 푸른", "맑게 갠 푸른 하늘") }
    + ["잎", "나뭇잎", "잎사귀"].map {
        KoreanWording($0, "앙상한 가지로", "가지가 앙상한", "앙상한 가지")
    }
    + ["그림자"].map { KoreanWording($0, "고르고 평평한 빛으로", "고르고 평평한 빛의", "고르고 평평한 빛") }
    + ["배경"].map { KoreanWording($0, "순백 위에 오려 낸 듯", "순백 위에 오려 낸 듯한", "순백 위에 오려 낸 모습") }
    + ["우산"].map { KoreanWording($0, "비를 그대로 맞으며", "비를 그대로 맞는", "비를 그대로 맞는 모습") }
    + ["안경", "선글라스"].map { KoreanWording($0, "맨눈으로", "맨눈의", "맨눈") }
    + ["모자", "헬멧"].map { KoreanWording($0, "머리를 드러내고", "머리를 드러낸", "드러낸 머리") }
    + ["수염", "콧수염", "턱수염"].map {
        KoreanWording($0, "말끔히 면도하고", "말끔히 면도한", "말끔히 면도한 얼굴")
    }
    + ["머리카락"].map { KoreanWording($0, "민머리로", "민머리인", "민머리") }
    + ["신발"].map { KoreanWording($0, "맨발로", "맨발의", "맨발") }
    + ["가구", "의자", "소파", "책상", "탁자", "테이블"].map {
        KoreanWording($0, "바닥을 텅 비워", "바닥이 텅 빈", "텅 빈 바닥")
    }
    + ["장식", "무늬", "소품"].map { KoreanWording($0, "수수하고 매끈하게", "수수하고 매끈한", "수수하고 매끈한 모습") }
    + ["표정"].map { KoreanWording($0, "담담하게", "담담한", "담담한 얼굴") }
    + ["흔들림", "블러", "흐림"].map { KoreanWording($0, "또렷하게", "또렷한", "또렷한 초점") }
    + ["테두리", "프레임", "액자", "여백"].map {
        KoreanWording($0, "화면 끝까지 꽉 차게", "화면 끝까지 꽉 찬", "화면 끝까지 꽉 찬 구도")
    }
    + ["현대 기술"].map { KoreanWording($0, "옛 시대 그대로", "옛 시대 그대로인", "옛 시대의 풍경") }
