/// OpenAI's Responses API with its image tool.
///
/// A language model stands between: it writes the prompt that the image model gets, and the answer
/// says which one it wrote. So this route shows a rewrite and can't promise that there is none.
public struct OpenAIResponsesProvider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    let access: Access

    /// Creates a codec.
    public init(_ engine: Engine, _ access: Access) {
        self.engine = engine
        self.access = access
    }

    /// Where the API's answers hold pictures.
    public let pictureKeys: Set<String> = ["result", "partial_image_b64"]

    /// What belongs to the response and not to the tool.
    private static let outerOptions: Set<String> = [
        "instructions", "reasoning", "store", "safety_identifier",
    ]

    /// Encodes an order as a response that must call the image tool.
    public func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        let order = exchange.order
        do { try engine.check(order) } catch { throw .unsupported(error) }
        let options = order.options ?? [:]
        guard let outer = options["outer_model"]?.text ?? engine.outerModel else {
            throw .unsupported(
                Refusal(
                    field: "outer_model", reason: "\(engine.id) has no usual language model",
                    wayOut: "Name one: --set outer_model=NAME."))
        }
        var body = options.filter { Self.outerOptions.contains($0.key) }
        body["model"] = .text(outer)
        body["tools"] = .list([.object(try tool(order, materials))])
        body["tool_choice"] = .object(["type": .text("image_generation")])
        body["input"] = .list(try input(order, materials))
        body["previous_response_id"] = order.follows.map { .text($0) }
        if order.partialPictures != nil { body["stream"] = .truth(true) }
        return WireRequest(
            "POST", access.address + "/responses",
            headers: access.bearer.merging(["content-type": "application/json"]) { $1 },
            body: JSONValue.object(body).encoded())
    }

    private func tool(
        _ order: Order, _ materials: Materials
    ) throws(ProviderFailure) -> [String: JSONValue] {
        var tool = (order.options ?? [:]).filter {
            !Self.outerOptions.contains($0.key)
                && !["outer_model", "previous_call"].contains($0.key)
        }
        tool["type"] = .text("image_generation")
        tool["model"] = .text(order.model)
        tool["size"] = order.size.map { .text($0.description) }
        tool["quality"] = order.quality.map { .text($0) }
        tool["output_format"] = order.format.map { .text($0.rawValue) }
        tool["background"] = order.background.map { .text($0) }
        tool["partial_images"] = order.partialPictures.map { .whole(Int64($0)) }
        if let mask = order.mask {
            tool["input_image_mask"] = .object([
                "image_url": .picture(mask.format, try materials.bytes(of: mask))
            ])
        }
        return tool
    }

    /// The words and the pictures; an earlier call of the tool is said again with its picture, which
    /// is the base, where the service is not to remember it.
    private func input(
        _ order: Order, _ materials: Materials
    ) throws(ProviderFailure) -> [JSONValue] {
        var items: [JSONValue] = []
        var pictures = order.inputs ?? []
        if let call = order.options?["previous_call"]?.text {
            guard let base = pictures.first else {
                throw .unsupported(
                    Refusal(
                        field: "previous_call", reason: "its picture is missing",
                        wayOut: "Give the picture that the call made as the first one."))
            }
            pictures.removeFirst()
            items.append(
                .object([
                    "type": .text("image_generation_call"), "id": .text(call),
                    "status": .text("completed"), "result": .bytes(try materials.bytes(of: base)),
                ]))
        }
        var parts: [JSONValue] = [
            .object(["type": .text("input_text"), "text": .text(order.prompt.text)])
        ]
        for picture in pictures {
            let url = JSONValue.picture(picture.format, try materials.bytes(of: picture))
            parts.append(
                .object([
                    "type": .text("input_image"), "image_url": url, "detail": .text("auto"),
                ]))
        }
        items.append(.object(["role": .text("user"), "content": .list(parts)]))
        return items
    }

    /// Reads a response; one that is not done yet is asked for again.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard reply.status == 200 else { throw OpenAIError.failure(of: reply) }
        guard let json = reply.json else {
            throw .unreadable(status: reply.status, detail: "the answer is not JSON")
        }
        exchange.job = json["id"]?.text ?? exchange.job
        if ["queued", "in_progress"].contains(json["status"]?.text ?? "") {
            guard exchange.polls < 600, let job = exchange.job,
                let request = inquiry(about: job, exchange.order)
            else { throw .brokeOff("the response is still not done") }
            exchange.polls += 1
            return .send(request, after: .seconds(2))
        }
        var answer = try OpenAIImageCalls.read(json)
        answer.report.requestID = reply.requestID
        return .finish(answer)
    }

    /// Reads one event; the picture comes with the call's item, the usage with the response's end.
    public func resume(
        _ event: WireEvent, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> StreamStep {
        guard let json = event.data else { return .nothing }
        let response = json["response"]
        exchange.job = response?["id"]?.text ?? exchange.job
        switch json["type"]?.text ?? event.name {
        case "response.image_generation_call.partial_image":
            guard let file = json["partial_image_b64"]?.file else { return .nothing }
            return .partial(index: json["partial_image_index"]?.whole ?? 0, file)
        case "response.output_item.done":
            guard let item = json["item"] else { return .nothing }
            return .pictures(try OpenAIImageCalls.answer([item]))
        case "response.completed", "response.failed", "response.incomplete":
            guard let response else { return .nothing }
            guard exchange.answer.pictures.isEmpty else {
                return .pictures(Answer(pictures: [], report: OpenAIImageCalls.report(response)))
            }
            return .pictures(try OpenAIImageCalls.read(response))
        case "error":
            let flat = json["error"] == nil ? JSONValue.object(["error": json]) : json
            guard let error = OpenAIError(flat) else { return .nothing }
            throw error.failure(status: 200)
        default: return .nothing
        }
    }

    /// Asks for a response that the service has stored.
    public func inquiry(about job: String, _ order: Order) -> WireRequest? {
        let isName = job.utf8.allSatisfy { byte in
            byte == 0x5F || byte == 0x2D || Character(UnicodeScalar(byte)).isLetter
                || Character(UnicodeScalar(byte)).isNumber
        }
        guard !job.isEmpty, isName else { return nil }
        return WireRequest("GET", "\(access.address)/responses/\(job)", headers: access.bearer)
    }
}

