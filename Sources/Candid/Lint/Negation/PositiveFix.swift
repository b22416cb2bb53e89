extension Reading {
    /// The edit that says a negation positively, or nil where no honest wording is known.
    func fix(of negation: Negation) -> TextEdit? {
        guard let edit = wordedFix(of: negation), isSilent(edit, about: negation) else { return nil }
        return edit
    }

    private func wordedFix(of negation: Negation) -> TextEdit? {
        switch negation.frame {
        case .contrast: return withoutContrast(negation)
        case .affix: return adjective(for: negation)
        case .korean: return koreanFix(of: negation)
        case .state: return opposite(of: negation)
        case .behind: return nil
        case .things, .order, .bare: break
        }
        if let rest = onlyRest(negation) { return rest }
        guard let wordings = wordings(for: negation.things) else { return nil }
        return negation.frame == .order ? ordered(negation, wordings) : fitted(negation, wordings)
    }

    /// True if no word of what is to be absent is in the edit.
    private func isSilent(_ edit: TextEdit, about negation: Negation) -> Bool {
        let said = words(of: edit.replacement)
        let bytes = negation.thingBytes.map { [$0] } ?? negation.things.map { range($0) }
        for thing in bytes {
            for word in words(of: text(thing)) where word.utf8.count > 2 {
                if said.contains(where: { stem($0) == stem(word) }) { return false }
            }
        }
        return true
    }

    private func words(of text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter }
            .filter { !["and", "the", "with", "has", "have", "his", "her", "its"].contains($0) }
    }

    private func stem(_ word: Substring) -> Substring {
        word.utf8.count > 3 && word.hasSuffix("s") ? word.dropLast() : word
    }

    /// The wording for each thing; nil as soon as one has none.
    private func wordings(for things: [Range<Int>]) -> [PositiveWording]? {
        var result: [PositiveWording] = []
        for thing in things {
            guard let wording = wording(for: thing) else { return nil }
            if !result.contains(where: { $0.noun == wording.noun }) { result.append(wording) }
        }
        return result.isEmpty ? nil : result
    }

    private func wording(for thing: Range<Int>) -> PositiveWording? {
        var head = thing.upperBound - 1
        for index in thing.dropFirst() where traits(index).contains(.preposition) || isParticiple(index) {
            head = index - 1
            break
        }
        if head > thing.lowerBound {
            let pair = text(range(head - 1..<head + 1)).lowercased()
            if let known = PositiveWordings.of(pair) { return known }
        }
        return PositiveWordings.of(text(tokens[head].range))
            ?? PositiveWordings.of(traits(head).intersection(.thing))
    }

    /// “no water, only ice” → “only ice”: what should be there is already said.
    private func onlyRest(_ negation: Negation) -> TextEdit? {
        let comma = negation.tokens.upperBound
        guard isSymbol(comma, ","), word(comma + 1) == .only || word(comma + 1) == .just else {
            return nil
        }
        let start = range(negation.cue).lowerBound
        let lead = word(negation.cue.lowerBound) == .no || word(negation.cue.lowerBound) == .not
            ? "" : "with "
        return TextEdit(range: start..<tokens[comma + 1].range.lowerBound, replacement: lead)
    }

    /// “milk instead of water” → “milk”.
    private func withoutContrast(_ negation: Negation) -> TextEdit? {
        let tokens = negation.tokens
        var start = range(tokens).lowerBound
        var end = range(tokens).upperBound
        if tokens.lowerBound > 0, !opensLine(tokens.lowerBound), isWord(tokens.lowerBound - 1)
            || isSymbol(tokens.lowerBound - 1, ",")
        {
            start = self.tokens[tokens.lowerBound - 1].range.upperBound
            if isSymbol(tokens.lowerBound - 1, ",") { start -= 1 }
            return TextEdit(range: start..<end, replacement: "")
        }
        guard isSymbol(tokens.upperBound, ","), tokens.upperBound + 1 < self.tokens.count else {
            return nil
        }
        end = self.tokens[tokens.upperBound + 1].range.upperBound
        let first = text(self.tokens[tokens.upperBound + 1].range)
        return TextEdit(range: start..<end, replacement: first.prefix(1).uppercased() + first.dropFirst())
    }

    /// “cloudless” → “clear blue”.
    private func adjective(for negation: Negation) -> TextEdit? {
        let range = range(negation.cue)
        let whole = text(range).lowercased()
        if let known = wholeWords[whole] { return TextEdit(range: range, replacement: known) }
        let stem = whole.hasSuffix("less") ? whole.dropLast(4) : whole.dropLast(5)
        guard whole.hasSuffix("less") || whole.hasSuffix("-free"),
            let adjective = PositiveWordings.of(stem)?.adjective
        else { return nil }
        return TextEdit(range: range, replacement: adjective)
    }

    private var wholeWords: [String: String] {
        [
            "uncluttered": "tidy", "unadorned": "plain", "undecorated": "plain",
            "unfurnished": "empty", "unpeopled": "deserted", "uninhabited": "deserted",
            "unpopulated": "deserted", "unoccupied": "empty", "uncrowded": "quiet",
            "unlabeled": "plain", "unlabelled": "plain", "unbranded": "plain",
            "untextured": "smooth", "unornamented": "plain", "unclothed": "nude",
            "undressed": "nude", "featureless": "plain and smooth",
        ]
    }

    /// “do not show cars” → “show a clear, open roadway”.
    private func ordered(_ negation: Negation, _ wordings: [PositiveWording]) -> TextEdit? {
        var first = negation.cue.lowerBound
        if word(first - 1) == .do { first -= 1 }
        let nouns = wordings.map(\.noun).joined(separator: " and ")
        let range = tokens[first].range.lowerBound..<range(negation.things.last ?? negation.cue).upperBound
        if isSymbol(first, "-") || word(first) == .negative {
            return TextEdit(range: range, replacement: wordings.map(\.item).joined(separator: ", "))
        }
        let verb = tokens[first].flags.contains(.capital) ? "Show " : "show "
        return TextEdit(range: range, replacement: verb + nouns)
    }
}

