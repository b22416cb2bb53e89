import Testing

@testable import Pixels

@Suite struct PNGColourTests {
    private static let swapped = Profiles.iCCP(Profiles.bytes(of: Profiles.swapped))
    private static let sRGB = PNGChunk(type: "sRGB", data: [0])
    private static let usualGamma = gamma(45_455)

    private static func gamma(_ value: UInt32) -> PNGChunk {
        var data: [UInt8] = []
        data.append(bigEndian: value)
        return PNGChunk(type: "gAMA", data: data)
    }

    private static func primaries(_ values: [UInt32]) -> PNGChunk {
        var data: [UInt8] = []
        for value in values { data.append(bigEndian: value) }
        return PNGChunk(type: "cHRM", data: data)
    }

    private static func coded(_ primaries: UInt8, _ curve: UInt8) -> PNGChunk {
        PNGChunk(type: "cICP", data: [primaries, curve, 0, 1])
    }

    private static let usual = primaries([
        31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000,
    ])
    /// sRGB's with red and green in each other's place.
    private static let turned = primaries([
        31_270, 32_900, 30_000, 60_000, 64_000, 33_000, 15_000, 6_000,
    ])

    private static let damaged = PNGChunk(
        type: "iCCP", data: Array("x".utf8) + [0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
    private static let degenerate = primaries([
        31_270, 32_900, 64_000, 33_000, 64_000, 33_000, 15_000, 6_000,
    ])

    private func decoded(_ chunks: [PNGChunk]) throws -> DecodedPicture {
        let pixmap = Pixmap(width: 1, height: 1, rgba: [200, 60, 90, 255])
        return try DecodedPicture(Profiles.png(pixmap.png(), chunks))
    }

    @Test(
        arguments: [
            ([], [200, 60, 90]),
            ([sRGB], [200, 60, 90]),
            ([usualGamma, usual], [200, 60, 90]),
            ([swapped], [60, 200, 90]),
            ([turned], [60, 200, 90]),
            ([usualGamma, turned], [60, 200, 90]),
            ([sRGB, turned], [200, 60, 90]),
            ([usualGamma, usual, swapped], [60, 200, 90]),
            ([coded(1, 13), swapped], [200, 60, 90]),
            ([coded(1, 13), turned], [200, 60, 90]),
            ([coded(99, 13), swapped], [60, 200, 90]),
            ([coded(12, 16), sRGB], [200, 60, 90]),
            // A gamma of 1 is light itself.
            ([gamma(100_000)], [228, 133, 160]),
            ([coded(1, 8)], [228, 133, 160]),
            // Display P3 by its code.
            ([coded(12, 13)], [217, 42, 88]),
        ] as [([PNGChunk], [Int])])
    func `what counts is cICP, iCCP, sRGB, then gamma and primaries`(
        chunks: [PNGChunk], meant: [Int]
    ) throws {
        let pixel = try decoded(chunks).pixmap.rgba
        let isClose = (0..<3).allSatisfy { abs(Int(pixel[$0]) - meant[$0]) <= 1 }
        #expect(isClose && pixel[3] == 255, "\(pixel) and not \(meant)")
    }

    @Test(
        arguments: [
            ([gamma(0)], "gamma"),
            ([primaries([0, 0, 0, 0, 0, 0, 0, 0])], "primaries"),
            ([degenerate], "primaries"),
            ([damaged], "profile"),
            ([coded(9, 16)], "high dynamic range"),
            ([coded(200, 1)], "not supported"),
        ] as [([PNGChunk], String)])
    func `what can't be used is named, and the numbers stay`(
        chunks: [PNGChunk], word: String
    ) throws {
        let picture = try decoded(chunks)
        guard case .ignored(let reason) = picture.colours else {
            Issue.record("\(picture.colours)")
            return
        }
        #expect(reason.contains(word))
        #expect(picture.pixmap.rgba == [200, 60, 90, 255])
    }

    @Test func `the same colours in P3 and in sRGB are no change`() throws {
        // What both spaces hold, so that nothing is cut off on the way.
        let scene = Scene.drawn(width: 128, height: 96) { x, y in
            [UInt8(90 + x / 2), UInt8(80 + y / 2), (x / 16 + y / 16) % 2 == 0 ? 100 : 140]
        }
        var stored = scene
        let conversion = ColourConversion(.space(Profiles.displayP3), of: .rgb)
        conversion.apply(to: &stored.rgba)
        let p3 = Profiles.png(
            try scene.png(), [Profiles.iCCP(Profiles.bytes(of: Profiles.displayP3))])
        let answer = Comparison(try Pixmap(decoding: p3), try Pixmap(decoding: stored.png())).answer
        #expect(answer == .identical || answer == .noVisibleChange)
        #expect(
            Comparison(try Pixmap(decoding: p3, colours: .asStored), stored).answer == .changed)
    }
}
