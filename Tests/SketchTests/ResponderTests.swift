import Candid
import Foundation
import NIOCore
import Testing

@testable import Sketch

@Suite struct ResponderTests {
    private let provider = Result {
        OpenAIImagesProvider(
            try Catalogue.included().engine(named: "sketch"), baseURL: SketchResponder.address)
    }

    @Test func `it reports the prompt it read, byte for byte`() async throws {
        let prompt: Prompt = " a \"red\"\tpear\r\n e\u{301} 배 "
        let answer = try await answer(to: order(prompt))
        #expect(answer.pictures.map(\.revised) == [prompt])
    }

    @Test func `each picture of several has a seed of its own`() async throws {
        var order = order("a pear and an apple")
        order.count = 2
        order.seed = 5
        let both = try await answer(to: order).pictures.map { try $0.file.bytes() }
        #expect(both.count == 2)
        #expect(Digest(of: both[0]) != Digest(of: both[1]))
        order.count = nil
        order.seed = 6
        let alone = try await answer(to: order).pictures.map(\.file.digest)
        #expect(alone == [Digest(of: both[1])])
    }

    @Test func `every parameter that the catalogue takes is taken`() async throws {
        let model = try #require(try provider.get().engine.models.first)
        for style in model.styles ?? [] {
            var order = order("a pear")
            order.style = style
            #expect(try await answer(to: order).pictures.count == 1, "\(style)")
        }
        for format in model.formats ?? [] {
            var order = order("a pear")
            order.format = format
            let picture = try #require(try await answer(to: order).pictures.first)
            #expect(PictureFormat(sniffing: picture.file.head) == format)
        }
    }

    @Test(arguments: ["16x3840", "3840x2160", "2160x3840"])
    func `the largest sizes of the catalogue can be drawn`(text: String) async throws {
        var order = order("a pear")
        order.size = Size(text)
        order.format = .jpeg
        #expect(try await answer(to: order).report.used["size"] == text)
    }

    @Test func `words that leave no trace are told with their place`() async throws {
        let words = try await answer(to: order("a pear and a quux")).report.notDrawn
        #expect(words.map(\.word) == ["quux"])
        #expect(words.map(\.start) == [13])
    }

    @Test func `the scene comes with the picture`() async throws {
        let scene = try #require(try await answer(to: order("two red pears")).report.scenes.first)
        let record = try JSONDecoder().decode(SceneRecord.self, from: Data(scene.utf8))
        #expect(record.things.map(\.name) == ["pear", "pear"])
    }

    @Test(arguments: [
        (#"{"prompt":"a pear","negative_prompt":"x"}"#, "unknown_parameter"),
        (#"{"prompt":"a pear","n":11}"#, "invalid_value"),
        (#"{"prompt":"a pear","size":"wide"}"#, "invalid_value"),
        (#"{"prompt":"a pear","size":"8x8"}"#, "invalid_value"),
        (#"{"prompt":"a pear","model":"dall-e-3"}"#, "model_not_found"),
        (#"{"prompt":7}"#, "invalid_value"), ("{", "invalid_value"),
        (#"{"prompt":" "}"#, "invalid_value"),
    ])
    func `what it can't honour it refuses in OpenAI's shape`(
        body: String, code: String
    )
        async throws
    {
        let reply = try await send(body)
        #expect(reply.status == 400)
        #expect(String(buffer: reply.body).contains("\"code\":\"\(code)\""))
    }

    @Test(arguments: [
        ("seed", "-1", "0 to 18446744073709551615"), ("seed", "99999999999999999999", "0 to"),
        ("seed", "1.5", "0 to"), ("n", "1.5", "1 to 10"), ("n", "0", "1 to 10"),
        ("n", #""two""#, "1 to 10"), ("stream", "1", "true or false"), ("prompt", "7", "text"),
        ("partial_images", "9", "0 to 3"), ("size", "7", "text"), ("model", "[]", "text"),
    ])
    func `a value that it can't take is named, with what it takes`(
        field: String, value: String, takes: String
    ) async throws {
        let others = field == "prompt" ? "" : #""prompt":"a pear","#
        let reply = try await send("{\(others)\"\(field)\":\(value)}")
        let text = String(buffer: reply.body)
        #expect(reply.status == 400)
        #expect(text.contains("\"param\":\"\(field)\"") && text.contains(takes), "\(text)")
        #expect(!text.contains("Decoding") && !text.contains("debugDescription"))
    }

    @Test(arguments: [#"{"size":"64x64"}"#, #"{"prompt":null}"#])
    func `an order without a prompt is told so`(body: String) async throws {
        let text = String(buffer: try await send(body).body)
        #expect(text.contains("missing_required_parameter"))
    }

    @Test func `a null is a field that is not there`() async throws {
        let reply = try await send(#"{"prompt":"a pear","size":null,"n":null,"seed":null}"#)
        #expect(reply.status == 200)
    }

    @Test func `a stream brings the unfinished pictures before the finished one`() async throws {
        let stream = try await SketchResponder.responder.respond(
            request(#"{"prompt":"a pear","size":"64x64","stream":true,"partial_images":2}"#))
        let text = String(buffer: try await stream.collected(upTo: 1 << 20).body)
        let names = text.split(separator: "\n").filter { $0.hasPrefix("event: ") }
        #expect(
            names == [
                "event: image_generation.partial_image", "event: image_generation.partial_image",
                "event: image_generation.completed",
            ])
        #expect(!text.contains("\nid:") && !text.contains("\nretry:"))
    }

    private func order(_ prompt: Prompt) -> Order {
        var order = Order(prompt, engine: "sketch", model: "sketch-1")
        order.size = Size(width: 64, height: 64)
        return order
    }

    private func answer(to order: Order) async throws -> Answer {
        let provider = try provider.get()
        let stream = try await SketchResponder.responder.respond(try provider.begin(order))
        let reply = try await stream.collected(upTo: 64 << 20)
        var exchange = Exchange(order, run: RunID(1))
        let step = try provider.resume(
            Reply(reply, pictureKeys: provider.pictureKeys), &exchange)
        guard case .finish(let answer) = step else { throw NoAnswer() }
        return answer
    }

    private func send(_ body: String) async throws -> WireReply {
        try await SketchResponder.responder.respond(request(body)).collected(upTo: 64 << 20)
    }

    private func request(_ body: String) -> WireRequest {
        WireRequest(
            "POST", SketchResponder.address + "/images/generations", body: ByteBuffer(string: body))
    }
}

private struct NoAnswer: Error {}
