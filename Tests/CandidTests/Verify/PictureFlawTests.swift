import Candid
import Pixels
import Testing

@Suite struct PictureFlawTests {
    private static func pixmap(_ side: Int, isFlat: Bool) -> Pixmap {
        var rgba = [UInt8](repeating: 255, count: side * side * 4)
        for index in rgba.indices where index % 4 != 3 {
            rgba[index] = isFlat ? 90 : UInt8((index * 7 + index / side) % 251)
        }
        return Pixmap(width: side, height: side, rgba: rgba)
    }

    private static func file(
        _ format: PictureFormat, _ side: Int = 64, isFlat: Bool = false
    ) throws -> [UInt8] {
        let picture = pixmap(side, isFlat: isFlat)
        return switch format {
        case .jpeg: try picture.jpeg(quality: 100)
        case .webp: try picture.webp()
        default: try picture.png()
        }
    }

    private static let formats: [PictureFormat] = [.png, .jpeg, .webp]

    @Test(arguments: formats) func `a picture with something in it has no flaw`(
        format: PictureFormat
    ) throws {
        #expect(PictureFlaw(in: try Self.file(format)) == nil)
        #expect(PictureFlaw(in: try Self.file(format) + [1, 2, 3]) == nil, "appended bytes")
    }

    @Test(arguments: formats) func `one flat colour is blank at any usual size`(
        format: PictureFormat
    ) throws {
        for side in [16, 64, 1024] {
            #expect(PictureFlaw(in: try Self.file(format, side, isFlat: true)) == .blank)
        }
        #expect(PictureFlaw(in: try Self.file(format, 8, isFlat: true)) == nil, "an icon")
    }

    @Test func `full transparency is blank whatever colours lie under it`() throws {
        var picture = Self.pixmap(64, isFlat: false)
        for index in stride(from: 3, to: picture.rgba.count, by: 4) { picture.rgba[index] = 0 }
        #expect(PictureFlaw(in: try picture.png()) == .blank)
    }

    @Test(arguments: formats) func `a file that is cut anywhere is truncated`(
        format: PictureFormat
    ) throws {
        let file = try Self.file(format)
        for share in [0.3, 0.6, 0.9] {
            let part = Array(file.prefix(Int(Double(file.count) * share)))
            #expect(PictureFlaw(in: part) == .truncated)
        }
    }

    @Test func `a flipped bit in a PNG's pixels is damage`() throws {
        var file = try Self.file(.png)
        file[file.count / 2] ^= 1
        #expect(PictureFlaw(in: file) == .damaged)
    }

    @Test func `what is no picture that is looked into has no flaw that is known`() {
        #expect(PictureFlaw(in: Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)) == nil)
        #expect(PictureFlaw(in: []) == nil)
    }
}
