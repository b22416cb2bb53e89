/// Finds English negations: a cue, what kind of negation it is, and what it reaches.
struct EnglishNegations {
    var found: [Negation] = []
    /// No cue before this token is looked at again.
    private var next = 0

    mutating func read(_ reading: borrowing Reading) {
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            guard token.kind == .word else { continue }
            if token.traits.contains(.cue) || token.traits.contains(.absentPrefix) {
                guard index >= next, !token.traits.contains(.idiom) else { continue }
                note(match(reading, index), reading, index)
            } else if token.end - token.start >= 7, reading.endsInLess(token),
                !token.traits.contains(.lessStop)
            {
                note(affix(index), reading, index)
            }
        }
    }

    private mutating func note(_ match: Negation?, _ reading: borrowing Reading, _ index: Int) {
        guard var match else { return }
        if match.kind == .exclusion, reading.isLettering(match.cue.lowerBound, match.tokens) {
            match.kind = .quoted
        } else if reading.isTitle(index) {
            match.kind = .quoted
        }
        found.append(match)
        next = max(index + 1, match.frame == .things ? match.cue.upperBound : index + 1)
    }

    private func affix(_ index: Int) -> Negation {
        Negation(kind: .exclusion, frame: .affix, cue: index..<index + 1, things: [index..<index + 1])
    }

    private func match(_ reading: borrowing Reading, _ index: Int) -> Negation? {
        let token = reading.tokens[index]
        if token.traits.contains(.absentPrefix) { return affix(index) }
        if token.traits.contains(.contractedNot) { return reading.not(index) }
        switch token.word {
        case .no: return reading.no(index)
        case .not, .cannot: return reading.not(index)
        case .never: return reading.never(index)
        case .without, .minus: return reading.without(index, index + 1)
        case .sans: return reading.isTypeface(index) ? nil : reading.without(index, index + 1)
        case .w: return reading.isWithoutInShort(index) ? reading.without(index, index + 3) : nil
        case .nothing, .nobody, .nowhere: return reading.nothing(index)
        case .none: return reading.none(index)
        case .neither, .nor: return reading.neither(index)
        case .instead: return reading.contrast(index, .of)
        case .rather: return reading.contrast(index, .than)
        case .place, .lieu:
            return reading.word(index - 1) == .in ? reading.contrast(index, .of) : nil
        case .opposed: return reading.contrast(index, .to)
        case .free: return reading.free(index)
        case .devoid, .bereft, .void, .empty, .absent, .barren, .bare, .clear, .stripped,
            .absence, .exclusion:
            return reading.devoid(index)
        case .lack, .lacks, .lacking, .lacked: return reading.lack(index)
        case .missing: return reading.missing(index)
        case .zero: return reading.zero(index)
        case .hardly, .barely, .scarcely:
            return reading.word(index + 1) == .any ? reading.without(index, index + 1) : nil
        case .negative: return reading.negativePrompt(index)
        case .rid: return reading.word(index + 1) == .of ? reading.without(index, index + 2) : nil
        default: return reading.order(index)
        }
    }
}

extension Reading {
    fileprivate func endsInLess(_ token: Token) -> Bool {
        let end = Int(token.end)
        return bytes[end - 1] | 0x20 == 0x73 && bytes[end - 2] | 0x20 == 0x73
            && bytes[end - 3] | 0x20 == 0x65 && bytes[end - 4] | 0x20 == 0x6C
    }

    fileprivate func isWithoutInShort(_ index: Int) -> Bool {
        isSymbol(index + 1, "/") && (word(index + 2) == .o || word(index + 2) == .out)
    }

    /// “sans-serif”, “Open Sans”: a typeface, not an absence.
    fileprivate func isTypeface(_ index: Int) -> Bool {
        let next = index + 1 < tokens.count ? text(tokens[index + 1].range).lowercased() : ""
        return next.hasPrefix("serif") || tokens[index].flags.contains(.capital)
    }

    /// “Never Let Me Go”: capitals in the middle of a sentence.
    func isTitle(_ index: Int) -> Bool {
        guard index > 0, index + 1 < tokens.count, isTitleCase(index), isTitleCase(index + 1),
            isTitleCase(index - 1), isWord(index - 1)
        else { return false }
        return true
    }

    private func isTitleCase(_ index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .word, token.flags.contains(.capital), token.end - token.start > 1
        else { return false }
        return bytes[Int(token.start) + 1] >= 0x61
    }
}

