import Candid
import Foundation
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        "null", "true", "-7", "18446744073709551615", "0.5", "\"é\\n\"", "[1,[],{}]",
        "{\"a\":{\"b\":[null,false]}}",
    ])
    func `a value is written as it was read`(text: String) throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }
}
