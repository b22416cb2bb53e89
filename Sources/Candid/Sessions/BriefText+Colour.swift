// MARK: Colours

extension BriefText {
    /// Gives a thing a colour, in the place of the one that it has; false where it has several that a
    /// list or another word holds together.
    mutating func paint(_ thing: String, _ value: String) -> Bool {
        let said = said
        guard let index = head(of: thing, said), !isMotley(index, said),
            !isMotleyBehind(index, said)
        else { return false }
        if let old = colourBefore(index, said) ?? colourBehind(index, said) {
            put(value, at: old)
            return true
        }
        var place = index
        while isPart(place, said) { place -= 1 }
        let start = said.words[place].range.lowerBound
        put(value + " ", at: start..<start)
        return true
    }

    /// Whether the word before belongs to the noun: “car” of “car door”, and not “brick” of
    /// “red-brick house”.
    private func isPart(_ place: Int, _ said: SaidWords) -> Bool {
        guard place > 0, said.words[place - 1].touchesNext, !said.words[place].isKorean else {
            return false
        }
        if isHyphened(place - 1, said) { return true }
        let before = said.words[place - 1]
        return !before.isSmall && !before.isNumber
            && !(place > 1 && isHyphened(place - 2, said))
            && AdditionLexicon.shared.kind(of: place - 1, in: said.words) == .object
    }

    private func mark(behind index: Int, _ said: SaidWords) -> UInt8? {
        words.utf8.dropFirst(said.words[index].range.upperBound).first
    }

    private func isHyphened(_ index: Int, _ said: SaidWords) -> Bool {
        index + 1 < said.words.count && mark(behind: index, said) == UInt8(ascii: "-")
    }

    private func isColour(_ index: Int, _ said: SaidWords) -> Bool {
        ColourNames.all.contains(said.words[index].key) && !said.words[index].isQuoted
    }

    /// A colour of the noun itself, and not the one of “blue-eyed”.
    private func isColour(_ place: Int, of index: Int, _ said: SaidWords) -> Bool {
        guard isColour(place, said) else { return false }
        guard place + 1 < index else { return true }
        return !isHyphened(place, said) && !["eyed", "haired"].contains(said.words[place + 1].text)
    }

    /// “red, white and blue” of a flag, “red, shiny”, “red-striped”: a colour that can't be told from
    /// what stands with it.
    private func isMotley(_ index: Int, _ said: SaidWords) -> Bool {
        let looks: Set = [
            "painted", "coloured", "colored", "striped", "checked", "spotted", "dotted", "tinted",
            "dyed", "patterned", "and",
        ]
        var place = index - 1
        while place >= 0, !said.words[place].isSmall || said.words[place].text == "and" {
            if !said.words[place].touchesNext {
                guard mark(behind: place, said) == UInt8(ascii: ",") else { return false }
                if isColour(place, said) { return true }
                // “a red car, blue door” are two things.
                if AdditionLexicon.shared.kind(of: place, in: said.words) == .object {
                    return false
                }
            } else if isColour(place, said), isHyphened(place, said), place + 1 < index,
                looks.contains(said.words[place + 1].text),
                !isColour(index - 1, said)
            {
                return true
            }
            place -= 1
        }
        return false
    }

    /// “a door that is red and white”.
    private func isMotleyBehind(_ index: Int, _ said: SaidWords) -> Bool {
        guard let colour = colourBehind(index, said),
            let last = said.words.lastIndex(where: { $0.range.upperBound <= colour.upperBound }),
            said.words[last].touchesNext || mark(behind: last, said) == UInt8(ascii: ",")
        else { return false }
        let next = said.words[(last + 1)...].firstIndex { $0.text != "and" }
        return next.map { isColour($0, said) } == true
    }

    /// “red” of “a red racing bicycle”; “blue and white” of “a blue and white door”.
    private func colourBefore(_ index: Int, _ said: SaidWords) -> Range<Int>? {
        let words = said.words
        var place = index - 1
        while place >= 0, words[place].touchesNext, !words[place].isSmall,
            !isColour(place, of: index, said)
        {
            // “a blue car chasing a bicycle” gives the bicycle no colour.
            let isDeed =
                words[place].text.hasSuffix("ing") && place > 0
                && AdditionLexicon.shared.kind(of: place - 1, in: words) == .object
            guard !isDeed, !words[index].isKorean else { return nil }
            place -= 1
        }
        guard place >= 0, words[place].touchesNext, isColour(place, of: index, said) else {
            return nil
        }
        let end = place
        while place > 0, words[place - 1].touchesNext {
            if isColour(place - 1, said) || EditTopics.shades.contains(words[place - 1].text) {
                place -= 1
            } else if place > 1, words[place - 1].text == "and", words[place - 2].touchesNext,
                isColour(place - 2, said)
            {
                place -= 2
            } else if isHyphened(place - 1, said), !words[place - 1].isSmall {
                // “sky-blue” goes as a whole.
                place -= 1
            } else {
                break
            }
        }
        return range(place...end, said)
    }

    /// “red” of “a bicycle that is red”.
    private func colourBehind(_ index: Int, _ said: SaidWords) -> Range<Int>? {
        let links: Set = ["that", "which", "is", "are", "painted", "in", "coloured", "colored"]
        var place = index + 1
        while place < said.words.count, said.words[place - 1].touchesNext,
            links.contains(said.words[place].text)
        {
            place += 1
        }
        guard place > index + 1, place < said.words.count else { return nil }
        let start = place
        if EditTopics.shades.contains(said.words[place].text), place + 1 < said.words.count {
            place += 1
        }
        // “a door in red light” is lit and not painted.
        guard isColour(place, said),
            !said.words[place].touchesNext || place + 1 == said.words.count
                || said.words[place + 1].isSmall
        else { return nil }
        return range(start...place, said)
    }
}
