extension Reading {
    /// The edit that says a negation positively, or nil where no honest wording is known.
    func fix(of negation: Negation) -> TextEdit? {
        guard let edit = wordedFix(of: negation), isSilent(edit, about: negation) else {
            return nil
        }
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
        guard let thing = negation.things.first,
            thing.lowerBound >= negation.cue.upperBound || thing == negation.cue
        else { return nil }
        if let rest = onlyRest(negation) { return rest }
        guard let wordings = wordings(for: negation.things) else { return nil }
        return negation.frame == .order ? ordered(negation, wordings) : fitted(negation, wordings)
    }

    /// True if no word of what is to be absent is in the edit.
    private func isSilent(_ edit: TextEdit, about negation: Negation) -> Bool {
        let said = Reading.stems(ContiguousArray(edit.replacement.utf8)[...])
        for thing in negation.things {
            let bytes = bytes[negation.thingBytes ?? range(thing)]
            for stem in Reading.stems(bytes) where said.contains(stem) { return false }
        }
        return true
    }

    /// The hashes of a text's content words, without a plural “s”.
    private static func stems(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
        var stems: [UInt64] = []
        var hash = WordHash()
        var before = hash
        var length = 0
        for index in bytes.startIndex...bytes.endIndex {
            let byte = index < bytes.endIndex ? bytes[index] : 0x20
            if byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 {
                before = hash
                hash.add(byte < 0x80 ? byte | 0x20 : byte)
                length += 1
                continue
            }
            if length > 2, !smallWords.contains(hash.value) { stems.append(hash.value) }
            if length > 3 { stems.append(before.value) }
            hash = WordHash()
            length = 0
        }
        return stems
    }

