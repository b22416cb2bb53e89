import Foundation

/// ComfyUI: a person's own graph, its slots filled, queued, and asked for until it is done.
public struct ComfyUIProvider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    private let access: Access
    private let graph: ComfyUIGraph

    /// Creates a codec.
    ///
    /// - Throws: ``Refusal`` without a graph, or with one that has no place for the prompt.
    public init(_ engine: Engine, _ access: Access) throws(Refusal) {
        self.engine = engine
        self.access = access
        graph = try ComfyUIGraph(access.graph)
    }

    /// Answers hold no pictures: they lie at addresses.
    public let pictureKeys: Set<String> = []

    /// Encodes an order; its pictures go up first, and the graph after them.
    public func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        let order = exchange.order
        let job = Self.job(exchange.run)
        let filled: JSONValue
        do {
            try engine.check(order)
            filled = try graph.filled(with: order)
        } catch { throw .unsupported(error) }
        var requests: [WireRequest] = []
        for picture in order.pictures {
            requests.append(upload(picture, try materials.bytes(of: picture)))
        }
        let body: JSONValue = .object(["prompt": filled, "prompt_id": .text(job)])
        requests.append(
            WireRequest(
                "POST", access.address + "/prompt", headers: headers("application/json"),
                body: body.encoded()))
        exchange.job = job
        exchange.pending = Array(requests.dropFirst())
        return requests[0]
    }

    private func headers(_ type: String? = nil) -> [String: String] {
        // No Origin: ComfyUI refuses one that is not its own.
        var headers = access.bearer
        headers["content-type"] = type
        return headers
    }

    private func upload(_ picture: InputPicture, _ bytes: [UInt8]) -> WireRequest {
        var form = MultipartWriter()
        form.add("overwrite", .text("true"))
        form.add("subfolder", .text("candid"))
        form.add("type", .text("input"))
        form.addFile(
            "image", bytes, named: ComfyUIGraph.file(of: picture), type: picture.format.mediaType,
            digest: picture.digest)
        let (body, type) = form.finished()
        return WireRequest(
            "POST", access.address + "/upload/image", headers: headers(type), body: body)
    }

    /// The name that we give a run's job, in the form of a UUID.
    private static func job(_ run: RunID) -> String {
        let digits = Array(run.description)
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return "\(part(0..<8))-\(part(8..<12))-4\(part(12..<15))-8000-\(part(15..<16))00000000000"
    }

    /// Reads an upload, the queue's answer, the history or a picture, and says what is next.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard reply.status == 200 else { throw Self.failure(reply) }
        if !exchange.remaining.isEmpty { return try fetched(reply, &exchange) }
        if !exchange.pending.isEmpty { return .send(exchange.pending.removeFirst(), after: .zero) }
        guard let json = reply.json, let job = exchange.job else {
            throw .unreadable(status: 200, detail: "the answer is not JSON")
        }
        if let problems = json["node_errors"]?.object, !problems.isEmpty {
            throw Self.failure(reply)
        }
        if let entry = json[job] { return try finished(entry, &exchange) }
        guard json["prompt_id"] != nil || json.object?.isEmpty == true else {
            throw .unreadable(status: 200, detail: "the answer is no history of the job")
        }
        guard exchange.polls < 3600, let request = inquiry(about: job, exchange.order) else {
            throw .brokeOff("the job is still not done")
        }
        exchange.polls += 1
        return .send(request, after: .milliseconds(min(2000, 250 * exchange.polls)))
    }

    /// Asks for the job's history.
    public func inquiry(about job: String, _ order: Order) -> WireRequest? {
        guard UUID(uuidString: job) != nil else { return nil }
        return WireRequest("GET", "\(access.address)/history/\(job)", headers: headers())
    }

    private func finished(
        _ entry: JSONValue, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        if entry["status"]?["status_str"]?.text == "error" {
            throw Self.failure(ofJob: entry["status"]?["messages"]?.list ?? [])
        }
        let nodes = (entry["outputs"]?.object ?? [:]).sorted { $0.key < $1.key }
        let images = nodes.flatMap { $0.value["images"]?.list ?? [] }
        let kept = images.filter { $0["type"]?.text == "output" }
        exchange.remaining = (kept.isEmpty ? images : kept).compactMap(address)
        guard !exchange.remaining.isEmpty, exchange.remaining.count <= 64 else {
            throw .unreadable(
                status: 200,
                detail: exchange.remaining.isEmpty
                    ? "the graph is done and saved no picture" : "the graph saved too many pictures"
            )
        }
        return .send(next(exchange), after: .zero)
    }

    private func address(_ image: JSONValue) -> String? {
        var parts = URLComponents()
        parts.queryItems = ["filename", "subfolder", "type"].map {
            URLQueryItem(name: $0, value: image[$0]?.text ?? "")
        }
        guard image["filename"]?.text != nil, let query = parts.percentEncodedQuery else {
            return nil
        }
        return "\(access.address)/view?\(query.replacing("+", with: "%2B"))"
    }

    private func next(_ exchange: Exchange) -> WireRequest {
        WireRequest("GET", exchange.remaining.first ?? "", headers: headers())
    }

    private func fetched(_ reply: Reply, _ exchange: inout Exchange) throws(ProviderFailure) -> Step
    {
        guard let file = reply.file else {
            throw .unreadable(status: 200, detail: "the address of a picture holds none")
        }
        exchange.remaining.removeFirst()
        exchange.answer.pictures.append(ReceivedPicture(file))
        guard exchange.remaining.isEmpty else { return .send(next(exchange), after: .zero) }
        return .finish(exchange.answer)
    }

    private static func failure(ofJob messages: [JSONValue]) -> ProviderFailure {
        func last(_ name: String) -> JSONValue? {
            messages.last { $0.list?.first?.text == name }?.list?.last
        }
        if last("execution_interrupted") != nil {
            return .failing(
                code: "execution_interrupted", message: "somebody stopped the job there",
                status: 200)
        }
        let error = last("execution_error")
        let node = error?["node_type"]?.text.map { "\($0): " } ?? ""
        return .failing(
            code: "execution_error",
            message: node + (error?["exception_message"]?.text ?? "the graph failed"), status: 200)
    }

    /// Its errors name the nodes.
    private static func failure(_ reply: Reply) -> ProviderFailure {
        let nodes = (reply.json?["node_errors"]?.object ?? [:]).sorted { $0.key < $1.key }
        guard !nodes.isEmpty else { return OpenAIError.failure(of: reply) }
        let words = nodes.map { id, node in
            let errors = (node["errors"]?.list ?? []).map {
                [$0["message"]?.text, $0["details"]?.text].compactMap(\.self)
                    .filter { !$0.isEmpty }.joined(separator: " ")
            }
            return "node \(id) (\(node["class_type"]?.text ?? "?")): "
                + errors.joined(separator: ", ")
        }
        return .refused(
            code: "node_errors", message: words.joined(separator: "; "), status: reply.status)
    }
}
