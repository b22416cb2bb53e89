import Candid
import NIOCore

/// The talker behind OpenAI's Chat and Responses shapes, in this process.
enum SketchTalk {
    private static let talker = Talker(SketchResponder.illustrator)
    /// Room for the pictures of a conversation.
    private static let limit = 160 << 20

    static func chat(_ request: WireRequest) async throws -> WireStream {
        let fields = try fields(of: request)
        let asked = try TalkRequest(chat: fields)
        let saying = try await saying(asked)
        // Like the pictures: no clock, no counter, so equal requests give equal bytes.
        let answer = ChatAnswer(
            id: "chatcmpl-sketch", created: 0, model: Talker.label, saying, tokens: (0, 0))
        guard asked.streams else { return .whole(answer.whole) }
        return .events(
            answer.events(countingTokens: asked.countsTokens), ending: "data: [DONE]\n\n")
    }

    static func response(_ request: WireRequest) async throws -> WireStream {
        let fields = try fields(of: request)
        try fields.refuseAll(
            besides: [
                "model", "input", "instructions", "max_output_tokens", "stream", "text", "store",
                "temperature", "top_p", "user", "metadata", "reasoning", "safety_identifier",
                "prompt_cache_key", "service_tier", "truncation",
            ])
        let asked = try TalkRequest(response: fields)
        let saying = try await saying(asked)
        var answer = ResponseAnswer(
            id: "resp_sketch", created: 0, model: Talker.label, asked: fields,
            [.init(message: "msg_sketch", saying)], tokens: (0, 0))
        answer.isCutOff = saying.ending == .cutOff
        return asked.streams ? .events(answer.events) : .whole(answer.whole)
    }

    private static func saying(_ asked: TalkRequest) async throws -> Saying {
        guard asked.model == Talker.model else {
            throw Objection(
                "model", "The model '\(asked.model)' does not exist.", code: "model_not_found")
        }
        return await talker.answer(asked.question, asked.materials)
    }

    /// The members of a JSON body; null is what some clients send for a field that is not set.
    private static func fields(of request: WireRequest) throws -> [String: JSONValue] {
        let size = request.body.readableBytes
        guard size <= limit else {
            throw Objection(nil, "The body is larger than 160 MB.", code: "request_too_large")
        }
        let limits = JSONReader.Limits(bytes: max(2, size))
        guard let object = (try? JSONReader.read(request.bodyBytes, limits: limits))?.object else {
            throw Objection(nil, "The body must be a JSON object.")
        }
        return object.filter { $0.value != .null }
    }
}

extension WireStream {
    /// A whole answer of JSON.
    fileprivate static func whole(_ json: JSONValue) -> WireStream {
        WireStream(
            WireReply(
                status: 200, headers: ["content-type": "application/json"], body: json.encoded()))
    }

    /// Server-sent events, each with its type as its name where it has one.
    fileprivate static func events(_ events: [JSONValue], ending: String = "") -> WireStream {
        WireStream(
            status: 200, headers: ["content-type": "text/event-stream"],
            body: AsyncThrowingStream { stream in
                for event in events {
                    var buffer = ByteBuffer()
                    if let name = event["type"]?.text { buffer.writeString("event: \(name)\n") }
                    buffer.writeString("data: ")
                    buffer.writeImmutableBuffer(event.encoded())
                    buffer.writeString("\n\n")
                    stream.yield(buffer)
                }
                if !ending.isEmpty { stream.yield(ByteBuffer(string: ending)) }
                stream.finish()
            })
    }
}
