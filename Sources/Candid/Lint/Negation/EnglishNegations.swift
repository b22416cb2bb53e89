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
                guard index >= next, !token.traits.contains(.idiom),
                    !reading.isInsideName(token)
                else { continue }
                note(match(reading, index), reading, index)
            } else if token.end - token.start >= 7, reading.endsInLess(token),
                !token.traits.contains(.lessStop), reading.isDrawable(token)
            {
                note(affix(index), reading, index)
            }
        }
    }

    private mutating func note(_ match: Negation?, _ reading: borrowing Reading, _ index: Int) {
        guard var match else { return }
        let isAffix = match.frame == .affix && !reading.tokens[index].flags.contains(.quoted)
        if match.kind == .exclusion, !isAffix,
            reading.isLettering(match.cue.lowerBound, match.tokens)
        {
            match.kind = .quoted
        } else if reading.isTitle(index) {
            match.kind = .quoted
        }
        found.append(match)
        let isList =
            match.frame == .order && match.things.count > 1
            || match.frame == .bare && match.kind == .exclusion && match.things.count == 1
        next = max(index + 1, isList ? match.tokens.upperBound : match.cue.upperBound)
    }

    private func affix(_ index: Int) -> Negation {
        Negation(
            kind: .exclusion, frame: .affix, cue: index..<index + 1, things: [index..<index + 1])
    }

    private func match(_ reading: borrowing Reading, _ index: Int) -> Negation? {
        let token = reading.tokens[index]
        if token.traits.contains(.absentPrefix) { return affix(index) }
        if token.traits.contains(.contractedNot) { return reading.not(index) }
        switch token.word {
        case .no: return reading.no(index)
        case .less: return reading.hyphenatedLess(index)
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
    /// “wheel-less”.
    fileprivate func hyphenatedLess(_ index: Int) -> Negation? {
        guard tokens[index].flags.contains(.hyphenated),
            !traits(index - 1).isDisjoint(with: .thing)
        else { return nil }
        let word = index - 1..<index + 1
        return Negation(kind: .exclusion, frame: .affix, cue: word, things: [word])
    }

    /// “final_dont_delete”: part of a file's name.
    fileprivate func isInsideName(_ token: Token) -> Bool {
        token.start > 0 && bytes[Int(token.start) - 1] == UInt8(ascii: "_")
    }

    /// “sleeve” in “sleeveless” can be drawn, “heaven” in “heavenless” can't.
    fileprivate func isDrawable(_ token: Token) -> Bool {
        var hash = WordHash()
        for byte in bytes[Int(token.start)..<Int(token.end) - 4] where byte != 0x2D {
            hash.add(byte < 0x80 ? byte | 0x20 : byte)
        }
        let vocabulary = Vocabulary.shared
        let known = vocabulary.entries[vocabulary.index(of: hash.value)].traits
        return !known.isDisjoint(with: .thing)
    }

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
