import Candid
import NIOCore
import Testing

@Suite struct CanaryResultTests {
    static let canaries = Canaries(model: "painter", slow: 35)

    static func canary(_ name: String) throws -> Canary {
        try #require(canaries.all.first { $0.name == name })
    }

    /// What the recorder would answer.
    static func answer(_ canary: Canary) -> WireReply {
        switch canary.script {
        case .reply(let reply), .late(_, let reply): reply
        case .stream(let events):
            WireReply(
                status: 200, headers: ["content-type": "text/event-stream"],
                body: ByteBuffer(string: events.joined()))
        case .breakOff: WireReply(status: 502, body: ByteBuffer(string: "gone"))
        }
    }

    static func arrival(_ canary: Canary) -> WireRequest {
        var request = canary.request
        request.url = "/v1" + request.url
        // What a host does with a field that comes twice.
        if request.headers.removeValue(forKey: "X-Audit-Note") != nil {
            request.headers["x-audit-note"] = "first, second"
        }
        return request
    }

    static func trace(_ canary: Canary) -> CanaryTrace {
        var trace = CanaryTrace(
            arrivals: Array(repeating: arrival(canary), count: canary.orders),
            answer: .reply(answer(canary)))
        if case .stream(let events) = canary.script { trace.seenInTime = events.count - 1 }
        return trace
    }

    /// A gateway that changes the body of what it passes on.
    static func passed(_ name: String, _ old: String, _ new: String) throws -> CanaryResult {
        let canary = try canary(name)
        var trace = trace(canary)
        trace.arrivals[0].body = try replaced(trace.arrivals[0].body, old, new)
        return CanaryResult(canary, trace)
    }

    static func answered(_ name: String, _ old: String, _ new: String) throws -> CanaryResult {
        let canary = try canary(name)
        var trace = trace(canary)
        var reply = answer(canary)
        reply.body = try replaced(reply.body, old, new)
        trace.answer = .reply(reply)
        return CanaryResult(canary, trace)
    }

    /// By bytes: `String` takes CRLF for one character.
    private static func replaced(
        _ body: ByteBuffer, _ old: String, _ new: String
    ) throws -> ByteBuffer {
        var bytes = Array(body.readableBytesView)
        let range = try #require(bytes.firstRange(of: Array(old.utf8)))
        bytes.replaceSubrange(range, with: Array(new.utf8))
        return ByteBuffer(bytes: bytes)
    }

    static func harmed(_ result: CanaryResult) -> [String] {
        result.parts.filter { $0.passage != .kept }.map { "\($0.name) \($0.passage.rawValue)" }
    }

    @Test(arguments: canaries.all.map(\.name))
    func `what comes through untouched is kept`(name: String) throws {
        let canary = try Self.canary(name)
        let result = CanaryResult(canary, Self.trace(canary))
        #expect(Self.harmed(result) == [])
        #expect(result.passage == .kept && result.isExact == true && !result.parts.isEmpty)
    }

