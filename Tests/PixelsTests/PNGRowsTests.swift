import Testing

@testable import Pixels

@Suite struct PNGRowsTests {
    private static let width = 37

    /// Noise and a ramp, so that every filter overflows somewhere.
    private static func picture(channels: Int) -> Pixmap {
        var numbers = Pictures.Numbers(state: 7)
        var rgba: [UInt8] = []
        for y in 0..<23 {
            for x in 0..<width {
                rgba += (0..<3).map { channel in
                    y % 3 == 0
                        ? UInt8.random(in: 0...255, using: &numbers)
                        : UInt8((x * 7 * (channel + 1) + y * 11) % 256)
                }
                rgba.append(channels == 4 ? UInt8.random(in: 0...255, using: &numbers) : 255)
            }
        }
        return Pixmap(width: width, height: 23, rgba: rgba)
    }

    /// The file as the PNG specification says (section 9), each row with the filter that is named.
    private static func file(
        _ picture: Pixmap, channels: Int, chunks: [PNGChunk] = [], filter: (Int) -> UInt8
    ) -> [UInt8] {
        func level(_ x: Int, _ y: Int, _ channel: Int) -> Int {
            x < 0 || y < 0 ? 0 : Int(picture.rgba[(y * picture.width + x) * 4 + channel])
        }
        var rows: [UInt8] = []
        for y in 0..<picture.height {
            rows.append(filter(y))
            for x in 0..<picture.width {
                for channel in 0..<channels {
                    let (a, b) = (level(x - 1, y, channel), level(x, y - 1, channel))
                    let c = level(x - 1, y - 1, channel)
                    let guess = a + b - c
                    let nearest =
                        abs(guess - a) <= abs(guess - b) && abs(guess - a) <= abs(guess - c)
                        ? a : abs(guess - b) <= abs(guess - c) ? b : c
                    let foretold = [0, a, b, (a + b) / 2, nearest]
                    let taken = filter(y) < 5 ? foretold[Int(filter(y))] : 0
                    rows.append(UInt8(truncatingIfNeeded: level(x, y, channel) - taken))
                }
            }
        }
        var header: [UInt8] = []
        header.append(bigEndian: UInt32(picture.width))
        header.append(bigEndian: UInt32(picture.height))
        header += [8, channels == 3 ? 2 : 6, 0, 0, 0]
        let packed = Profiles.stored(rows)
        var out = PNGChunk.signature
        let data = [packed[..<100], packed[100...]].map { PNGChunk(type: "IDAT", data: Array($0)) }
        for chunk in [PNGChunk(type: "IHDR", data: header)] + chunks + data {
            chunk.append(to: &out)
        }
        PNGChunk(type: "IEND", data: []).append(to: &out)
        return out
    }

    @Test(arguments: [3, 4], [0, 1, 2, 3, 4] as [UInt8])
    func `every filter is undone, on the first row too`(channels: Int, filter: UInt8) throws {
        let picture = Self.picture(channels: channels)
        let file = Self.file(picture, channels: channels) { _ in filter }
        #expect(PNGRows(file, limits: ImageLimits())?.pixels() == picture.rgba)
        #expect(try Pixmap(decoding: file) == picture)
    }

    @Test(arguments: [3, 4]) func `filters may change from row to row`(channels: Int) throws {
        let picture = Self.picture(channels: channels)
        let file = Self.file(picture, channels: channels) { UInt8($0 % 5) }
        #expect(try Pixmap(decoding: file) == picture)
    }

    @Test func `a colour that stands for transparency is left to libspng`() throws {
        let picture = Self.picture(channels: 3)
        let pixel: [UInt8] = [0, picture.rgba[0], 0, picture.rgba[1], 0, picture.rgba[2]]
        let file = Self.file(
            picture, channels: 3, chunks: [PNGChunk(type: "tRNS", data: pixel)]
        ) { _ in 1 }
        #expect(PNGRows(file, limits: ImageLimits()) == nil)
        #expect(try Pixmap(decoding: file).rgba[3] == 0)
    }

    @Test func `what is damaged is refused as ever`() throws {
        let picture = Self.picture(channels: 3)
        let good = Self.file(picture, channels: 3) { _ in 4 }
        let wrongFilter = Self.file(picture, channels: 3) { $0 == 9 ? 5 : 1 }
        // That of the first of two: behind the last pixel libspng reads no more.
        var wrongSum = good
        wrongSum[143] ^= 1
        var wrongData = good
        wrongData[60] ^= 1
        for file in [wrongFilter, wrongSum, wrongData, Array(good.dropLast(40))] {
            #expect(throws: ImageError.self) { try Pixmap(decoding: file) }
        }
    }
}
