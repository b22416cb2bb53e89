import Testing

@testable import Candid

@Suite struct JSONStringEditTests {
    @Test(arguments: [
        (#"{"text":"a"}"#, #"{"text":"A"}"#),
        (#"{ "text" : "a", "n":1.50, "text":"b" }"#, #"{ "text" : "A", "n":1.50, "text":"b" }"#),
        (#"{"x":"text","y":["a"],"text":["a"]}"#, #"{"x":"text","y":["a"],"text":["a"]}"#),
        (#"{"text":"\u0061"}"#, #"{"text":"A"}"#),
        (#"{"te\u0078t":"a"}"#, #"{"te\u0078t":"A"}"#),
        (#"{"o":{"text":"a"},"l":[{"text":"a"}]}"#, #"{"o":{"text":"A"},"l":[{"text":"A"}]}"#),
        (#"{"text":"a\"text\":\"a"}"#, #"{"text":"a\"text\":\"a"}"#),
        (#"{"text":"a"#, #"{"text":"a"#),
        (#"data: {"text":"a"}"#, #"data: {"text":"A"}"#),
        ("", ""),
    ])
    func `only the strings of a key are changed, and every other byte stays`(
        _ before: String, _ after: String
    ) {
        let edited = JSONStringEdit.editing(Array(before.utf8), keys: ["text"]) {
            $0 == "a" ? "A" : nil
        }
        #expect(String(decoding: edited, as: UTF8.self) == after)
    }

    @Test func `whatever the bytes are, nothing is lost where nothing is changed`() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array(#"{}[]":\,u0a text"#.utf8) + [0xFF, 0]
        for _ in 0..<2000 {
            let bytes = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            #expect(JSONStringEdit.editing(bytes, keys: ["text"]) { _ in nil } == bytes)
        }
    }
}
