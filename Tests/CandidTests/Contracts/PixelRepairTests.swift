import Pixels
import Testing

@testable import Candid

@Suite struct PixelRepairTests {
    private static let size = Size(width: 40, height: 30)
    private static let inside = PictureBox(x: 10, y: 8, width: 20, height: 14)

    private static func flat(_ level: UInt8, _ size: Size = size) -> Pixmap {
        Pixmap(
            width: size.width, height: size.height,
            rgba: Array(repeating: level, count: size.width * size.height * 4))
    }

    @Test(arguments: [0, 1, 4, 8])
    func `outside the region every level is the parent's, deep inside the edit's`(
        feather: Int
    ) throws {
        let mask = try EditMask(Self.inside, in: Self.size)
        let repaired = try PixelRepair(
            Self.flat(200), from: Self.flat(40), mask: mask, feather: feather
        ).picture
        for pixel in mask.region.bits.indices where mask.region.bits[pixel] == 0 {
            #expect(repaired.rgba[pixel * 4] == 40)
        }
        // Counted from the border, row 8 is the first inside.
        let column = (8...14).map { repaired.rgba[($0 * 40 + 20) * 4] }
        #expect(column == column.sorted())
        if feather == 0 { #expect(column.allSatisfy { $0 == 200 }) }
        if feather == 4 { #expect(column == [72, 104, 136, 168, 200, 200, 200]) }
    }

    @Test func `a region at the picture's edge is not blended towards it`() throws {
        let mask = try EditMask(PictureBox(x: 0, y: 0, width: 20, height: 30), in: Self.size)
        let repaired = try PixelRepair(
            Self.flat(200), from: Self.flat(40), mask: mask, feather: 4
        ).picture
        #expect(repaired.rgba[0] == 200)
        #expect(repaired.rgba[19 * 4] == 72)
    }

    @Test func `pictures of two sizes are refused with both`() throws {
        let mask = try EditMask(Self.inside, in: Self.size)
        let other = Size(width: 80, height: 60)
        #expect {
            _ = try PixelRepair(
                Self.flat(1, other), from: Self.flat(1), mask: mask, feather: 4)
        } throws: { error in
            "\(error)".contains("80x60") && "\(error)".contains("40x30")
        }
    }
}
