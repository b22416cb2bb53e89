/// Finds Korean negations, whose thing stands before the cue, joined to particles or to the cue.
struct KoreanNegations {
    var found: [Negation] = []

    mutating func read(_ reading: borrowing Reading) {
        for index in reading.tokens.indices
        where reading.tokens[index].traits.contains(.koreanCue) {
            guard var match = match(reading, index) else { continue }
            if reading.tokens[index].flags.contains(.quoted) { match.kind = .quoted }
            found.append(match)
        }
    }

    private func match(_ reading: borrowing Reading, _ index: Int) -> Negation? {
        let range = reading.tokens[index].range
        for place in stride(from: range.lowerBound, to: range.upperBound, by: 3) {
            let last = reading.bytes[min(place + 2, range.upperBound - 1)]
            for cue in KoreanCuePattern.table[Int(last & 0x3F)]
            where place + cue.length <= range.upperBound && reading.has(cue.text, at: place) {
                if let match = cue.match(reading, index, place) { return match }
            }
        }
        return nil
    }
}

/// A cue's spelling and how it takes its scope.
private struct KoreanCuePattern {
    let text: String
    let length: Int
    let reach: Reach

    /// The cues by the last byte of their first syllable, so that most are never looked at.
    static let table: [[KoreanCuePattern]] = {
        var table = Array(repeating: [KoreanCuePattern](), count: 64)
        for cue in all {
            guard let byte = Array(cue.text.utf8.prefix(3)).last else { continue }
            table[Int(byte & 0x3F)].append(cue)
        }
        return table
    }()

    enum Reach {
        case absence, verbNegation, command, besides, exclusion, isNot, ban, instead, order, adverb
    }

    static let all: [KoreanCuePattern] =
        patterns("없", .absence)
        + patterns("않", .verbNegation) + patterns("못한 못하 못해 못했 못할", .verbNegation)
        + patterns("마세요 마십시 마시 마라 마요 마오 말라 말아 말기 말것 말자 말며 말도록 말 마", .command)
        + patterns("말고", .besides) + patterns("제외", .exclusion)
        + patterns("빠진 삼가 빼고 빼줘 빼주 빼라 빼세 뺀", .order)
        + patterns("아닌 아니라 아니고 아니며 아닙 아니다 아님", .isNot)
        + patterns("금지 미포함 미사용 미착용 불가", .ban)
        + patterns("대신", .instead)
        + patterns("제거하 제거해 삭제하 삭제해 지워 생략하 생략해 배제하 배제한 배제해", .order)
        + patterns("피해주 피하세 피하고 피해서 지양하 지양해", .order)
        + patterns("안 못", .adverb)

    private static func patterns(_ texts: String, _ reach: Reach) -> [KoreanCuePattern] {
        texts.split(separator: " ").map {
            KoreanCuePattern(text: String($0), length: $0.utf8.count, reach: reach)
        }
    }

    func match(_ reading: borrowing Reading, _ index: Int, _ place: Int) -> Negation? {
        switch reach {
        case .absence: reading.absence(index, place)
        case .verbNegation: reading.verbNegation(index, place)
        case .command: reading.command(index, place)
        case .besides: reading.besides(index, place)
        case .exclusion: reading.exclusion(index, place)
        case .isNot: reading.isNot(index, place)
        case .ban: reading.ban(index, place)
        case .instead: reading.instead(index, place)
        case .order: reading.koreanOrder(index, place)
        case .adverb: reading.adverb(index, place)
        }
    }
}

