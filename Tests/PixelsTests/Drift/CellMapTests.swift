import Foundation
import Testing

@testable import Pixels

@Suite struct CellMapTests {
    /// Three rows of four cells, from a drawing.
    private static func map(_ drawing: String) -> CellMap {
        CellMap(columns: 4, rows: 3, cells: drawing.filter { $0 != " " }.map { $0 == "x" })
    }

    @Test func `a map grows by the cells beside it and not across the edge`() {
        #expect(Self.map("...x .... ....").grown == Self.map("..xx ...x ...."))
        #expect(Self.map(".... .x.. ....").grown == Self.map(".x.. xxx. .x.."))
    }

    @Test func `a flood goes where cells hang together, and nowhere else`() {
        #expect(
            Self.map("x... .... ...x").flooding(Self.map(".x.. ..x. ..x."))
                == Self.map("xx.. ..x. ..xx"))
        #expect(Self.map(".... .... ....").flooding(Self.map("xxxx xxxx xxxx")).isEmpty)
    }

    @Test func `maps are added and taken from one another`() {
        let (one, two) = (Self.map("xx.. .... ...."), Self.map(".x.. ...x ...."))
        #expect(one.union(two) == Self.map("xx.. ...x ...."))
        #expect(one.subtracting(two) == Self.map("x... .... ...."))
        #expect(one.subtracting(one).isEmpty && one.share == 1.0 / 6)
        #expect(one.inverted.numbers == Array(2..<12))
    }

    @Test func `on another grid every cell that is touched is meant`() {
        let map = Self.map(".... .x.. ....")
        #expect(map.resized(columns: 8, rows: 6).numbers == [18, 19, 26, 27])
        #expect(map.resized(columns: 2, rows: 1).numbers == [0])
        #expect(Self.map("...x .... ....").resized(columns: 3, rows: 3).numbers == [2])
    }

    @Test(arguments: [".... .... ....", "xxxx xxxx xxxx", "x..x .xx. ...x", ".xxx xxxx xxx."])
    func `a map survives being written down`(drawing: String) throws {
        let map = Self.map(drawing)
        let written = try JSONEncoder().encode(map)
        #expect(try JSONDecoder().decode(CellMap.self, from: written) == map)
    }

    @Test(arguments: [
        #"{"columns":4,"rows":3,"runs":[11]}"#, #"{"columns":4,"rows":3,"runs":[0,13]}"#,
        #"{"columns":4,"rows":3,"runs":[14,-2]}"#, #"{"columns":0,"rows":3,"runs":[]}"#,
        #"{"columns":1000000000,"rows":1000000000,"runs":[1]}"#,
        #"{"columns":4,"rows":3,"runs":[9223372036854775807,9223372036854775807]}"#,
    ])
    func `runs that do not add up are refused`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(CellMap.self, from: Data(text.utf8))
        }
    }
}
