import NIOCore
import Simulator
import Testing

@testable import Candid

@Suite struct GeminiTests {
    private static let words = "a \"red\" pear\r\ne\u{301} 👩‍👩‍👧 배"

    @Test func `our own codec draws, and the words are drawn as they were sent`() async throws {
        let service = Service()
        let answer = try await service.answer(prompt: Self.words)
        #expect(answer.pictures.first?.file.head.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
        #expect(answer.report.usage["total_tokens"] != 0)
        let truth = try await service.truth()
        #expect(truth?["prompt_used"]?.text.map(Prompt.init(_:)) == Prompt(Self.words))
    }

    @Test(arguments: [("moderation", "PROHIBITED_CONTENT"), ("moderation=output", "IMAGE_SAFETY")])
    func `a block is HTTP 200 and still a refusal`(fault: String, code: String) async throws {
        let service = Service()
        await #expect {
            try await service.answer(prompt: "a pear", fault: fault)
        } throws: { error in
            guard case ProviderFailure.refused(let found, _, 200) = error else { return false }
            return found == code
        }
    }

    @Test func `a rate limit has Google's name`() async throws {
        let service = Service()
        await #expect {
            try await service.answer(prompt: "a pear", fault: "rate-limit")
        } throws: { error in
            guard case ProviderFailure.throttled("RESOURCE_EXHAUSTED", _, _) = error else {
                return false
            }
            return true
        }
    }

    @Test func `an answer without a picture says so and was charged`() async throws {
        let service = Service()
        await #expect(throws: ProviderFailure.self) {
            try await service.answer(prompt: "a pear", fault: "no-picture")
        }
        #expect(try await service.charges() == 1)
    }

    @Test(arguments: [("16:9", "1K", "1344x768"), ("1:1", "2K", "2048x2048")])
    func `the shape is the one that was asked for`(
        ratio: String, size: String, pixels: String
    ) async throws {
        let service = Service()
        let answer = try await service.answer(
            prompt: "a pear",
            options: ["aspect_ratio": .text(ratio), "image_size": .text(size)])
        let first = try #require(answer.pictures.first)
        #expect(Size(headerOf: first.file.head) == Size(pixels))
    }

    @Test func `a shape that Google has not is refused by name`() async throws {
        let body = """
            {"contents":[{"parts":[{"text":"a"}]}],
             "generationConfig":{"imageConfig":{"aspectRatio":"7:1"}}}
            """
        let reply = try await Service().post("gemini-3.1-flash-image:generateContent", body)
        #expect(reply.status == 400)
        #expect(reply.json?["error"]?["status"]?.text == "INVALID_ARGUMENT")
        #expect(reply.json?["error"]?["message"]?.text?.contains("16:9") == true)
    }
}

/// A simulator that is spoken to in Google's words.
private struct Service {
    private let responder = Simulator().responder

    func post(
        _ target: String, _ body: String, fault: String? = nil
    ) async throws -> Reply {
        var headers = ["content-type": "application/json"]
        headers["x-simulate"] = fault
        return try await send(
            WireRequest(
                "POST", "sim://google/v1/models/\(target)", headers: headers,
                body: ByteBuffer(string: body)))
    }

    func answer(
        prompt: String, fault: String? = nil, options: [String: JSONValue]? = nil
    ) async throws -> Answer {
        let engine = try Catalogue.included().engine(named: "gemini")
        let provider = try engine.provider(Access("sim://google/v1", key: "k"))
        var order = Order(Prompt(prompt), engine: "gemini", model: "gemini-3.1-flash-image")
        order.options = options
        var exchange = Exchange(order, run: RunID(1))
        var request = try provider.begin(&exchange, Materials([:]))
        request.headers["x-simulate"] = fault
        guard case .finish(let answer) = try provider.resume(await send(request), &exchange) else {
            throw ProviderFailure.unreadable(status: 200, detail: "more was asked for")
        }
        return answer
    }

    func truth() async throws -> JSONValue? {
        try await admin("requests")["requests"]?.list?.first?["truth"]?.list?.first
    }

    func charges() async throws -> Int {
        try await admin("charges")["charges"]?.list?.count ?? 0
    }

    private func admin(_ name: String) async throws -> JSONValue {
        try #require(
            try await send(WireRequest("GET", "sim://google/_simulator/\(name)")).json)
    }

    private func send(_ request: WireRequest) async throws -> Reply {
        let stream = try await responder.respond(request)
        var body = ByteBuffer()
        for try await chunk in stream.body { body.writeImmutableBuffer(chunk) }
        return try Reply(
            WireReply(status: stream.status, headers: stream.headers, body: body),
            pictureKeys: ["data"])
    }
}