extension Reading {
    /// A negation whose scope is a list of things.
    func things(_ cue: Range<Int>, _ things: [Range<Int>], _ frame: Negation.Frame = .things)
        -> Negation?
    {
        guard !things.isEmpty else { return nil }
        return Negation(kind: .exclusion, frame: frame, cue: cue, things: things)
    }

    /// “no cars”, “no longer red”, “--no cars, people”.
    func no(_ index: Int) -> Negation? {
        if isSymbol(index - 1, "-"), isSymbol(index - 2, "-") { return listToTheEnd(index, index + 1) }
        guard index + 1 < tokens.count, !isNumberSign(index), !isRomaji(index) else { return nil }
        if word(index + 1) == .a || word(index + 1) == .an || word(index + 1) == .the { return nil }
        if traits(index + 1).contains(.keepVerb) || isChange(index + 1) {
            return keep(index..<index + 1, index + 1)
        }
        if word(index + 1) == .longer {
            return things(index..<index + 2, verbPhrase(index + 2), .state)
        }
        return things(index..<index + 1, list(index + 1))
    }

    /// “No. 5”, and “no” at the end of something.
    private func isNumberSign(_ index: Int) -> Bool {
        let next = isSymbol(index + 1, ".") && tokens[index + 1].flags.contains(.glued)
            ? index + 2 : index + 1
        return next < tokens.count && (tokens[next].kind == .number || !isWord(next))
    }

    /// “changes”, “alterations”, “modifications”.
    private func isChange(_ index: Int) -> Bool {
        let text = text(tokens[index].range).lowercased()
        return ["change", "alteration", "modification", "edit"].contains { text.hasPrefix($0) }
    }

    /// “boku no pico”: the Japanese particle between two words of open syllables.
    private func isRomaji(_ index: Int) -> Bool {
        guard index > 0, isUnknown(index - 1), isUnknown(index + 1) else { return false }
        return hasOpenSyllables(index - 1) && hasOpenSyllables(index + 1)
    }

    private func isUnknown(_ index: Int) -> Bool {
        tokens[index].kind == .word && tokens[index].traits == .latin && tokens[index].word == .other
    }

