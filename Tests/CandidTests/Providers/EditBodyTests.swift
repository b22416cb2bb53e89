import Candid
import CandidTesting
import Foundation
import NIOCore
import Pixels
import Testing

/// How each dialect that is not an Images API is told which picture to change, and where.
@Suite struct EditBodyTests {
    @Test func `the response's input holds words and picture, and its tool the mask`() throws {
        let body = try sent(to: "openai-responses", mask: true)
        let tool = (body["tools"] as? [[String: Any]])?.first
        let mask = (tool?["input_image_mask"] as? [String: Any])?["image_url"] as? String
        #expect(mask == dataURL(try Self.mask()))
        let content = (body["input"] as? [[String: Any]])?.first?["content"] as? [[String: Any]]
        #expect(content?.map { $0["type"] as? String } == ["input_text", "input_image"])
        #expect(content?.first?["text"] as? String == "make it blue")
        #expect(content?.last?["image_url"] as? String == dataURL(try Self.base()))
    }

    @Test func `an earlier call is said again with its picture`() throws {
        let body = try sent(
            to: "openai-responses", mask: false, options: ["previous_call": .text("ig_1")])
        let input = try #require(body["input"] as? [[String: Any]])
        #expect(input.first?["type"] as? String == "image_generation_call")
        #expect(input.first?["id"] as? String == "ig_1")
        #expect(input.first?["result"] as? String == Data(try Self.base()).base64EncodedString())
        #expect((input.last?["content"] as? [Any])?.count == 1)
    }

    @Test func `Gemini gets the picture before the words, and refuses a mask`() throws {
        let body = try sent(to: "gemini", mask: false)
        let parts = (body["contents"] as? [[String: Any]])?.first?["parts"] as? [[String: Any]]
        let picture = parts?.first?["inlineData"] as? [String: String]
        #expect(
            picture == [
                "mimeType": "image/png", "data": Data(try Self.base()).base64EncodedString(),
            ])
        #expect(parts?.last?["text"] as? String == "make it blue")
        #expect(throws: ProviderFailure.self) { try sent(to: "gemini", mask: true) }
    }

    @Test func `local engines get a mask that is white where the picture may change`() throws {
        let native = try sent(to: "sd-server", mask: true)
        #expect(native["init_image"] as? String == dataURL(try Self.base()))
        try expectWhiteOnTheLeft(native["mask_image"] as? String)
        let web = try sent(to: "automatic1111", mask: true)
        #expect(
            web["init_images"] as? [String] == [Data(try Self.base()).base64EncodedString()])
        try expectWhiteOnTheLeft(web["mask"] as? String)
        #expect(web["inpainting_mask_invert"] as? Int == 0)
    }

    @Test func `ComfyUI gets the pictures first, and the graph names them`() throws {
        let graph = #"""
            {"1":{"class_type":"LoadImage","inputs":{"image":"{{image1}}"}},
             "2":{"class_type":"CLIPTextEncode","inputs":{"text":"so: {{prompt}}!","n":"{{steps|20}}"}}}
            """#
        let engine = try Catalogue.included().engine(named: "comfyui")
        let provider = try engine.provider(Access("https://test", graph: JSONValue(text: graph)))
        var exchange = Exchange(try order(for: engine, mask: false), run: RunID(1))
        let upload = try provider.begin(&exchange, try materials())
        let form = try #require(SentForm(upload))
        #expect(upload.url == "https://test/upload/image")
        #expect(form.parts.last?.bytes == (try Self.base()))
        let stored = WireReply(
            status: 200, body: ByteBuffer(string: #"{"name":"x.png","subfolder":"candid"}"#))
        guard case .send(let request, _) = try provider.resume(Reply(stored), &exchange) else {
            Issue.record("nothing sent")
            return
        }
        #expect(request.url == "https://test/prompt")
        let nodes = try #require(try json(request)["prompt"] as? [String: [String: Any]])
        let file = try #require(form.parts.last?.filename)
        #expect((nodes["1"]?["inputs"] as? [String: Any])?["image"] as? String == "candid/\(file)")
        let words = nodes["2"]?["inputs"] as? [String: Any]
        #expect(words?["text"] as? String == "so: make it blue!")
        #expect(words?["n"] as? Int == 20)
    }

    @Test func `a prompt that looks like a slot stays words in ComfyUI's graph`() throws {
        let engine = try Catalogue.included().engine(named: "comfyui")
        let graph = #"{"1":{"class_type":"C","inputs":{"text":"{{prompt}}","s":"{{seed|1}}"}}}"#
        let provider = try engine.provider(Access("https://test", graph: JSONValue(text: graph)))
        let prompt: Prompt = "{{seed|9}} \", \"class_type\": \"Evil"
        let request = try provider.begin(Order(prompt, engine: "comfyui", model: "graph"))
        let nodes = try #require(try json(request)["prompt"] as? [String: [String: Any]])
        #expect((nodes["1"]?["inputs"] as? [String: Any])?["text"] as? String == prompt.text)
        var order = Order(prompt, engine: "comfyui", model: "graph")
        order.size = Size(width: 512, height: 512)
        #expect(throws: ProviderFailure.self, "no slot for a size") { try provider.begin(order) }
    }

    private static func base() throws -> [UInt8] {
        try Pixmap(width: 2, height: 1, rgba: [9, 9, 9, 255, 9, 9, 9, 255]).png()
    }

    /// Its left pixel is transparent.
    private static func mask() throws -> [UInt8] {
        try Pixmap(width: 2, height: 1, rgba: [0, 0, 0, 0, 0, 0, 0, 255]).png()
    }

    private func expectWhiteOnTheLeft(_ text: String?) throws {
        let base64 = try #require(text?.split(separator: ",").last)
        let file = try #require(Data(base64Encoded: String(base64)))
        #expect(
            try Pixmap(decoding: [UInt8](file)).rgba == [255, 255, 255, 255, 0, 0, 0, 255])
    }

    private func dataURL(_ bytes: [UInt8]) -> String {
        "data:image/png;base64," + Data(bytes).base64EncodedString()
    }

    private func materials() throws -> Materials {
        Materials(
            Dictionary(
                uniqueKeysWithValues: [try Self.base(), try Self.mask()].map {
                    (Digest(of: $0), $0)
                }))
    }

    private func order(for engine: Engine, mask: Bool) throws -> Order {
        var order = Order("make it blue", engine: engine.id, model: engine.defaultModel)
        order.allowsRewrite = true
        order.inputs = [try #require(InputPicture(try Self.base()))]
        if mask { order.mask = InputPicture(try Self.mask()) }
        return order
    }

    private func sent(
        to id: String, mask: Bool, options: [String: JSONValue]? = nil
    ) throws -> [String: Any] {
        let engine = try Catalogue.included().engine(named: id)
        var order = try order(for: engine, mask: mask)
        order.options = options
        var exchange = Exchange(order, run: RunID(1))
        return try json(
            engine.provider(Access("https://test")).begin(&exchange, try materials()))
    }

    private func json(_ request: WireRequest) throws -> [String: Any] {
        let body = Data(request.body.readableBytesView)
        return try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
    }
}
