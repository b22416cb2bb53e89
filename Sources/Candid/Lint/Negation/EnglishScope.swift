extension Reading {
    /// True where a clause ends.
    func endsClause(_ index: Int) -> Bool {
        index >= tokens.count || !isWord(index) || opensLine(index)
            || traits(index).contains(.subordinator) || word(index) == .and || word(index) == .or
    }

    func skipAdverbs(_ index: Int) -> Int {
        let limit = index + 8
        var index = index
        while index < limit, traits(index).contains(.adverb), !traits(index).contains(.verb) {
            index += 1
        }
        return index
    }

    /// True for “smiling”: a word that ends in “-ing”.
    func isParticiple(_ index: Int) -> Bool {
        guard index < tokens.count, tokens[index].kind == .word else { return false }
        let token = tokens[index]
        guard token.end - token.start >= 5, token.traits.isDisjoint(with: .thing) else {
            return false
        }
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
                || before == .but || isModal(index - 1) || before == .to && isWish(index - 2)
        }
        return false
    }

    /// “be sure to avoid” is an order, “chilled to avoid melting” says why.
    private func isWish(_ index: Int) -> Bool {
        switch word(index) {
        case .sure, .want, .need, .remember, .care, .careful: true
        default: false
        }
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
            let ends =
                index == tokens.count || (index > start && opensLine(index))
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
        while start < min(tokens.count, index + 12), isSkipped(start) { start += 1 }
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
        guard isWord(index), index == start || !token.flags.contains(.opensLine) else {
            return false
        }
        if token.flags.contains(.hyphenated) { return true }
        if index == start {
            return token.traits.isDisjoint(with: [.preposition, .auxiliary])
                && (!token.traits.contains(.subordinator) || token.word == .one)
                && token.word != .and && token.word != .or
        }
        if token.word == .and || token.word == .or || token.word == .nor { return false }
        if !token.traits.isDisjoint(with: [.cue, .auxiliary, .subordinator]) { return false }
        if isParticiple(index - 1), index - 1 > start, endsClause(index + 1) { return true }
        if token.traits.contains(.preposition) { return attaches(index, start) }
        let previous = tokens[index - 1]
        if previous.traits.contains(.preposition) { return true }
        if token.traits.contains(.determiner) { return false }
        if !token.traits.isDisjoint(with: [.pronoun, .verb]) { return false }
        if token.traits.contains(.adverb), token.traits.isDisjoint(with: .adjective) {
            return false
        }
        if isParticiple(index) {
            return endsClause(index + 1) || previous.traits.contains(.person)
                || [.out, .up, .down, .around, .off, .by].contains(word(index + 1))
                    && endsClause(index + 2)
        }
        return !isPluralNoun(index - 1) || previous.traits.contains(.determiner)
    }

    /// A preposition belongs to the phrase if it says which thing, and not where the picture is.
    private func attaches(_ index: Int, _ start: Int) -> Bool {
        switch word(index) {
        case .of: return true
        case .in, .on, .around, .inside, .above, .from:
            if word(index) == .inside, endsClause(index + 1) { return true }
            let next = index + 1
            if word(next) == .it || word(next) == .its || word(next) == .sight { return true }
            guard word(next) == .the || word(start) == .one, !isLoose(start) else { return false }
            let noun = word(next) == .the ? next + 1 : next
            return isWord(noun) && traits(noun).isDisjoint(with: .adjective) && !isSetting(noun)
                && (endsClause(noun + 1) || endsClause(noun + 2)
                    || traits(noun + 1).contains(.preposition))
        default: return false
        }
    }

    /// “the kitchen has no spoon on the counter”, “the absence of clutter on the desk”: the place
    /// belongs to the whole, not to the thing.
    private func isLoose(_ start: Int) -> Bool {
        var cue = start - 1
        while cue > start - 4, traits(cue).contains(.determiner) || word(cue) == .of { cue -= 1 }
        switch word(cue) {
        case .no: break
        case .without, .not: return false
        default: return true
        }
        switch word(cue - 1) {
        case .has, .have, .had, .having: return true
        default: return isParticiple(cue - 1)
        }
    }

    /// “in the scene”: the picture itself, which every thing is in.
    private func isSetting(_ index: Int) -> Bool {
        switch word(index) {
        case .image, .picture, .photo, .scene, .background, .view, .style, .shot, .current,
            .landscape, .movie, .foreground, .frame, .distance, .top:
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
        case 0x6E where token.end - token.start == 4 && has("len", at: end - 4): return false
        default: return true
        }
    }

    /// The noun phrase that ends before a word.
    func nounPhrase(endingAt end: Int) -> Range<Int>? {
        var start = end
        while start > 0, end - start < 5 {
            let token = tokens[start - 1]
            guard isWord(start - 1), start == end || !tokens[start].flags.contains(.opensLine),
                token.traits.isDisjoint(with: [
                    .auxiliary, .subordinator, .preposition, .determiner,
                ])
                    || token.word == .of,
                token.word != .and, token.traits.isDisjoint(with: [.verb, .pronoun])
            else { break }
            start -= 1
        }
        while start < end, word(start) == .of || word(start) == .or { start += 1 }
        return start < end ? start..<end : nil
    }

    /// The act or state after a cue: “smiling at the camera”.
    func verbPhrase(_ start: Int) -> [Range<Int>] {
        guard start < tokens.count, isWord(start), !opensLine(start) else { return [] }
        var end = start + 1
        while end < min(tokens.count, start + 9), !endsVerbPhrase(end, start) { end += 1 }
        return [start..<end]
    }

    private func endsVerbPhrase(_ index: Int, _ start: Int) -> Bool {
        if word(index) == .or { return false }
        if endsClause(index) || word(index) == .with { return true }
        switch word(index) {
        case .of: return index - start > 2 && !isNounlike(index - 1)
        case .to: return traits(index + 1).contains(.determiner) && index - start > 1
        case .is, .are, .was, .were: return true
        default: return false
        }
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