/// The image tool's calls in a response's output.
enum OpenAIImageCalls {
    /// Reads a response that has ended.
    static func read(_ response: JSONValue) throws(ProviderFailure) -> Answer {
        if let error = OpenAIError(response) { throw error.failure(status: 200) }
        var answer = try answer(response["output"]?.list ?? [])
        answer.report = answer.report.merged(with: report(response))
        guard answer.pictures.isEmpty else { return answer }
        if let reason = response["incomplete_details"]?["reason"]?.text {
            guard reason != "content_filter" else {
                throw .refused(code: reason, message: "a filter stopped the response", status: 200)
            }
            throw .unreadable(status: 200, detail: "the response is incomplete: \(reason)")
        }
        let said = answer.report.said.map { ": “\($0.prefix(400))”" } ?? ""
        throw .unreadable(status: 200, detail: "the response holds no picture\(said)")
    }

    /// The pictures and the words of items.
    static func answer(_ items: [JSONValue]) throws(ProviderFailure) -> Answer {
        var answer = Answer(pictures: [], report: EngineReport())
        for item in items {
            switch item["type"]?.text {
            case "image_generation_call":
                if let error = OpenAIError(item) { throw error.failure(status: 200) }
                if let file = item["result"]?.file {
                    let revised = item["revised_prompt"]?.text.map { Prompt($0) }
                    answer.pictures.append(ReceivedPicture(file, revised: revised))
                    answer.report = answer.report.merged(with: report(ofCall: item))
                } else if item["status"]?.text == "failed" {
                    // Nobody says that it was a filter, nor that nothing was charged.
                    throw .failing(
                        code: nil, message: "the image tool failed and gave no reason",
                        status: 200)
                }
            case "message":
                let parts = item["content"]?.list ?? []
                let words = parts.compactMap { $0["text"]?.text ?? $0["refusal"]?.text }
                if !words.isEmpty { answer.report.said = words.joined(separator: "\n") }
            default: break
            }
        }
        return answer
    }

    private static func report(ofCall item: JSONValue) -> EngineReport {
        let names = ["size", "quality", "background", "output_format", "action"]
        var used: [String: String] = [:]
        for name in names { used[name] = item[name]?.text }
        used["call"] = item["id"]?.text
        return EngineReport(used: used, usage: OpenAIAnswer.svgUsage(item))
    }

    /// The image model's tokens by their usual names, and the language model's as `outer_…`.
    static func report(_ response: JSONValue) -> EngineReport {
        var usage = OpenAIAnswer.usage(response["tool_usage"]?["image_gen"])
        for (name, count) in OpenAIAnswer.usage(response["usage"]) {
            usage["outer_\(name)"] = count
        }
        var used: [String: String] = [:]
        used["outer_model"] = response["model"]?.text
        return EngineReport(used: used, usage: usage)
    }
}
