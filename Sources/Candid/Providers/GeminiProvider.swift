/// Google's `generateContent` with pictures as output.
///
/// A block is HTTP 200 there; it is read as the refusal that it is.
public struct GeminiProvider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    private let access: Access

    /// Creates a codec.
    public init(_ engine: Engine, _ access: Access) {
        self.engine = engine
        self.access = access
    }

    /// Where the API's answers hold pictures.
    public let pictureKeys: Set<String> = ["data"]

    /// Encodes an order: the pictures to change, then the words.
    public func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        let order = exchange.order
        do {
            try engine.check(order)
            try Self.check(order)
        } catch { throw .unsupported(error) }
        var parts: [JSONValue] = []
        for picture in order.inputs ?? [] {
            parts.append(
                .object([
                    "inlineData": .object([
                        "mimeType": .text(picture.format.mediaType),
                        "data": .bytes(try materials.bytes(of: picture)),
                    ])
                ]))
        }
        parts.append(.object(["text": .text(order.prompt.text)]))
        var settings: [String: JSONValue] = [
            "responseModalities": .list([.text("TEXT"), .text("IMAGE")])
        ]
        let image = Self.imageConfig(order)
        if !image.isEmpty { settings["imageConfig"] = .object(image) }
        let body: JSONValue = .object([
            "contents": .list([.object(["role": .text("user"), "parts": .list(parts)])]),
            "generationConfig": .object(settings),
        ])
        var headers = ["content-type": "application/json"]
        headers["x-goog-api-key"] = access.key
        return WireRequest(
            "POST", "\(access.address)/models/\(order.model):generateContent", headers: headers,
            body: body.encoded())
    }

    private static func check(_ order: Order) throws(Refusal) {
        let isName = order.model.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0))
        }
        guard isName else {
            throw Refusal(
                field: "model", reason: "“\(order.model)” can't stand in an address",
                wayOut: "Name it as Google does, such as gemini-3.1-flash-image.")
        }
        let options = order.options ?? [:]
        if order.size != nil, options["aspect_ratio"] != nil || options["image_size"] != nil {
            throw Refusal(
                field: "size", reason: "it is given twice, in pixels and as a ratio",
                wayOut: "Leave one of them out.")
        }
    }

    /// A size in pixels as Google's words; only squares have an exact one.
    private static func imageConfig(_ order: Order) -> [String: JSONValue] {
        var config: [String: JSONValue] = [:]
        config["aspectRatio"] = order.options?["aspect_ratio"]
        config["imageSize"] = order.options?["image_size"]
        guard let size = order.size, size.width == size.height else { return config }
        config["aspectRatio"] = .text("1:1")
        if size.width != 1024 { config["imageSize"] = .text("\(size.width / 1024)K") }
        return config
    }

    /// Reads the first candidate's pictures and words.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard reply.status == 200 else { throw Self.failure(of: reply) }
        guard let json = reply.json else {
            throw .unreadable(status: reply.status, detail: "the answer is not JSON")
        }
        if let reason = json["promptFeedback"]?["blockReason"]?.text {
            let said = json["promptFeedback"]?["blockReasonMessage"]?.text
            throw .refused(
                code: reason, message: said ?? "the prompt was blocked: \(reason)", status: 200)
        }
        guard let candidate = json["candidates"]?.list?.first else {
            throw .unreadable(status: 200, detail: "the answer has no candidate")
        }
        let parts = (candidate["content"]?["parts"]?.list ?? []).filter {
            $0["thought"]?.truth != true
        }
        let pictures = parts.compactMap { ($0["inlineData"] ?? $0["inline_data"])?["data"]?.file }
        let words = parts.compactMap { $0["text"]?.text }.joined(separator: "\n")
        let reason = candidate["finishReason"]?.text ?? "STOP"
        guard !pictures.isEmpty else {
            throw Self.failure(reason, candidate["finishMessage"]?.text ?? words)
        }
        let report = EngineReport(
            version: json["modelVersion"]?.text, used: ["finish_reason": reason],
            requestID: json["responseId"]?.text ?? reply.requestID,
            said: words.isEmpty ? nil : words, usage: Self.usage(json["usageMetadata"]))
        return .finish(
            Answer(pictures: pictures.map { ReceivedPicture($0) }, report: report))
    }

    /// Google's errors have a name beside the number, and the wait among their details.
    private static func failure(of reply: Reply) -> ProviderFailure {
        guard let error = reply.json?["error"], let name = error["status"]?.text else {
            return OpenAIError.failure(of: reply)
        }
        let message = error["message"]?.text ?? "the provider gave no reason"
        switch reply.status {
        case 429, 503:
            return .throttled(
                code: name, message: message, retryAfter: reply.retryAfter ?? wait(error))
        case 500...: return .failing(code: name, message: message, status: reply.status)
        default: return .refused(code: name, message: message, status: reply.status)
        }
    }

    private static func wait(_ error: JSONValue) -> Duration? {
        let delays = (error["details"]?.list ?? []).compactMap { $0["retryDelay"]?.text }
        guard let delay = delays.first, delay.hasSuffix("s"),
            let seconds = Double(delay.dropLast()), seconds > 0
        else { return nil }
        return .seconds(min(seconds, 86_400))
    }

    /// Why there is no picture: what a filter stopped is refused, the rest may have been charged.
    private static func failure(_ reason: String, _ words: String) -> ProviderFailure {
        let said = words.isEmpty ? "" : ": “\(words.prefix(400))”"
        let filters = [
            "SAFETY", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION",
            "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST", "SPII",
        ]
        guard filters.contains(reason) else {
            return .unreadable(status: 200, detail: "no picture came (\(reason))\(said)")
        }
        return .refused(
            code: reason, message: "stopped by a filter (\(reason))\(said)", status: 200)
    }

    /// Tokens used, by Google's names, the details' kinds before theirs.
    private static func usage(_ json: JSONValue?) -> [String: Int] {
        var counts = (json?.object ?? [:]).compactMapValues(\.whole)
        for (name, value) in json?.object ?? [:] where name.hasSuffix("TokensDetails") {
            for item in value.list ?? [] {
                guard let kind = item["modality"]?.text, let count = item["tokenCount"]?.whole
                else { continue }
                counts["\(name.dropLast("TokensDetails".count))_\(kind.lowercased())"] = count
            }
        }
        return counts
    }
}
