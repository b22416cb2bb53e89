extension Reading {
    /// True if the negation is lettering to be drawn: quoted, on a sign, or after “that says”.
    func isLettering(_ index: Int, _ phrase: Range<Int>) -> Bool {
        tokens[index].flags.contains(.quoted) || isOnSign(index, phrase) || isSpoken(index)
    }

    /// “a no parking sign”, “do not enter signs”, “a no smoking area”.
    private func isOnSign(_ index: Int, _ phrase: Range<Int>) -> Bool {
        var first = index
        if word(first - 1) == .do { first -= 1 }
        var sign: Int?
        for place in index + 1..<min(index + 7, tokens.count) {
            guard isWord(place) || isSymbol(place, "-") else { break }
            if traits(place).contains(.signNoun), place > index + 1 || isIntroduced(first - 1) {
                sign = place
                break
            }
            if !traits(place).isDisjoint(with: [.subordinator, .auxiliary]) { break }
        }
        if isSignText(index + 1) { return sign != nil || isIntroduced(first - 1) }
        return sign != nil && isIntroduced(first - 1)
    }

    /// What road signs and notices forbid.
    private func isSignText(_ index: Int) -> Bool {
        switch word(index) {
        case .parking, .smoking, .entry, .entering, .diving, .swimming, .fishing, .loitering,
            .littering, .exit, .enter, .disturb, .cross, .touch, .feed, .park, .smoke, .swim, .run,
            .lean, .trespassing:
            true
        default: false
        }
    }

    /// “a … sign”, “red … sign”.
    private func isIntroduced(_ index: Int) -> Bool {
        switch word(index) {
        case .a, .an, .the: true
        default: traits(index).contains(.colour)
        }
    }

    /// “a sign that says no dogs”, “titled: No Time”.
    private func isSpoken(_ index: Int) -> Bool {
        var place = index - 1
        while place >= 0, index - place <= 8 {
            if isSymbol(place, ":") || isSymbol(place, "\"") || isSymbol(place, "'") {
                guard place == index - 1 || place == index - 2 else { return false }
            } else if !isWord(place) {
                return false
            }
            let known = traits(place)
            if known.contains(.speaks),
                hasSpeaker(place) || index - place <= 2 || word(place) == .saying
                    || word(place) == .says
            {
                return true
            }
            if known.contains(.saysVerb), canOpenLettering(index), index - place <= 2,
                !known.contains(.speaks),
                index - place == 1 || !isWord(index - 1)
            {
                return index - place == 1 || isSymbol(index - 1, ":") && word(index) != .no
            }
            if opensLine(place) { return false }
            place -= 1
        }
        return false
    }

    /// “letters without serifs” describes letters; “text no entry” is one.
    private func canOpenLettering(_ index: Int) -> Bool {
        switch word(index) {
        case .no, .not, .never, .nothing, .nobody, .none: true
        default: traits(index).contains(.contractedNot)
        }
    }

    /// Someone or something that can say words stands shortly before.
    func hasSpeaker(_ index: Int) -> Bool {
        for place in max(0, index - 4)..<max(index, 0)
        where !traits(place).isDisjoint(with: [.signNoun, .mark, .saysVerb]) { return true }
        return false
    }
}
