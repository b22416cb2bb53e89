import NIOCore

/// Any service that speaks OpenAI's Images API: `/images/generations` and `/images/edits`.
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

    /// Encodes an order: a new picture as JSON, a change as the form that the service takes.
    public func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        let order = exchange.order
        do { try engine.check(order) } catch { throw .unsupported(error) }
        guard order.isEdit, engine.editForm ?? .multipart == .multipart else {
            return request(
                order.isEdit ? "edits" : "generations", "application/json",
                try body(of: order, materials).encoded())
        }
        let (body, type) = try form(of: order, materials)
        return request("edits", type, body)
    }

    private func request(_ path: String, _ type: String, _ body: ByteBuffer) -> WireRequest {
        addressed(path, ["content-type": type], body)
    }

    /// A request with fields beside our own.
    func addressed(_ path: String, _ fields: [String: String], _ body: ByteBuffer) -> WireRequest {
        WireRequest(
            "POST", "\(baseURL)/images/\(path)", headers: headers.merging(fields) { own, _ in own },
            body: body)
    }

    /// An order as JSON, its pictures as data URLs: what a line of a batch holds.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - materials: The bytes of its pictures.
    /// - Returns: The body for `/images/edits` if the order changes a picture, and else for
    ///   `/images/generations`.
    /// - Throws: ``ProviderFailure/unsupported(_:)``.
    public func body(
        of order: Order, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        var body = fields(order)
        var images: [JSONValue] = []
        for input in order.inputs ?? [] {
            images.append(try Self.reference(input, materials))
        }
        if !images.isEmpty { body["images"] = .list(images) }
        if let mask = order.mask { body["mask"] = try Self.reference(mask, materials) }
        if let markup = order.markup { body["markup"] = try Self.reference(markup, materials) }
        return .object(body)
    }

    private static func reference(
        _ picture: InputPicture, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        .object(["image_url": .picture(picture.format, try materials.bytes(of: picture))])
    }

    private func form(
        of order: Order, _ materials: Materials
    ) throws(ProviderFailure) -> (body: ByteBuffer, contentType: String) {
        var form = MultipartWriter()
        for (name, value) in fields(order).sorted(by: { $0.key < $1.key }) { form.add(name, value) }
        let inputs = order.inputs ?? []
        let name = inputs.count == 1 ? "image" : "image[]"
        let files =
            inputs.enumerated().map { (name, "image-\($0 + 1)", $1) }
            + [("mask", "mask", order.mask), ("markup", "markup", order.markup)]
            .compactMap { name, file, picture in picture.map { (name, file, $0) } }
        for (name, file, picture) in files {
            form.addFile(
                name, try materials.bytes(of: picture),
                named: "\(file).\(picture.format.fileExtension)", type: picture.format.mediaType,
                digest: picture.digest)
        }
        return form.finished()
    }

    /// Reads the pictures out of a reply, and asks on where it only names them.
    public func resume(
        _ reply: Reply, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> Step {
        guard exchange.remaining.isEmpty else { return try fetched(reply, &exchange) }
        guard reply.status == 200 else { throw OpenAIError.failure(of: reply) }
        guard let json = reply.json else {
            throw .unreadable(status: reply.status, detail: "the answer is not JSON")
        }
        let (answer, addresses) = try OpenAIAnswer.readNaming(json, requestID: reply.requestID)
        exchange.answer = answer
        exchange.remaining = addresses
        guard addresses.count <= PictureAddress.limit else {
            throw .brokeOff(
                "the answer names \(addresses.count) pictures to fetch, more than the "
                    + "\(PictureAddress.limit) that Candid fetches")
        }
        return try next(exchange)
    }

    /// Reads one event of a streamed reply.
    public func resume(
        _ event: WireEvent, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> StreamStep {
        try OpenAIAnswer.read(event)
    }

    private func next(
        _ exchange: Exchange, after wait: Duration = .zero
    ) throws(ProviderFailure) -> Step {
        guard let address = exchange.remaining.first else { return .finish(exchange.answer) }
        return .send(try PictureAddress(address, from: baseURL).request(headers), after: wait)
    }

    private func fetched(_ reply: Reply, _ exchange: inout Exchange) throws(ProviderFailure) -> Step
    {
        if [404, 408, 429].contains(reply.status) || reply.status >= 500, exchange.polls < 3 {
            // What was just made may not be at its place yet; asking again buys nothing.
            exchange.polls += 1
            return try next(exchange, after: reply.retryAfter ?? .seconds(1 << exchange.polls))
        }
        guard reply.status == 200, let file = reply.file else {
            throw .brokeOff(
                "the picture was made, but its address answers with HTTP \(reply.status)"
                    + (reply.status == 200 ? " and no picture" : ""))
        }
        exchange.remaining.removeFirst()
        exchange.polls = 0
        exchange.answer.fill(with: file)
        return try next(exchange)
    }

    /// The request's fields; what is nil is left out.
    private func fields(_ order: Order) -> [String: JSONValue] {
        var body = (order.options ?? [:]).merging(engine.promises.fields(for: order)) { $1 }
        body["model"] = .text(order.model)
        body["prompt"] = .text(order.prompt.text)
        body["n"] = order.count.map { .whole(Int64($0)) }
        body["size"] = order.size.map { .text($0.description) }
        body["seed"] = order.seed.map { .natural($0) }
        body["negative_prompt"] = order.negative.map { .text($0.text) }
        body["quality"] = order.quality.map { .text($0) }
        body["style"] = order.style.map { .text($0) }
        body["output_format"] = order.format.map { .text($0.rawValue) }
        body["background"] = order.background.map { .text($0) }
        if let partials = order.partialPictures {
            body["stream"] = .truth(true)
            body["partial_images"] = .whole(Int64(partials))
        }
        return body
    }
}

extension Answer {
    /// Puts a picture's bytes in the first place that has none.
    mutating func fill(with file: ReceivedFile) {
        guard let place = pictures.firstIndex(where: { $0.file.count == 0 }) else { return }
        pictures[place] = ReceivedPicture(file, revised: pictures[place].revised)
    }
}
