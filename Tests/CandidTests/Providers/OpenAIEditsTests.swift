import Candid
import CandidTesting
import NIOCore
import Testing

@Suite struct OpenAIEditsTests {
    private static let base: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1]
    private static let second: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 2]
    private static let mask: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 3]

    @Test func `one picture is a part named image, and several are named image with brackets`()
        throws
    {
        let one = try #require(SentForm(try begin(try order([Self.base]))))
        #expect(one.parts.filter { $0.filename != nil }.map(\.name) == ["image"])
        let two = try #require(SentForm(try begin(try order([Self.base, Self.second]))))
        let files = two.parts.filter { $0.filename != nil }
        #expect(files.map(\.name) == ["image[]", "image[]"])
        #expect(files.map(\.type) == ["image/png", "image/jpeg"])
        #expect(files.map(\.filename) == ["image-1.png", "image-2.jpg"])
        #expect(files.map(\.bytes) == [Self.base, Self.second])
    }

    @Test func `every field of a change is in the form under its name`() throws {
        var order = try order([Self.base])
        order.mask = InputPicture(Self.mask)
        order.size = Size(width: 1024, height: 1536)
        order.count = 2
        order.quality = "high"
        order.format = .webp
        order.partialPictures = 1
        order.options = ["output_compression": .whole(40), "complexity": .text("low")]
        let request = try begin(order)
        #expect(request.url == "https://test/v1/images/edits")
        let form = try #require(SentForm(request))
        #expect(
            form.parts.map { $0.filename == nil ? "\($0.name)=\($0.text)" : $0.name } == [
                "complexity=low", "model=gpt-image-2.6-sunburst", "n=2", "output_compression=40",
                "output_format=webp", "partial_images=1", "prompt=make it blue", "quality=high",
                "size=1024x1536", "stream=true", "image", "mask",
            ])
    }

    @Test func `a mask and a markup exclude each other`() throws {
        var order = try order([Self.base])
        order.markup = InputPicture(Self.mask)
        #expect(try SentForm(begin(order))?.parts.last?.name == "markup")
        order.mask = InputPicture(Self.mask)
        #expect(throws: ProviderFailure.self) { try begin(order) }
    }

    @Test func `a service that takes JSON gets the pictures as data URLs`() throws {
        var engine = try Catalogue.included().engine(named: "openai")
        engine.editForm = .json
        var order = try order([Self.base])
        order.mask = InputPicture(Self.mask)
        let request = try begin(order, engine)
        #expect(request.headers["content-type"] == "application/json")
        #expect(
            String(buffer: request.body)
                == #"{"images":[{"image_url":"data:image/png;base64,iVBORw0KGgoB"}],"#
                + #""mask":{"image_url":"data:image/png;base64,iVBORw0KGgoD"},"#
                + #""model":"gpt-image-2.6-sunburst","prompt":"make it blue"}"#)
    }

    @Test(arguments: [
        ("gpt-image-2", "svg"), ("gpt-image-2", "gif"), ("gpt-image-1-mini", "svg"),
    ])
    func `a format that a model can't make is refused`(model: String, format: String) throws {
        var order = Order("a pear", engine: "openai", model: model)
        order.format = PictureFormat(rawValue: format)
        #expect(throws: ProviderFailure.self) { try begin(order) }
    }

    @Test func `what does not go with a format is refused by name`() throws {
        let engine = try Catalogue.included().engine(named: "openai")
        func field(_ change: (inout Order) -> Void) -> String? {
            var order = Order("a pear", engine: "openai", model: "gpt-image-2.6-flare")
            change(&order)
            do { try engine.check(order) } catch { return error.field }
            return nil
        }
        #expect(
            field {
                $0.background = "transparent"; $0.format = .jpeg
            } == "background")
        #expect(
            field {
                $0.background = "transparent"; $0.format = .webp
            } == nil)
        #expect(field { $0.background = "transparent" } == nil)
        #expect(field { $0.options = ["output_compression": .whole(5)] } == "output_compression")
        #expect(
            field {
                $0.format = .gif; $0.partialPictures = 0
            } == "partials")
        #expect(
            field {
                $0.format = .svg; $0.count = 2
            } == "n")
        #expect(
            field {
                $0.format = .svg; $0.options = ["svg": .object([:])]
            } == nil)
        #expect(field { $0.follows = "resp_1" } == "follows")
        #expect(field { $0.options = ["response_format": .text("url")] } == "response_format")
    }

    private func order(_ pictures: [[UInt8]]) throws -> Order {
        var order = Order("make it blue", engine: "openai", model: "gpt-image-2.6-sunburst")
        order.inputs = try pictures.map { try #require(InputPicture($0)) }
        return order
    }

    private func begin(_ order: Order, _ engine: Engine? = nil) throws -> WireRequest {
        let provider = OpenAIImagesProvider(
            try engine ?? Catalogue.included().engine(named: "openai"), baseURL: "https://test/v1")
        var exchange = Exchange(order, run: RunID(1))
        let known = [Self.base, Self.second, Self.mask].map { (Digest(of: $0), $0) }
        return try provider.begin(
            &exchange, Materials(Dictionary(uniqueKeysWithValues: known)))
    }
}
