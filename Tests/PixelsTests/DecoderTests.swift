import Foundation
import Testing

@testable import Pixels

@Suite struct DecoderTests {
    @Test func `four inks become red, green and blue`() throws {
        let picture = try Pixmap(decoding: Samples.bytes(Samples.fourInks))
        #expect(picture.width == 16 && picture.isOpaque)
        #expect(Samples.isClose(picture, 2, 2, [0, 255, 255]))
        #expect(Samples.isClose(picture, 13, 2, [127, 127, 0]))
    }

    @Test func `of an animation the first frame is taken`() throws {
        let picture = try Pixmap(decoding: Samples.bytes(Samples.animation))
        #expect(picture.width == 12 && picture.height == 10)
        #expect(Array(picture.rgba[(6 * 4)..<(7 * 4)]) == [200, 30, 40, 255])
        #expect(Array(picture.rgba[..<4]) == [0, 120, 0, 128])
    }

    /// Where the top left pixel of the stored picture comes to stand, in shares of the sides.
    @Test(arguments: [
        (1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 0, 1), (5, 0, 0), (6, 1, 0), (7, 1, 1), (8, 0, 1),
    ])
    func `a photograph stands the way up that EXIF says`(tag: UInt8, right: Int, down: Int) throws {
        // White but for one dark corner of 16 pixels, which no codec smears over the others.
        let stored = Scene.drawn(width: 96, height: 64) { x, y in
            x < 16 && y < 16 ? [10, 10, 10] : [250, 250, 250]
        }
        let file = Samples.held(try stored.jpeg(quality: 95), tag)
        let picture = try Pixmap(decoding: file)
        let isSideways = tag >= 5
        #expect(picture.width == (isSideways ? 64 : 96) && picture.height == (isSideways ? 96 : 64))
        #expect(try ImageHeader(of: file).width == picture.width)
        let x = right == 0 ? 4 : picture.width - 5
        let y = down == 0 ? 4 : picture.height - 5
        #expect(Samples.isClose(picture, x, y, [10, 10, 10]))
        let dark = stride(from: 0, to: picture.rgba.count, by: 4).count { picture.rgba[$0] < 128 }
        #expect((240...272).contains(dark))
    }

    @Test func `sideways and mirrored differ`() throws {
        let stored = Scene.drawn(width: 96, height: 64) { x, y in
            x < 16 && y < 16 ? [10, 10, 10] : x < 48 && y < 16 ? [200, 20, 20] : [250, 250, 250]
        }
        let file = try stored.jpeg(quality: 95)
        // Turned right the red bar hangs down from the top right corner.
        let turned = try Pixmap(decoding: Samples.held(file, 6))
        #expect(Samples.isClose(turned, 60, 30, [200, 20, 20]))
        let mirrored = try Pixmap(decoding: Samples.held(file, 5))
        #expect(Samples.isClose(mirrored, 4, 30, [200, 20, 20]))
    }

    @Test func `sixteen bits become eight`() throws {
        let rows: [UInt8] = [0, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00]
        let file = Samples.png(width: 1, height: 1, depth: 16, colour: 2, rows)
        #expect(try Pixmap(decoding: file).rgba == [255, 128, 0, 255])
    }

    @Test func `a palette with transparency is looked up`() throws {
        let palette = PNGChunk(type: "PLTE", data: [1, 2, 3, 200, 100, 50])
        let cover = PNGChunk(type: "tRNS", data: [255, 0])
        let file = Samples.png(
            width: 2, height: 1, depth: 8, colour: 3, [0, 1, 0], [palette, cover])
        #expect(try Pixmap(decoding: file).rgba == [200, 100, 50, 0, 1, 2, 3, 255])
    }

    @Test func `an animation without a frame is refused`() {
        var file = Samples.bytes(Samples.animation)
        file.replaceSubrange(44..<48, with: Array("XXXX".utf8))
        file = Array(file[..<52])
        #expect(throws: ImageError.self) { try Pixmap(decoding: file) }
    }

    @Test(arguments: 0..<3)
    func `mutated rare files are decoded or refused and never crash`(kind: Int) throws {
        let file = [
            Samples.bytes(Samples.fourInks), Samples.bytes(Samples.animation),
            Samples.held(try Scene.picture.jpeg(quality: 60), 6),
        ][kind]
        var decoded = 0
        for seed in 0..<600 {
            guard let picture = try? Pixmap(decoding: Pictures.mutated(file, seed: UInt64(seed)))
            else { continue }
            decoded += 1
            #expect(picture.rgba.count == picture.width * picture.height * 4)
        }
        #expect(decoded > 0)
    }
}

/// Files that our own encoders do not write.
enum Samples {
    static func bytes(_ base64: String) -> [UInt8] {
        [UInt8](Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data())
    }

    /// A JPEG that says how the camera was held.
    static func held(_ file: [UInt8], _ orientation: UInt8) -> [UInt8] {
        let tiff: [UInt8] =
            Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1]
            + [0, orientation, 0, 0, 0, 0, 0, 0]
        let body = Array("Exif".utf8) + [0, 0] + tiff
        return Array(file[..<2]) + [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body + file[2...]
    }

    /// A PNG of unfiltered rows in one stored block.
    static func png(
        width: UInt8, height: UInt8, depth: UInt8, colour: UInt8, _ rows: [UInt8],
        _ extra: [PNGChunk] = []
    ) -> [UInt8] {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in rows {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        let count = UInt8(rows.count)
        var data: [UInt8] = [0x78, 0x01, 1, count, 0, ~count, 0xFF] + rows
        data += [UInt8(high >> 8), UInt8(high & 255), UInt8(low >> 8), UInt8(low & 255)]
        let header = [0, 0, 0, width, 0, 0, 0, height, depth, colour, 0, 0, 0]
        var file = PNGChunk.signature
        for chunk in [PNGChunk(type: "IHDR", data: header)] + extra {
            chunk.append(to: &file)
        }
        PNGChunk(type: "IDAT", data: data).append(to: &file)
        PNGChunk(type: "IEND", data: []).append(to: &file)
        return file
    }

    static func isClose(_ picture: Pixmap, _ x: Int, _ y: Int, _ colour: [Int]) -> Bool {
        let at = (y * picture.width + x) * 4
        return (0..<3).allSatisfy { abs(Int(picture.rgba[at + $0]) - colour[$0]) < 12 }
    }

    /// 16x16, the left half all cyan, the right half all yellow and half black.
    static let fourInks = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4L
        CxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAAB
        AgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNi
        coIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SV
        lpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4E
        QwBNAFkASwAAPwD8qq/VOv1Tr9U6/qoor+Vevypr+Veiv6qK/Vav6qKK/lXr8qa//9k=
        """

    /// 12x10 and two frames, the first red with a green stripe that half lets through.
    static let animation = """
        UklGRpIAAABXRUJQVlA4WAoAAAASAAAACwAACQAAQU5JTQYAAAAAAAAAAABBTk1GNgAAAAAAAAAAAAsAAAkAADIA
        AAJWUDhMHQAAAC8LQAIQD3A800EelP8BBh4EAglC/pZjjBDR/8gAAEFOTUYoAAAAAAAAAAAACwAACQAAMgAAAFZQ
        OEwPAAAALwtAAgAHENH//gciov8BAA==
        """
}
