import Foundation
import Testing

@testable import Candid

@Suite struct RecordEncoderTests {
    private struct Thing: Codable, Hashable {
        var text = "quote \" backslash \\ line\r\n tab\t nul-less \u{1} e\u{301} 한글 👩‍🚀"
        var missing: Int?
        var yes = true
        var least = Int64.min
        var most = UInt64.max
        var small = Int8(-5)
        var share = 0.1
        var whole = 5.0
        var tiny = 1e-300
        var money = Decimal(string: "0.1234567890123456789012345")
        var list: [[Int?]] = [[], [1, nil, 3]]
        var table = ["b": ["x": 1.5], "a": [:]]
        var data = Data([0, 255, 16])
        var value = JSONValue.object(["n": .null, "l": .list([.whole(1), .text("t")])])
    }

    @Test func `what is written reads back, every kind of value`() throws {
        let text = try RecordEncoder.text(of: Thing())
        #expect(try JSONDecoder().decode(Thing.self, from: Data(text.utf8)) == Thing())
    }

    @Test func `it says the same as Foundation's encoder`() throws {
        let theirs = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Thing()))
        let ours = try JSONSerialization.jsonObject(
            with: Data(RecordEncoder.text(of: Thing()).utf8))
        #expect(try #require(ours as? NSDictionary) == #require(theirs as? NSDictionary))
    }

    @Test func `keys are sorted by their bytes at every depth`() throws {
        let text = try RecordEncoder.text(of: ["b": ["é": 1, "z": 2], "B": [:], "a": [:]])
        #expect(text == #"{"B":{},"a":{},"b":{"z":2,"é":1}}"#)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that JSON can't hold is an error`(number: Double) {
        #expect(throws: EncodingError.self) { try RecordEncoder.text(of: [number]) }
    }
}
