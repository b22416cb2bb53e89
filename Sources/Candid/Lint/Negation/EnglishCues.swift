extension Reading {
    /// A negation whose scope is a list of things.
    func things(
        _ cue: Range<Int>, _ things: [Range<Int>], _ frame: Negation.Frame = .things
    )
        -> Negation?
    {
        guard !things.isEmpty else { return nil }
        return Negation(kind: .exclusion, frame: frame, cue: cue, things: things)
    }

    /// “never smiling”, “never change the face”.
    func never(_ index: Int) -> Negation? {
        if traits(index + 1).contains(.keepVerb), hasObject(index + 2) {
            return keep(index..<index + 1, index + 2)
        }
        return things(index..<index + 1, verbPhrase(index + 1), .state)
    }

    /// “without a hat”, “sans text”, “minus the handle”, “without changing the face”.
    func without(_ cue: Int, _ start: Int) -> Negation? {
        guard start <= tokens.count,
            start == tokens.count || tokens[start].kind != .number || word(cue) != .minus
        else { return nil }
        if traits(start).contains(.keepVerb), hasObject(start + 1) {
            return keep(cue..<start, start + 1)
        }
        if isParticiple(start), !traits(start).contains(.showVerb) {
            return things(cue..<start, verbPhrase(start), .state)
        }
        if word(cue) == .without, endsSentence(start) {
            return things(cue..<start, [cue..<start], .bare)
        }
        let first = traits(start).contains(.showVerb) && isParticiple(start) ? start + 1 : start
        return things(cue..<start, list(first))
    }

    /// “nothing”, “nobody”: cue and scope in one.
    func nothing(_ index: Int) -> Negation? {
        guard tokens.count > 1 else { return nil }
        let end = word(index + 1) == .else ? index + 2 : index + 1
        return things(index..<end, [index..<end], .bare)
    }

    /// “none of them are apples”, “none of the lights on”.
    func none(_ index: Int) -> Negation? {
        if isSymbol(index - 1, ":") || isSymbol(index - 1, "=") { return nil }
        if traits(index + 1).contains(.auxiliary) {
            return things(index..<index + 1, list(index + 2), .bare)
        }
        guard word(index + 1) == .of else {
            return things(index..<index + 1, [index..<index + 1], .bare)
        }
        var verb = index + 2
        while verb < min(tokens.count, index + 7), !traits(verb).contains(.auxiliary) { verb += 1 }
        if verb < tokens.count, traits(verb).contains(.auxiliary) {
            return things(index..<index + 1, list(verb + 1), .bare)
        }
        return things(index..<index + 1, list(index + 2), .bare)
    }

    /// “neither cats nor dogs”.
    func neither(_ index: Int) -> Negation? {
        let start = word(index + 1) == .of ? index + 3 : index + 1
        if let predicate = sharedPredicate(index) {
            return things(index..<index + 1, predicate, .bare)
        }
        if let phrase = nounPhrase(start) { return things(index..<index + 1, [phrase], .bare) }
        return things(index..<index + 1, verbPhrase(start), .bare)
    }

    /// “neither the pear nor the glass was tilted”: what both are not.
    private func sharedPredicate(_ index: Int) -> [Range<Int>]? {
        guard word(index) == .neither else { return nil }
        for place in index + 1..<min(index + 9, tokens.count) where word(place) == .nor {
            guard let second = nounPhrase(place + 1), traits(second.upperBound).contains(.auxiliary)
            else { return nil }
            return verbPhrase(second.upperBound + 1)
        }
        return nil
    }

    /// “instead of water”, “rather than smiling”.
    func contrast(_ index: Int, _ partner: Word) -> Negation? {
        guard word(index + 1) == partner else { return nil }
        let before = word(index - 1)
        let start = before == .in || before == .as ? index - 1 : index
        let cue = start..<index + 2
        if isParticiple(index + 2) || isParticiple(index + 3) && isAdverb(index + 2)
            || traits(index + 2).contains(.verb)
        {
            return things(cue, clause(index + 2), .contrast)
        }
        guard let phrase = nounPhrase(index + 2) else {
            return things(cue, clause(index + 2), .contrast)
        }
        return things(cue, [phrase], .contrast)
    }

    private func isAdverb(_ index: Int) -> Bool {
        index < tokens.count && tokens[index].kind == .word
            && (traits(index).contains(.adverb) || has("ly", at: Int(tokens[index].end) - 2))
    }

    /// “free of dust”, “free from clutter”, “text-free”.
    func free(_ index: Int) -> Negation? {
        if tokens[index].flags.contains(.hyphenated) {
            guard !traits(index - 1).contains(.freeStop) else { return nil }
            return Negation(
                kind: .exclusion, frame: .affix, cue: index - 1..<index + 1,
                things: [index - 1..<index + 1])
        }
        guard word(index + 1) == .of || word(index + 1) == .from, !isBreakingFree(index) else {
            return nil
        }
        return things(index..<index + 2, list(index + 2))
    }

    /// “breaks free from” moves; nothing is absent.
    private func isBreakingFree(_ index: Int) -> Bool {
        guard index > 0, isWord(index - 1) else { return false }
        let before = text(tokens[index - 1].range).lowercased()
        return before.hasPrefix("br") || before.hasPrefix("set") || before == "fly"
            || before.hasSuffix("ing")
    }

    /// “devoid of”, “empty of”, “absence of”, “stripped of”.
    func devoid(_ index: Int) -> Negation? {
        let next = word(index + 1)
        if next == .of {
            if word(index) == .void, index > 0, isWord(index - 1),
                traits(index - 1).isDisjoint(with: [.auxiliary, .adverb])
            {
                return nil
            }
            return things(index..<index + 2, list(index + 2))
        }
        guard word(index) == .absent, !tokens[index].flags.contains(.hyphenated) else { return nil }
        return behind(index)
    }

    /// “lacks a roof”, “lack of light”.
    func lack(_ index: Int) -> Negation? {
        let start = word(index + 1) == .of || word(index + 1) == .in ? index + 2 : index + 1
        return things(index..<(word(index + 1) == .of ? start : index + 1), list(start))
    }

    /// “missing its wheels”, “slices missing”, “the missing tooth”.
    func missing(_ index: Int) -> Negation? {
        let from = word(index + 1) == .from
        if !from, let object = nounPhrase(index + 1) {
            guard !isMissedTarget(object) else { return nil }
            return things(index..<index + 1, [object])
        }
        return behind(index)
    }

    /// A player misses a ball; nothing is absent.
    private func isMissedTarget(_ object: Range<Int>) -> Bool {
        for index in object where traits(index).contains(.object) || word(index) == .shot {
            let text = text(tokens[index].range)
            if ["ball", "shot", "target", "bus", "train", "frisbee", "puck"].contains(text) {
                return true
            }
        }
        return false
    }

    /// The thing stands before its cue.
    func behind(_ index: Int) -> Negation? {
        var end = index
        while end > max(0, index - 6),
            traits(end - 1).contains(.auxiliary) || traits(end - 1).contains(.adverb)
        {
            end -= 1
        }
        guard let subject = nounPhrase(endingAt: end) else { return nil }
        return things(index..<index + 1, [subject], .behind)
    }

    /// “zero people”.
    func zero(_ index: Int) -> Negation? {
        guard !traits(index + 1).isDisjoint(with: .thing), let phrase = nounPhrase(index + 1),
            phrase.lowerBound == index + 1
        else { return nil }
        return things(index..<index + 1, [phrase])
    }

    /// “negative prompt: text, watermark”.
    func negativePrompt(_ index: Int) -> Negation? {
        var next = index + 1
        guard word(next) == .prompt || word(next) == .prompts else { return nil }
        next += 1
        guard isSymbol(next, ":") || isSymbol(next, "=") else { return nil }
        return listToTheEnd(index, next + 1)
    }

    /// “avoid clutter”, “exclude people”, “remove the sign”; only as an order to the painter.
    func order(_ index: Int) -> Negation? {
        switch word(index) {
        case .excluding, .exclude, .excludes, .omits, .avoids: break
        case .fails, .fail, .unable:
            guard word(index + 1) == .to else { return nil }
            return things(index..<index + 2, verbPhrase(index + 2), .state)
        case .eliminated, .deleted, .erased, .removing, .banned, .ban,
            .eliminating, .gone:
            return nil
        case .removed, .omitted, .excluded:
            return endsClause(index + 1) && word(index - 1) != .be ? withRemoved(index) : nil
        case .refrain, .refrains, .refraining:
            guard word(index + 1) == .from else { return nil }
            return things(index..<index + 2, verbPhrase(index + 2), .state)
        default:
            guard isOrder(index) else { return nil }
        }
        if isSymbol(index + 1, ":") { return listToTheEnd(index, index + 2) }
        if traits(index + 1).contains(.keepVerb), hasObject(index + 2) {
            return keep(index..<index + 1, index + 2)
        }
        let start = isParticiple(index + 1) && traits(index + 1).contains(.showVerb) ? 2 : 1
        return things(index..<index + 1, list(index + start), .order)
    }

    /// “with the label removed”.
    private func withRemoved(_ index: Int) -> Negation? {
        guard let subject = nounPhrase(endingAt: index) else { return nil }
        var before = subject.lowerBound - 1
        while before >= 0, traits(before).contains(.determiner) { before -= 1 }
        guard word(before) == .with else { return nil }
        return things(index..<index + 1, [subject], .behind)
    }

    func keep(_ cue: Range<Int>, _ object: Int) -> Negation {
        let phrase = nounPhrase(object) ?? object..<min(object + 1, tokens.count)
        let scope = phrase.isEmpty ? cue : phrase
        return Negation(kind: .keep, frame: .bare, cue: cue, things: [scope])
    }
}
