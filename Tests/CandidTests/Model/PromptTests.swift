import Candid
import Foundation
import Testing

@Suite struct PromptTests {
    @Test func `two spellings of the same letter are two prompts`() {
        #expect("caf\u{E9}" == "cafe\u{301}")
        #expect(Prompt("caf\u{E9}") != Prompt("cafe\u{301}"))
        #expect(Prompt("caf\u{E9}").digest != Prompt("cafe\u{301}").digest)
    }

    @Test func `a prompt survives JSON byte for byte`() throws {
        let prompt: Prompt = " a\r\n\"b\" \u{1100}\u{1161} 👩‍👩‍👧 \\ / e\u{301}\n"
        let data = try JSONEncoder().encode(prompt)
        #expect(try JSONDecoder().decode(Prompt.self, from: data) == prompt)
    }

    @Test func `the length counts scalars, not what looks like one letter`() {
        #expect(Prompt("e\u{301}👩‍👩").length == 5)
    }

    @Test(arguments: ["1024x1024", "16x3840"])
    func `a size reads back what it writes`(text: String) {
        #expect(Size(text)?.description == text)
    }

    @Test(arguments: ["", "x", "1024", "1024X1024", "1024x", "+8x8", " 8x8", "8x8x8", "8×8", "٨x٨"])
    func `what is not a size is none`(text: String) {
        #expect(Size(text) == nil)
    }

    @Test func `a time reads back what it writes, to the millisecond`() {
        for milliseconds in [0, 1, 999, 1_763_840_712_123, 1_763_840_712_999] {
            let time = Timestamp(Date(timeIntervalSince1970: Double(milliseconds) / 1000))
            #expect(Timestamp(time.description) == time, "\(time)")
        }
    }

    @Test(arguments: [
        ("89504E470D0A1A0A", PictureFormat.png), ("FFD8FFE0", .jpeg), ("474946383961", .gif),
        ("524946460000000057454250", .webp),
    ])
    func `a format is told from the first bytes`(hex: String, format: PictureFormat) {
        let bytes = stride(from: 0, to: hex.count, by: 2).compactMap { start in
            UInt8(hex.dropFirst(start).prefix(2), radix: 16)
        }
        #expect(PictureFormat(sniffing: bytes) == format)
    }

    @Test func `an SVG file is told by its root, and text is no picture`() {
        #expect(PictureFormat(sniffing: Array("\n<svg xmlns='x'>".utf8)) == .svg)
        #expect(PictureFormat(sniffing: Array("<?xml version='1.0'?><svg>".utf8)) == .svg)
        #expect(PictureFormat(sniffing: Array("<html>".utf8)) == nil)
    }
}
