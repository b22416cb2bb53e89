/// A brief in which words take the place of others; whatever else it says stays to the byte.
struct BriefText: Hashable, Sendable {
    private(set) var words: String

    init(_ words: String) { self.words = words }

    var said: SaidWords { SaidWords(Prompt(words)) }

    /// Whether it speaks of a thing.
    func shows(_ key: String) -> Bool { head(of: key, said) != nil }

    private static let determiners: Set = [
        "a", "an", "the", "some", "his", "her", "its", "their", "another", "one",
    ]

    mutating func put(_ text: String, at range: Range<Int>) {
        let bytes = Array(words.utf8)
        let rest = text + String(decoding: bytes[range.upperBound...], as: UTF8.self)
        let start = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
        words = Self.fitted(start, before: rest) + rest
    }

    /// “a” becomes “an” before a word that was put behind it.
    private static func fitted(_ start: String, before rest: String) -> String {
        guard let first = rest.first, first.isLetter else { return start }
        let lower = rest.lowercased()
        let isVowel =
            "aeiou".contains(lower.prefix(1))
            && !["one", "uni", "use", "eu"].contains { lower.hasPrefix($0) }
        let fitting = isVowel || lower.hasPrefix("hour") ? "an " : "a "
        for article in ["a ", "an "] where article != fitting {
            let lowered = start.lowercased()
            guard lowered == article || lowered.hasSuffix(" " + article) else { continue }
            let own = start.suffix(article.count)
            let isCapital = own.first?.isUppercase == true
            return start.dropLast(article.count) + (isCapital ? "A" : "a") + fitting.dropFirst()
        }
        return start
    }

    /// Puts words behind the last one, before the full stop.
    ///
    /// “No people, with a cat” would say the opposite, and the last of several sentences may speak of
    /// something else: there they become a sentence of their own.
    mutating func append(_ text: String) {
        guard !standsApart else { return appendSentence(text) }
        let end = words.lastIndex { !$0.isWhitespace && !".!。".contains($0) }
        guard let end else { return words += text }
        words.insert(contentsOf: text, at: words.index(after: end))
    }

    private static let denials: Set = [
        "no", "not", "without", "never", "none", "nor", "neither", "nothing", "nobody", "except",
    ]

    private var standsApart: Bool {
        let sentences = Sentence.sentences(of: words)
        guard sentences.count < 2 else { return true }
        return sentences.flatMap(\.words).contains {
            Self.denials.contains($0.text) || $0.text.hasSuffix("n't")
        }
    }

    private mutating func appendSentence(_ text: String) {
        let bare = String(text.drop { " ,".contains($0) })
        guard let end = words.lastIndex(where: { !$0.isWhitespace }) else { return words += bare }
        let mark = words[...end].last { !"\"”’')".contains($0) }
        let isStop = { (mark: Character) in ".!?。…".contains(mark) }
        let stop = mark.map(isStop) == true ? "" : "."
        let close = bare.last.map(isStop) == true ? "" : "."
        let sentence = bare.prefix(1).uppercased() + bare.dropFirst() + close
        words.insert(contentsOf: "\(stop) \(sentence)", at: words.index(after: end))
    }

    /// “, with a cat”; “, 고양이”.
    mutating func append(with thing: String) {
        let isKorean = SaidWords(Prompt(thing)).words.contains(where: \.isKorean)
        append(isKorean ? ", \(thing)" : ", with \(thing)")
    }

    // MARK: Things

    /// Where a thing's noun stands: not “door” in “door handle”, and the green one of two if it is
    /// called so.
    func head(of thing: String, _ said: SaidWords) -> Int? {
        let name = SaidWords(Prompt(thing))
        let keys = name.content.map { name.words[$0].key }
        let key = keys.last ?? thing.lowercased()
        // “says” is known as “letters” is, and is none of the letters.
        let found = said.content.filter { index in
            said.words[index].key == key && !isCompound(index, said)
                && !LetteringEdit.verbs.contains(said.words[index].text)
        }
        let modifiers = Set(keys.dropLast())
        let named = found.first { index in
            modifiers.isSubset(of: said.words[start(of: index, said)..<index].map(\.key))
        }
        if let named { return named }
        // “the left door” is neither both of two doors nor the first of them.
        guard found.count == 1 else { return nil }
        let phrase = said.words[start(of: found[0], said)..<found[0]]
        return phrase.contains(where: \.isNumber) ? nil : found[0]
    }

    /// Whether it calls a thing all that a name calls it.
    func says(_ name: String) -> Bool {
        let (said, own) = (said, SaidWords(Prompt(name)))
        guard let head = head(of: name, said) else { return false }
        let phrase = Set(said.words[start(of: head, said)...head].map(\.key))
        return own.content.allSatisfy { phrase.contains(own.words[$0].key) }
    }

