/// Any service that speaks OpenAI's `/v1/chat/completions`: OpenAI, Ollama, llama.cpp and others.
///
/// It sends no `tool_choice`, no `n` and no `temperature`, which some of them refuse; pictures go as
/// base64 in data URLs, which all of them take.
public struct OpenAIChatSpeaker: SpeakerProvider {
    /// What the service is.
    public let speaker: Speaker
    let address: SpeakerAddress

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
        if let system = speaker.system(of: question) {
            messages.append(.object(["role": .text("system"), "content": .text(system)]))
        }
        for message in question.messages { messages.append(try json(message, materials)) }
        var body: [String: JSONValue] = [
            "model": .text(model), "messages": .list(messages),
            speaker.limitField ?? "max_completion_tokens": .whole(Int64(question.tokenLimit)),
        ]
        if case .json(let schema) = question.form { body["response_format"] = format(schema) }
        return address.post("/chat/completions", body)
    }

    /// Reads the first choice of a reply.
    public func resume(_ reply: Reply) throws(ProviderFailure) -> Saying {
        let json = try reply.speakerJSON()
        guard let choice = json["choices"]?.list?.first, let message = choice["message"] else {
            throw .unreadable(
                status: reply.status, detail: "the answer of a Chat API has no choice")
        }
        var saying = Saying(
            Self.text(message["content"]), model: json["model"]?.text,
            usage: OpenAIAnswer.usage(json["usage"]), requestID: reply.requestID)
        switch choice["finish_reason"]?.text {
        case "length": saying.ending = .cutOff
        case "content_filter": saying.ending = .filtered
        default: break
        }
        if let refusal = message["refusal"]?.text {
            (saying.text, saying.ending) = (refusal, .declined)
        }
        return saying
    }

    private func format(_ schema: AnswerSchema) -> JSONValue? {
        switch speaker.structure {
        case .schema:
            .object([
                "type": .text("json_schema"),
                "json_schema": .object([
                    "name": .text(schema.name), "schema": schema.json, "strict": .truth(true),
                ]),
            ])
        case .object: .object(["type": .text("json_object")])
        case .words, .none: nil
        }
    }

    private func json(
        _ message: Message, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        let role = JSONValue.text(message.role == .person ? "user" : "assistant")
        guard !message.pictures.isEmpty else {
            return .object(["role": role, "content": .text(message.text)])
        }
        var parts: [JSONValue] = []
        for picture in message.pictures {
            let url = JSONValue.text(try materials.dataURL(of: picture))
            parts.append(
                .object(["type": .text("image_url"), "image_url": .object(["url": url])]))
        }
        parts.append(.object(["type": .text("text"), "text": .text(message.text)]))
        return .object(["role": role, "content": .list(parts)])
    }

    /// Content is a text or a list of parts.
    private static func text(_ content: JSONValue?) -> String {
        content?.text
            ?? (content?.list ?? []).compactMap { $0["text"]?.text }.joined()
    }
}