    private static let smallWords: Set<UInt64> = Set(
        ["and", "the", "with", "has", "have", "his", "her", "its", "any", "all", "from"].map {
            WordHash.of($0)
        })

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
        if let amount = amount(of: thing) { return wording(for: amount) }
        for index in thing.dropFirst()
        where traits(index).contains(.preposition) || isParticiple(index) {
            head = index - 1
            break
        }
        if head > thing.lowerBound {
            let pair = text(range(head - 1..<head + 1)).lowercased()
            if let known = PositiveWordings.of(pair) { return known }
        }
        let kind = traits(head).intersection(.thing)
        if isOther(thing), kind.contains(.person) { return PositiveWordings.othersAbsent }
        if head > thing.lowerBound, isVague(head), !isOther(thing) { return nil }
        return PositiveWordings.of(text(tokens[head].range)) ?? PositiveWordings.of(kind)
    }

    /// “a trace of dust”, “a single blade of grass” → “dust”, “grass”.
    private func amount(of thing: Range<Int>) -> Range<Int>? {
        for index in thing.dropFirst() where word(index) == .of && index - thing.lowerBound <= 2 {
            var start = index + 1
            while start < thing.upperBound, traits(start).contains(.determiner) { start += 1 }
            let name = text(tokens[index - 1].range).lowercased()
            guard start < thing.upperBound, Self.amounts.contains(name) else { return nil }
            return start..<thing.upperBound
        }
        return nil
    }

    private static let amounts: Set<String> = [
        "trace", "traces", "sign", "signs", "drop", "drops", "blade", "piece", "pieces", "bit",
        "hint", "speck", "presence", "grain", "scrap", "shred", "strand", "form", "kind",
    ]

    /// “other people”, “extra objects”: not those that are named.
    private func isOther(_ thing: Range<Int>) -> Bool {
        ["other", "extra", "additional", "further", "unnecessary", "distracting", "unwanted"]
            .contains(text(tokens[thing.lowerBound].range).lowercased())
    }

    /// Words that are as good as none: “desert elements” are not any elements.
    private func isVague(_ index: Int) -> Bool {
        ["element", "object", "item", "thing", "feature", "detail", "content", "part", "image"]
            .contains { text(tokens[index].range).lowercased().hasPrefix($0) }
    }

    /// “no water, only ice” → “only ice”: what should be there is already said.
    private func onlyRest(_ negation: Negation) -> TextEdit? {
        let comma = negation.tokens.upperBound
        guard isSymbol(comma, ","), word(comma + 1) == .only || word(comma + 1) == .just else {
            return nil
        }
        let start = range(negation.cue).lowerBound
        let lead =
            word(negation.cue.lowerBound) == .no || word(negation.cue.lowerBound) == .not
            ? "" : "with "
        return TextEdit(range: start..<tokens[comma + 1].range.lowerBound, replacement: lead)
    }

    /// “milk instead of water” → “milk”.
    private func withoutContrast(_ negation: Negation) -> TextEdit? {
        let tokens = negation.tokens
        var start = range(tokens).lowerBound
        var end = range(tokens).upperBound
        if tokens.lowerBound > 0, !opensLine(tokens.lowerBound),
            isWord(tokens.lowerBound - 1)
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
        return TextEdit(
            range: start..<end, replacement: first.prefix(1).uppercased() + first.dropFirst())
    }

    /// “cloudless” → “clear blue”.
    private func adjective(for negation: Negation) -> TextEdit? {
        let range = range(negation.cue)
        let whole = text(range).lowercased()
        if let known = Self.wholeWords[whole] { return TextEdit(range: range, replacement: known) }
        let stem = whole.hasSuffix("less") ? whole.dropLast(4) : whole.dropLast(5)
        guard whole.hasSuffix("less") || whole.hasSuffix("-free"),
            let adjective = PositiveWordings.of(stem)?.adjective
        else { return nil }
        return TextEdit(range: range, replacement: adjective)
    }

    private static let wholeWords: [String: String] = [
        "uncluttered": "tidy", "unadorned": "plain", "undecorated": "plain",
        "unfurnished": "empty", "unpeopled": "deserted", "uninhabited": "deserted",
        "unpopulated": "deserted", "unoccupied": "empty", "uncrowded": "quiet",
        "unlabeled": "plain", "unlabelled": "plain", "unbranded": "plain",
        "untextured": "smooth", "unornamented": "plain", "unclothed": "nude",
        "undressed": "nude", "featureless": "plain and smooth",
    ]

    /// “do not show cars” → “show a clear, open roadway”.
    private func ordered(_ negation: Negation, _ wordings: [PositiveWording]) -> TextEdit? {
        var first = negation.cue.lowerBound
        if word(first - 1) == .do { first -= 1 }
        let nouns = wordings.map(\.noun).joined(separator: " and ")
        let range =
            tokens[first].range.lowerBound..<range(negation.things.last ?? negation.cue).upperBound
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
        let end = beforePlace(negation)
        var lead = ""
        switch word(first) {
        case .no, .not, .zero, .none, .nobody, .nothing, .nowhere, .hardly, .barely, .scarcely:
            if isItem(first, end) { return item(first, end, wordings) }
            if isBe(first - 1), word(first - 2) == .there {
                first -= 1
                lead = agreed(first, isPlural) + " "
            } else if isActing(end) {
                return nil
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
            if traits(first - 1).contains(.determiner) { return nil }
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

    /// Where the thing ends and where it is begins: “no water | in the pond”.
    private func beforePlace(_ negation: Negation) -> Int {
        guard let last = negation.things.last else { return negation.tokens.upperBound }
        for index in last.dropFirst()
        where [.in, .on, .around, .inside, .above].contains(word(index)) {
            return word(index + 1) == .sight ? last.upperBound : index
        }
        return last.upperBound
    }

    private func edit(_ first: Int, _ end: Int, _ text: String) -> TextEdit {
        let capital = tokens[first].flags.contains(.capital)
        let replacement = capital ? text.prefix(1).uppercased() + text.dropFirst() : text
        return TextEdit(range: range(first..<end), replacement: replacement)
    }

    /// True for “no people” between commas.
    func isListItem(_ negation: Negation) -> Bool {
        (negation.frame == .things || negation.frame == .affix)
            && isItem(negation.tokens.lowerBound, negation.tokens.upperBound)
    }

    /// True if the prompt says these words already, within a few hundred bytes.
    func isSaid(_ wording: String, near range: Range<Int>) -> Bool {
        let words = Array(wording.utf8)
        guard !words.isEmpty else { return false }
        let first = max(0, range.lowerBound - 400)
        let last = min(bytes.count - words.count, range.upperBound + 400)
        var start = first
        while start <= last {
            if isSame(words, start) { return true }
            start += 1
        }
        return false
    }

    private func isSame(_ words: [UInt8], _ start: Int) -> Bool {
        for (offset, byte) in words.enumerated() {
            let other = bytes[start + offset]
            let isSpace = (byte == 0x2D || byte == 0x20) && (other == 0x2D || other == 0x20)
            guard isSpace || byte | 0x20 == other | 0x20 else { return false }
        }
        return true
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

    /// “no one is cooking”: what stands in for the cook can't cook.
    private func isActing(_ index: Int) -> Bool {
        if isBe(index) { return isParticiple(index + 1) }
        return traits(index).contains(.auxiliary) && word(index + 1) != .be
            || traits(index).contains(.verb) && !traits(index).contains(.adverb)
                && ![.visible, .present, .seen, .shown, .included].contains(word(index))
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
        guard let opposite = Self.opposites[text(range(thing)).lowercased()] else { return nil }
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
            auxiliary.hasPrefix("does")
            ? (rest.isEmpty ? "has" : rest + "s")
            : auxiliary.hasPrefix("did")
                ? (rest.isEmpty ? "had" : "did " + rest)
                : auxiliary.hasPrefix("do")
                    ? (rest.isEmpty ? "have" : rest)
                    : contracted ? nil : auxiliary + " " + (rest.isEmpty ? "have" : rest)
        guard let lead else { return nil }
        return edit(first, negation.tokens.upperBound, lead + " " + nouns)
    }

    /// “not a single rose can be found” is “no rose can be found”; “is not a dog” is not.
    private func single(_ negation: Negation, _ nouns: String) -> TextEdit? {
        let cue = negation.cue.lowerBound
        let end = negation.tokens.upperBound
        if word(cue - 1) == .there, tokens[cue].traits.contains(.contractedNot) {
            let be = text(tokens[cue].range).lowercased().hasPrefix("was") ? "was " : "is "
            return edit(cue, end, be + nouns)
        }
        guard word(cue) == .not, traits(cue + 1).contains(.determiner) else { return nil }
        if isSymbol(cue - 1, ",") {
            guard endsClause(end) else { return nil }
            return TextEdit(
                range: tokens[cue - 1].range.lowerBound..<range(negation.tokens).upperBound,
                replacement: "")
        }
        guard !isBe(cue - 1) || word(cue - 2) == .there else { return nil }
        return edit(cue, end, nouns)
    }

    private static let opposites: [String: String] = [
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
