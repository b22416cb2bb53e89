import Candid

/// An order as the native API takes it, and the way it goes.
struct NativeOrder {
    private(set) var order: Order
    let pipeline: Pipeline

    /// Its OpenAPI schema.
    static let schema: JSONValue = .object([
        "type": .text("object"), "required": .list([.text("prompt")]),
        "additionalProperties": .truth(false),
        "properties": .object(
            parameters.merging([
                "prompt": .object([
                    "type": .text("string"), "minLength": .whole(1),
                    "description": .text("The words to draw; they are sent exactly as they are."),
                ]),
                "n": whole("How many pictures.", from: 1),
                "images": .object([
                    "type": .text("array"), "items": GivenPicture.schema, "maxItems": .whole(16),
                    "description": .text("The pictures to change, the base first."),
                ]),
                "mask": GivenPicture.schema, "markup": GivenPicture.schema,
            ]) { own, _ in own }),
    ])

    /// What of it says how one picture is made, whatever its words are.
    static let parameters: [String: JSONValue] = [
        "engine": text("The engine; without it the first that lists the model."),
        "model": text("The engine's own name for its model."),
        "size": .object([
            "type": .text("string"), "pattern": .text("^[1-9][0-9]{0,4}x[1-9][0-9]{0,4}$"),
            "description": .text("Width and height in pixels."),
        ]),
        "seed": whole("The start of the engine's random numbers.", from: 0),
        "quality": text("The engine's own word for how much work to put in."),
        "style": text("The engine's own word for a style."),
        "format": .object(["enum": .list(PictureFormat.allCases.map { .text($0.rawValue) })]),
        "background": text("The engine's own word for the ground."),
        "partial_images": whole("How many unfinished pictures on the way.", from: 0),
        "negative": text("What must not be seen, where the engine has a field for that."),
        "allow_rewrite": .object(["type": .text("boolean")]),
        "options": .object([
            "type": .text("object"),
            "description": .text("Parameters that only some models have."),
        ]),
    ]

    private static func text(_ summary: String) -> JSONValue {
        .object(["type": .text("string"), "description": .text(summary)])
    }

    private static func whole(_ summary: String, from least: Int64) -> JSONValue {
        .object([
            "type": .text("integer"), "minimum": .whole(least), "description": .text(summary),
        ])
    }

    /// Reads the way and the parameters of one picture.
    ///
    /// - Throws: ``GatewayProblem`` that names what can't be read or isn't there.
    init(_ prompt: Prompt, _ fields: inout BodyFields, _ access: NativeAccess) throws {
        let (engine, model) = (try fields.text("engine"), try fields.text("model"))
        pipeline = try access.orders.pipeline(engine, model)
        let standing = pipeline.provider.engine
        order = Order(prompt, engine: standing.id, model: model ?? standing.defaultModel)
        try readParameters(&fields)
    }

    /// Reads an order, and keeps the pictures that it brings.
    ///
    /// - Throws: ``GatewayProblem`` that names what can't be read or isn't there.
    init(_ call: NativeRoute.Call) async throws {
        var fields = try BodyFields(call.request)
        try self.init(try fields.prompt(), &fields, call.access)
        order.count = try fields.take("n", "a number from 1 on") { value in
            value.whole.flatMap { $0 > 0 ? $0 : nil }
        }
        let images = try fields.take(
            "images", "a list of pictures, each {\"sha256\": …} or {\"base64\": …}, 16 at the most"
        ) { value in
            value.list.flatMap { list in
                let given = list.compactMap(GivenPicture.init)
                return given.count == list.count && given.count <= 16 ? given : nil
            }
        }
        let mask = try await call.picture("mask", in: &fields)
        let markup = try await call.picture("markup", in: &fields)
        try fields.end()
        var inputs: [InputPicture] = []
        for image in images ?? [] {
            let bytes = try await call.bytes(of: image, "images")
            inputs.append(try await kept(bytes, "images"))
        }
        if !inputs.isEmpty { order.inputs = inputs }
        if let mask { order.mask = try await kept(mask, "mask") }
        if let markup { order.markup = try await kept(markup, "markup") }
    }

    private mutating func readParameters(_ fields: inout BodyFields) throws {
        order.size = try fields.take("size", "two numbers such as 1024x1024") {
            $0.text.flatMap(Size.init)
        }
        order.seed = try fields.take("seed", "a number from 0 on", \.natural)
        order.quality = try fields.text("quality")
        order.style = try fields.text("style")
        order.format = try fields.take(
            "format", PictureFormat.allCases.map(\.rawValue).joined(separator: ", ")
        ) { $0.text.flatMap(PictureFormat.init) }
        order.background = try fields.text("background")
        order.partialPictures = try fields.take("partial_images", "a number from 0 on") { value in
            value.whole.flatMap { $0 >= 0 ? $0 : nil }
        }
        order.negative = try fields.text("negative").map { Prompt($0) }
        order.allowsRewrite = try fields.take("allow_rewrite", "true or false", \.truth)
        order.options = try fields.take("options", "an object", \.object)
    }

    private func kept(_ bytes: [UInt8], _ field: String) async throws -> InputPicture {
        guard let input = InputPicture(bytes) else {
            let known = PictureFormat.allCases.map { $0.rawValue.uppercased() }
            throw BodyFields.problem(
                field, "is a picture of a format that we know: \(known.joined(separator: ", ")).")
        }
        _ = try await pipeline.pictures.put(bytes, as: input.format)
        return input
    }
}

extension NativeAccess.Orders {
    /// The way of an order that names its engine, its model, or neither.
    fileprivate func pipeline(_ engine: String?, _ model: String?) throws -> Pipeline {
        let found =
            if let engine {
                pipelines.first { $0.provider.engine.id == engine }
            } else if let model {
                pipelines.first { $0.provider.engine.models.contains { $0.name == model } }
            } else {
                pipelines.first { $0.provider.engine.id == standard }
            }
        guard let found else {
            let known = pipelines.map(\.provider.engine.id).joined(separator: ", ")
            throw GatewayProblem(
                404, engine == nil ? "model_not_found" : "engine_not_found",
                "No way leads to \(engine ?? model ?? standard ?? "an engine"); there are \(known).",
                field: engine == nil && model != nil ? "model" : "engine")
        }
        return found
    }
}
