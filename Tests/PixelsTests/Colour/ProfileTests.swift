import Testing

@testable import Pixels

@Suite struct ProfileTests {
    private static let flat = Pixmap(
        width: 16, height: 8, rgba: (0..<128).flatMap { _ in [200, 60, 90, 255] as [UInt8] })

    private static func file(_ format: ImageFormat, _ profile: [UInt8]) throws -> [UInt8] {
        switch format {
        case .png: Profiles.png(try flat.png(), [Profiles.iCCP(profile)])
        case .jpeg: Profiles.jpeg(try flat.jpeg(quality: 98), profile)
        case .webp: Profiles.webp(try flat.webp(quality: 98), profile, width: 16, height: 8)
        }
    }

    private func isClose(_ pixmap: Pixmap, _ colour: [Int], by tolerance: Int = 3) -> Bool {
        stride(from: 0, to: pixmap.rgba.count, by: 4).allSatisfy { at in
            (0..<3).allSatisfy { abs(Int(pixmap.rgba[at + $0]) - colour[$0]) <= tolerance }
                && pixmap.rgba[at + 3] == 255
        }
    }

    @Test(arguments: ImageFormat.allCases)
    func `a profile decides what the numbers mean`(format: ImageFormat) throws {
        let file = try Self.file(format, Profiles.bytes(of: Profiles.swapped))
        let picture = try DecodedPicture(file)
        #expect(isClose(picture.pixmap, [60, 200, 90]))
        guard case .converted = picture.colours else {
            Issue.record("\(picture.colours)")
            return
        }
        #expect(isClose(try Pixmap(decoding: file, colours: .asStored), [200, 60, 90]))
    }

    @Test func `a profile of many segments is put together`() throws {
        let profile = Profiles.bytes(of: Profiles.swapped, words: 30_000)
        #expect(profile.count > 3 * 65_519)
        let file = Profiles.jpeg(try Self.flat.jpeg(quality: 98), profile)
        #expect(isClose(try Pixmap(decoding: file), [60, 200, 90]))
    }

    @Test func `a missing segment leaves the picture and says so`() throws {
        let profile = Profiles.bytes(of: Profiles.swapped, words: 30_000)
        let file = Profiles.jpeg(try Self.flat.jpeg(quality: 98), profile, without: 1)
        let picture = try DecodedPicture(file)
        #expect(picture.colours == .ignored(reason: "a part of its colour profile is missing"))
        #expect(isClose(picture.pixmap, [200, 60, 90]))
    }

    /// Colours of Display P3 in sRGB, as Little CMS through Pillow's ImageCms gives them.
    @Test(
        arguments: [
            ([234, 51, 35], [255, 0, 0]), ([117, 251, 76], [3, 255, 0]),
            ([0, 0, 245], [0, 0, 255]),
            ([128, 128, 128], [128, 128, 128]), ([200, 100, 50], [215, 93, 31]),
            ([60, 120, 180], [30, 122, 185]), ([255, 255, 255], [255, 255, 255]),
        ] as [([UInt8], [Int])])
    func `Display P3 becomes sRGB`(stored: [UInt8], meant: [Int]) throws {
        let pixmap = Pixmap(width: 1, height: 1, rgba: stored + [255])
        let profile = Profiles.iCCP(Profiles.bytes(of: Profiles.displayP3))
        let file = Profiles.png(try pixmap.png(), [profile])
        let decoded = try Pixmap(decoding: file)
        #expect(isClose(decoded, meant, by: 1), "\(decoded.rgba)")
    }

    @Test func `grey light becomes grey numbers, and alpha stays`() throws {
        let rows: [UInt8] = [0, 55, 7, 255, 200]
        let file = Samples.png(
            width: 2, height: 1, depth: 8, colour: 4, rows,
            [Profiles.iCCP(Profiles.linearGrey())])
        let decoded = try Pixmap(decoding: file).rgba
        #expect(decoded[..<3].allSatisfy { abs(Int($0) - 128) <= 1 }, "\(decoded)")
        #expect([decoded[3], decoded[7]] == [7, 200])
        #expect(decoded[4..<7].allSatisfy { $0 == 255 })
    }

    @Test func `sixteen bits are converted before they become eight`() throws {
        // Dark light: in eight bits both would be 0.
        let rows: [UInt8] = [0, 0, 40, 0, 200]
        let file = Samples.png(
            width: 2, height: 1, depth: 16, colour: 0, rows,
            [Profiles.iCCP(Profiles.linearGrey())])
        let decoded = try Pixmap(decoding: file).rgba
        #expect(decoded[0] == 2 && decoded[4] == 10, "\(decoded)")
        #expect(decoded[3] == 255 && decoded[7] == 255)
    }

    @Test func `four inks are mixed as their profile says`() throws {
        let file = Profiles.jpeg(Samples.bytes(Samples.fourInks), Profiles.blackInk())
        let picture = try DecodedPicture(file)
        // The left half is all cyan and no black; the right half has half of black.
        #expect(Samples.isClose(picture.pixmap, 2, 2, [255, 255, 255]))
        #expect(Samples.isClose(picture.pixmap, 13, 2, [119, 119, 119]))
        #expect(picture.pixmap.isOpaque)
    }

    @Test func `sRGB by another name changes no number`() throws {
        let file = try Self.file(.png, Profiles.bytes(of: .sRGB))
        #expect(try DecodedPicture(file) == DecodedPicture(pixmap: Self.flat, colours: .asStored))
    }

    @Test(arguments: [
        Array("no profile at all".utf8), [UInt8](repeating: 0, count: 200), Profiles.linearGrey(),
        Profiles.blackInk(), Array(Profiles.bytes(of: Profiles.swapped).prefix(300)),
    ])
    func `a profile that can't be used is passed over and named`(profile: [UInt8]) throws {
        for format in ImageFormat.allCases {
            let picture = try DecodedPicture(Self.file(format, profile))
            guard case .ignored(let reason) = picture.colours else {
                Issue.record("\(format): \(picture.colours)")
                continue
            }
            #expect(reason.contains("colour profile"))
            #expect(isClose(picture.pixmap, [200, 60, 90]))
        }
    }

    @Test func `a profile beyond the limit is passed over in every format`() throws {
        var limits = ImageLimits()
        limits.maxProfileBytes = 400
        for format in ImageFormat.allCases {
            let file = try Self.file(format, Profiles.bytes(of: Profiles.swapped))
            let picture = try DecodedPicture(file, limits: limits)
            #expect(
                picture.colours == .ignored(reason: "its colour profile has more than 400 bytes"))
        }
    }

    @Test func `a picture held sideways is converted too`() throws {
        let file = Samples.held(try Self.file(.jpeg, Profiles.bytes(of: Profiles.swapped)), 6)
        let picture = try Pixmap(decoding: file)
        #expect(picture.width == 8 && isClose(picture, [60, 200, 90]))
    }

    @Test(arguments: ImageFormat.allCases)
    func `mutated profiles are applied or passed over and never crash`(format: ImageFormat) throws {
        let profiles = [Profiles.bytes(of: Profiles.swapped), Profiles.blackInk()]
        var passedOver = 0
        for seed in 0..<300 {
            let profile = Pictures.mutated(profiles[seed % 2], seed: UInt64(seed))
            guard !profile.isEmpty else { continue }
            let picture = try DecodedPicture(Self.file(format, profile))
            #expect(picture.pixmap.rgba.count == Self.flat.rgba.count)
            if case .ignored = picture.colours { passedOver += 1 }
        }
        #expect(passedOver > 100)
    }
}
