/// The particles and endings that a Korean word carries at its end.
enum KoreanTail {
    /// Particles, longest first, so that the first that fits is the whole of it.
    static let particles: [String] = [
        "에서부터", "으로부터", "에게서는", "이라고는",
        "에서는", "에서도", "에게서", "한테서", "으로는", "으로도", "으로써", "으로서", "로부터", "까지는",
        "까지도", "부터는", "이라는", "이라고", "에게는", "에게도", "처럼은", "만으로", "마다의",
        "에서", "에게", "에는", "에도", "에의", "한테", "께서", "으로", "로는", "로도", "로서", "로써",
        "까지", "부터", "처럼", "같이", "보다", "마다", "조차", "밖에", "이나", "이랑", "이며", "이고",
        "하고", "라는", "라고", "만큼", "만이", "만은", "만을", "과의", "와의", "들이", "들을", "들은",
        "들의", "들과", "들도",
        "이", "가", "을", "를", "은", "는", "의", "에", "로", "와", "과", "도", "만", "나", "랑", "들",
        "며", "고", "야", "아",
    ]

    private static let known = Set(particles)

    /// True for a particle, or nothing at all.
    static func isTail(_ text: Substring) -> Bool {
        text.isEmpty || known.contains(String(text))
    }

    /// How many bytes two Korean words share at their start, if only their particles differ;
    /// nil if more than that differs.
    static func sharedStem(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int? {
        var count = 0
        while count < min(a.count, b.count), a[a.startIndex + count] == b[b.startIndex + count] {
            count += 1
        }
        count -= count % 3
        guard count >= 3 else { return nil }
        let tails = [a.dropFirst(count), b.dropFirst(count)]
        let fit = tails.allSatisfy { isTail(Substring(decoding: $0, as: UTF8.self)) }
        return fit ? count : nil
    }

    /// A Korean word without the particle that its last syllables seem to be.
    ///
    /// A particle that asks for a final consonant (을, 이, 은, 과, 으로) is taken only after one,
    /// and one that asks for a vowel (를, 가, 는, 와) only after a vowel. At least one syllable
    /// stays; a stem of one syllable is believed only under the object particles.
    static func stem(of word: String) -> String {
        if let noun = noun(in: word) { return noun }
        for particle in particles where word.hasSuffix(particle) {
            let stem = word.dropLast(particle.count)
            guard let last = stem.unicodeScalars.last, fits(particle, after: last) else { continue }
            if stem.count == 1, !isSureAfterOneSyllable(particle) { continue }
            return String(stem)
        }
        return word
    }

    /// Nouns whose last syllable looks like a particle, longer words that end in them included.
    private static let nouns = """
        고양이 호랑이 원숭이 거북이 달팽이 올챙이 지렁이 부엉이 구렁이 굼벵이 곰팡이 지팡이 팽이 얼룩이 어린이 젊은이 늙은이 둥이
        쟁이 꼬맹이 덩이 송이 걸이 꽂이 받이 볶이 놀이 손잡이 높이 길이 넓이 깊이 종이 나들이 화가 아가 바나나 냉장고
        플라밍고 인디고 기와 한과 약과 횡단보도 청포도 세계지도 제주도 회의 상의 하의 파파야 고속도로 첫사랑 물레방아 코코아 달리아
        """.split { $0 == " " || $0.isNewline }.map(String.init)

    /// What somebody or something does, as it stands before a noun: 오는, 앉은, 핀.
    private static let deeds = Set(
        """
        오는 내리는 지는 부는 자는 타는 서는 앉은 앉는 누운 눕는 달리는 걷는 걸어가는 뛰는 웃는 우는 보는 바라보는 나는
        날아가는 떠 떠다니는 뜨는 뜬 흐르는 피는 핀 낀 끼는 먹는 마시는 쉬는 노는 읽는 쓰는 들고 입은 입고 쓴 쓰고 있는
        서있는 앉아있는 누워있는 비추는 비치는 치는 짖는 잠든 잠자는 기대는 기댄 놓인 걸린 달린 열린 닫힌
        """.split { $0 == " " || $0.isNewline }.map(String.init))

    /// Whether a word is such a deed, and no noun with a particle.
    static func isDeed(_ word: String) -> Bool { deeds.contains(word) }

    /// Whether a word is a noun as it stands, although it ends as if in a particle: 고양이.
    static func isNoun(_ word: String) -> Bool { nouns.contains { word.hasSuffix($0) } }

    /// One of ``nouns``, without the particle that a word has behind it.
    private static func noun(in word: String) -> String? {
        if isNoun(word) { return word }
        for particle in particles where word.hasSuffix(particle) {
            let stem = String(word.dropLast(particle.count))
            if isNoun(stem) { return stem }
        }
        return nil
    }

    private static func isSureAfterOneSyllable(_ particle: String) -> Bool {
        let sure: Set = ["을", "를", "은", "는", "의", "에", "와", "과", "이", "가"]
        return particle.count > 1 || sure.contains(particle)
    }

    private static func fits(_ particle: String, after scalar: Unicode.Scalar) -> Bool {
        guard (0xAC00...0xD7A3).contains(scalar.value) else { return false }
        let coda = (scalar.value - 0xAC00) % 28
        switch particle.unicodeScalars.first {
        case "을", "이", "은", "과", "으": return coda != 0
        case "를", "가", "는", "와", "랑", "며", "나", "야": return coda == 0
        case "로": return coda == 0 || coda == 8
        default: return true
        }
    }
}
