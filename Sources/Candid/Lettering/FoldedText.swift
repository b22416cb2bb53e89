import Foundation

/// A text as readers of pictures can be held to it.
struct FoldedText: Hashable, Sendable {
    /// Letters and digits without case, lookalikes made one.
    let letters: [Unicode.Scalar]

    init(_ text: String) {
        letters = text.precomposedStringWithCompatibilityMapping.lowercased()
            .precomposedStringWithCanonicalMapping.unicodeScalars.compactMap {
                guard $0.properties.isAlphabetic || $0.properties.numericType != nil else {
                    return nil
                }
                return Self.lookalikes[$0] ?? $0
            }
    }

    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "o", "1": "l", "i": "l", "ı": "l",
    ]

    /// The letters that differ at the best place for a shorter text (Sellers, 1980).
    func distance(to part: FoldedText) -> Int {
        table(part, isAnywhere: true)
    }

    /// The letters that differ, end to end (Levenshtein, 1966).
    func fullDistance(to other: FoldedText) -> Int {
        table(other, isAnywhere: false)
    }

    private func table(_ part: FoldedText, isAnywhere: Bool) -> Int {
        let wanted = part.letters
        var column = Array(0...wanted.count)
        var best = column[wanted.count]
        for (place, letter) in letters.enumerated() {
            var diagonal = column[0]
            column[0] = isAnywhere ? 0 : place + 1
            for row in wanted.indices {
                let exchanged = diagonal + (wanted[row] == letter ? 0 : 1)
                diagonal = column[row + 1]
                column[row + 1] = min(exchanged, diagonal + 1, column[row] + 1)
            }
            best = min(best, column[wanted.count])
        }
        return isAnywhere ? best : column[wanted.count]
    }
}