    private func isCompound(_ index: Int, _ said: SaidWords) -> Bool {
        guard said.words[index].touchesNext, index + 1 < said.words.count else { return false }
        let next = said.words[index + 1]
        return !next.isKorean && !next.isSmall && !next.isQuoted
            && AdditionLexicon.shared.kind(of: index + 1, in: said.words) == .object
    }

    /// Where the noun phrase of a noun begins, its article included.
    func start(of index: Int, _ said: SaidWords) -> Int {
        var start = index
        while start > 0, said.words[start - 1].touchesNext, !said.words[start - 1].isSmall {
            start -= 1
        }
        if start > 0, said.words[start - 1].touchesNext,
            Self.determiners.contains(said.words[start - 1].text)
        {
            start -= 1
        }
        return start
    }

    func range(_ words: ClosedRange<Int>, _ said: SaidWords) -> Range<Int> {
        let (first, last) = (said.words[words.lowerBound], said.words[words.upperBound])
        return first.range.lowerBound..<last.range.upperBound
    }

    /// Puts a thing in the place of another one.
    mutating func replace(_ old: String, with new: String) -> Bool {
        let said = said
        guard let thing = head(of: old, said) else { return false }
        let noun = new.split(separator: " ").drop { Self.determiners.contains($0.lowercased()) }
            .joined(separator: " ")
        if said.words[thing].isKorean {
            let word = said.words[thing].text
            let tail = String(word.dropFirst(KoreanTail.stem(of: word).count))
            put(noun + KoreanParticle.fitting(tail, to: noun), at: said.words[thing].range)
            return true
        }
        let start = start(of: thing, said)
        let isOfOne = ["a", "an", "one", "another"].contains(said.words[start].text)
        // “two cats” are no “two dog”.
        let isCounted = said.words[start].isNumber && noun != new
        let isMore =
            SaidWords(Prompt(noun)).words.count > 1 || (isOfOne && noun == new) || isCounted
            || SaidWords(Prompt(old)).content.count > 1
        if isMore {
            put(new, at: range(start...thing, said))
        } else {
            put(noun, at: said.words[thing].range)
        }
        return true
    }

    /// Calls a thing by another name for it, unless that says nothing more.
    mutating func rename(_ key: String, _ name: String) -> Bool {
        let said = said
        guard let thing = head(of: key, said) else { return false }
        guard SaidWords(Prompt(name)).content.count > 1 else { return true }
        put(name, at: range(start(of: thing, said)...thing, said))
        return true
    }

    /// Takes a thing out: “with a hat”, “and a hat”, “, a hat”; what hangs on a small word goes with
    /// it.
    ///
    /// - Returns: Whether it could go without anything being said anew.
    mutating func cut(_ key: String) -> Bool {
        let said = said
        guard let index = head(of: key, said) else { return false }
        if said.words[index].isKorean { return cutKorean(index) }
        var start = start(of: index, said)
        // “a cat and a dog”: what follows takes its place, unless something looks back to it.
        if said.words[index].touchesNext, index + 2 < said.words.count,
            said.words[index + 1].text == "and",
            Self.determiners.contains(said.words[index + 2].text)
                || said.words[index + 2].isNumber,
            !said.words.contains(where: { ["it", "its", "them", "their"].contains($0.text) })
        {
            let next = said.words[index + 2].range.lowerBound
            put("", at: said.words[start].range.lowerBound..<next)
            return true
        }
        let links: Set = ["with", "and", "wearing", "holding", "beside", "near", "under", "behind"]
        let isLinked = start > 0 && links.contains(said.words[start - 1].text)
        if isLinked { start -= 1 }
        let bytes = Array(words.utf8)
        let after = said.words[index].range.upperBound
        // “two cats and a dog on a sofa”: where they are holds for whoever is left.
        let places: Set = ["on", "in", "at", "under", "beside", "near", "behind", "by"]
        let isShared =
            isLinked && said.words[start].text == "and" && index + 1 < said.words.count
            && said.words[index].touchesNext && places.contains(said.words[index + 1].text)
        let isEnd =
            index == said.words.count - 1 || bytes[after] == UInt8(ascii: ",") || isShared
        guard start > 0, isEnd,
            isLinked || bytes[said.words[start - 1].range.upperBound] == UInt8(ascii: ",")
        else { return false }
        put("", at: said.words[start - 1].range.upperBound..<after)
        return true
    }
}

// MARK: Light and style

extension BriefText {
    /// Whether words name an hour, a weather or a light, and nothing else.
    static func isLight(_ value: String) -> Bool {
        let said = SaidWords(Prompt(value))
        return !said.content.isEmpty
            && said.content.allSatisfy { index in
                let word = said.words[index].text
                if LightWords.all.contains(word) { return true }
                return !EditTopics.lights.contains(word)
                    && AdditionLexicon.shared.kind(of: index, in: said.words) == .lighting
            }
    }

