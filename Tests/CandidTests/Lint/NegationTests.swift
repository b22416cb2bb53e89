import Candid
import Testing

@Suite struct NegationTests {
    @Test(arguments: [
        // Determiners and pronouns.
        ("a pier with no «boats»", 1), ("there are no «lamps» along the road", 1),
        ("«nobody» on the square", 1), ("a room with «nothing» in it", 1),
        ("none of the windows are «open»", 1), ("neither «cats» nor «dogs»", 2),
        ("no «hats», no «scarves»", 2), ("no «hats, scarves or gloves»", 3),
        // Prepositions and adjectives.
        ("a bike without «pedals»", 1), ("a bowl w/o «fruit»", 1), ("a field devoid of «trees»", 1),
        ("a stage empty of «actors»", 1), ("the absence of «snow»", 1), ("a lack of «light»", 1),
        ("a fork lacking «tines»", 1), ("a plate minus the «crumbs»", 1), ("zero «people»", 1),
        ("instead of «wheels» it has skis", 1), ("in place of a «roof», a tarp", 1),
        // Verbs.
        ("the door is not «open»", 1), ("the boy isn't «running»", 1),
        ("the dog can't «see us»", 1),
        ("he never «smiles»", 1), ("do not include «watermarks»", 1), ("don't draw «borders»", 1),
        ("avoid «lens flare»", 1), ("exclude «people»", 1), ("remove the «fence»", 1),
        ("the scene omits «trees»", 1),
        ("be sure to avoid «text»", 1), ("the cat is not «that of the king»", 1),
        ("the bulb fails to «light»", 1),
        ("must not contain «text»", 1), ("refrain from «adding clouds»", 1),
        // Settings.
        ("a lake --no «boats, people»", 2), ("Negative prompt: «blur, noise, text»", 3),
        // Capitals and curly apostrophes.
        ("NO «TEXT»", 1), ("it doesn’t «bark»", 1),
        // Words.
        ("avoid: «blur, text»", 2), ("one with a hat and one «without»", 1),
        ("a «wheel-less» cart", 1),
        ("a «shoeless» boy", 1), ("a «cloudless» sky", 1), ("an «unfurnished» room", 1),
        ("a «glare-free» screen", 1),
    ])
    func `English cues reach what they negate`(marked: String, count: Int) {
        let example = Example(marked)
        let scopes = negations(example.prompt).compactMap(\.scope)
        #expect(scopes.count == count, "\(marked): \(scopes)")
        let expected = example.ranges.first.map { $0.lowerBound }
        #expect(scopes.first?.lowerBound == expected, "\(marked)")
        #expect(scopes.last?.upperBound == example.ranges.last?.upperBound, "\(marked)")
    }

    @Test(arguments: [
        ("«창문» 없는 방", 1), ("«구름»이 없는 하늘", 1), ("«텍스트» 없음", 1), ("«로고» 없이 단순하게", 1),
        ("«모자를 쓰지» 않은 소년", 1), ("«글자»를 넣지 마세요", 1), ("«워터마크»를 추가하지 말 것", 1),
        ("«자동차»는 그리지 말아 주세요", 1), ("«사람»을 제외하고", 1), ("«배경 인물»은 빼고", 1),
        ("«사진»이 아닌 그림", 1), ("«고양이» 말고 강아지", 1), ("«물» 대신 우유가 흐르는 강", 1),
        ("«텍스트» 금지", 1), ("아직 «피지» 못한 꽃", 1), ("얼굴이 안 «보이는» 사람", 1),
        ("«글씨»없음", 1), ("«구름»이 전혀 없는 하늘", 1), ("«글자»가 있으면 안 됩니다", 1), ("«로고» 미포함", 1),
        ("«앞니»가 빠진 아이", 1), ("«사람»이 하나도 없다", 1), ("«아무도» 없는 거리", 1),
    ])
    func `Korean cues reach what they negate`(marked: String, count: Int) {
        let example = Example(marked)
        let scopes = negations(example.prompt).compactMap(\.scope)
        #expect(scopes == example.ranges, "\(marked): \(scopes)")
        #expect(scopes.count == count)
    }

