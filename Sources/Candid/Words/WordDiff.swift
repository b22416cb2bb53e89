/// What must be taken out of one text and put into it to get another, word by word.
///
/// As many words and marks as can stay, stay: the diff is minimal in them, up to a size that no
/// prompt has (see `CommonSubsequence`). White space counts for nothing in that choice, and is then
/// compared to the byte like everything else: the segments put both texts together again. Texts
/// that look the same but are composed differently, such as two spellings of “é”, differ. Of a
/// Korean word whose particle alone changed, only the particle does.
///
///     let diff = WordDiff(from: "a red car", to: "a fast red bus")
///     diff.rendered(.markers)  // a {+fast +}red [-car-]{+bus+}
public struct WordDiff: Sendable {
    /// A stretch of text that is in both texts or in one.
    public struct Segment: Sendable, Codable {
        /// Which of the texts hold a segment.
        public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            /// It stands in both.
            case same
            /// It stands in the first only.
            case removed
            /// It stands in the second only.
            case added
        }

        /// Which of the texts hold it.
        public let kind: Kind
        /// The text itself, byte for byte; never empty.
        public let text: String

        /// True if it is white space and nothing else.
        public var isBlank: Bool {
            PieceScanner.pieces(of: Array(text.utf8)).allSatisfy(\.isBlank)
        }

        var hasWords: Bool {
            PieceScanner.pieces(of: Array(text.utf8)).contains(where: \.isWord)
        }
    }

    /// The segments in order; where something was exchanged, what was removed comes first.
    public let segments: [Segment]
    /// How many words both texts share, in order.
    public let wordsKept: Int
    /// How many words of the first text are not kept.
    public let wordsRemoved: Int
    /// How many words of the second text are not kept.
    public let wordsAdded: Int

    /// Compares two texts.
    ///
    /// Of several smallest diffs one is chosen in a way that does not depend on the direction: the
    /// diff from the second to the first is this one reversed.
    public init(from: Prompt, to: Prompt) {
        if to.text.utf8.lexicographicallyPrecedes(from.text.utf8) {
            self = WordDiff(comparing: to, with: from).reversed
        } else {
            self.init(comparing: from, with: to)
        }
    }

    private init(comparing from: Prompt, with to: Prompt) {
        let comparison = PieceComparison(Array(from.text.utf8), Array(to.text.utf8))
        self.init(
            segments: comparison.segments, kept: comparison.wordsKept,
            removed: comparison.wordCounts.0 - comparison.wordsKept,
            added: comparison.wordCounts.1 - comparison.wordsKept)
    }

    init(segments: [Segment], kept: Int, removed: Int, added: Int) {
        self.segments = segments
        wordsKept = kept
        wordsRemoved = removed
        wordsAdded = added
    }

    /// True if the texts are the same, byte for byte.
    public var isEmpty: Bool { segments.allSatisfy { $0.kind == .same } }

    /// True if the texts differ, but in nothing but white space.
    public var isBlankOnly: Bool {
        !isEmpty && segments.allSatisfy { $0.kind == .same || $0.isBlank }
    }

    /// True if nothing was removed but white space and marks, and words were added in one place.
    public var isOneAddition: Bool {
        wordsRemoved == 0 && segments.count { $0.kind == .added && $0.hasWords } == 1
    }

    /// True if the texts differ in bytes, but hold the same letters differently composed.
    public var isCompositionOnly: Bool { !isEmpty && from.text == to.text }

    /// The first text, put together again.
    public var from: Prompt { joined { $0 != .added } }

    /// The second text, put together again.
    public var to: Prompt { joined { $0 != .removed } }

    /// The way back: the diff from the second text to the first.
    public var reversed: WordDiff {
        var result: [Segment] = []
        for segment in segments {
            switch segment.kind {
            case .same: result.append(segment)
            case .removed: result.append(Segment(kind: .added, text: segment.text))
            case .added:
                let turned = Segment(kind: .removed, text: segment.text)
                if result.last?.kind == .added {
                    result.insert(turned, at: result.count - 1)
                } else {
                    result.append(turned)
                }
            }
        }
        return WordDiff(
            segments: result, kept: wordsKept, removed: wordsAdded, added: wordsRemoved)
    }

    private func joined(_ isWanted: (Segment.Kind) -> Bool) -> Prompt {
        var bytes: [UInt8] = []
        for segment in segments where isWanted(segment.kind) { bytes += segment.text.utf8 }
        return Prompt(String(decoding: bytes, as: UTF8.self))
    }
}

extension WordDiff.Segment: Hashable {
    /// Compares bytes, as prompts are compared.
    public static func == (a: Self, b: Self) -> Bool {
        a.kind == b.kind && a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// Hashes bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension WordDiff: Hashable {}
