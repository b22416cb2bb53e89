import Candid
import Foundation
import Testing

@Suite struct WordDiffTests {
    @Test(arguments: [
        ("a red car", "a red car", "a red car"),
        ("a red car", "a fast red bus", "a {+fast +}red [-car-]{+bus+}"),
        ("", "a car", "{+a car+}"),
        ("a car", "", "[-a car-]"),
        ("a car.", "a car!", "a car[-.-]{+!+}"),
        (
            "the cat sat on the mat", "the cat lay on a mat",
            "the cat [-sat-]{+lay+} on [-the-]{+a+} mat"
        ),
        ("35mm film", "50mm film", "[-35mm-]{+50mm+} film"),
        ("1.5 m", "1.6 m", "[-1.5-]{+1.6+} m"),
        ("it's", "its", "[-it's-]{+its+}"),
        ("soft-lit", "soft lit", "soft[---]{+␣+}lit"),
    ])
    func `a diff shows the words that changed and no others`(
        from: String, to: String, shown: String
    ) {
        #expect(WordDiff(from: Prompt(from), to: Prompt(to)).rendered(.markers) == shown)
    }

    @Test(arguments: [
        ("고양이가 생선을 먹는다", "고양이를 생선을 먹는다", "고양이[-가-]{+를+} 생선을 먹는다"),
        ("고양이 두 마리", "고양이가 두 마리", "고양이{+가+} 두 마리"),
        ("바다에서 본 섬", "바다에서는 본 섬", "바다에서{+는+} 본 섬"),
        ("빨간 사과", "파란 사과", "[-빨간-]{+파란+} 사과"),
        ("사과", "사과나무", "[-사과-]{+사과나무+}"),
    ])
    func `of a Korean word only the particle changes, if only the particle changed`(
        from: String, to: String, shown: String
    ) {
        #expect(WordDiff(from: Prompt(from), to: Prompt(to)).rendered(.markers) == shown)
    }

    @Test func `Chinese is compared character by character`() {
        #expect(
            WordDiff(from: "红色的汽车", to: "蓝色的汽车").rendered(.markers) == "[-红-]{+蓝+}色的汽车")
    }

    @Test(arguments: [("👩‍👩‍👧", "👩‍👩‍👦"), ("👍🏽", "👍🏿"), ("🇰🇷", "🇰🇵"), ("1️⃣", "2️⃣")])
    func `a pictograph with its modifiers is one piece`(from: String, to: String) {
        let diff = WordDiff(from: Prompt("a \(from) b"), to: Prompt("a \(to) b"))
        #expect(diff.rendered(.markers) == "a [-\(from)-]{+\(to)+} b")
    }

    @Test func `a difference in white space alone is shown by signs and kept to the byte`() {
        let diff = WordDiff(from: "a  b\tc\n", to: "a b c\r\n")
        #expect(diff.isBlankOnly)
        #expect(diff.rendered(.markers) == "a[-␣␣-]{+␣+}b[-⇥-]{+␣+}c[-↵\n-]{+␍↵\n+}")
        #expect(diff.from == "a  b\tc\n")
        #expect(diff.to == "a b c\r\n")
    }

    @Test func `two spellings of one letter are a difference that can be seen`() {
        let diff = WordDiff(from: "caf\u{E9} noir", to: "cafe\u{301} noir")
        #expect(!diff.isEmpty)
        #expect(diff.isCompositionOnly)
        #expect(diff.rendered(.markers) == "[-caf\\u{E9}-]{+cafe\\u{301}+} noir")
    }

    @Test func `a zero-width space is a difference that can be seen`() {
        let diff = WordDiff(from: "cat", to: "cat\u{200B}")
        #expect(diff.rendered(.markers) == "cat{+\\u{200B}+}")
    }

    @Test func `equal texts have an empty diff`() {
        let diff = WordDiff(from: "같은 글, same text.", to: "같은 글, same text.")
        #expect(diff.isEmpty)
        #expect(!diff.isBlankOnly)
        #expect(diff.segments.count == 1)
    }

    @Test func `words are counted, marks and spaces are not`() {
        let diff = WordDiff(from: "a red, red car", to: "a blue car!")
        #expect(diff.wordsKept == 2)
        #expect(diff.wordsRemoved == 2)
        #expect(diff.wordsAdded == 1)
    }

    @Test func `HTML is escaped, and changed white space has a class`() {
        let diff = WordDiff(from: "<b> & 'x'", to: "<i>  & \"x\"")
        #expect(
            diff.html
                == "&lt;<del>b</del><ins>i</ins>&gt;<del class=\"blank\">␣</del>"
                + "<ins class=\"blank\">␣␣</ins>&amp; <del>&#39;</del><ins>&quot;</ins>x"
                + "<del>&#39;</del><ins>&quot;</ins>")
    }

    @Test func `a prompt cannot steer the terminal`() {
        let diff = WordDiff(from: "a \u{1B}[2J", to: "b \u{1B}[2J\u{202E}")
        let shown = diff.rendered(.markers)
        #expect(!shown.unicodeScalars.contains("\u{1B}"))
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `colour is a style`() {
        let shown = WordDiff(from: "a", to: "b").rendered(.ansi)
        #expect(shown == "\u{1B}[31;9ma\u{1B}[0m\u{1B}[32;4mb\u{1B}[0m")
    }

    @Test func `JSON has the shape that is promised`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(WordDiff(from: "a cat", to: "a dog"))
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"added":1,"kept":1,"removed":1,"schema":"candid\/worddiff\/1","segments":"#
                + #"[{"kind":"same","text":"a "},{"kind":"removed","text":"cat"},"#
                + #"{"kind":"added","text":"dog"}]}"#)
    }

    @Test func `a diff survives JSON byte for byte`() throws {
        let diff = WordDiff(from: "e\u{301} 고양이가\r\n", to: "\u{E9} 고양이를\n")
        let json = try JSONEncoder().encode(diff)
        #expect(try JSONDecoder().decode(WordDiff.self, from: json) == diff)
    }

    @Test func `a diff of another schema is refused`() {
        let json = #"{"schema":"other","kept":0,"removed":0,"added":0,"segments":[]}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(WordDiff.self, from: Data(json.utf8))
        }
    }
}
