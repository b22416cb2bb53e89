import Testing

@testable import Pixels

@Suite struct PicturePairTests {
    /// A picture of many colours, all of them within sRGB when they are taken for Display P3's.
    private static let picture: Pixmap = {
        var rgba: [UInt8] = []
        for y in 0..<64 as Range<UInt8> {
            for x in 0..<64 as Range<UInt8> { rgba += [60 + x, 120, 180 - y, 255] }
        }
        return Pixmap(width: 64, height: 64, rgba: rgba)
    }()

    private static func profiled() throws -> [UInt8] {
        Profiles.png(
            try picture.png(), [Profiles.iCCP(Profiles.bytes(of: Profiles.displayP3))])
    }

    @Test func `a profile that a service left out changes no number`() throws {
        let pair = try PicturePair(try Self.profiled(), try Self.picture.png())
        #expect(pair.before.pixmap == pair.after.pixmap)
        guard case .ignored = pair.before.colours else {
            Issue.record("\(pair.before.colours)")
            return
        }
    }

    @Test func `a service that converts the numbers first is taken at its word`() throws {
        let file = try Self.profiled()
        let converted = try DecodedPicture(file).pixmap
        #expect(converted != Self.picture)
        let pair = try PicturePair(file, try converted.png())
        #expect(pair.before.pixmap == converted && pair.after.pixmap == converted)
    }

    @Test func `an edit of a third of it does not decide how the rest is read`() throws {
        var edited = Self.picture
        for at in 0..<(64 * 20 * 4) where at % 4 != 3 { edited.rgba[at] = 255 }
        let pair = try PicturePair(try Self.profiled(), try edited.png())
        #expect(pair.before.pixmap == Self.picture)
    }

    @Test func `where both name their space each is read by its own`() throws {
        let file = try Self.profiled()
        let pair = try PicturePair(file, file)
        #expect(pair.before == pair.after)
        #expect(pair.before.pixmap != Self.picture)
    }
}
