/// How near what was read in a picture comes to an asked text.
///
/// Both are folded first: Unicode's composed form, no case, letters and digits only, and the pairs
/// that no reader can tell apart in many typefaces made one (`0` and `o`; `1`, `i` and `l`). The
/// distance is the number of letters to insert, remove or exchange (Levenshtein's), found for the
/// best place in the reading (Sellers' search), divided by the length of the asked text.
public struct LetteringMatch: Hashable, Sendable, Codable {
    /// The text that was asked for.
    public let asked: String
    /// From 0, the same, to 1, nothing alike.
    public let distance: Double
    /// The asked words that were not found, within a fifth of their length each.
    public let missingWords: [String]

    private enum CodingKeys: String, CodingKey {
        case asked, distance
        case missingWords = "missing_words"
    }

    /// The largest distance that counts as found: one letter in five.
    public static let tolerance = 0.2

    /// Whether the text is there, but for a letter in five that may be misread.
    public var isFound: Bool { distance <= Self.tolerance }

    /// Whether it is there letter by letter.
    public var isExact: Bool { distance == 0 }
}

extension FoundLettering {
    /// Compares with an asked text; nil where it has no letters or digits.
    ///
    /// Words may stand in any order and on any line, since posters and signs have none.
    public func match(_ asked: String) -> LetteringMatch? {
        let wanted = FoldedText(asked)
        guard !wanted.letters.isEmpty else { return nil }
        let whole = FoldedText(words.map(\.text).joined())
        let lines = readings.map { FoldedText($0) } + [whole]
        let inOneLine = lines.map { $0.distance(to: wanted) }.min() ?? wanted.letters.count
        var (apart, missing): (Int, [String]) = (0, [])
        for word in asked.split(whereSeparator: \.isWhitespace) {
            let folded = FoldedText(String(word))
            guard !folded.letters.isEmpty else { continue }
            let found = lines.map { $0.distance(to: folded) }.min() ?? folded.letters.count
            apart += found
            if Double(found) > LetteringMatch.tolerance * Double(folded.letters.count) {
                missing.append(String(word))
            }
        }
        let distance = Double(min(inOneLine, apart)) / Double(wanted.letters.count)
        return LetteringMatch(
            asked: asked, distance: min(1, distance),
            missingWords: inOneLine == 0 ? [] : missing)
    }

    /// Whether what is read is the asked text and nothing else; nil where there is nothing to say.
    ///
    /// - Returns: Levenshtein's distance of the folded texts, divided by the longer one's length.
    public func wholeDistance(_ asked: String) -> Double? {
        let wanted = FoldedText(asked)
        guard !wanted.letters.isEmpty else { return nil }
        let read = FoldedText(text)
        let longer = max(wanted.letters.count, read.letters.count)
        return Double(read.fullDistance(to: wanted)) / Double(longer)
    }
}
