@testable import Candid
import Testing

@Suite struct BlowUpTests {
    /// Pieces that rules look for, in every order that chance gives.
    private static let pieces = [
        "no", "not", "without", "never", "none of", "neither", "nor", "instead of", "don't", "w/o",
        "--no", "a", "the", "cats", "people", ",", ".", ":", "\"", "'", "“", "”", "(", "[", "{",
        "<lora:",
        "}", "]", ")", "sign says", "seven", "1", "12:9", "-", "or", "and", "do", "change", "of",
        "in", "is",
        "없이", "않은", "쓰지", "말고", "사람이", "안", "금지", "\n", "\u{200B}", "é", "с", "sk-", "@",
        "e\u{301}",
        "sleeveless", "text-free", "missing", "only", "there is", "please", "watercolor",
        "photorealistic",
        "negative prompt", "👩‍👧", "no doubt", "to be or not to be", "_", "n't", "’", "日本", "16:9",
        "him",
    ]

    @Test(arguments: 0..<400)
    func `random prompts keep every range in bounds`(seed: Int) {
        var chance = Chance(seed: UInt64(seed))
        let text = (0..<chance.below(60)).map { _ in
            Self.pieces[chance.below(Self.pieces.count)] + (chance.below(4) == 0 ? "" : " ")
        }.joined()
        check(Prompt(text))
    }

    @Test(arguments: 0..<400)
    func `random scalars keep every range in bounds`(seed: Int) {
        var chance = Chance(seed: UInt64(seed) &+ 99)
        var text = ""
        for _ in 0..<chance.below(80) {
            let limit = [0x80, 0x250, 0x600, 0x3200, 0xD7FF, 0x10FFFF][chance.below(6)]
            if let scalar = Unicode.Scalar(UInt32(chance.below(limit))) {
                text.unicodeScalars.append(scalar)
            }
        }
        check(Prompt(text))
    }

    /// Work is counted in words read, not in time: doubling the text may at most double the work.
    @Test(arguments: pieces)
    func `work grows in step with length`(piece: String) {
        let short = work(piece, 500)
        let long = work(piece, 4_000)
        #expect(long <= 9 * short + 4_000, "\(piece): \(short) then \(long)")
    }

    @Test(arguments: 0..<60)
    func `work grows in step with the length of random repeats`(seed: Int) {
        var chance = Chance(seed: UInt64(seed) &+ 7_777)
        let piece = (0..<1 + chance.below(4)).map { _ in
            Self.pieces[chance.below(Self.pieces.count)]
        }.joined(separator: chance.below(2) == 0 ? " " : "")
        let short = work(piece, 250)
        let long = work(piece, 2_000)
        #expect(long <= 9 * short + 4_000, "\(piece): \(short) then \(long)")
    }

    private func check(_ prompt: Prompt) {
        let bytes = Array(prompt.text.utf8)
        let findings = prompt.findings()
        var ranges = findings.map(\.range)
        ranges += findings.compactMap(\.cue)
        ranges += findings.compactMap(\.scope)
        ranges += findings.compactMap { $0.fix?.range }
        for range in ranges {
            #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count)
            for edge in [range.lowerBound, range.upperBound] where edge < bytes.count {
                #expect(bytes[edge] & 0xC0 != 0x80, "inside a character: \(prompt.text)")
            }
        }
        _ = prompt.applying(findings.compactMap(\.fix))
        #expect(Reading(prompt).scalars == prompt.text.unicodeScalars.count, "\(prompt.text)")
    }

    private func work(_ piece: String, _ times: Int) -> Int {
        let text = Array(repeating: piece, count: times).joined(separator: " ")
        var reading = Reading(Prompt(text))
        let meter = WorkMeter()
        reading.meter = meter
        _ = reading.findings(by: LintRule.all, under: LintConfiguration())
        return meter.words + reading.tokens.count
    }
}

/// Random numbers that are the same at every run.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return limit == 0 ? 0 : Int(state % UInt64(limit))
    }
}
