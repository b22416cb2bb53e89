/// Brings words to the form in which they are compared: without inflection, in one spelling.
enum WordForm {
    /// A word with its key.
    static func word(_ surface: String, _ piece: Piece) -> SaidWord {
        var text = surface.lowercased()
        text.replace("’", with: "'")
        if text.hasSuffix("'s") { text.removeLast(2) }
        var word = SaidWord(text: text, key: text, range: piece.range)
        switch piece.kind {
        case .number: word.key = "#" + text.replacing(",", with: "")
        case .hangul:
            word.isSmall =
                KoreanSmallWords.all.contains(text)
                || KoreanSmallWords.all.contains(KoreanTail.stem(of: text))
            word.key = KoreanNumbers.all[text].map { "#\($0)" } ?? koreanKey(text)
        case .ideograph: break
        default:
            word.isSmall = SmallWords.all.contains(text)
            word.key = SmallWords.numbers[text].map { "#\($0)" } ?? key(text)
        }
        return word
    }

    /// What an English word is known by.
    static func key(_ text: String) -> String {
        if let known = Synonyms.names[text] { return known }
        let plain = Spelling.american(text)
        if let known = Synonyms.names[plain] { return known }
        let stem = stem(plain)
        return Synonyms.names[stem] ?? stem
    }

    /// Takes inflection off an English word: what is left need not be a word.
    static func stem(_ text: String) -> String {
        guard text.utf8.allSatisfy({ $0 < 128 }), text.utf8.count > 3 else { return text }
        if let base = IrregularForms.bases[text] { return ended(base) }
        var word = text
        if word.hasSuffix("'") { word.removeLast() }
        word = withoutPlural(word)
        if let base = IrregularForms.bases[word] { return ended(base) }
        for ending in ["ingly", "edly", "ing", "ed", "ly"] where word.hasSuffix(ending) {
            let rest = word.dropLast(ending.count)
            guard rest.count >= 3, rest.contains(where: isVowel) else { continue }
            let plain = undoubled(String(rest))
            if plain.count < rest.count { return plain }
            return ending != "ly" && isShortSyllable(rest) ? rest + "e" : ended(plain)
        }
        return ended(word)
    }

    /// A word without the ending that makes many of one.
    static func withoutPlural(_ word: String) -> String {
        if word.hasSuffix("ies"), word.count > 4 { return word.dropLast(3) + "y" }
        for ending in ["sses", "shes", "ches", "xes", "zes"] where word.hasSuffix(ending) {
            return String(word.dropLast(2))
        }
        for ending in ["ss", "us", "is", "ous"] where word.hasSuffix(ending) { return word }
        return word.hasSuffix("s") ? String(word.dropLast()) : word
    }

    private static func undoubled(_ word: String) -> String {
        guard let last = word.last, word.dropLast().last == last, !"lsz".contains(last) else {
            return word
        }
        return String(word.dropLast())
    }

    /// Without the silent e and with i for y, which inflection puts on and takes off; the e that
    /// tells bare from bar stays.
    private static func ended(_ word: String) -> String {
        guard word.count > 3 else { return word }
        if word.hasSuffix("e") {
            return isShortSyllable(word.dropLast()) ? word : String(word.dropLast())
        }
        return word.hasSuffix("y") ? word.dropLast() + "i" : word
    }

    /// True for consonants, one vowel and one consonant, as in star: with an e it is another word.
    private static func isShortSyllable(_ word: Substring) -> Bool {
        guard let last = word.last, !isVowel(last), last != "w", last != "x" else { return false }
        let start = word.dropLast()
        guard let vowel = start.last, isVowel(vowel) else { return false }
        return !start.dropLast().contains(where: isVowel)
    }

    private static func isVowel(_ letter: Character) -> Bool { "aeiouy".contains(letter) }

    private static let koreanEndings = [
        "스러운", "스럽게", "스레", "히", "로운", "롭게", "하고", "하는", "하며", "하여", "하게", "한다", "했다", "된다", "되는",
        "된", "해서", "하다", "적인", "적으로", "한", "은", "는", "운",
    ]

    /// What a Korean word is known by: without particles and the endings of descriptive verbs.
    static func koreanKey(_ text: String) -> String {
        for ending in koreanEndings
        where text.hasSuffix(ending) && text.count - ending.count >= 2 {
            return String(text.dropLast(ending.count))
        }
        return KoreanTail.stem(of: text)
    }

    private static let derivations = [
        "", "en", "i", "y", "ic", "ish", "er", "or", "ist", "ism", "ful", "like", "ion", "ation",
        "iv", "ous", "nes", "ness", "al", "ical", "ar", "lit", "scap", "esqu", "ent", "anc", "enc",
    ]

    /// True for words of one family, such as wood and wooden.
    static func isRelated(_ a: String, _ b: String) -> Bool {
        let shared = zip(a.utf8, b.utf8).prefix { $0 == $1 }.count
        guard shared >= 4 else { return false }
        return derivations.contains(String(a.dropFirst(shared)))
            && derivations.contains(String(b.dropFirst(shared)))
    }
}