    /// Gives the whole another light.
    ///
    /// - Parameters:
    ///   - value: Such as `night`, `overcast` or `soft`.
    ///   - noun: What it is said of, where it is said of the light itself.
    /// - Returns: Whether it could be said; not where the brief speaks of light in several places.
    mutating func shine(_ value: String, of noun: String? = nil) -> Bool {
        let said = said
        let new = LightWords(value)
        guard !hasKoreanLight else { return false }
        // “in the rain at night” by day is still in the rain.
        let runs = LightWords.runs(in: said).filter { new.contradicts($0, of: said) }
        guard runs.count < 2 else { return false }
        guard let run = runs.first else {
            append(new.apart(noun))
            return true
        }
        let (first, last) = (run.lowerBound, run.upperBound - 1)
        let next = last + 1 < said.words.count ? said.words[last + 1] : nil
        if let next, said.words[last].touchesNext, !next.isSmall {
            if new.isQuality || LightWords.hours.contains(said.words[last].text) {
                put(value, at: range(first...last, said))
            } else {
                put("", at: said.words[first].range.lowerBound..<next.range.lowerBound)
                append(new.apart(noun))
            }
        } else {
            exchange(first...last, new, noun, said)
        }
        return true
    }

    /// Light that stands for itself: “at noon”, “, overcast”, “in soft light”.
    private mutating func exchange(
        _ run: ClosedRange<Int>, _ new: LightWords, _ noun: String?, _ said: SaidWords
    ) {
        let words = said.words
        let isNoun = ["light", "lighting"].contains(words[run.upperBound].text)
        if new.isQuality, isNoun {
            let start = words[run.lowerBound].range.lowerBound
            let end =
                run.count > 1 ? range(run.lowerBound...run.upperBound - 1, said).upperBound : start
            return put(new.value + (run.count > 1 ? "" : " "), at: start..<end)
        }
        var start = run.lowerBound
        // “soft morning light” goes as a whole.
        while isNoun, start > 0, words[start - 1].touchesNext, !words[start - 1].isSmall {
            start -= 1
        }
        if start > 0, words[start - 1].touchesNext,
            ["a", "an", "the"].contains(words[start - 1].text)
        {
            start -= 1
        }
        let hasPlace =
            start > 0 && words[start - 1].touchesNext
            && LightWords.places.contains(words[start - 1].text)
        if hasPlace { start -= 1 }
        let whole = range(start...run.upperBound, said)
        let isApart = start > 0 && !words[start - 1].touchesNext
        if new.isQuality, !hasPlace {
            put(new.value, at: range(run, said))
        } else if new.isQuality, start > 0 {
            put("", at: words[start - 1].range.upperBound..<whole.upperBound)
            append(new.apart(noun))
        } else if new.isQuality {
            put(new.value, at: whole)
        } else if isApart {
            put(new.apart(noun), at: words[start - 1].range.upperBound..<whole.upperBound)
        } else {
            put(new.apart(noun).trimmed, at: whole)
        }
    }

    /// Whether words name a style or a medium, and nothing else.
    static func isStyle(_ value: String) -> Bool {
        let said = SaidWords(Prompt(value))
        return !said.content.isEmpty && said.content.allSatisfy { isStyle($0, said) }
    }

    private static func isStyle(_ index: Int, _ said: SaidWords) -> Bool {
        let word = said.words[index]
        guard !word.isSmall, !word.isQuoted else { return false }
        return [.style, .medium].contains(
            AdditionLexicon.shared.kind(of: index, in: said.words))
    }

    /// Gives the whole another style.
    ///
    /// - Parameters:
    ///   - value: Such as `flat` or `an oil painting`.
    ///   - noun: What is said behind it where the brief names no style.
    /// - Returns: Whether it could be said; not where the brief names styles in several places.
    mutating func style(_ value: String, of noun: String? = nil) -> Bool {
        let said = said
        var runs: [ClosedRange<Int>] = []
        for index in said.words.indices where Self.isStyle(index, said) {
            if let last = runs.last, last.upperBound == index - 1,
                said.words[index - 1].touchesNext
            {
                runs[runs.count - 1] = last.lowerBound...index
            } else {
                runs.append(index...index)
            }
        }
        guard runs.count < 2 else { return false }
        guard let run = runs.first else {
            append(", \(value)" + (noun.map { " \($0)" } ?? ""))
            return true
        }
        let bare = value.split(separator: " ").drop { ["a", "an", "the"].contains($0) }
        put(bare.joined(separator: " "), at: range(run, said))
        return true
    }
}
