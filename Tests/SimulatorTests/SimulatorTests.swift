import Candid
import Foundation
import NIOCore
import Pixels
import Simulator
import Testing

@Suite struct SimulatorTests {
    private static let prompt = "a \"red\" pear\r\ne\u{301} 👩‍👩‍👧 배"

    @Test func `the recorder keeps a body to the byte and hides the key`() async throws {
        let service = Service()
        _ = try await service.draw()
        let kept = try await service.get("requests/1/body")
        #expect(Array(kept.body.readableBytesView) == Service.body(Self.prompt))
        let list = try await service.admin("requests")
        let headers = list["requests"]?.list?.first?["headers"]
        #expect(headers?["authorization"]?.text?.hasPrefix("sha256:") == true)
    }

    @Test(
        arguments: [
            ("rate-limit", 429), ("quota", 429), ("quota=billing_hard_limit_reached", 400),
            ("server-error", 500), ("server-error=503", 503), ("server-error=502", 502),
            ("bad-key", 401), ("unverified", 403), ("retired", 404), ("moderation", 400),
        ])
    func `a refusal has its status and costs nothing`(fault: String, status: Int) async throws {
        let service = Service()
        #expect(try await service.draw(fault).status == status)
        #expect(try await service.admin("charges")["charges"]?.list?.isEmpty == true)
    }

    @Test(arguments: ["drop", "cut", "cut=0"])
    func `a broken answer is charged once and never whole`(fault: String) async throws {
        let service = Service()
        await #expect(throws: ProviderFailure.self) { try await service.draw(fault) }
        #expect(try await service.admin("charges")["charges"]?.list?.count == 1)
        #expect(try await service.admin("charges")["pictures"]?.whole == 1)
    }

    @Test func `the sum of the charges is tokens times prices`() async throws {
        let service = Service()
        let usage = try #require(JSONValue(text: try await service.draw().text)?["usage"])
        let input = try #require(usage["input_tokens"]?.whole)
        let output = try #require(usage["output_tokens"]?.whole)
        #expect(input == Int64((Self.prompt.utf8.count + 3) / 4))
        #expect(output == 32 * 32 * 4)
        let total = try await service.admin("charges")["total_usd"]
        #expect(total == .number(Double(input * 5 + output * 30) / 1_000_000))
    }

    @Test func `embellished words are drawn, and told or not`() async throws {
        let service = Service()
        let told = try await service.picture("embellish=told")["revised_prompt"]?.text
        #expect(told?.hasPrefix(Self.prompt + ", ") == true)
        #expect(try await service.picture("embellish=silent")["revised_prompt"] == nil)
        let records = try await service.admin("requests")["requests"]?.list
        #expect(records?.map { $0["truth"]?.list?.first?["prompt_used"]?.text } == [told, told])
    }

