import Candid
import Foundation
import NIOCore
import Testing

@Suite struct JSONReaderTests {
    private static let limits = JSONReader.Limits(bytes: 1 << 20)

    private func read(
        _ text: String, cut size: Int = 1 << 20, keys: Set<String> = []
    ) throws -> JSONValue {
        var reader = JSONReader(limits: Self.limits, pictureKeys: keys)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.take(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        return try reader.finish()
    }

    private static let valid = [
        #"{"a":[1,-2.5e-1,true,false,null,""],"b":{"c":"\u00e9\ud83d\ude00\n\/"}}"#,
        " [ ] ", "{}", "0", "-0.0", "18446744073709551615", #""“é아🐈”""#, "[[[[]]]]", "1e3",
        #"{"false":false,"one":1,"x":{"a":null,"b":[true,1.5]}}"#, #""\u0000""#,
    ]

    @Test(
        arguments: [
            (#"{"a":1,"a":2}"#, "a"), (#"{"prompt":"x","prom\u0070t":"x"}"#, "prompt"),
            (#"{"b":[1,{"c":{"d":null,"d":null}}]}"#, "b[1].c.d"),
        ], [1, 1 << 20])
    func `a key that stands there twice is named where that is refused`(
        one: (text: String, place: String), size: Int
    ) throws {
        var limits = Self.limits
        limits.repeatedKeys = false
        var reader = JSONReader(limits: limits)
        #expect(throws: JSONProblem.repeated(one.place)) {
            for byte in one.text.utf8 { try reader.take(ByteBuffer(bytes: [byte])) }
        }
        #expect(throws: Never.self) { try read(one.text, cut: size) }
    }

    @Test func `the same key in two objects is no repeat`() throws {
        var limits = Self.limits
        limits.repeatedKeys = false
        let text = #"{"a":{"a":1},"b":[{"a":1},{"a":2}]}"#
        #expect(throws: Never.self) { try JSONReader.read(text.utf8, limits: limits) }
    }

    @Test(arguments: valid, [1, 3, 1 << 20])
    func `what Foundation reads is read alike`(text: String, size: Int) throws {
        let foundation = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        let ours = try read(text, cut: size)
        #expect(ours == foundation || ours.number == foundation.number && ours.number != nil)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "01", "1.", ".5", "+1", "nul", "truex",
        "[1 2]", "\"\u{1}\"", #""\x""#, #""\ud83d""#, #""\ud83dx""#, #""\udc00""#, "[1]]", "{}{}",
        "1e999", "[}", "{]", "NaN", "'a'", "--1", "1e", "\"abc",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONProblem.self) { try read(text) }
        #expect(throws: JSONProblem.self) { try read(text, cut: 1) }
    }

    @Test func `a picture is decoded on the way in, wherever its text is cut`() throws {
        let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let base64 = Data(bytes).base64EncodedString()
        let escaped = base64.replacing("/", with: "\\/")
        for size in [1, 2, 5, 61, 1 << 20] {
            for text in [base64, escaped, "data:image/png;base64,\(base64)"] {
                let value = try read(
                    #"{"n":"AQID","images":["\#(text)"]}"#, cut: size, keys: ["images"])
                #expect(value["images"]?.list?.first?.bytes == bytes)
                #expect(value["n"]?.text == "AQID")
            }
        }
    }

    @Test(arguments: ["%%", "A", "AQ=", "AQ==A", "A===", "AQI\\u0044"])
    func `a picture's text that is not base64 is refused by its place`(text: String) {
        #expect(throws: JSONProblem.notBase64("data[1].b64")) {
            try read(#"{"data":[0,{"b64":"\#(text)"}]}"#, keys: ["b64"])
        }
    }

    @Test func `depth, size and number of values are bounded`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONProblem.tooDeep(limit: 64)) { try read(deep) }
        let many = "[" + String(repeating: "0,", count: 300_000) + "0]"
        #expect(throws: JSONProblem.tooMany(limit: 200_000)) { try read(many) }
        let large = "\"" + String(repeating: "a", count: 1 << 20) + "\""
        #expect(throws: JSONProblem.tooLarge(limit: 1 << 20)) { try read(large) }
        var short = JSONReader.Limits(bytes: 100)
        short.text = 4
        #expect(throws: JSONProblem.tooLarge(limit: 4)) {
            try JSONReader.read(#""abcde""#.utf8, limits: short)
        }
        #expect(throws: Never.self) {
            try JSONReader.read(#"{"p":"AQIDBAUG"}"#.utf8, limits: short, pictureKeys: ["p"])
        }
    }

    @Test func `mutated texts never break the reader, and are read as Foundation reads them`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var bytes = Array(Self.valid[Int.random(in: 0..<Self.valid.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            let ours = try? JSONReader.read(bytes, limits: Self.limits)
            guard let ours else { continue }
            let foundation = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            #expect(foundation != nil, "\(String(decoding: bytes, as: UTF8.self)) is \(ours)")
        }
    }
}
