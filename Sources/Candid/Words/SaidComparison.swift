/// Which words two texts share, whatever their form, and which they don't.
struct SaidComparison {
    let first: SaidWords
    let second: SaidWords
    /// Indices of words of the second text that the first does not say, each key once.
    private(set) var added: [Int] = []
    /// Indices of words of the first text that the second does not say, each key once.
    private(set) var dropped: [Int] = []
    /// How many different content words the first text has.
    private(set) var firstCount = 0
    /// How many different content words the second text has.
    private(set) var secondCount = 0

    /// How many words of the first text the second says.
    var sharedCount: Int { firstCount - dropped.count }

    init(_ first: SaidWords, _ second: SaidWords) {
        self.first = first
        self.second = second
        let said = KeySet(first)
        let saidAfter = KeySet(second)
        (secondCount, added) = Self.missing(of: second, in: said)
        (firstCount, dropped) = Self.missing(of: first, in: saidAfter)
    }

    /// How many different words there are, and the first occurrence of those that are not said.
    private static func missing(of text: SaidWords, in other: KeySet) -> (Int, [Int]) {
        var seen: Set<String> = []
        var missing: [Int] = []
        for index in text.words.indices where !text.words[index].isSmall {
            let word = text.words[index]
            guard seen.insert(word.key).inserted else { continue }
            if !other.says(index, of: text.words) { missing.append(index) }
        }
        return (seen.count, missing)
    }

    /// Pairs what was dropped with what was added in its place, as the diff shows it.
    func changes(in diff: WordDiff) -> [Embellishment.Change] {
        var changes: [Embellishment.Change] = []
        var (from, to) = (0, 0)
        var (lost, found) = (dropped[...], added[...])
        var gone: ArraySlice<Int> = []
        for segment in diff.segments {
            let count = segment.text.utf8.count
            switch segment.kind {
            case .same:
                gone = []
                from += count
                to += count
                lost = lost.drop { first.words[$0].range.lowerBound < from }
                found = found.drop { second.words[$0].range.lowerBound < to }
            case .removed:
                from += count
                gone = lost.prefix { first.words[$0].range.upperBound <= from }
                lost = lost.dropFirst(gone.count)
            case .added:
                to += count
                let new = found.prefix { second.words[$0].range.upperBound <= to }
                found = found.dropFirst(new.count)
                changes += zip(gone, new).map { pair in
                    .init(from: first.words[pair.0].text, to: second.words[pair.1].text)
                }
            }
        }
        return changes
    }
}

/// The words that a text says, for asking whether it says another's.
private struct KeySet {
    /// No language has more words to a stem; a text that pretends so must not cost more.
    private static let familyLimit = 48

    private var keys: Set<String> = []
    private var families: [Substring: [String]] = [:]
    private var joined: Set<String> = []

    init(_ text: SaidWords) {
        for (index, word) in text.words.enumerated() {
            let isNew = keys.insert(word.key).inserted
            // What looks like a particle may be the end of the word: 고양이 is no 고양 with 이.
            keys.insert(word.text)
            if !word.isNumber, !word.isSmall, isNew {
                families[word.key.prefix(4), default: []].append(word.key)
            }
            if word.touchesNext, index + 1 < text.words.count {
                joined.insert(word.text + text.words[index + 1].text)
            }
        }
    }

    /// True if the text says a word: itself, one of its family, or as two words in one or one in
    /// two, as in “tabletop” and “table top”.
    func says(_ index: Int, of words: [SaidWord]) -> Bool {
        let word = words[index]
        if keys.contains(word.key) || keys.contains(word.text) || joined.contains(word.text) {
            return true
        }
        if word.isNumber { return false }
        let family = families[word.key.prefix(4), default: []].prefix(Self.familyLimit)
        if family.contains(where: { WordForm.isRelated($0, word.key) }) { return true }
        let before = index > 0 && words[index - 1].touchesNext ? words[index - 1].text : nil
        let after = word.touchesNext && index + 1 < words.count ? words[index + 1].text : nil
        return before.map { keys.contains(WordForm.key($0 + word.text)) } == true
            || after.map { keys.contains(WordForm.key(word.text + $0)) } == true
    }
}
