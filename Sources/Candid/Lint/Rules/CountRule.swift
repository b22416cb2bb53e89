extension LintRule {
    /// Models lose count soon.
    static let count = LintRule(
        "count", .note,
        Text(
            summary: "Expect numbers above four to be wrong; have them checked, or ask for fewer.",
            rationale:
                "Image models do not count; up to about four they get it right by shape, beyond that by luck.",
            source:
                "Human ratings of generated pictures: numbers above three are among what fails most."
        ),
        flags: [
            "«seven apples» on a table", "«12 white candles»", "«고양이 일곱 마리»가 있는 방", "«사과 9개»",
        ],
        passes: [
            "two apples", "16:9 photo", "8 years old", "a 50 mm lens", "5 o'clock", "고양이 두 마리",
        ],
        triggers: [.digits, .numberWord, .hangul]
    ) { reading, findings in
        let limit = UInt64(findings.configuration.countLimit)
        for index in reading.tokens.indices where !reading.tokens[index].flags.contains(.quoted) {
            var range: Range<Int>?
            if let counted = reading.counted(index), counted.count > limit {
                range = reading.range(index..<counted.noun + 1)
            } else if reading.traits.contains(.hangul) {
                range = reading.koreanCount(index, limit)
            }
            guard let range else { continue }
            findings.add(
                range, "Models seldom draw more than \(limit) of a thing right; have it checked.")
        }
    }
}

extension Reading {
    private static let numerals = [
        "둘": 2, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
        "열두": 12, "스무": 20, "수십": 30, "수백": 300,
    ]
    private static let counters = ["마리", "개", "명", "송이", "대", "그루", "권", "잔", "채", "척", "자루", "켤레"]

    /// 고양이 일곱 마리, 사과 9개.
    fileprivate func koreanCount(_ index: Int, _ limit: UInt64) -> Range<Int>? {
        let token = tokens[index]
        var counter = index + 1
        var end = 0
        if token.kind == .number {
            guard counter < tokens.count, tokens[counter].kind == .hangul, token.hash > limit else {
                return nil
            }
        } else if token.kind == .hangul {
            guard token.range.count <= 6,
                let value = Self.numerals[text(token.range)], value > limit
            else { return nil }
        } else {
            return nil
        }
        if counter >= tokens.count { counter = index }
        for name in Self.counters where starts(counter, name) && isCounter(counter, name) {
            end = Int(tokens[counter].start) + name.utf8.count
            break
        }
        guard end > 0 else { return nil }
        let noun =
            index > 0 && tokens[index - 1].kind == .hangul && !opensLine(index) ? index - 1 : index
        return Int(tokens[noun].start)..<end
    }

    /// True if at most a particle follows the counter: 개 but not 개구리.
    private func isCounter(_ index: Int, _ name: String) -> Bool {
        let rest = tokens[index].range.count - name.utf8.count
        guard rest > 0 else { return true }
        let tail = text(Int(tokens[index].start) + name.utf8.count..<Int(tokens[index].end))
        return ["가", "를", "이", "을", "의", "와", "과", "는", "은", "로", "도", "만"].contains(tail)
    }
}
