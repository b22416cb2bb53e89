/// Google's `generateContent` as a speaker.
///
/// A block is HTTP 200 there, so it is a saying that was filtered.
public struct GeminiSpeaker: SpeakerProvider {
    /// What the service is.
    public let speaker: Speaker
    private let address: SpeakerAddress

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
        var contents: [JSONValue] = []
        for message in question.messages { contents.append(try json(message, materials)) }
        var settings: [String: JSONValue] = [
            "maxOutputTokens": .whole(Int64(question.tokenLimit)),
            "responseModalities": .list([.text("TEXT")]),
        ]
        if case .json(let schema) = question.form {
            settings["responseMimeType"] = .text("application/json")
            settings["responseJsonSchema"] = schema.json
        }
        var body: [String: JSONValue] = [
            "contents": .list(contents), "generationConfig": .object(settings),
        ]
        body["systemInstruction"] = speaker.system(of: question).map {
            .object(["parts": .list([.object(["text": .text($0)])])])
        }
        return address.post("/models/\(model):generateContent", body)
    }

    /// Reads the first candidate.
    public func resume(_ reply: Reply) throws(ProviderFailure) -> Saying {
        let json = try reply.speakerJSON()
        var saying = Saying(
            "", model: json["modelVersion"]?.text, usage: Self.usage(json["usageMetadata"]),
            requestID: json["responseId"]?.text ?? reply.requestID)
        if let reason = json["promptFeedback"]?["blockReason"]?.text {
            (saying.text, saying.ending) = (reason, .filtered)
            return saying
        }
        guard let candidate = json["candidates"]?.list?.first else {
            throw .unreadable(status: reply.status, detail: "the answer has no candidate")
        }
        let parts = candidate["content"]?["parts"]?.list ?? []
        saying.text = parts.filter { $0["thought"]?.truth != true }
            .compactMap { $0["text"]?.text }.joined()
        switch candidate["finishReason"]?.text {
        case nil, "STOP": break
        case "MAX_TOKENS": saying.ending = .cutOff
        case let reason?:
            saying.ending = .filtered
            if saying.text.isEmpty { saying.text = reason }
        }
        return saying
    }

    private func json(
        _ message: Message, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        var parts: [JSONValue] = []
        for picture in message.pictures {
            parts.append(
                .object([
                    "inlineData": .object([
                        "mimeType": .text(picture.format.mediaType),
                        "data": .bytes(try materials.bytes(of: picture)),
                    ])
                ]))
        }
        parts.append(.object(["text": .text(message.text)]))
        return .object([
            "role": .text(message.role == .person ? "user" : "model"), "parts": .list(parts),
        ])
    }

    private static func usage(_ json: JSONValue?) -> [String: Int] {
        (json?.object ?? [:]).compactMapValues(\.whole)
    }
}