    @Test func `a flat picture has one colour`() async throws {
        let base64 = try await Service().picture("flat")["b64_json"]?.text
        let bytes = [UInt8](try #require(base64.flatMap { Data(base64Encoded: $0) }))
        let pixels = try Pixmap(decoding: bytes)
        #expect((pixels.width, pixels.height) == (1024, 1024))
        #expect(Set(pixels.rgba) == [128, 255])
    }

    @Test func `pictures are left out or doubled to order`() async throws {
        let service = Service()
        #expect(try await service.pictures("no-picture").isEmpty)
        let both = try await service.pictures("duplicate")
        #expect(both.count == 2 && both.first == both.last)
    }

    @Test func `an answer is mislabelled or padded to order`() async throws {
        let service = Service()
        #expect(try await service.draw("wrong-type").headers["content-type"] == "text/html")
        let plain = try await service.draw().body.readableBytes
        let padded = try await service.draw("oversized=2").body.readableBytes
        #expect(padded == plain + 2 << 20)
    }

    @Test(arguments: [("stall=700", [700]), ("slow=9", Array(repeating: 9, count: 32))])
    func `a slow answer waits as it was told`(fault: String, waits: [Int64]) async throws {
        let pauses = Pauses()
        let service = Service { await pauses.add($0) }
        #expect(try await service.draw(fault).status == 200)
        let made = await pauses.all.map { $0.components.attoseconds / 1_000_000_000_000_000 }
        #expect(made.prefix(32) == waits[...])
    }

    @Test func `a rate strikes the same requests for the same seed`() async throws {
        let (one, again, other) = (
            try await statuses(seed: 1), try await statuses(seed: 1), try await statuses(seed: 2)
        )
        #expect(one == again)
        #expect(one != other)
        #expect(Set(one) == [200, 429])
    }

    @Test func `a fault for the first requests ends after them`() async throws {
        let service = Service(faults: [try Fault("rate-limit*2")])
        var seen: [Int] = []
        for _ in 0..<4 { seen.append(try await service.draw().status) }
        #expect(seen == [429, 429, 200, 200])
    }

    @Test(arguments: [
        "melt", "drift=rust", "leak=1", "rate-limit@0", "rate-limit*0", "cut=100", "flat=red",
        "stall=x",
    ])
    func `what is no fault is refused with words`(text: String) async throws {
        #expect(throws: FaultProblem.self) { try Fault(text) }
        let reply = try await Service().draw(text)
        #expect(reply.status == 400 && reply.text.contains("x-simulate"))
    }

    @Test func `only models that can be called are listed`() async throws {
        let service = Service()
        let reply = try await service.send("GET", "/v1/models")
        let names = JSONValue(text: reply.text)?["data"]?.list?.compactMap { $0["id"]?.text } ?? []
        #expect(names.contains("gpt-image-2") && names.contains("sketch-1"))
        for name in names {
            #expect(try await service.draw(model: name).status == 200, "\(name)")
        }
    }

    @Test(arguments: ["dall-e-3", "gpt-image-9"])
    func `other models are not found`(name: String) async throws {
        let reply = try await Service().draw(model: name)
        #expect(reply.status == 404 && reply.text.contains("model_not_found"))
    }

    private func statuses(seed: UInt64) async throws -> [Int] {
        let service = Service(faults: [try Fault("rate-limit@0.5")], seed: seed)
        var seen: [Int] = []
        for _ in 0..<16 { seen.append(try await service.draw(model: "sketch-1").status) }
        return seen
    }
}

/// Counts the waits that were asked for, and waits for none.
private actor Pauses {
    private(set) var all: [Duration] = []
    func add(_ pause: Duration) { all.append(pause) }
}

/// A simulator in this process.
private struct Service: Sendable {
    private let responder: Responder

    init(
        faults: [Fault] = [], seed: UInt64 = 1,
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) {
        var options = Simulator.Options()
        (options.faults, options.seed, options.pause) = (faults, seed, pause)
        responder = Simulator(options).responder
    }

    static func body(_ prompt: String, _ model: String = "gpt-image-2") -> [UInt8] {
        JSONValue.object(["model": .text(model), "prompt": .text(prompt)]).encoded()
            .readableBytesView.map { $0 }
    }

    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> WireReply {
        let stream = try await responder.respond(
            WireRequest(
                method, "http://127.0.0.1" + path, headers: headers, body: ByteBuffer(bytes: body)))
        var whole = ByteBuffer()
        for try await chunk in stream.body { whole.writeImmutableBuffer(chunk) }
        return WireReply(status: stream.status, headers: stream.headers, body: whole)
    }

    func draw(_ fault: String? = nil, model: String = "gpt-image-2") async throws -> WireReply {
        var headers = ["authorization": "Bearer sk-real"]
        headers["x-simulate"] = fault
        return try await send(
            "POST", "/v1/images/generations", headers: headers,
            body: Self.body("a \"red\" pear\r\ne\u{301} 👩‍👩‍👧 배", model))
    }

    func pictures(_ fault: String) async throws -> [JSONValue] {
        try #require(JSONValue(text: try await draw(fault).text)?["data"]?.list)
    }

    func picture(_ fault: String) async throws -> JSONValue {
        try #require(try await pictures(fault).first)
    }

    func get(_ name: String) async throws -> WireReply {
        try await send("GET", "/_simulator/\(name)")
    }

    func admin(_ name: String) async throws -> JSONValue {
        try #require(JSONValue(text: try await get(name).text))
    }
}

extension WireReply {
    fileprivate var text: String { String(decoding: body.readableBytesView, as: UTF8.self) }
}
