import Foundation

/// What a second text says that the first did not.
///
/// It judges the pair: a long text is not embellished, and neither is one that says the same in
/// other words or says less. Words are compared without inflection, in one spelling, with plain
/// synonyms taken for the same; grammar counts for nothing.
///
///     let embellishment = Embellishment(from: "A cat.", to: "A majestic cat in golden light.")
///     embellishment.score        // 0.63
///     embellishment.explanation  // “Adds 3 words to the 1 there was …”
///
/// ## The score
/// The words added, each with the weight of its kind, are set against the words there were. As many
/// of them as were dropped count for a third, because something was said in their place; and if the
/// first text stands untouched and all that is new follows or precedes it, or stands within it, in
/// one piece, all counts for three fifths, because it was continued, not rewritten. With *w* for that sum and *n* for the words of the first text the score is 1 − e^(−w / (n + 2)): 0 if
/// nothing was added, 0.39 at one word for two, 0.63 at one for one, near 1 if the text is mostly
/// somebody else's. What was dropped does not raise it; see `parts.recall` and `survivals`.
public struct Embellishment: Hashable, Sendable, Codable {
    /// Something that the second text says and the first did not.
    public struct Addition: Hashable, Sendable, Codable {
        /// The word as it stands, in lower case.
        public let word: String
        /// Where it stands in the second text, in UTF-8 offsets.
        public let range: Range<Int>
        /// What it adds.
        public let kind: AdditionKind
    }

    /// A word of the first text that is gone, and where it stood, in UTF-8 offsets.
    public struct Loss: Hashable, Sendable, Codable {
        /// The word as it stood, in lower case.
        public let word: String
        /// Where it stood in the first text, in UTF-8 offsets.
        public let range: Range<Int>
    }

    /// A word that stands where another stood.
    public struct Change: Hashable, Sendable, Codable {
        /// The word of the first text.
        public let from: String
        /// The word of the second text; it is among the additions, too.
        public let to: String
    }

    /// What was added, in the order of the second text, each thing once.
    public let added: [Addition]
    /// What was dropped, in the order of the first text, each thing once.
    public let dropped: [Loss]
    /// Which of the additions stand in the place of something that was dropped.
    public let changed: [Change]
    /// What must not be touched, and whether it was.
    public let survivals: [Survival]
    /// The figures behind the score.
    public let parts: Parts

    /// How much the second text embellishes the first: 0 for not at all, towards 1 for wholly.
    public var score: Double { parts.score }

    /// True if every quoted text, number, colour and name of the first text is in the second.
    public var keepsWhatMatters: Bool { survivals.allSatisfy(\.survived) }

    /// Compares two texts.
    public init(from: Prompt, to: Prompt) {
        let comparison = SaidComparison(SaidWords(from), SaidWords(to))
        let lexicon = AdditionLexicon.shared
        added = comparison.added.map { index in
            let word = comparison.second.words[index]
            return Addition(
                word: word.text, range: word.range,
                kind: lexicon.kind(of: index, in: comparison.second.words))
        }
        dropped = comparison.dropped.map { index in
            let word = comparison.first.words[index]
            return Loss(word: word.text, range: word.range)
        }
        let diff = WordDiff(from: from, to: to)
        changed = comparison.changes(in: diff)
        survivals = Survival.all(from: comparison.first, to: comparison.second, of: to)
        parts = Parts(
            first: comparison.firstCount, second: comparison.secondCount,
            dropped: dropped.count, isOnePiece: diff.isOneAddition, added: added)
    }
}

extension Embellishment {
    /// The figures behind the score; words are content words, each counted once.
    public struct Parts: Hashable, Sendable, Codable {
        /// Words of the first text.
        public let wordsBefore: Int
        /// Words of the second text.
        public let wordsAfter: Int
        /// The share of the second text's words that are new (ν).
        public let novelty: Double
        /// New words for each word of the first text (α); nil if it had none.
        public let additionsPerWord: Double?
        /// The share of the first text's words that are in the second (ρ); 1 if it had none.
        public let recall: Double
        /// Words that both texts share out of all words of both (J).
        public let overlap: Double
        /// True if the first text stands in the second untouched and in its order, and all that is
        /// new stands in one piece.
        public let isOnePiece: Bool
        /// The new words by weight, less what stands in the place of dropped ones.
        public let weight: Double
        /// The score.
        public let score: Double

        init(first: Int, second: Int, dropped: Int, isOnePiece: Bool, added: [Addition]) {
            wordsBefore = first
            wordsAfter = second
            novelty = second == 0 ? 0 : Double(added.count) / Double(max(second, added.count))
            additionsPerWord = first == 0 ? nil : Double(added.count) / Double(first)
            recall = first == 0 ? 1 : Double(first - dropped) / Double(first)
            let union = first + added.count
            overlap = union == 0 ? 1 : Double(first - dropped) / Double(union)
            let full = added.reduce(0) { $0 + $1.kind.weight }
            let replaced = added.isEmpty ? 0 : min(1, Double(dropped) / Double(added.count))
            self.isOnePiece = isOnePiece
            weight = full * (1 - replaced * 2 / 3) * (isOnePiece ? 0.6 : 1)
            score = 1 - exp(-weight / Double(first + 2))
        }
    }
}
