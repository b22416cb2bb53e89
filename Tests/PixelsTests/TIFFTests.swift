import Pixels
import Testing

@Suite struct TIFFTests {
    /// A little-endian file with one strip.
    private static func file(
        _ fields: [(tag: UInt16, value: UInt32)], _ strip: [UInt8]
    ) -> [UInt8] {
        func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(value >> (8 * UInt32($0)) & 255) }
        }
        let start = UInt32(8 + 2 + 12 * (fields.count + 2) + 4)
        let all = fields + [(273, start), (279, UInt32(strip.count))]
        var file: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0] + bytes(UInt32(all.count), 2)
        for field in all {
            file += bytes(UInt32(field.tag), 2) + bytes(4, 2) + bytes(1, 4) + bytes(field.value, 4)
        }
        return file + [0, 0, 0, 0] + strip
    }

    private static let size: [(tag: UInt16, value: UInt32)] = [(256, 8), (257, 2)]

    private static let strips: [(packing: UInt32, bytes: [UInt8])] = [
        (1, [0b1000_0001, 0b0000_0000]), (32773, [0x01, 0b1000_0001, 0b0000_0000]),
    ]

    @Test(arguments: strips)
    func `black and white is read, plain and packed`(packing: UInt32, strip: [UInt8]) throws {
        let fields = Self.size + [(258, 1), (259, packing), (262, 0), (277, 1)]
        let pixmap = try #require(try Pixmap(tiff: Self.file(fields, strip)))
        let row = (0..<8).map { pixmap.rgba[$0 * 4] }
        #expect(row == [0, 255, 255, 255, 255, 255, 255, 0], "white is zero")
        #expect(pixmap.rgba[8 * 4] == 255)
    }

    @Test func `eight bits of colour are read`() throws {
        let fields = Self.size + [(258, 8), (262, 2), (277, 3)]
        let strip = [UInt8](repeating: 0, count: 45) + [1, 2, 3]
        let pixmap = try #require(try Pixmap(tiff: Self.file(fields, strip)))
        #expect(Array(pixmap.rgba.suffix(4)) == [1, 2, 3, 255])
    }

    @Test func `what is no TIFF file is nil`() throws {
        #expect(try Pixmap(tiff: [1, 2, 3]) == nil)
        #expect(try Pixmap(tiff: Array("II*".utf8)) == nil)
    }

    @Test func `a file that ends early, promises too much or is unknown is refused`() {
        let fields = Self.size + [(258, 8), (262, 1), (277, 1)]
        let whole = Self.file(fields, [UInt8](repeating: 9, count: 16))
        for length in 8..<whole.count {
            #expect(throws: TIFFError.self) { _ = try Pixmap(tiff: Array(whole.prefix(length))) }
        }
        let huge: [(tag: UInt16, value: UInt32)] = [(256, 4_000_000_000), (257, 4_000_000_000)]
        #expect(throws: TIFFError.self) { _ = try Pixmap(tiff: Self.file(huge, [])) }
        #expect(throws: TIFFError.self) {
            _ = try Pixmap(tiff: Self.file(fields + [(259, 7)], [1]))
        }
    }
}