    @Test(arguments: canaries.all.map(\.name))
    func `what the gateway refuses by itself is refused`(name: String) throws {
        let canary = try Self.canary(name)
        let reply = WireReply(
            status: 400, body: ByteBuffer(string: #"{"error":{"message":"no such size"}}"#))
        let result = CanaryResult(canary, CanaryTrace(arrivals: [], answer: .reply(reply)))
        #expect(result.passage == .refused && result.isExact == nil)
        #expect(result.parts[0].detail.contains("no such size"))
    }

    @Test(arguments: canaries.all.map(\.name))
    func `one order more than was meant is doubled`(name: String) throws {
        let canary = try Self.canary(name)
        var trace = Self.trace(canary)
        trace.arrivals.append(trace.arrivals[0])
        #expect(CanaryResult(canary, trace).passage == .doubled)
    }

    @Test(arguments: canaries.all.map(\.name))
    func `an answer that nobody was asked for is a dropped order`(name: String) throws {
        let canary = try Self.canary(name)
        var trace = Self.trace(canary)
        trace.arrivals = []
        trace.answer = .reply(WireReply(status: 200))
        #expect(CanaryResult(canary, trace).passage == .dropped)
    }

    @Test(arguments: [
        ("quotes", "“fresh”", "\\\"fresh\\\"", "prompt altered"),
        ("crlf", "one\\r\\n", "one\\n", "prompt altered"),
        ("accents", "cafe\u{301}", "caf\u{E9}", "prompt altered"),
        ("joiners", "\u{200D}", "", "prompt altered"),
        ("blanks", " \\n\\n  \"", "\"", "prompt altered"),
        ("templates", "{{name}}", "", "prompt altered"),
        ("unknown", "1.50", "1.5", "x_audit.ratio altered"),
        ("unknown", "12345678901234567890", "12345678901234567000", "x_audit.big altered"),
        ("unknown", ",\"x_null\":null", "", "x_null dropped"),
        ("unknown", "\"empty\":{}", "\"empty\":null", "x_audit.nested.empty altered"),
        ("numbers", "\"n\":7", "\"n\":4", "n altered"),
        ("numbers", "1000x700", "1024x1024", "size altered"),
        ("numbers", "\"n\":7", "\"n\":7,\"user\":\"us\"", "user altered"),
        ("edit-form", "second.png", "image_1.png", "file “second.png” altered"),
    ])
    func `a changed value is named`(
        canary: String, old: String, new: String, harm: String
    ) throws {
        let result = try Self.passed(canary, old, new)
        #expect(Self.harmed(result) == [harm])
        #expect(result.isExact == false)
    }

    @Test(arguments: [
        ("quotes", "“fresh”", "\\u201cfresh\\u201d"),
        ("unknown", "\"x_flag\":false", " \"x_flag\" : false "),
        ("numbers", "\"model\":\"painter\"", "\"model\":\"openai/gpt-image-2\""),
    ])
    func `another spelling of the same JSON, and the routed model's name, lose nothing`(
        canary: String, old: String, new: String
    ) throws {
        let result = try Self.passed(canary, old, new)
        #expect(Self.harmed(result) == [])
        #expect(result.isExact == false)
    }

    @Test(arguments: ["", "…", "..."])
    func `a beginning is cut, with dots or without`(end: String) throws {
        let canary = try Self.canary("long")
        let words = try #require(
            JSONValue(text: String(buffer: canary.request.body))?["prompt"]?.text)
        #expect(Prompt(words).length == 31_999)
        let kept = String(words.prefix(1000))
        let result = try Self.passed("long", words, kept + end)
        #expect(Self.harmed(result) == ["prompt cut"])
        #expect(
            result.parts.first { $0.name == "prompt" }?.detail.hasPrefix("31999 characters") == true
        )
        #expect(result.parts.first { $0.name == "prompt" }?.diff?.isEmpty == false)
    }

    @Test func `a header field that comes twice keeps both values, in order`() throws {
        let canary = try Self.canary("headers")
        let cases: [(String?, String)] = [
            ("second", "altered"), ("second, first", "altered"), (nil, "dropped"),
        ]
        for (value, harm) in cases {
            var trace = Self.trace(canary)
            trace.arrivals[0].headers["x-audit-note"] = value
            #expect(Self.harmed(CanaryResult(canary, trace)) == ["header x-audit-note \(harm)"])
        }
    }

    @Test func `pictures that change places, and a mask that is lost, are named`() throws {
        let canary = try Self.canary("edit-form")
        var swapped = MultipartWriter()
        var bare = MultipartWriter()
        for part in try MultipartReader.read(
            canary.request.body, contentType: canary.request.headers["content-type"] ?? "")
        {
            let bytes = Array(part.content.readableBytesView)
            guard let filename = part.filename, let type = part.type else {
                let text = JSONValue.text(String(decoding: bytes, as: UTF8.self))
                swapped.add(part.name, text)
                bare.add(part.name, text)
                continue
            }
            if part.name != "mask" {
                bare.addFile(part.name, bytes, named: filename, type: type)
            }
        }
        let parts = try MultipartReader.read(
            canary.request.body, contentType: canary.request.headers["content-type"] ?? "")
        for part in parts.filter({ $0.filename != nil }).reversed() {
            swapped.addFile(
                part.name, Array(part.content.readableBytesView), named: part.filename ?? "",
                type: part.type ?? "")
        }
        let harms = [swapped, bare].map { writer in
            var trace = Self.trace(canary)
            let (body, type) = writer.finished()
            trace.arrivals[0].body = body
            trace.arrivals[0].headers["content-type"] = type
            return Self.harmed(CanaryResult(canary, trace))
        }
        #expect(harms == [["order of files altered"], ["file “the mask.png” dropped"]])
    }
}
