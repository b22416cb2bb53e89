/// Any service that speaks OpenAI's `/v1/images/generations`.
///
/// The embedded engine speaks it too, so the offline default runs through the same code as a key.
public struct OpenAIImagesProvider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    private let baseURL: String
    private let headers: [String: String]

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - engine: What the service can do.
    ///   - baseURL: The address up to and including `/v1`.
    ///   - headers: Header fields for every request, such as the one that holds the key.
    public init(_ engine: Engine, baseURL: String, headers: [String: String] = [:]) {
        self.engine = engine
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.headers = headers
    }

    /// Where the API's answers hold pictures.
    public let pictureKeys: Set<String> = ["b64_json"]

    /// Encodes an order as a JSON body, its fields in alphabetical order.
    public func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        let order = exchange.order
        do { try engine.check(order) } catch { throw .unsupported(error) }
        return WireRequest(
            "POST", baseURL + "/images/generations",
            headers: headers.merging(["content-type": "application/json"]) { $1 },
            body: Self.body(order).encoded())
    }

    /// Reads the pictures out of a reply.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard reply.status == 200 else { throw OpenAIError.failure(of: reply) }
        guard let json = reply.json else {
            throw .unreadable(status: reply.status, detail: "the answer is not JSON")
        }
        return .finish(try OpenAIAnswer.read(json, requestID: reply.requestID))
    }

    /// Reads one event of a streamed reply.
    public func resume(
        _ event: WireEvent, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> StreamStep {
        try OpenAIAnswer.read(event)
    }

    /// The request's body; what is nil is left out.
    private static func body(_ order: Order) -> JSONValue {
        var body = order.options ?? [:]
        body["model"] = .text(order.model)
        body["prompt"] = .text(order.prompt.text)
        body["n"] = order.count.map { .whole(Int64($0)) }
        body["size"] = order.size.map { .text($0.description) }
        body["seed"] = order.seed.map { .natural($0) }
        body["quality"] = order.quality.map { .text($0) }
        body["style"] = order.style.map { .text($0) }
        body["output_format"] = order.format.map { .text($0.rawValue) }
        body["background"] = order.background.map { .text($0) }
        if let partials = order.partialPictures {
            body["stream"] = .truth(true)
            body["partial_images"] = .whole(Int64(partials))
        }
        return .object(body)
    }
}
