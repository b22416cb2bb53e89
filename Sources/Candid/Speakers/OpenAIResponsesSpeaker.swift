/// OpenAI's `/v1/responses` as a speaker: nothing is stored there, and no tool is offered.
public struct OpenAIResponsesSpeaker: SpeakerProvider {
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
        var input: [JSONValue] = []
        for message in question.messages { input.append(try json(message, materials)) }
        var body: [String: JSONValue] = [
            "model": .text(model), "input": .list(input), "store": .truth(false),
            "max_output_tokens": .whole(Int64(question.tokenLimit)),
        ]
        body["instructions"] = speaker.system(of: question).map { .text($0) }
        if case .json(let schema) = question.form {
            body["text"] = .object(["format": format(schema)])
        }
        return address.post("/responses", body)
    }

    /// Reads the messages of a response.
    public func resume(_ reply: Reply) throws(ProviderFailure) -> Saying {
        let json = try reply.speakerJSON()
        guard let output = json["output"]?.list else {
            throw .unreadable(status: reply.status, detail: "the response has no “output”")
        }
        let parts = output.filter { $0["type"]?.text == "message" }
            .flatMap { $0["content"]?.list ?? [] }
        var saying = Saying(
            parts.compactMap { $0["text"]?.text }.joined(), model: json["model"]?.text,
            usage: OpenAIAnswer.usage(json["usage"]), requestID: reply.requestID)
        if let refusal = parts.compactMap({ $0["refusal"]?.text }).first {
            (saying.text, saying.ending) = (refusal, .declined)
        }
        switch json["status"]?.text {
        case "incomplete":
            let reason = json["incomplete_details"]?["reason"]?.text
            saying.ending = reason == "content_filter" ? .filtered : .cutOff
        case "failed", "cancelled":
            throw .failing(
                code: nil, message: "the response ended as “\(json["status"]?.text ?? "")”",
                status: reply.status)
        default: break
        }
        return saying
    }

    /// Here the schema's fields stand beside the type, without an object of their own.
    private func format(_ schema: AnswerSchema) -> JSONValue {
        .object([
            "type": .text("json_schema"), "name": .text(schema.name), "schema": schema.json,
            "strict": .truth(true),
        ])
    }

    private func json(
        _ message: Message, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        guard message.role == .person else {
            // As items, a model's own words need what only a stored response has.
            return .object([
                "role": .text("assistant"), "content": .text(message.text),
            ])
        }
        var parts: [JSONValue] = []
        for picture in message.pictures {
            parts.append(
                .object([
                    "type": .text("input_image"),
                    "image_url": .text(try materials.dataURL(of: picture)),
                    "detail": .text("auto"),
                ]))
        }
        parts.append(.object(["type": .text("input_text"), "text": .text(message.text)]))
        return .object(["role": .text("user"), "content": .list(parts)])
    }
}
