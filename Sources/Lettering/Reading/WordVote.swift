internal import Candid
internal import Foundation
internal import Pixels

/// The looks that saw something at one place, and what they agree on.
struct WordVote {
    /// What was read most surely.
    let text: String
    /// The looks that read it so.
    let looks: Int
    /// The mean confidence of those.
    let confidence: Double
    /// The best-read box.
    let box: SeenWord

    /// Counts the looks; nil where none read a letter or a digit.
    init?(_ seen: [SeenWord]) {
        var votes: [String: [SeenWord]] = [:]
        for word in seen {
            let folded = Self.folded(word.text)
            if !folded.isEmpty { votes[folded, default: []].append(word) }
        }
        let weighed = votes.map { (text: $0.key, words: $0.value, weight: Self.weight($0.value)) }
        guard
            let best = weighed.max(by: { ($0.weight, $1.text) < ($1.weight, $0.text) }),
            let word = best.words.max(by: { $0.confidence < $1.confidence })
        else { return nil }
        text = Self.bare(word.text)
        looks = Set(best.words.map(\.look)).count
        confidence = best.words.map(\.confidence).reduce(0, +) / Double(best.words.count)
        box = word
    }

    /// Whether it is surely lettering.
    ///
    /// Textures are read as short words of low confidence, and rarely twice in the same way.
    /// Syllables of Hangul hold two or three letters each.
    var isSure: Bool {
        let letters = Self.folded(text).unicodeScalars
        let size = letters.reduce(0) { $0 + (0xAC00...0xD7A3 ~= $1.value ? 2 : 1) }
        let kinds = Set(letters).count
        let isNumber = letters.allSatisfy { $0.properties.numericType != nil }
        guard size >= 3, kinds >= 2 || size >= 4 && looks >= 3, kinds * 3 >= letters.count else {
            return false
        }
        if isNumber { return looks >= 2 && confidence >= 88 }
        switch looks {
        case 1: return size >= 4 && confidence >= 90
        case 2: return confidence >= (size >= 4 ? 70 : 84)
        default: return confidence >= (size >= 4 ? 60 : 75)
        }
    }

    /// Whether it is surely lettering because letter-like forms stand in a row where it was read.
    ///
    /// The row is found by contrast and not by reading, so the two are separate witnesses.
    func isSure(on rows: [PictureBox]) -> Bool {
        if isSure { return true }
        let letters = Self.folded(text).unicodeScalars
        let isNumber = letters.allSatisfy { $0.properties.numericType != nil }
        guard letters.count >= 4, Set(letters).count >= 2, looks >= 2,
            confidence >= (isNumber ? 70 : 60)
        else { return false }
        return rows.contains { row in
            let left = max(box.left, Double(row.x))
            let right = min(box.right, Double(row.x + row.width))
            let top = max(box.top, Double(row.y))
            let bottom = min(box.bottom, Double(row.y + row.height))
            // A strip's words are as tall as the strip, so that a row inside one counts as well.
            let common = (right - left) * (bottom - top)
            let least = min(box.area, Double(row.width * row.height))
            return right > left && bottom > top && common >= 0.5 * least
                && right - left >= 0.6 * (box.right - box.left)
        }
    }

    private static func weight(_ words: [SeenWord]) -> Double {
        let looks = Set(words.map(\.look)).count
        let best = words.map(\.confidence).max() ?? 0
        return best + 30 * Double(looks - 1)
    }

    private static func folded(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars.filter {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                }))
    }

    /// The word without the specks about it that are often read as marks.
    private static func bare(_ text: String) -> String {
        let marks: Set<Character> = ["‘", "’", "“", "”", "'", "\"", "|", "_", "~", "`", "=", "—"]
        return String(
            text.trimmingPrefix { marks.contains($0) }.reversed().trimmingPrefix {
                marks.contains($0)
            }.reversed())
    }
}
