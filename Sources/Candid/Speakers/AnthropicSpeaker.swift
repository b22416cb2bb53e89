/// Anthropic's Messages, version 2026-10-21.
///
/// That version answers 400 to `temperature` and its like, even at their defaults, so none is sent.
public struct AnthropicSpeaker: SpeakerProvider {
    /// What the service is.
    public let speaker: Speaker
    private let address: SpeakerAddress

    /// The version of the API that this codec speaks.
    static let version = "2026-10-21"

    /// Creates a codec.
    public init(_ speaker: Speaker, _ address: SpeakerAddress) {
        self.speaker = speaker
        self.address = address
    }

    /// Encodes a question as a JSON body, its fields in alphabetical order.
    public func begin(
        _ question: Question, model: String, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        try speaker.check(question)
        var messages: [JSONValue] = []
        for message in question.messages { messages.append(try json(message, materials)) }
        var body: [String: JSONValue] = [
            "model": .text(model), "messages": .list(messages),
            "max_tokens": .whole(Int64(question.tokenLimit)),
        ]
        body["system"] = speaker.system(of: question).map { .text($0) }
        if case .json(let schema) = question.form {
            body["output_config"] = .object([
                "format": .object(["type": .text("json_schema"), "schema": schema.json])
            ])
        }
        var request = address.post("/messages", body)
        request.headers["anthropic-version"] = Self.version
        return request
    }

    /// Reads the text of a message.
    public func resume(_ reply: Reply) throws(ProviderFailure) -> Saying {
        let json = try reply.speakerJSON()
        guard let content = json["content"]?.list else {
            throw .unreadable(status: reply.status, detail: "the message has no “content”")
        }
        let text = content.filter { $0["type"]?.text == "text" }.compactMap { $0["text"]?.text }
        var saying = Saying(
            text.joined(), model: json["model"]?.text, usage: OpenAIAnswer.usage(json["usage"]),
            requestID: reply.requestID)
        switch json["stop_reason"]?.text {
        case "refusal": saying.ending = .declined
        case "max_tokens", "model_context_window_exceeded": saying.ending = .cutOff
        default: break
        }
        return saying
    }

    private func json(
        _ message: Message, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        var parts: [JSONValue] = []
        for picture in message.pictures {
            let source = JSONValue.object([
                "type": .text("base64"), "media_type": .text(picture.format.mediaType),
                "data": .bytes(try materials.bytes(of: picture)),
            ])
            parts.append(.object(["type": .text("image"), "source": source]))
        }
        parts.append(.object(["type": .text("text"), "text": .text(message.text)]))
        return .object([
            "role": .text(message.role == .person ? "user" : "assistant"),
            "content": .list(parts),
        ])
    }
}