extension Reading {
    /// Fits wordings into the clause of “no …”, “without …”, “is free of …”, “lacks …”.
    private func fitted(_ negation: Negation, _ wordings: [PositiveWording]) -> TextEdit? {
        let nouns = wordings.map(\.noun).joined(separator: " and ")
        let isPlural = wordings.count > 1 || wordings[0].isPlural
        var first = negation.cue.lowerBound
        let end = negation.tokens.upperBound
        var lead = ""
        switch word(first) {
        case .no, .not, .zero, .none, .nobody, .nothing, .nowhere, .hardly, .barely, .scarcely:
            if isItem(first, end) { return item(first, end, wordings) }
            if isBe(first - 1), word(first - 2) == .there {
                first -= 1
                lead = agreed(first, isPlural) + " "
            } else if isBe(end) {
                return edit(first, end + 1, nouns + " " + agreed(end, isPlural))
            }
        case .lacks: lead = "has "
        case .lack, .absence:
            if word(first + 1) == .of {
                if traits(first - 1).contains(.determiner) { first -= 1 }
            } else {
                lead = "have "
            }
        case .lacked: lead = "had "
        case .neither, .nor: return nil
        default:
            var be = first - 1
            while traits(be).contains(.adverb) { be -= 1 }
            if isBe(be) {
                first = be
                lead = (word(be) == .is ? "has " : word(be) == .are ? "have " : "had ")
            } else {
                lead = "with "
            }
        }
        return edit(first, end, lead + nouns)
    }

    private func edit(_ first: Int, _ end: Int, _ text: String) -> TextEdit {
        let capital = tokens[first].flags.contains(.capital)
        let replacement = capital ? text.prefix(1).uppercased() + text.dropFirst() : text
        return TextEdit(range: range(first..<end), replacement: replacement)
    }

    /// An item of a list, such as “, no people,”.
    private func isItem(_ first: Int, _ end: Int) -> Bool {
        let opens = first == 0 || !isWord(first - 1) || opensLine(first)
        return opens && (end >= tokens.count || !isWord(end) || opensLine(end))
    }

    private func item(_ first: Int, _ end: Int, _ wordings: [PositiveWording]) -> TextEdit {
        edit(first, end, wordings.map(\.item).joined(separator: ", "))
    }

