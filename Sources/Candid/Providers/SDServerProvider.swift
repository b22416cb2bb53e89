/// stable-diffusion.cpp's own API: a job is queued, and asked for until it is done.
public struct SDServerProvider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    private let access: Access

    /// Creates a codec.
    public init(_ engine: Engine, _ access: Access) {
        self.engine = engine
        self.access = access
    }

    /// Where the API's answers hold pictures.
    public let pictureKeys: Set<String> = ["b64_json"]

    /// Encodes an order as a job.
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
        body["batch_count"] = order.count.map { .whole(Int64($0)) }
        body["output_format"] = order.format.map { .text($0.rawValue) }
        var pictures: [JSONValue] = []
        for input in order.inputs ?? [] {
            pictures.append(.picture(input.format, try materials.bytes(of: input)))
        }
        body["init_image"] = pictures.first
        if pictures.count > 1 { body["ref_images"] = .list(Array(pictures.dropFirst())) }
        if let mask = order.mask {
            body["mask_image"] = .picture(.png, try materials.whiteMask(mask))
        }
        return WireRequest(
            "POST", access.address + "/sdcpp/v1/img_gen",
            headers: access.bearer.merging(["content-type": "application/json"]) { $1 },
            body: JSONValue.object(body).encoded())
    }

    /// Reads how a job stands, and asks again while it is not done.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard [200, 202].contains(reply.status) else {
            if reply.status == 410 || reply.status == 404, exchange.job != nil {
                throw .brokeOff("the service no longer knows the job")
            }
            throw OpenAIError.failure(of: reply)
        }
        guard let json = reply.json, let job = json["id"]?.text, let status = json["status"]?.text
        else {
            throw .unreadable(status: reply.status, detail: "the answer describes no job")
        }
        exchange.job = job
        switch status {
        case "completed": return .finish(try answer(json["result"]))
        case "failed", "cancelled":
            let message = json["error"]?["message"]?.text ?? "the job ended as \(status)"
            let code = json["error"]?["code"]?.text ?? status
            if status == "cancelled" {
                throw .refused(code: code, message: message, status: reply.status)
            }
            throw .failing(code: code, message: message, status: reply.status)
        case "queued", "generating":
            guard exchange.polls < 3600, let request = inquiry(about: job, exchange.order) else {
                throw .brokeOff("the job is still not done")
            }
            exchange.polls += 1
            return .send(request, after: .milliseconds(min(2000, 250 * exchange.polls)))
        default:
            throw .unreadable(status: reply.status, detail: "a job can't be “\(status)”")
        }
    }

    private func answer(_ result: JSONValue?) throws(ProviderFailure) -> Answer {
        let pictures = (result?["images"]?.list ?? []).compactMap { $0["b64_json"]?.file }
        guard !pictures.isEmpty else {
            throw .unreadable(status: 200, detail: "the job is done and holds no picture")
        }
        var used: [String: String] = [:]
        used["output_format"] = result?["output_format"]?.text
        return Answer(
            pictures: pictures.map { ReceivedPicture($0) }, report: EngineReport(used: used))
    }

    /// Asks how a job stands.
    public func inquiry(about job: String, _ order: Order) -> WireRequest? {
        address(of: job).map { WireRequest("GET", $0, headers: access.bearer) }
    }

    /// Takes a job back, so that the machine is free for the next.
    public func cancellation(of job: String) -> WireRequest? {
        address(of: job).map { WireRequest("POST", "\($0)/cancel", headers: access.bearer) }
    }

    /// A name from an answer can't lead elsewhere.
    private func address(of job: String) -> String? {
        let isName = job.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && !"/?#%".utf8.contains($0)
        }
        guard !job.isEmpty, isName else { return nil }
        return "\(access.address)/sdcpp/v1/jobs/\(job)"
    }
}