    private func hasOpenSyllables(_ index: Int) -> Bool {
        var consonants = 0
        for byte in bytes[tokens[index].range] {
            switch byte | 0x20 {
            case 0x61, 0x65, 0x69, 0x6F, 0x75: consonants = 0
            case 0x71, 0x78, 0x76, 0x6C: return false
            default: consonants += 1
            }
            if consonants > 2 { return false }
        }
        return consonants == 0 || bytes[Int(tokens[index].end) - 1] | 0x20 == 0x6E
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
        guard start < tokens.count, tokens[start].kind != .number || word(cue) != .minus else {
            return nil
        }
        if traits(start).contains(.keepVerb), hasObject(start + 1) {
            return keep(cue..<start, start + 1)
        }
        if isParticiple(start), !traits(start).contains(.showVerb) {
            return things(cue..<start, verbPhrase(start), .state)
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
        guard word(index + 1) == .of else { return things(index..<index + 1, [index..<index + 1], .bare) }
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
        if let phrase = nounPhrase(start) { return things(index..<index + 1, [phrase], .bare) }
        return things(index..<index + 1, verbPhrase(start), .bare)
    }

    /// “instead of water”, “rather than smiling”.
    func contrast(_ index: Int, _ partner: Word) -> Negation? {
        guard word(index + 1) == partner else { return nil }
        let before = word(index - 1)
        let start = before == .in || before == .as ? index - 1 : index
        let cue = start..<index + 2
        if isParticiple(index + 2) || traits(index + 2).contains(.verb) {
            return things(cue, clause(index + 2), .contrast)
        }
        guard let phrase = nounPhrase(index + 2) else {
            return things(cue, clause(index + 2), .contrast)
        }
        return things(cue, [phrase], .contrast)
    }

    /// “free of dust”, “free from clutter”, “text-free”.
    func free(_ index: Int) -> Negation? {
        if tokens[index].flags.contains(.hyphenated) {
            guard !traits(index - 1).contains(.freeStop) else { return nil }
            return Negation(
                kind: .exclusion, frame: .affix, cue: index - 1..<index + 1,
                things: [index - 1..<index + 1])
        }
        guard word(index + 1) == .of || word(index + 1) == .from else { return nil }
        return things(index..<index + 2, list(index + 2))
    }

    /// “devoid of”, “empty of”, “absence of”, “stripped of”.
    func devoid(_ index: Int) -> Negation? {
        let next = word(index + 1)
        if next == .of || (word(index) == .absent && next == .from && false) {
            return things(index..<index + 2, list(index + 2))
        }
        guard word(index) == .absent else { return nil }
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
        while end > 0, traits(end - 1).contains(.auxiliary) || traits(end - 1).contains(.adverb) {
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
        case .excluding, .exclude: break
        case .excludes, .omits, .avoids, .eliminated, .deleted, .erased, .removing, .banned, .ban,
            .eliminating, .fail, .fails, .unable, .gone:
            return nil
        case .removed, .omitted, .excluded:
            return endsClause(index + 1) && word(index - 1) != .be ? withRemoved(index) : nil
        case .refrain, .refrains, .refraining:
            guard word(index + 1) == .from else { return nil }
            return things(index..<index + 2, verbPhrase(index + 2), .state)
        default:
            guard isOrder(index) else { return nil }
        }
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

    private func keep(_ cue: Range<Int>, _ object: Int) -> Negation {
        let phrase = nounPhrase(object) ?? object..<min(object + 1, tokens.count)
        let scope = phrase.isEmpty ? cue : phrase
        return Negation(kind: .keep, frame: .bare, cue: cue, things: [scope])
    }

    /// “… not in use”, “do not show”, “is not red”, “may not be used”.
    func not(_ index: Int) -> Negation? {
        let cue = index..<index + 1
        let start = skipAdverbs(index + 1)
        if endsClause(start) { return elliptical(index) }
        if let keep = keepOrder(index, start) { return keep }
        if isOrder(index) || isOrder(index - 1) || isModal(index - 1), traits(start).contains(.showVerb)
        {
            let order = isOrder(index - 1) || isOrder(index) ? Negation.Frame.order : .state
            return things(cue, list(start + 1), order) ?? things(cue, [start..<start + 1], .state)
        }
        if isModal(index - 1) || word(index) == .cannot, let subject = passiveSubject(index, start) {
            return things(cue, [subject], .behind)
        }
        switch word(start) {
        case .have, .has, .contain, .include, .show, .use, .any, .a, .an, .the, .single:
            let first = traits(start).contains(.determiner) || word(start) == .single ? start : start + 1
            return things(cue, list(first), .state)
        case .be: return things(cue, verbPhrase(start + 1), .state)
        default: return things(cue, verbPhrase(start), .state)
        }
    }

    private func keepOrder(_ index: Int, _ start: Int) -> Negation? {
        let verb = word(start) == .be ? start + 1 : start
        guard traits(verb).contains(.keepVerb) else { return nil }
        if word(start) == .be, isModal(index - 1) || tokens[index].traits.contains(.contractedNot) {
            let subject = nounPhrase(endingAt: max(0, index - 1)) ?? verb..<verb + 1
            return Negation(kind: .keep, frame: .bare, cue: index..<index + 1, things: [subject])
        }
        let ordered = isOrder(index) || isOrder(index - 1) || isModal(index - 1)
            || (isModalContraction(index))
        guard ordered, hasObject(verb + 1) else { return nil }
        return keep(index..<index + 1, verb + 1)
    }

    /// “text may not be used”: what stands before the modal verb.
    private func passiveSubject(_ index: Int, _ start: Int) -> Range<Int>? {
        guard word(start) == .be || word(start) == .appear else { return nil }
        if word(start) == .be {
            switch word(start + 1) {
            case .used, .shown, .included, .visible, .present, .seen, .allowed: break
            default: return nil
            }
        }
        return nounPhrase(endingAt: word(index) == .cannot ? index : index - 1)
    }

    /// “one is striped, the other is not”: the predicate of the clause before.
    private func elliptical(_ index: Int) -> Negation? {
        var end = index - 1
        while end > 0, !isClauseBreak(end) { end -= 1 }
        var limit = end
        while limit > 0, isClauseBreak(limit - 1) { limit -= 1 }
        var start = limit
        while start > 0, limit - start < 8, !isClauseBreak(start - 1),
            !traits(start - 1).contains(.auxiliary)
        {
            if traits(start).contains(.verb), limit - start > 1 { break }
            start -= 1
        }
        guard start < limit else {
            return things(index..<index + 1, [index..<index + 1], .bare)
        }
        return things(index..<index + 1, [start..<limit], .bare)
    }

    private func isClauseBreak(_ index: Int) -> Bool {
        !isWord(index) || word(index) == .and || traits(index).contains(.subordinator)
    }
}