    private func isBe(_ index: Int) -> Bool {
        switch word(index) {
        case .is, .are, .was, .were: true
        default: false
        }
    }

    private func agreed(_ index: Int, _ isPlural: Bool) -> String {
        let past = word(index) == .was || word(index) == .were
        return past ? (isPlural ? "were" : "was") : (isPlural ? "are" : "is")
    }

    /// “is not visible” → “is hidden”, “isn't open” → “is closed”.
    private func opposite(of negation: Negation) -> TextEdit? {
        guard let thing = negation.things.first else { return nil }
        let cue = negation.cue.lowerBound
        if let had = possession(negation) { return had }
        guard let opposite = opposites[text(range(thing)).lowercased()] else { return nil }
        let start = range(negation.tokens).lowerBound
        let end = range(negation.tokens).upperBound
        let contraction = text(tokens[cue].range).lowercased()
        if isBe(cue - 1), word(cue) == .not || word(cue) == .never {
            return TextEdit(range: start..<end, replacement: opposite)
        }
        for (whole, be) in [("isn", "is "), ("aren", "are "), ("wasn", "was "), ("weren", "were ")]
        where contraction.hasPrefix(whole) {
            return TextEdit(range: start..<end, replacement: be + opposite)
        }
        return nil
    }

    /// “does not have a hat” → “has a bare head”.
    private func possession(_ negation: Negation) -> TextEdit? {
        let cue = negation.cue.lowerBound
        guard let wordings = wordings(for: negation.things) else { return nil }
        let nouns = wordings.map(\.noun).joined(separator: " and ")
        let contracted = tokens[cue].traits.contains(.contractedNot)
        let verb = skipAdverbs(cue + 1)
        let first = contracted ? cue : cue - 1
        guard [.have, .contain, .include, .show, .use].contains(word(verb)), first >= 0 else {
            return single(negation, nouns)
        }
        let auxiliary = text(tokens[first].range).lowercased()
        let rest = word(verb) == .have ? "" : text(tokens[verb].range)
        let lead =
            auxiliary.hasPrefix("does") ? (rest.isEmpty ? "has" : rest + "s")
            : auxiliary.hasPrefix("did") ? (rest.isEmpty ? "had" : "did " + rest)
            : auxiliary.hasPrefix("do") ? (rest.isEmpty ? "have" : rest)
            : contracted ? nil : auxiliary + " " + (rest.isEmpty ? "have" : rest)
        guard let lead else { return nil }
        return edit(first, negation.tokens.upperBound, lead + " " + nouns)
    }

    /// “not a single rose can be found” is “no rose can be found”; “is not a dog” is not.
    private func single(_ negation: Negation, _ nouns: String) -> TextEdit? {
        let cue = negation.cue.lowerBound
        guard word(cue) == .not, traits(cue + 1).contains(.determiner),
            !isBe(cue - 1) || word(cue - 2) == .there
        else { return nil }
        return edit(cue, negation.tokens.upperBound, nouns)
    }

    private var opposites: [String: String] {
        [
            "visible": "hidden", "open": "closed", "closed": "open", "deep": "shallow",
            "running": "standing still", "moving": "still", "joined": "apart", "touching": "apart",
            "level": "tilted", "smiling": "serious", "happy": "sad", "wet": "dry", "dry": "wet",
            "empty": "full", "full": "half filled", "clean": "dirty", "dirty": "clean",
            "messy": "tidy", "new": "old", "old": "young", "young": "old", "straight": "crooked",
            "flat": "rounded", "smooth": "rough", "round": "angular", "sharp": "soft",
            "bright": "dim", "dark": "bright", "big": "small", "small": "large", "tall": "short",
            "ripe": "green and firm", "lit": "dark", "awake": "asleep", "asleep": "awake",
            "anime": "photorealistic", "monochrome": "colourful", "realistic": "stylised",
            "blurry": "sharp", "centered": "off to one side", "centred": "off to one side",
            "facing the camera": "turned away", "looking at the camera": "looking away",
            "looking at the viewer": "looking away", "symmetrical": "lopsided", "crowded": "quiet",
        ]
    }
}
