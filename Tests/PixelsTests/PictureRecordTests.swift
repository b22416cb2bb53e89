import Testing

@testable import Pixels

@Suite struct PictureRecordTests {
    static let json = "{\"asked\":\"한국어 <& \\\"quoted\\\">\",\"n\":1}"

    @Test(arguments: ImageFormat.allCases)
    func `a record comes back as it went in`(format: ImageFormat) throws {
        let file = try PictureRecord.embed(Self.json, in: Pictures.file(format))
        #expect(try PictureRecord.read(from: file) == Self.json)
    }

    @Test(arguments: ImageFormat.allCases)
    func `the picture is untouched`(format: ImageFormat) throws {
        let file = try Pictures.file(format)
        let embedded = try PictureRecord.embed(Self.json, in: file)
        #expect(try Pixmap(decoding: embedded) == Pixmap(decoding: file))
    }

    @Test(arguments: ImageFormat.allCases)
    func `every byte of the file is still there in order`(format: ImageFormat) throws {
        let file = try Pictures.file(format)
        let embedded = try PictureRecord.embed(Self.json, in: file)
        // WebP's RIFF size and flags change; the compressed picture must not.
        let kept = format == .webp ? Array(file[12...]) : file
        var rest = embedded[...]
        for byte in kept {
            let at = try #require(rest.firstIndex(of: byte))
            rest = rest[(at + 1)...]
        }
    }

    @Test(arguments: ImageFormat.allCases)
    func `a second record replaces the first`(format: ImageFormat) throws {
        let once = try PictureRecord.embed(Self.json, in: Pictures.file(format))
        let twice = try PictureRecord.embed("{\"n\":2}", in: once)
        #expect(try PictureRecord.read(from: twice) == "{\"n\":2}")
        let back = try PictureRecord.embed(Self.json, in: twice)
        #expect(back == once)
    }

    @Test(arguments: [ImageFormat.png, .jpeg])
    func `a record among the first bytes makes the same file`(format: ImageFormat) throws {
        let file = try Pictures.file(format)
        for original in [file, try PictureRecord.embed("{\"n\":2}", in: file)] {
            let whole = try PictureRecord.embed(Self.json, in: original)
            for count in [original.count - 40, original.count] {
                let head = try PictureRecord.embed(
                    Self.json, inHead: Array(original.prefix(count)))
                #expect(try #require(head) + original.dropFirst(count) == whole)
            }
        }
    }

    @Test(arguments: ImageFormat.allCases)
    func `first bytes without the picture's beginning take no record`(format: ImageFormat) throws {
        let head = Array(try Pictures.file(format).prefix(24))
        #expect(try PictureRecord.embed(Self.json, inHead: head) == nil)
    }

    @Test(arguments: ImageFormat.allCases)
    func `a picture without a record gives nil`(format: ImageFormat) throws {
        #expect(try PictureRecord.read(from: Pictures.file(format)) == nil)
    }

    @Test func `a transparent WebP keeps its transparency flag`() throws {
        let file = try PictureRecord.embed(Self.json, in: Pictures.file(.webp, transparent: true))
        #expect(file[20] & 0x10 != 0)
        #expect(!(try Pixmap(decoding: file)).isOpaque)
    }

    @Test func `somebody else's XMP packet keeps what it says`() throws {
        let theirs = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description c2pa="yes"/>\
            </rdf:RDF></x:xmpmeta>
            """
        let packet = try XMPPacket.embed(Self.json, in: Array(theirs.utf8), format: .jpeg)
        let text = String(decoding: packet, as: UTF8.self)
        #expect(text.contains("c2pa=\"yes\""))
        #expect(XMPPacket.record(in: packet) == Self.json)
    }

    @Test func `a PNG's record stands before its picture with a right checksum`() throws {
        let file = try PictureRecord.embed(Self.json, in: Pictures.file(.png))
        let types = try PNGChunk.spans(in: file).map(\.type)
        #expect(types == ["IHDR", "iTXt", "IDAT", "IEND"])
        // libspng checks the sum of every chunk that it reads.
        #expect(throws: Never.self) { try Pixmap(decoding: file) }
    }

    @Test func `a record too long for JPEG is refused with the limit`() throws {
        let long = String(repeating: "x", count: 70_000)
        #expect(throws: ImageError.self) { try PictureRecord.embed(long, in: Pictures.file(.jpeg)) }
        #expect(throws: Never.self) { try PictureRecord.embed(long, in: Pictures.file(.png)) }
    }

    @Test func `a record with NUL bytes is refused`() throws {
        #expect(throws: ImageError.recordHasControlCharacters) {
            try PictureRecord.embed("a\0b", in: Pictures.file(.png))
        }
    }

    @Test(arguments: ImageFormat.allCases)
    func `mutated files are read or refused and never crash`(format: ImageFormat) throws {
        let file = try PictureRecord.embed(Self.json, in: Pictures.file(format))
        for seed in 0..<600 {
            let mutant = Pictures.mutated(file, seed: UInt64(seed))
            do {
                _ = try PictureRecord.read(from: mutant)
                _ = try PictureRecord.embed(Self.json, in: mutant)
            } catch {
                continue
            }
        }
    }
}
