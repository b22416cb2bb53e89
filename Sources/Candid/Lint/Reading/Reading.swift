/// One reading of a prompt, shared by all rules.
///
/// The text is gone through once: words are cut, lower-cased, looked up, phrases and quotations are
/// marked. A rule then walks over tokens, each of them a number of times that does not depend on
/// the length of the prompt.
struct Reading {
    /// The prompt's UTF-8.
    let bytes: ContiguousArray<UInt8>
    /// Its words, numbers and signs.
    var tokens: ContiguousArray<Token> = []
    /// The union of what its words are.
    var traits: Traits = []
    /// Its length in Unicode scalars.
    var scalars = 0
    /// How many commas it has.
    var commas = 0
    #if DEBUG
    /// Counts the words that rules look at, so that tests can show that work grows with length.
    var meter: WorkMeter?
    #endif

    /// Reads a prompt.
    init(_ prompt: Prompt) {
        bytes = ContiguousArray(prompt.text.utf8)
        let vocabulary = Vocabulary.shared
        var scanner = Scanner(capacity: bytes.count / 5 + 8)
        bytes.withUnsafeBufferPointer { scanner.scan($0, vocabulary) }
        tokens = scanner.tokens
        traits = scanner.traits
        scalars = scanner.scalars
        commas = scanner.commas
        if traits.contains(.opensPhrase) { markPhrases(vocabulary) }
        if traits.contains(.quoteMark) { markQuotations() }
    }

    /// The prompt's words between two offsets.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The words of some tokens, with everything between them.
    func range(_ tokens: Range<Int>) -> Range<Int> {
        Int(self.tokens[tokens.lowerBound].start)..<Int(self.tokens[tokens.upperBound - 1].end)
    }

    @inline(__always)
    private func countVisit() {
        #if DEBUG
        meter?.words += 1
        #endif
    }

    /// The grammar word at a place, and `other` outside of the text.
    @inline(__always)
    func word(_ index: Int) -> Word {
        countVisit()
        return index >= 0 && index < tokens.count ? tokens[index].word : .other
    }

    /// What is known of the word at a place, and nothing outside of the text.
    @inline(__always)
    func traits(_ index: Int) -> Traits {
        countVisit()
        return index >= 0 && index < tokens.count ? tokens[index].traits : []
    }

    /// True if the token is this sign.
    @inline(__always)
    func isSymbol(_ index: Int, _ scalar: Unicode.Scalar) -> Bool {
        countVisit()
        return index >= 0 && index < tokens.count && tokens[index].isSymbol(scalar)
    }

    /// True if the token is a word or number.
    func isWord(_ index: Int) -> Bool {
        countVisit()
        guard index >= 0, index < tokens.count else { return false }
        return tokens[index].kind != .symbol && tokens[index].kind != .invisible
    }

    /// True if a line starts at the token, or the text starts or ends there.
    func opensLine(_ index: Int) -> Bool {
        index <= 0 || index >= tokens.count || tokens[index].flags.contains(.opensLine)
    }
}

extension Reading {
    /// Gives each phrase's traits to the word that opens it, the longest phrase first.
    private mutating func markPhrases(_ vocabulary: borrowing Vocabulary) {
        var index = 0
        while index < tokens.count {
            guard tokens[index].traits.contains(.opensPhrase) else {
                index += 1
                continue
            }
            let entry = vocabulary.entries[vocabulary.index(of: tokens[index].hash)]
            var best: Vocabulary.Phrase?
            var length = 0
            var next = entry.phrases
            while next >= 0 {
                let phrase = vocabulary.phrases[Int(next)]
                if phrase.count > length, matches(phrase, vocabulary, after: index) {
                    best = phrase
                    length = phrase.count
                }
                next = phrase.next
            }
            if let best { mark(best, at: index) }
            index += 1 + length
        }
    }

    @inline(__always)
    private func matches(
        _ phrase: Vocabulary.Phrase, _ vocabulary: borrowing Vocabulary, after index: Int
    ) -> Bool {
        guard index + phrase.count < tokens.count else { return false }
        for offset in 0..<phrase.count
        where tokens[index + 1 + offset].hash != vocabulary.rests[phrase.start + offset] {
            return false
        }
        return true
    }

    private mutating func mark(_ phrase: Vocabulary.Phrase, at index: Int) {
        tokens[index].span = UInt8(phrase.count + 1)
        tokens[index].traits.formUnion(phrase.traits)
        traits.formUnion(phrase.traits)
        for offset in 1...phrase.count {
            tokens[index + offset].flags.insert(.continuesPhrase)
            if phrase.traits.contains(.idiom) { tokens[index + offset].traits.insert(.idiom) }
        }
    }
}

#if DEBUG
/// How many words were looked at.
final class WorkMeter {
    var words = 0
}
#endif
