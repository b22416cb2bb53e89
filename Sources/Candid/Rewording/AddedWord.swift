/// A word that a text holds and the text before it did not, with its class.
public struct AddedWord: Hashable, Sendable, Codable {
    /// The word as it stands, in lower case.
    public let word: String
    /// Where it stands in the second text, in UTF-8 offsets.
    public let range: Range<Int>
    /// What it adds; nil for a word of grammar, which adds nothing of its own.
    public let kind: AdditionKind?

    /// Every word that a diff puts in, in order.
    ///
    /// Unlike ``Embellishment/added`` it holds repetitions, too: “a cat and a cat” is one cat more.
    public static func all(in diff: WordDiff) -> [AddedWord] {
        let reading = AddedReading(diff.to)
        var result: [AddedWord] = []
        var position = 0
        for segment in diff.segments where segment.kind != .removed {
            let range = position..<position + segment.text.utf8.count
            position = range.upperBound
            guard segment.kind == .added else { continue }
            for index in reading.words.indices {
                let word = reading.words[index]
                guard word.range.overlaps(range) else { continue }
                // Of a Korean word whose particle alone is new, only the particle is.
                let isWhole = range.contains(word.range.lowerBound)
                result.append(
                    AddedWord(
                        word: word.text, range: word.range,
                        kind: isWhole ? reading.kind(of: index) : nil))
            }
        }
        return result
    }
}

/// Reads what the words of a text add, each in its place.
///
/// The lexicon knows words by themselves. Here a “soft” before “light” is of light, and a “rugged”
/// before “man” is what a person looks like.
struct AddedReading {
    let words: [SaidWord]
    private let lexicon = AdditionLexicon.shared

    init(_ prompt: Prompt) {
        words = SaidWords(prompt).words
    }

    /// The class of a word; nil for grammar.
    func kind(of index: Int) -> AdditionKind? {
        let word = words[index]
        if word.isSmall, !word.isQuoted {
            if AddedLexicon.grammar.contains(word.text) { return nil }
            return taken(index) ?? .other
        }
        if isOfSomebody(index) { return .person }
        let own = bare(index)
        guard own != .lettering, own != .name else { return own }
        return taken(index) ?? own
    }

    private func bare(_ index: Int) -> AdditionKind {
        let word = words[index]
        if AddedLexicon.hairColours.contains(word.text) { return .person }
        if AddedLexicon.lengths.contains(word.text) { return .camera }
        return lexicon.kind(of: index, in: words)
    }

    /// The class of what a word goes with, where it only says how that is or where it comes from.
    private func taken(_ index: Int) -> AdditionKind? {
        let word = words[index].text
        if AddedLexicon.manners.contains(word) {
            return descriptor(after: index) ?? descriptor(before: index)
        }
        if AddedLexicon.sources.contains(word), descriptor(after: index) == .lighting {
            return .lighting
        }
        if AddedLexicon.directions.contains(word) {
            let head = descriptor(before: index)
            return head == .lighting || head == .camera ? head : nil
        }
        return nil
    }

    /// The class of the next word in the same phrase that is more than manner.
    private func descriptor(after index: Int) -> AdditionKind? {
        var index = index
        while words[index].touchesNext, index + 1 < words.count {
            index += 1
            if isLoose(index) { continue }
            return AddedWord.Limits.assisted.contains(bare(index)) ? bare(index) : nil
        }
        return nil
    }

    private func descriptor(before index: Int) -> AdditionKind? {
        var index = index
        while index > 0, words[index - 1].touchesNext {
            index -= 1
            if isLoose(index) { continue }
            return AddedWord.Limits.assisted.contains(bare(index)) ? bare(index) : nil
        }
        return nil
    }

    private func isLoose(_ index: Int) -> Bool {
        let word = words[index]
        guard !word.isQuoted, !AddedWord.Limits.assisted.contains(bare(index)) else { return false }
        return word.isSmall
            ? AddedLexicon.grammar.contains(word.text)
            : AddedLexicon.manners.contains(word.text)
                || AddedLexicon.sources.contains(word.text)
    }

    /// Whether a word says what somebody looks like: “rugged man”, “a woman in velvet”.
    private func isOfSomebody(_ index: Int) -> Bool {
        var next = index
        while words[next].touchesNext, next + 1 < words.count, !words[next + 1].isSmall {
            next += 1
            if isPerson(next) { return true }
        }
        guard [.material, .colour].contains(bare(index)) else { return false }
        var last = index
        while last > 0, words[last - 1].touchesNext {
            last -= 1
            if AddedLexicon.wearing.contains(words[last].text) { continue }
            if isPerson(last) { return true }
            if ![.material, .colour].contains(bare(last)) { return false }
        }
        return false
    }

    private func isPerson(_ index: Int) -> Bool {
        AddedLexicon.people.contains(WordForm.withoutPlural(words[index].text))
            || AddedLexicon.people.contains(words[index].text)
            || AddedLexicon.people.contains(words[index].key)
    }
}
