import Pixels
import Testing

@testable import Sketch

@Suite struct IllustratorTests {
    static let illustrator = Illustrator()

    static func draw(
        _ prompt: String, _ change: (inout SketchRequest) -> Void = { _ in }
    ) throws -> Drawing {
        var request = SketchRequest(prompt: prompt, width: 128, height: 128)
        change(&request)
        return try illustrator.draw(request)
    }

    static let golden = [
        "a single red apple on a white background, studio lighting",
        "a red bicycle and two cats at night, rain",
        "수채화로 그린 바다 위의 배", "pixel art castle at sunset, \"HELLO 안녕\"",
    ]

    @Test(arguments: golden)
    func `the same request gives the same bytes`(prompt: String) throws {
        #expect(try Self.draw(prompt).bytes == Self.draw(prompt).bytes)
        let other = Illustrator()
        let request = SketchRequest(prompt: prompt, width: 128, height: 128)
        #expect(try other.draw(request).bytes == Self.draw(prompt).bytes)
    }

    @Test func `eight tasks at once draw the same bytes`() async throws {
        let alone = try Self.golden.map { try Self.draw($0).bytes }
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for index in 0..<8 {
                let prompt = Self.golden[index % 4]
                group.addTask { (index % 4, try Self.draw(prompt).bytes) }
            }
            for try await (index, bytes) in group { #expect(bytes == alone[index]) }
        }
    }

    @Test func `another seed gives another picture`() throws {
        let prompt = "five sheep in a meadow"
        #expect(try Self.draw(prompt).bytes != Self.draw(prompt) { $0.seed = 7 }.bytes)
    }

    @Test(arguments: [(16, 16), (17, 300), (300, 17), (640, 360), (3840, 2160)])
    func `every size is drawn exactly`(width: Int, height: Int) throws {
        let drawing = try Self.draw("a cat on a chair") { ($0.width, $0.height) = (width, height) }
        let header = try ImageHeader(of: drawing.bytes)
        #expect(header.width == width && header.height == height)
    }

    @Test(arguments: [(0, 10), (15, 100), (3841, 100), (2900, 2900), (-5, 50)])
    func `an impossible size is refused by name`(width: Int, height: Int) {
        #expect(throws: SketchError.size(width: width, height: height)) {
            try Self.draw("a cat") { ($0.width, $0.height) = (width, height) }
        }
    }

    @Test(arguments: ["", "  \n\t"])
    func `an empty prompt is refused`(prompt: String) {
        #expect(throws: SketchError.emptyPrompt) { try Self.draw(prompt) }
    }

    @Test(arguments: SketchFormat.allCases)
    func `every format is written`(format: SketchFormat) throws {
        let bytes = try Self.draw("a pear") { $0.format = format }.bytes
        #expect(ImageFormat(sniffing: bytes)?.rawValue == (format == .svg ? nil : format.rawValue))
        if format == .svg { #expect(bytes.starts(with: "<svg".utf8)) }
    }

    @Test(arguments: ["watercolour", "pixel art"])
    func `a style of pixels refuses SVG by name`(style: String) {
        #expect(throws: SketchError.styleNeedsPixels(style: style)) {
            try Self.draw("a pear") { ($0.format, $0.style) = (.svg, style) }
        }
    }

    @Test(arguments: Illustrator.styles)
    func `every style draws`(style: String) throws {
        let drawing = try Self.draw("a red bicycle and a cat at night") { $0.style = style }
        #expect(drawing.scene.style == style)
        #expect(drawing.scene.things.count == 2)
    }

    @Test func `an unknown style is refused`() {
        #expect(throws: SketchError.unknownStyle("cubist")) {
            try Self.draw("a cat") { $0.style = "cubist" }
        }
    }

    @Test func `JPEG can't be transparent and PNG can`() throws {
        #expect(throws: SketchError.transparentJPEG) {
            try Self.draw("a cat, transparent background") { $0.format = .jpeg }
        }
        let png = try Pixmap(decoding: Self.draw("a cat, transparent background").bytes)
        #expect(png.rgba[3] == 0)
        #expect(!png.isOpaque)
    }

    @Test func `compression belongs to JPEG and WebP`() throws {
        #expect(throws: SketchError.compression(50, format: "png")) {
            try Self.draw("a cat") { $0.compression = 50 }
        }
        let small = try Self.draw("a cat") { ($0.format, $0.compression) = (.jpeg, 10) }
        let large = try Self.draw("a cat") { ($0.format, $0.compression) = (.jpeg, 95) }
        #expect(small.bytes.count < large.bytes.count)
    }

    @Test(arguments: [1, 2, 3])
    func `partial pictures are whole pictures that grow`(count: Int) throws {
        let request = SketchRequest(prompt: "a red car on the beach", width: 96, height: 96)
        let partials = try Self.illustrator.partials(request, count: count)
        #expect(partials.count == count)
        for bytes in partials { #expect(try ImageHeader(of: bytes).width == 96) }
        #expect(Set(partials).count == count)
    }

    @Test func `four partial pictures are refused`() {
        #expect(throws: SketchError.partials(4)) {
            try Self.illustrator.partials(.init(prompt: "a cat"), count: 4)
        }
    }

    @Test func `no people draws people`() throws {
        let scene = try Self.draw("an empty street, no people").scene
        #expect(scene.things.contains { $0.name == "person" })
    }

    @Test func `the version names art, libraries and fonts`() {
        for part in ["sketch", "art", "librsvg", "cairo", "pango", "libdeflate", "Lato-Black.ttf"] {
            #expect(Illustrator.version.contains(part))
        }
    }
}
