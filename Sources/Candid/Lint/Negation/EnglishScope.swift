extension Reading {
    /// True where a clause ends.
    func endsClause(_ index: Int) -> Bool {
        index >= tokens.count || !isWord(index) || opensLine(index)
            || traits(index).contains(.subordinator) || word(index) == .and || word(index) == .or
    }

    func skipAdverbs(_ index: Int) -> Int {
        var index = index
        while traits(index).contains(.adverb), !traits(index).contains(.verb) { index += 1 }
        return index
    }

    /// True for “smiling”: a word that ends in “-ing”.
    func isParticiple(_ index: Int) -> Bool {
        guard index < tokens.count, tokens[index].kind == .word else { return false }
        let token = tokens[index]
        guard token.end - token.start >= 5, token.traits.isDisjoint(with: .thing) else { return false }
        let end = Int(token.end)
        return bytes[end - 1] | 0x20 == 0x67 && bytes[end - 2] | 0x20 == 0x6E
            && bytes[end - 3] | 0x20 == 0x69
    }

    /// True if a sentence, line or list item starts at the word, perhaps after “please” or “and”.
    func isOrder(_ index: Int) -> Bool {
        guard index >= 0, index < tokens.count else { return false }
        let before = word(index - 1)
        if word(index) == .do || tokens[index].traits.contains(.contractedNot)
            || tokens[index].traits.contains(.cue)
        {
            return opensLine(index) || !isWord(index - 1) || before == .please || before == .and
                || before == .but || before == .to || isModal(index - 1)
        }
        return false
    }

    func isModal(_ index: Int) -> Bool {
        switch word(index) {
        case .must, .should, .may, .shall, .can, .will: true
        default: false
        }
    }

    func isModalContraction(_ index: Int) -> Bool {
        guard tokens[index].traits.contains(.contractedNot) else { return false }
        let first = bytes[Int(tokens[index].start)] | 0x20
        return first == UInt8(ascii: "s") || first == UInt8(ascii: "m")
    }

    /// True if an object follows: what an edit is not to change.
    func hasObject(_ index: Int) -> Bool {
        guard index < tokens.count, isWord(index), !opensLine(index) else { return false }
        return !traits(index).contains(.auxiliary) && !traits(index).contains(.subordinator)
            && !traits(index).contains(.preposition) && word(index) != .and
    }

    /// The list of things after a cue: “cars, people or signs”.
    func list(_ start: Int) -> [Range<Int>] {
        guard let first = nounPhrase(start) else { return [] }
        var things = [first]
        var end = first.upperBound
        while things.count < 24, let next = coordinated(end, with: first) {
            things.append(next)
            end = next.upperBound
        }
        if things.count > 1, let last = things.popLast() { things.append(withoutPlace(last)) }
        return things
    }

    /// “computers on the table” → “computers”: after a list the place belongs to all its members.
    private func withoutPlace(_ phrase: Range<Int>) -> Range<Int> {
        let place = phrase.dropFirst().first {
            traits($0).contains(.preposition) && word($0) != .of
        }
        return phrase.lowerBound..<(place ?? phrase.upperBound)
    }

    /// The next member of a list, after “or”, after “and” if it is of a kind, after a comma if “or”
    /// closes the list.
    private func coordinated(_ end: Int, with first: Range<Int>) -> Range<Int>? {
        guard end < tokens.count, !opensLine(end) else { return nil }
        let comma = isSymbol(end, ",")
        let joint = comma ? end + 1 : end
        switch word(joint) {
        case .or, .nor:
            return member(joint + 1)
        case .and:
            guard let next = member(joint + 1), isAkin(first, next),
                next.lowerBound == joint + 1 || word(joint + 1) == .any
            else { return nil }
            return next
        default:
            if isSymbol(end, "/") || isSymbol(end, "&") { return member(end + 1) }
            guard comma, closesWithOr(joint), let next = member(joint) else { return nil }
            return next
        }
    }

    private func member(_ index: Int) -> Range<Int>? {
        word(index) == .no ? nil : nounPhrase(index)
    }

    private func isAkin(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        let kinds = traits(a.upperBound - 1).intersection(.thing)
        return !kinds.isDisjoint(with: traits(b.upperBound - 1))
    }

    /// Looks ahead over short comma-separated members for the “or” that makes them one list.
    private func closesWithOr(_ index: Int) -> Bool {
        var index = index
        var words = 0
        for _ in 0..<40 {
            if word(index) == .or || word(index) == .nor { return true }
            if isSymbol(index, ",") {
                words = 0
            } else {
                words += 1
                guard words <= 3, isWord(index), !opensLine(index), word(index) != .no,
                    !traits(index).contains(.auxiliary), !traits(index).contains(.cue)
                else { return false }
            }
            index += 1
            if index >= tokens.count { return false }
        }
        return false
    }

    /// Items between commas up to the end of the line or the next `--option`.
    func listToTheEnd(_ cue: Int, _ start: Int) -> Negation? {
        var things: [Range<Int>] = []
        var first = start
        var index = start
        while index <= tokens.count {
            let ends = index == tokens.count || (index > start && opensLine(index))
                || isSymbol(index, "-") || isSymbol(index, ".")
            if ends || isSymbol(index, ",") {
                if first < index { things.append(first..<index) }
                first = index + 1
            }
            if ends { break }
            index += 1
        }
        let open = word(cue) == .no ? cue - 2 : cue
        return self.things(open..<start, things, .order)
    }
}

