import Testing

@testable import Pixels

@Suite struct CodecTests {
    @Test(arguments: [false, true])
    func `a PNG gives back the very pixels`(transparent: Bool) throws {
        let picture = Pictures.gradient(transparent: transparent)
        #expect(try Pixmap(decoding: picture.png()) == picture)
    }

    @Test func `the same pixels give the same PNG`() throws {
        #expect(try Pictures.gradient().png() == Pictures.gradient().png())
    }

    @Test(arguments: [ImageFormat.jpeg, .webp])
    func `a lossy picture comes back close`(format: ImageFormat) throws {
        let picture = Pictures.gradient()
        let back = try Pixmap(decoding: Pictures.file(format))
        let worst = zip(picture.rgba, back.rgba).map { abs(Int($0) - Int($1)) }.reduce(0, +)
        #expect(Double(worst) / Double(picture.rgba.count) < 12)
    }

    @Test func `WebP keeps transparency`() throws {
        let back = try Pixmap(decoding: Pictures.file(.webp, transparent: true))
        #expect(back.rgba[3] < 20)
        #expect(!back.isOpaque)
    }

    @Test(arguments: ImageFormat.allCases)
    func `format and size are read from the header`(format: ImageFormat) throws {
        let header = try ImageHeader(of: Pictures.file(format))
        #expect(header.format == format)
        #expect(header.width == 61 && header.height == 47)
    }

    @Test(arguments: ImageFormat.allCases)
    func `a picture over the limits is refused before decoding`(format: ImageFormat) throws {
        let file = try Pictures.file(format)
        let limits = ImageLimits(maxWidth: 60)
        #expect(throws: ImageError.tooLarge(width: 61, height: 47, limits: limits)) {
            try Pixmap(decoding: file, limits: limits)
        }
    }

    @Test func `a header that claims sixty thousand pixels is refused`() throws {
        var file = try Pictures.file(.png)
        for at in [16, 20] { file.replaceSubrange(at..<(at + 4), with: [0, 0, 0xEA, 0x60]) }
        #expect(throws: ImageError.self) { try Pixmap(decoding: file) }
    }

    @Test(arguments: ImageFormat.allCases)
    func `half a file is refused`(format: ImageFormat) throws {
        let file = try Pictures.file(format)
        #expect(throws: ImageError.self) { try Pixmap(decoding: Array(file[..<(file.count / 2)])) }
    }

    @Test func `bytes that are no picture are refused`() {
        #expect(throws: ImageError.unknownFormat) { try Pixmap(decoding: Array("hello".utf8)) }
        #expect(throws: ImageError.unknownFormat) { try Pixmap(decoding: []) }
    }

    @Test func `a file with too many bytes is refused unread`() {
        let limits = ImageLimits(maxInputBytes: 10)
        #expect(throws: ImageError.tooManyBytes(count: 11, limit: 10)) {
            try Pixmap(decoding: [UInt8](repeating: 0, count: 11), limits: limits)
        }
    }

    @Test(arguments: ImageFormat.allCases)
    func `mutated files are decoded or refused and never crash`(format: ImageFormat) throws {
        let file = try Pictures.file(format)
        for seed in 0..<400 {
            let mutant = Pictures.mutated(file, seed: UInt64(seed))
            do {
                let picture = try Pixmap(decoding: mutant)
                #expect(picture.rgba.count == picture.width * picture.height * 4)
            } catch {
                continue
            }
        }
    }
}
