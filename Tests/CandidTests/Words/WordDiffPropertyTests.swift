import Candid
import Foundation
import Testing

/// Random texts from a seed, so that a failure can be had again.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func text(_ parts: [String], upTo count: Int) -> String {
        (0..<Int.random(in: 0...count, using: &self))
            .map { _ in parts.randomElement(using: &self) ?? "" }.joined()
    }
}

@Suite struct WordDiffPropertyTests {
    static let wild = [
        "a", "red", "car", " ", "  ", "\n", "\r\n", "\r", "\t", ",", ".", "--", "'", "’", "don't",
        "1.5", "2", "고양이가", "고양이를", "고양이", "가", "를", "e\u{301}", "\u{301}", "\u{E9}", "👩‍👩‍👧",
        "🇰🇷", "\u{200D}", "\u{FE0F}", "红", "車", "カタカナ", "\u{A0}", "\u{0}", "\u{200B}",
        "\u{1100}\u{1161}", "ß", "{", "[-",
    ]

    @Test(arguments: 0..<400)
    func `both texts can be put together again, byte for byte`(seed: UInt64) {
        var dice = Dice(state: seed)
        let from = Prompt(dice.text(Self.wild, upTo: 30))
        let to = Prompt(dice.text(Self.wild, upTo: 30))
        let diff = WordDiff(from: from, to: to)
        #expect(diff.from == from)
        #expect(diff.to == to)
        #expect(diff.isEmpty == (from == to))
    }

    @Test(arguments: 0..<200)
    func `the way back is the diff turned round`(seed: UInt64) {
        var dice = Dice(state: seed)
        let from = Prompt(dice.text(Self.wild, upTo: 30))
        let to = Prompt(dice.text(Self.wild, upTo: 30))
        let diff = WordDiff(from: from, to: to)
        #expect(diff.reversed.from == to)
        #expect(diff.reversed.to == from)
        #expect(diff.reversed.reversed == diff)
        #expect(WordDiff(from: to, to: from) == diff.reversed)
    }

    @Test(arguments: 0..<400)
    func `segments are never empty, and no two neighbours are of one kind`(seed: UInt64) {
        var dice = Dice(state: seed)
        let segments = WordDiff(
            from: Prompt(dice.text(Self.wild, upTo: 20)), to: Prompt(dice.text(Self.wild, upTo: 20))
        ).segments
        #expect(segments.allSatisfy { !$0.text.utf8.isEmpty })
        for (segment, next) in zip(segments, segments.dropFirst()) {
            #expect(segment.kind != next.kind)
            #expect(segment.kind != .added || next.kind == .same)
        }
    }

    @Test(arguments: 0..<300)
    func `as many words stay as can stay`(seed: UInt64) {
        var dice = Dice(state: seed)
        let words = ["a", "b", "c", "dd", "ee"].prefix(Int.random(in: 1...5, using: &dice))
        let from = dice.text(words.map { $0 + " " }, upTo: 40)
        let to = dice.text(words.map { $0 + " " }, upTo: 40)
        let kept = WordDiff(from: Prompt(from), to: Prompt(to)).wordsKept
        #expect(kept == longest(from.split(separator: " "), to.split(separator: " ")))
    }

    @Test(arguments: [2, 3, 12])
    func `as many words stay as can stay in long texts that differ everywhere`(variety: Int) {
        var dice = Dice(state: UInt64(variety))
        let words = (0..<variety).map { "w\($0) " }
        func text() -> String {
            (0..<1000).map { _ in words.randomElement(using: &dice) ?? "" }.joined()
        }
        let (from, to) = (text(), text())
        let kept = WordDiff(from: Prompt(from), to: Prompt(to)).wordsKept
        #expect(kept == longest(from.split(separator: " "), to.split(separator: " ")))
    }

    @Test(arguments: 0..<20)
    func `as many words stay as can stay when rare and common words mix`(seed: UInt64) {
        var dice = Dice(state: seed)
        func text() -> String {
            (0..<900).map { _ in
                let rank = Int(pow(600.0, Double.random(in: 0...1, using: &dice)))
                return "w\(rank) "
            }.joined()
        }
        let (from, to) = (text(), text())
        let kept = WordDiff(from: Prompt(from), to: Prompt(to)).wordsKept
        #expect(kept == longest(from.split(separator: " "), to.split(separator: " ")))
    }

    @Test func `a large problem that is halved again and again is still solved`() {
        var dice = Dice(state: 7)
        func text() -> String {
            (0..<2400).map { _ in ["a ", "b ", "c "].randomElement(using: &dice) ?? "" }.joined()
        }
        let (from, to) = (text(), text())
        let diff = WordDiff(from: Prompt(from), to: Prompt(to))
        #expect(diff.from == Prompt(from))
        #expect(diff.to == Prompt(to))
        #expect(diff.wordsKept == longest(from.split(separator: " "), to.split(separator: " ")))
    }

    /// The textbook's table.
    private func longest(_ a: [Substring], _ b: [Substring]) -> Int {
        let (first, second) = (a.map(String.init), b.map(String.init))
        var row = Array(repeating: 0, count: b.count + 1)
        for word in first {
            var diagonal = 0
            for column in b.indices {
                let above = row[column + 1]
                let isSame = word == second[column]
                row[column + 1] = isSame ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[b.count]
    }
}
