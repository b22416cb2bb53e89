extension Reading {
    /// “no cars”, “no longer red”, “--no cars, people”.
    func no(_ index: Int) -> Negation? {
        if isSymbol(index - 1, "/"), tokens[index].flags.contains(.glued) { return nil }
        if isSymbol(index - 1, "-"), isSymbol(index - 2, "-") {
            return listToTheEnd(index, index + 1)
        }
        guard index + 1 < tokens.count, !isNumberSign(index), !isRomaji(index) else { return nil }
        if word(index + 1) == .a || word(index + 1) == .an || word(index + 1) == .the { return nil }
        if isChange(index + 1) {
            return keep(index..<index + 1, index + 1)
        }
        if word(index + 1) == .longer {
            return things(index..<index + 2, verbPhrase(index + 2), .state)
        }
        return things(index..<index + 1, list(index + 1))
    }

    /// “No 5” with a point, and “no” at the end of something.
    private func isNumberSign(_ index: Int) -> Bool {
        let next =
            isSymbol(index + 1, ".") && tokens[index + 1].flags.contains(.glued)
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
        tokens[index].kind == .word && tokens[index].traits.rawValue == Traits.latin.rawValue
            && tokens[index].word == .other
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
}

extension Reading {
    /// “… not in use”, “do not show”, “is not red”, “may not be used”.
    func not(_ index: Int) -> Negation? {
        let cue = index..<index + 1
        let start = skipAdverbs(index + 1)
        if endsSentence(start) { return elliptical(index) }
        if let keep = keepOrder(index, start) { return keep }
        if isOrder(index) || isOrder(index - 1) || isModal(index - 1),
            traits(start).contains(.showVerb)
        {
            let order = isOrder(index - 1) || isOrder(index) ? Negation.Frame.order : .state
            return things(cue, list(start + 1), order) ?? things(cue, [start..<start + 1], .state)
        }
        if isModal(index - 1) || word(index) == .cannot, let subject = passiveSubject(index, start)
        {
            return things(cue, [subject], .behind)
        }
        switch word(start) {
        case .have, .has, .contain, .include, .show, .use, .any, .a, .an, .the, .single:
            let first =
                traits(start).contains(.determiner) || word(start) == .single ? start : start + 1
            return things(cue, list(first), .state)
        case .be: return things(cue, verbPhrase(start + 1), .state)
        default: return things(cue, verbPhrase(index + 1), .state)
        }
    }

    private func keepOrder(_ index: Int, _ start: Int) -> Negation? {
        let verb = word(start) == .be ? start + 1 : start
        guard traits(verb).contains(.keepVerb) else { return nil }
        if word(start) == .be, isModal(index - 1) || tokens[index].traits.contains(.contractedNot) {
            let subject = nounPhrase(endingAt: max(0, index - 1)) ?? verb..<verb + 1
            return Negation(kind: .keep, frame: .bare, cue: index..<index + 1, things: [subject])
        }
        let ordered =
            isOrder(index) || isOrder(index - 1) || isModal(index - 1)
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
        let first = max(0, index - 24)
        while end > first, !isClauseBreak(end) { end -= 1 }
        var limit = end
        while limit > first, isClauseBreak(limit - 1) { limit -= 1 }
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

    /// True where nothing follows that could be negated.
    func endsSentence(_ index: Int) -> Bool {
        guard index < tokens.count, isWord(index), !opensLine(index) else { return true }
        switch word(index) {
        case .and, .or, .but, .while, .because: return true
        default: return false
        }
    }

    private func isClauseBreak(_ index: Int) -> Bool {
        !isWord(index) || word(index) == .and || traits(index).contains(.subordinator)
    }
}