extension Reading {
    func has(_ text: String, at start: Int) -> Bool {
        var position = start
        for byte in text.utf8 {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    func ends(_ index: Int, _ text: String) -> Bool {
        guard index >= 0, index < tokens.count else { return false }
        let start = Int(tokens[index].end) - text.utf8.count
        return start >= Int(tokens[index].start) && has(text, at: start)
    }

    func starts(_ index: Int, _ text: String) -> Bool {
        index >= 0 && index < tokens.count && tokens[index].range.count >= text.utf8.count
            && has(text, at: Int(tokens[index].start))
    }

    private func isKoreanIdiom(_ range: Range<Int>) -> Bool {
        var hash = WordHash()
        for byte in bytes[range] { hash.add(byte) }
        let vocabulary = Vocabulary.shared
        return vocabulary.entries[vocabulary.index(of: hash.value)].traits.contains(.idiom)
    }

    /// A negation whose thing is inside the cue's own word, before the cue.
    private func joined(_ index: Int, _ place: Int, _ kind: Negation.Kind = .exclusion) -> Negation
    {
        let range = tokens[index].range
        var match = Negation(
            kind: kind, frame: .korean, cue: index..<index + 1, things: [index..<index + 1])
        match.cueBytes = place..<range.upperBound
        match.thingBytes = withoutParticle(range.lowerBound..<place)
        return match
    }

    private func apart(
        _ index: Int, _ thing: Range<Int>, _ bytes: Range<Int>? = nil,
        _ kind: Negation.Kind = .exclusion
    ) -> Negation {
        var match = Negation(kind: kind, frame: .korean, cue: index..<index + 1, things: [thing])
        match.thingBytes = bytes ?? withoutParticle(range(thing))
        return match
    }

    /// 텍스트 없음, 사람이 없는, 텍스트없이.
    fileprivate func absence(_ index: Int, _ place: Int) -> Negation? {
        let start = Int(tokens[index].start)
        if place > start {
            return isKoreanIdiom(start..<place) || isKoreanIdiom(withoutParticle(start..<place))
                ? nil : joined(index, place)
        }
        guard index > 0, isWord(index - 1) else { return nil }
        if tokens[index - 1].traits.contains(.idiom)
            || isKoreanIdiom(withoutParticle(tokens[index - 1].range))
        {
            guard ends(index - 1, "수"), ends(index - 2, "볼") else { return nil }
            return apart(index, index - 2..<index)
        }
        guard let thing = koreanPhrase(endingAt: index) else { return nil }
        return apart(index, thing)
    }

    /// 모자를 쓰지 않은, 피지 못한.
    fileprivate func verbNegation(_ index: Int, _ place: Int) -> Negation? {
        if isConditional(index, place) { return nil }
        let start = Int(tokens[index].start)
        if place > start {
            guard has("지", at: place - 3), !isKoreanIdiom(start..<place) else { return nil }
            return joined(index, place)
        }
        return verb(index)
    }

    /// 않는 한, 않으면, 않을 때: a condition, not a wish.
    private func isConditional(_ index: Int, _ place: Int) -> Bool {
        if has("않으면", at: place) { return true }
        if has("않는", at: place), starts(index + 1, "한"), tokens[index + 1].range.count == 3 {
            return true
        }
        return has("않을", at: place)
            && (starts(index + 1, "경우") || starts(index + 1, "때") || starts(index + 1, "만큼"))
    }

    private func endsInJi(_ index: Int) -> Bool {
        guard index >= 0, tokens[index].kind == .hangul else { return false }
        return ends(index, "지") || ends(index, "지는") || ends(index, "지도") || ends(index, "지를")
            || ends(index, "진") || ends(index, "치")
    }

    /// The verb before a cue, with its object; only the object for “use”, “include”, “draw”.
    private func verb(_ index: Int) -> Negation? {
        guard endsInJi(index - 1), !isKoreanIdiom(tokens[index - 1].range),
            traits(index - 1).isDisjoint(with: .thing)
        else { return nil }
        let object = koreanPhrase(endingAt: index - 1)
        let verbs = KoreanVerbs.kind(of: self, index - 1)
        switch (verbs, object) {
        case (.keep, let object?):
            return apart(index, object, nil, .keep)
        case (.keep, nil): return apart(index, index - 1..<index, nil, .keep)
        case (.show, let object?): return apart(index, object)
        default:
            let end = Int(tokens[index - 1].end) - (ends(index - 1, "지") ? 0 : 3)
            let hasParticle = object.map { endsInObjectParticle($0.upperBound - 1) } ?? false
            let first = hasParticle ? object?.lowerBound ?? index - 1 : index - 1
            let start = Int(tokens[first].start)
            return apart(index, first..<index, start..<max(end, start + 3))
        }
    }

    private func endsInObjectParticle(_ index: Int) -> Bool {
        ends(index, "를") || ends(index, "을") || ends(index, "이") || ends(index, "가")
            || ends(index, "은") || ends(index, "는")
    }

    /// 넣지 마세요, 넣지 말 것, 하지마.
    fileprivate func command(_ index: Int, _ place: Int) -> Negation? {
        let start = Int(tokens[index].start)
        if has("마", at: place) || has("말", at: place), isBare(place, in: tokens[index]) {
            guard place == start, tokens[index].range.count == 3 || place > start + 3 else {
                return nil
            }
        }
        if place == start { return verb(index) }
        guard place >= start + 6, has("지", at: place - 3), !has("말고", at: place) else { return nil }
        let object = koreanPhrase(endingAt: index)
        let kind: Negation.Kind = KoreanVerbs.kind(of: self, index) == .keep ? .keep : .exclusion
        guard let object else { return joined(index, place, kind) }
        return apart(index, object, nil, kind)
    }

    /// True for 말 and 마 that none of the known endings follows.
    private func isBare(_ place: Int, in token: Token) -> Bool {
        let rest = text(place..<Int(token.end)).unicodeScalars.dropFirst().first
        guard let rest else { return true }
        return !"세십시라요오아기것자며도고".unicodeScalars.contains(rest)
    }

    /// 개 말고 고양이, 넣지 말고.
    fileprivate func besides(_ index: Int, _ place: Int) -> Negation? {
        let start = Int(tokens[index].start)
        if place > start { return joined(index, place) }
        if let verb = verb(index) { return verb }
        guard let thing = koreanPhrase(endingAt: index) else { return nil }
        return apart(index, thing)
    }

    /// 사람을 제외하고; but 사람을 제외한 모든 것 keeps the people.
    fileprivate func exclusion(_ index: Int, _ place: Int) -> Negation? {
        let start = Int(tokens[index].start)
        if place > start { return joined(index, place) }
        if starts(index, "제외한"),
            ["모든", "나머지", "전부", "전체"].contains(where: { starts(index + 1, $0) })
        {
            return nil
        }
        guard let thing = koreanPhrase(endingAt: index), !starts(index - 1, "경우"),
            !starts(index - 1, "것")
        else { return nil }
        return apart(index, thing)
    }

    /// 고양이가 아닌 개; but 뿐만 아니라, 다름 아닌.
    fileprivate func isNot(_ index: Int, _ place: Int) -> Negation? {
        guard place == Int(tokens[index].start), index > 0, !ends(index - 1, "뿐만"),
            !ends(index - 1, "뿐"), !ends(index - 1, "만"), !starts(index - 1, "다름"),
            !starts(index - 1, "보통"), let thing = koreanPhrase(endingAt: index)
        else { return nil }
        return apart(index, thing)
    }

    /// 텍스트 금지; but 흡연 금지 표지판 is a sign.
    fileprivate func ban(_ index: Int, _ place: Int) -> Negation? {
        if has("불가", at: place), place + 6 != Int(tokens[index].end) { return nil }
        guard !has("금지된", at: place), !has("금지되", at: place) else { return nil }
        let start = Int(tokens[index].start)
        let sign = traits(index + 1).contains(.signNoun) || traits(index + 2).contains(.signNoun)
        if place > start {
            let kind: Negation.Kind = sign || KoreanVerbs.isSign(self, start) ? .quoted : .exclusion
            return joined(index, place, kind)
        }
        guard index > 0, isWord(index - 1) else { return nil }
        let notice = sign || KoreanVerbs.isSign(self, Int(tokens[index - 1].start))
        let used = starts(index - 1, "사용") || starts(index - 1, "포함") || starts(index - 1, "추가")
        let end = used ? index - 1 : index
        guard let thing = koreanPhrase(endingAt: end) else { return nil }
        return apart(index, thing, nil, notice ? .quoted : .exclusion)
    }

    /// 물 대신 우유.
    fileprivate func instead(_ index: Int, _ place: Int) -> Negation? {
        guard place == Int(tokens[index].start), index > 0, isWord(index - 1),
            let thing = koreanPhrase(endingAt: index)
        else { return nil }
        return apart(index, thing)
    }

    /// 사람을 빼고, 배경을 제거하고: an order to the painter.
    fileprivate func koreanOrder(_ index: Int, _ place: Int) -> Negation? {
        if starts(index, "빠진"), !ends(index - 1, "이"), !ends(index - 1, "가") { return nil }
        guard place == Int(tokens[index].start), let thing = koreanPhrase(endingAt: index)
        else { return nil }
        return apart(index, thing)
    }

    /// 안 보이는, 있으면 안 됩니다; but 집 안 is “inside the house”.
    fileprivate func adverb(_ index: Int, _ place: Int) -> Negation? {
        let isJoined = tokens[index].range.count > 3
        if place == Int(tokens[index].start), ends(index - 1, "면"),
            isJoined
                ? KoreanVerbs.forbids(self, place + 3)
                : starts(index + 1, "되") || starts(index + 1, "됩")
                    || starts(index + 1, "돼") || starts(index + 1, "된")
        {
            guard let thing = koreanPhrase(endingAt: index - 1) else { return nil }
            let keeps = KoreanVerbs.kind(of: self, index - 1) == .keep
            return apart(index, thing, nil, keeps ? .keep : .exclusion)
        }
        guard !isJoined, KoreanVerbs.takesAdverb(self, index + 1) else { return nil }
        var match = apart(index, index + 1..<index + 2, tokens[index + 1].range)
        match.frame = .bare
        return match
    }
}
