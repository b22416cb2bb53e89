/// AUTOMATIC1111's `/sdapi/v1`, and whoever imitates it.
public struct Automatic1111Provider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    private let access: Access

    /// Creates a codec.
    public init(_ engine: Engine, _ access: Access) {
        self.engine = engine
        self.access = access
    }

    /// Where the API's answers hold pictures.
    public let pictureKeys: Set<String> = ["images"]

    /// Encodes an order for `txt2img`, or for `img2img` if it changes a picture.
    public func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        let order = exchange.order
        do { try engine.check(order) } catch { throw .unsupported(error) }
        var body = order.options ?? [:]
        body["prompt"] = .text(order.prompt.text)
        body["negative_prompt"] = order.negative.map { .text($0.text) }
        body["seed"] = order.seed.map { .natural($0) }
        body["width"] = order.size.map { .whole(Int64($0.width)) }
        body["height"] = order.size.map { .whole(Int64($0.height)) }
        body["batch_size"] = order.count.map { .whole(Int64($0)) }
        if order.model != engine.defaultModel {
            body["override_settings"] = .object(["sd_model_checkpoint": .text(order.model)])
        }
        if let base = order.inputs?.first {
            body["init_images"] = .list([.bytes(try materials.bytes(of: base))])
        }
        if let mask = order.mask {
            body["mask"] = .bytes(try materials.whiteMask(mask))
            body["inpainting_mask_invert"] = .whole(0)
        }
        return WireRequest(
            "POST", "\(access.address)/sdapi/v1/\(order.isEdit ? "img2img" : "txt2img")",
            headers: access.basic.merging(["content-type": "application/json"]) { $1 },
            body: JSONValue.object(body).encoded())
    }

    /// Reads the pictures; a grid of all of them, where there is one, stands before them.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard reply.status == 200 else { throw Self.failure(reply) }
        guard let json = reply.json, let images = json["images"]?.list else {
            throw .unreadable(status: 200, detail: "the answer has no “images”")
        }
        let info = json["info"]?.text.flatMap { JSONValue(text: $0) }
        let first = max(0, info?["index_of_first_image"]?.whole ?? 0)
        let prompts = info?["all_prompts"]?.list ?? []
        var pictures: [ReceivedPicture] = []
        for (index, image) in images.dropFirst(first).enumerated() {
            guard let file = image.file else { continue }
            let said = index < prompts.count ? prompts[index].text : info?["prompt"]?.text
            pictures.append(ReceivedPicture(file, revised: said.map { Prompt($0) }))
        }
        guard !pictures.isEmpty else {
            throw .unreadable(status: 200, detail: "the answer holds no picture")
        }
        var used: [String: String] = [:]
        for name in ["sampler_name", "sd_model_name", "sd_model_hash"] {
            used[name] = info?[name]?.text
        }
        return .finish(
            Answer(
                pictures: pictures,
                report: EngineReport(
                    version: info?["version"]?.text, used: used, seed: info?["seed"]?.natural)))
    }

    /// Its errors are an exception's name with words beside it.
    private static func failure(_ reply: Reply) -> ProviderFailure {
        if let problems = reply.json?["detail"]?.list, !problems.isEmpty {
            let words = problems.map { problem in
                let place = (problem["loc"]?.list ?? []).compactMap(\.text).joined(separator: ".")
                return "\(place): \(problem["msg"]?.text ?? "not accepted")"
            }
            return .refused(
                code: nil, message: words.joined(separator: "; "), status: reply.status)
        }
        guard let json = reply.json, let name = json["error"]?.text ?? json["detail"]?.text else {
            return OpenAIError.failure(of: reply)
        }
        let words = [json["detail"]?.text, json["errors"]?.text].compactMap(\.self)
            .filter { !$0.isEmpty && $0 != name }
        let message = ([name] + words).joined(separator: ": ")
        return reply.status >= 500
            ? .failing(code: name, message: message, status: reply.status)
            : .refused(code: name, message: message, status: reply.status)
    }
}
