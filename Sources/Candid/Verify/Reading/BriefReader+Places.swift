/// Words that say where something is, and Korean counts, which stand behind what they count.
extension SaidWords {
    private static let places: Set = [
        "left", "right", "front", "back", "rear", "top", "bottom", "middle", "center", "centre",
        "foreground", "background", "side", "corner", "edge",
    ]
    /// What a place may be a part of: “the left side”.
    private static let parts: Set = ["side", "half", "corner", "edge", "hand"]
    private static let leads: Set = [
        "to", "on", "in", "at", "near", "toward", "towards", "from", "by", "along",
    ]

    /// Whether a word says where something is: “to the left of a house” names no thing called left.
    ///
    /// “the top shelf” and “a red top” are things.
    func isPlace(_ index: Int) -> Bool {
        let word = words[index]
        guard Self.places.contains(word.text), !word.isQuoted else { return false }
        if word.touchesNext, index + 1 < words.count {
            let next = words[index + 1]
            if next.text == "of" { return true }
            guard next.isSmall || Self.parts.contains(next.text) else { return false }
        }
        var start = index - 1
        while start >= 0, Self.places.contains(words[start].text) { start -= 1 }
        guard start >= 0, words[start].touchesNext else { return false }
        if words[start].text != "the" { return Self.leads.contains(words[start].text) }
        return start > 0 && Self.leads.contains(words[start - 1].text)
    }

    /// Whether one of the words says where something is.
    func isPlace(_ word: SaidWord) -> Bool {
        words.firstIndex { $0.range == word.range }.map(isPlace) ?? false
    }

    private static let counters: Set = [
        "개", "마리", "명", "그루", "송이", "대", "채", "권", "잔", "분", "척", "장", "켤레", "병",
    ]

    /// “사과 세 개”, “세 개의 사과”: how many of a Korean thing there are to be, and the words that
    /// say so; nil where none do.
    func koreanCount(of thing: Range<Int>) -> (number: Int, range: Range<Int>)? {
        guard let last = thing.last, let first = thing.first, words[last].isKorean else {
            return nil
        }
        if let (number, end) = count(from: last + 1), words[last].touchesNext {
            return (number, words[first].range.lowerBound..<words[end].range.upperBound)
        }
        guard first > 1, let (number, end) = count(from: first - 2), end == first - 1,
            words[end].touchesNext
        else { return nil }
        return (number, words[first - 2].range.lowerBound..<words[last].range.upperBound)
    }

    /// A number with a counter behind it, or grown together with one.
    private func count(from index: Int) -> (number: Int, end: Int)? {
        guard words.indices.contains(index), words[index].isNumber,
            let number = Int(words[index].key.dropFirst())
        else { return nil }
        let next = index + 1
        if next < words.count, Self.counters.contains(KoreanTail.stem(of: words[next].text)) {
            return (number, next)
        }
        let isGrownTogether = words[index].isKorean && words[index].text.count > 1
        return isGrownTogether ? (number, index) : nil
    }
}

extension SaidWord {
    /// Whether it is written in Hangul.
    var isKorean: Bool {
        text.unicodeScalars.contains { (0xAC00...0xD7A3) ~= $0.value }
    }
}

extension BriefReader {
    /// “a red car on the left”: where a thing is within the picture, and not beside another one.
    mutating func readPlaces() {
        let joined = claims.filter { $0.kind == .relation }.compactMap(\.range)
        var index = 0
        while index < said.words.count {
            defer { index += 1 }
            guard said.isPlace(index) else { continue }
            while index + 1 < said.words.count, said.isPlace(index + 1) { index += 1 }
            let place = said.words[index].range
            guard !joined.contains(where: { $0.overlaps(place) }),
                let thing = things.last(where: { $0.range.upperBound <= place.lowerBound }),
                !text(thing.range.upperBound..<place.lowerBound).contains(where: ",;.".contains)
            else { continue }
            let range = thing.range.lowerBound..<place.upperBound
            _ = add(Claim(.relation, subject: text(range)), range, parents: [thing.id])
        }
    }
}