extension Reading {
    /// The noun phrase that starts at a word, without its articles.
    func nounPhrase(_ index: Int) -> Range<Int>? {
        var start = index
        while start < tokens.count, isSkipped(start) { start += 1 }
        guard start < tokens.count, isWord(start), start == index || !opensLine(start) else {
            return nil
        }
        var end = start
        while end < tokens.count, end - start < 9, continues(end, start) { end += 1 }
        while end > start, traits(end - 1).contains(.preposition), !isNounlike(end - 1) { end -= 1 }
        while end - 1 > start, traits(end - 1).contains(.determiner) { end -= 1 }
        return end > start ? start..<end : nil
    }

    private func isSkipped(_ index: Int) -> Bool {
        switch word(index) {
        case .one, .single: return false
        case .more, .much, .many: return true
        case .kind, .sort, .type, .form: return word(index + 1) == .of
        case .of: return index > 0 && [.kind, .sort, .type, .form].contains(word(index - 1))
        default: return traits(index).contains(.determiner)
        }
    }

    private func isNounlike(_ index: Int) -> Bool {
        !traits(index).isDisjoint(with: .thing)
    }

    private func continues(_ index: Int, _ start: Int) -> Bool {
        let token = tokens[index]
        guard isWord(index), index == start || !token.flags.contains(.opensLine) else { return false }
        if token.flags.contains(.hyphenated) { return true }
        if index == start {
            return token.traits.isDisjoint(with: [.preposition, .auxiliary])
                && (!token.traits.contains(.subordinator) || token.word == .one)
                && token.word != .and && token.word != .or
        }
        if token.word == .and || token.word == .or || token.word == .nor { return false }
        if !token.traits.isDisjoint(with: [.cue, .auxiliary, .subordinator]) { return false }
        if token.traits.contains(.preposition) { return attaches(index, start) }
        let previous = tokens[index - 1]
        if previous.traits.contains(.preposition) { return true }
        if token.traits.contains(.determiner) { return false }
        if !token.traits.isDisjoint(with: [.pronoun, .verb]) { return false }
        if token.traits.contains(.adverb), token.traits.isDisjoint(with: .adjective) { return false }
        if isParticiple(index) {
            return endsClause(index + 1) || previous.traits.contains(.person)
        }
        return !isPluralNoun(index - 1) || previous.traits.contains(.determiner)
    }

    /// A preposition belongs to the phrase if it says which thing, and not where the picture is.
    private func attaches(_ index: Int, _ start: Int) -> Bool {
        switch word(index) {
        case .of: return true
        case .in, .on, .around, .inside, .above:
            var next = index + 1
            if word(next) == .a || word(next) == .an { return false }
            let possessive = [.his, .her, .their].contains(word(next))
            while !traits(next).isDisjoint(with: [.determiner, .adjective, .adverb]) { next += 1 }
            if isSetting(next) { return false }
            guard isWord(next), !opensLine(next), tokens[next].kind != .number else { return false }
            return !possessive || word(start) == .one
        default: return false
        }
    }

    /// “in the scene”: the picture itself, which every thing is in.
    private func isSetting(_ index: Int) -> Bool {
        switch word(index) {
        case .image, .picture, .photo, .scene, .background, .view, .style, .shot, .current,
            .landscape, .movie, .foreground, .frame, .distance:
            true
        default: false
        }
    }

    private func isPluralNoun(_ index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .word, token.end - token.start > 3 else { return false }
        if token.flags.contains(.plural) { return true }
        if !token.traits.isDisjoint(with: [.adjective, .colour, .preposition]) { return false }
        let end = Int(token.end)
        if bytes[end - 1] | 0x20 != 0x73 {
            return token.word == .people
        }
        switch bytes[end - 2] | 0x20 {
        case 0x73, 0x75, 0x69, 0x27: return false
        default: return true
        }
    }

    /// The noun phrase that ends before a word.
    func nounPhrase(endingAt end: Int) -> Range<Int>? {
        var start = end
        while start > 0, end - start < 5 {
            let token = tokens[start - 1]
            guard isWord(start - 1), start == end || !tokens[start].flags.contains(.opensLine),
                token.traits.isDisjoint(with: [.auxiliary, .subordinator, .preposition, .determiner])
                    || token.word == .of,
                token.word != .and, token.traits.isDisjoint(with: [.verb, .pronoun])
            else { break }
            start -= 1
        }
        while start < end, word(start) == .of || word(start) == .or { start += 1 }
        return start < end ? start..<end : nil
    }

    /// The act or state after a cue: “smiling at the camera”.
    func verbPhrase(_ index: Int) -> [Range<Int>] {
        let start = skipAdverbs(index)
        guard start < tokens.count, isWord(start), !opensLine(start) || start == index else { return [] }
        var end = start
        while end < tokens.count, end - start < 8, !endsClause(end) || end == start {
            if end > start, !isWord(end) { break }
            if end > start, word(end) == .with || word(end) == .of && end - start > 2 { break }
            end += 1
        }
        return [start..<end]
    }

    /// Everything up to the next comma or full stop.
    func clause(_ index: Int) -> [Range<Int>] {
        var end = index
        while end < tokens.count, end - index < 16, isWord(end) || tokens[end].kind == .invisible,
            end == index || !opensLine(end)
        { end += 1 }
        return end > index ? [index..<end] : []
    }
}
