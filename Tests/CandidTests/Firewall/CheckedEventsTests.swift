import Foundation
import NIOCore
import Testing

@testable import Candid

@Suite struct CheckedEventsTests {
    private static let lie = "I removed the hat. Enjoy!"

    private static func words(
        _ manner: CheckedWords.Manner, hasPicture: Bool = false
    ) -> CheckedWords {
        CheckedWords(manner, judgement: nil, hasPicture: hasPicture)
    }

    private static func event(_ data: String, name: String? = nil) -> String {
        (name.map { "event: \($0)\n" } ?? "") + "data: \(data)\n\n"
    }

    private static let responses = [
        event(
            #"{"type":"response.image_generation_call.partial_image","partial_image_b64":"QQ==","sequence_number":1}"#
        ),
        event(
            #"{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"I removed ","sequence_number":2}"#
        ),
        event(
            #"{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"the hat. Enjoy!","sequence_number":3}"#
        ),
        event(
            #"{"type":"response.output_text.done","item_id":"m","output_index":1,"content_index":0,"text":"\#(lie)","sequence_number":4}"#
        ),
        event(
            #"{"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"output_text","text":"\#(lie)"}]}]},"sequence_number":5}"#
        ),
    ]

    private static let chat = [
        event(#"{"choices":[{"index":0,"delta":{"content":"I removed "},"finish_reason":null}]}"#),
        event(
            #"{"choices":[{"index":0,"delta":{"content":"the hat. Enjoy!"},"finish_reason":null}]}"#
        ),
        event(#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#),
        event("[DONE]"),
    ]

    /// What passes at once, and what only at the end, whatever pieces it came in.
    private static func through(
        _ events: [String], _ manner: CheckedWords.Manner, piece: Int
    ) throws -> (passed: String, end: String) {
        var checked = CheckedEvents(manner, limit: 1 << 20)
        var passed = ""
        let bytes = Array(events.joined().utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let slice = bytes[start..<min(bytes.count, start + piece)]
            passed += String(buffer: try checked.take(ByteBuffer(bytes: slice)))
        }
        return (passed, String(buffer: checked.finish(words(manner))))
    }

    private static func numbers(_ text: String) -> [Int] {
        text.split(separator: "\n").compactMap { line in
            JSONValue(text: String(line.dropFirst(6)))?["sequence_number"]?.whole
        }
    }

    @Test(arguments: [1, 3, 7, 100_000])
    func `words pass as they come, and a verdict stands behind them before they are done`(
        _ piece: Int
    ) throws {
        let (passed, end) = try Self.through(Self.responses, .annotate, piece: piece)
        #expect(passed == Self.responses[..<3].joined())
        #expect(Self.numbers(passed + end) == [1, 2, 3, 4, 5, 6])
        #expect(end.contains(#""delta":"\n\n[Candid] “I removed the hat” refuted: no picture"#))
        #expect(end.components(separatedBy: "[Candid]").count == 4)
        #expect(end.contains("Enjoy!"))
    }

    @Test(arguments: [1, 5, 100_000])
    func `words that are replaced are held back from the first`(_ piece: Int) throws {
        let (passed, end) = try Self.through(Self.responses, .replace, piece: piece)
        #expect(passed == Self.responses[0])
        #expect(Self.numbers(passed + end) == [1, 2, 3, 4])
        let said = end.split(separator: "\n").compactMap {
            JSONValue(text: String($0.dropFirst(6)))?["text"]?.text
        }
        #expect(
            said == [
                "[Candid] “I removed the hat” refuted: no picture came with this answer. Enjoy!"
            ])
    }

    @Test func `a choice of Chat Completions gets one piece more`() throws {
        let (passed, end) = try Self.through(Self.chat, .annotate, piece: 9)
        #expect(passed == Self.chat[..<2].joined())
        #expect(end.contains(#""delta":{"content":"\n\n[Candid] “I removed the hat” refuted"#))
        #expect(end.hasSuffix(Self.chat[2...].joined()))
    }

    @Test(
        arguments: [
            "The capital of France is Paris.", "The sky is blue.", "Columbus made a voyage.",
            "The company removed its fees and added a discount.", "Water is a liquid now.",
        ], CheckedWords.Manner.allCases)
    func `what tells of the world and not of a picture stays as it is`(
        said: String, manner: CheckedWords.Manner
    ) {
        #expect(Self.words(manner).words(for: said) == nil)
    }

    @Test(arguments: [
        "I removed the hat.", "I've made the hat green.", "Done!", "Removed the hat.",
        "The hat has been removed.", "The hat is gone.", "Here is your picture.",
        "Okay, changed the hat to green.", "모자를 제거했습니다.",
    ])
    func `what claims a deed is held to the picture`(said: String) throws {
        let words = try #require(Self.words(.annotate).words(for: said))
        #expect(words.contains("refuted: no picture"))
    }

    @Test(arguments: [("The hat is green now.", true), ("The hat is green.", false)])
    func `what something became is held to a picture`(said: String, isChecked: Bool) {
        let words = Self.words(.annotate, hasPicture: true).words(for: said)
        #expect((words != nil) == isChecked)
    }

    @Test(arguments: CheckedWords.Manner.allCases)
    func `words that claim nothing stay as they came`(_ manner: CheckedWords.Manner) throws {
        let plain = (Self.responses + Self.chat).map {
            $0.replacingOccurrences(of: "I removed ", with: "That was ")
        }
        let (passed, end) = try Self.through(plain, manner, piece: 64)
        #expect(passed + end == plain.joined())
    }

    @Test(arguments: ["\n\n", "\r\n\r\n", "\r\r", "\n\r\n"])
    func `every kind of blank line ends an event`(_ blank: String) throws {
        let text = "data: 1\(blank)data: 2\(blank)"
        for piece in 1...text.utf8.count {
            var events = RawEvents(limit: 100)
            var found: [[UInt8]] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: piece) {
                let slice = bytes[start..<min(bytes.count, start + piece)]
                found += try events.take(ByteBuffer(bytes: slice))
            }
            let texts = found.map { String(decoding: $0, as: UTF8.self) }
            #expect(texts.count { $0.contains("data: 1") && !$0.contains("data: 2") } == 1)
            #expect(texts.count { $0.contains("data: 2") && !$0.contains("data: 1") } == 1)
            #expect(found.flatMap(\.self) + events.unended == bytes)
        }
    }

    @Test func `an event without an end is too large some time`() {
        var events = CheckedEvents(.annotate, limit: 100)
        #expect(throws: ProviderFailure.self) {
            for _ in 0..<20 { _ = try events.take(ByteBuffer(string: "data: aaaaaa")) }
        }
    }
}