    @Test(arguments: [
        // Lettering, quoted or not.
        "a poster that says \"no war\"", "a shirt with the words 'never again'",
        "a no smoking sign",
        "a do not disturb sign on a door", "a sign that says no dogs allowed",
        "a neon sign reading “not today”", "{\"text\": \"no entry\"}",
        // Fixed phrases and titles.
        "no doubt the best", "in no time", "a robot from horizon zero dawn", "deal or no deal",
        "a house in the middle of nowhere", "a never-ending staircase", "free of charge",
        "not only tall but wide", "hotaru no haka", "No. 7 on a jersey", "bus no 12",
        "the cabinet folds away when not in use", "without a doubt", "nothing but blue water",
        // Lexical words.
        "a wireless headset", "stainless steel", "seamless pattern", "a homeless man",
        "an undercover cop",
        "a unique unicorn under an umbrella", "priceless timeless flawless countless endless",
        "care-free children", "a piano, a kimono, a casino, a volcano", "sans-serif letters",
        "notes on a table", "a yes/no button", "breaking free from chains",
        "the deep void of space",
        "a mug chilled to avoid melting", "background: none", "a no-fly zone", "a no smoking area",
        "a man missing the ball",
        // Korean traps.
        "무지개가 뜬 언덕", "끝없이 이어진 길", "이음새 없는 벽", "흔들림 없는 눈빛", "수없이 많은 별",
        "알 수 없는 물체", "변함없이 푸른 산", "틀림없이 맑은 날", "전례 없는 구도", "집 안의 고양이",
        "말 두 마리", "돌돌 말아 놓은 종이", "낚시 금지 표지판", "수영금지 깃발", "안경을 쓴 소녀",
        "멀지 않은 곳의 등대", "다름 아닌 왕", "틀에 얽매이지 않는 그림", "강아지와 고양이", "못을 박는 목수",
        "바지 마네킹", "강아지 마당", "물에 빠진 공", "불가사리 한 마리", "할아버지 말씀", "미술관 안 카페",
        "제공되지 않는 한 파란색", "주저앉은 강아지", "빼곡히 들어찬 책장", "아니메 포스터",
    ])
    func `what only looks like a negation is left alone`(text: String) {
        let found = negations(Prompt(text))
        #expect(found.isEmpty, "\(text): \(found.map(\.range))")
    }

    @Test(arguments: [
        "do not change the face", "without altering the background", "don't touch the car",
        "never modify the logo", "the pose must not be changed", "no changes to the lighting",
        "얼굴은 바꾸지 마세요", "배경을 변경하지 않도록",
    ])
    func `an order to keep something is no negation`(text: String) throws {
        #expect(negations(Prompt(text)).isEmpty, "\(text)")
        let keep = try #require(LintRule.all.first { $0.id == "keep-constraint" })
        #expect(Prompt(text).findings(by: [keep]).count == 1, "\(text)")
    }

    @Test func `an affix is cue and scope in one`() {
        let found = negations("a sleeveless dress")
        #expect(found.map(\.cue) == [2..<12])
        #expect(found.map(\.scope) == [2..<12])
    }

    @Test func `a list after one cue gives a finding for each thing and one fix`() {
        let found = negations("a square with no cars, people or signs")
        #expect(found.count == 3)
        #expect(Set(found.map(\.fix)).count == 1)
    }

    @Test func `offsets can be had in scalars`() throws {
        let prompt: Prompt = "문 없는 집, no cars"
        let scopes = negations(prompt).compactMap(\.scope)
        let offsets = ScalarOffsets(prompt)
        #expect(scopes.map { offsets($0) } == [0..<1, 11..<15])
    }

    private func negations(_ prompt: Prompt) -> [Finding] {
        prompt.findings(by: LintRule.all.filter { $0.id == "negation" })
    }
}
