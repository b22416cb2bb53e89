import Candid
import Foundation

/// Prints how long diffs of 32,000-character texts take, hostile ones among them: the best of five,
/// in milliseconds of this thread's processor time, so that a busy machine counts for less.
func runDiffSpeedEvaluation() {
    var texts = SpeedTexts()
    for (name, from, to) in texts.pairs() {
        var best = Double.infinity
        var kept = 0
        for _ in 0..<5 {
            let start = threadMilliseconds()
            kept = WordDiff(from: Prompt(from), to: Prompt(to)).wordsKept
            best = min(best, threadMilliseconds() - start)
        }
        let figure = String(format: "%8.2f ms", best)
        print("\(figure)  \(name), \(from.unicodeScalars.count) characters, \(kept) words kept")
    }
}

private func threadMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
}

/// Texts of a length, the same in every run.
private struct SpeedTexts {
    private static let length = 32_000
    private var state: UInt64 = 88_172_645_463_325_252

    mutating func pairs() -> [(String, String, String)] {
        let pool = (0..<3000).map { "w\($0) " }
        let other = (0..<3000).map { "v\($0) " }
        let letters = ["a ", "b ", "c ", "d ", "e ", "f ", "g ", "h "]
        let marks = [",", ".", ";", "!"]
        let han = (0..<2000).compactMap { Unicode.Scalar(0x4E00 + $0).map { String($0) } }
        let base = text(pool)
        return [
            ("the same", base, base),
            ("one word in 3000 changed", base, base.replacing("w7 ", with: "new ")),
            ("everything different", base, text(other)),
            ("the same words in another order", base, text(pool)),
            ("long repeats", repeated("a b "), repeated("b a ")),
            ("long repeats of other lengths", repeated("red car, "), repeated("car red, blue ")),
            (
                "two one-letter words at random", text(Array(letters[..<2])),
                text(Array(letters[..<2]))
            ),
            ("eight one-letter words at random", text(letters), text(letters)),
            ("four marks at random", text(marks), text(marks)),
            ("2000 Han characters at random", text(han), text(han)),
            ("four Han characters at random", text(Array(han[..<4])), text(Array(han[..<4]))),
        ]
    }

    private mutating func text(_ words: [String]) -> String {
        var result = ""
        while result.utf8.count < 3 * Self.length {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            result += words[Int((state >> 11) % UInt64(words.count))]
        }
        return String(result.prefix(Self.length))
    }

    private func repeated(_ text: String) -> String {
        String(repeating: text, count: Self.length / text.count)
    }
}
