import Candid
import Sketch

/// Reads the fields of a request for pictures by the rules of its model.
struct ImageFields {
    let fields: [String: JSONValue]
    let shop: ModelShop
    /// What is to be changed; nil for a new picture.
    var base: EditBase?

    /// The order, or a refusal that names the field.
    func order() throws -> ImageOrder {
        let model = try shop.model(text("model"))
        try refuseUnknown(for: model)
        guard let prompt = text("prompt"), !prompt.isEmpty else {
            throw WireRefusal.field(
                "prompt", "Missing required parameter: 'prompt'.",
                code: "missing_required_parameter")
        }
        let limit = 32_000
        guard prompt.unicodeScalars.count <= limit else {
            throw WireRefusal.field(
                "prompt", "The prompt has more than \(limit) characters.",
                code: "string_above_max_length")
        }
        var order = ImageOrder(model: model, prompt: prompt)
        order.count = try whole("n", 1...10) ?? 1
        order.size = try size(for: model)
        order.quality = try one("quality", of: model.qualities) ?? "auto"
        order.background = try one("background", of: ["auto", "opaque", "transparent"]) ?? "auto"
        order.compression = try whole("output_compression", 0...100)
        order.stream = try truth("stream") ?? false
        order.partials = try whole("partial_images", 0...3) ?? 0
        order.style = text("style")?.replacing("-", with: " ")
        order.seed = try seed()
        try format(&order)
        if let base { try change(&order, base) }
        return order
    }

    private func change(_ order: inout ImageOrder, _ base: EditBase) throws {
        guard order.format != .svg else {
            throw WireRefusal.field("output_format", "A changed picture can't be an SVG.")
        }
        guard order.background != "transparent" else {
            throw WireRefusal.field(
                "background", "The simulator's editor keeps the ground as it is.")
        }
        order.base = base
        if let text = text("size"), text != "auto" { order.asksSize = order.size }
        if order.asksSize == nil, let size = InputPicture(base.pictures[0])?.size {
            order.size = size
        }
    }

    // MARK: Values

    private func text(_ name: String) -> String? { fields[name]?.text }

    private func whole(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let value = fields[name], value != .null else { return nil }
        guard let read = value.whole ?? value.text.flatMap(Int.init), range.contains(read) else {
            throw WireRefusal.field(
                name, "\(name) must be from \(range.lowerBound) to \(range.upperBound).")
        }
        return read
    }

    private func truth(_ name: String) throws -> Bool? {
        guard let value = fields[name], value != .null else { return nil }
        guard let read = value.truth ?? value.text.flatMap(Bool.init) else {
            throw WireRefusal.field(name, "\(name) must be true or false.", code: "invalid_type")
        }
        return read
    }

    private func one(_ name: String, of known: [String]) throws -> String? {
        guard let value = fields[name], value != .null else { return nil }
        guard let read = value.text, known.contains(read) else {
            throw WireRefusal.field(
                name,
                "Invalid value: '\(value.text ?? "?")'. Supported values are: "
                    + known.map { "'\($0)'" }.joined(separator: ", ") + ".")
        }
        return read
    }

    private func seed() throws -> UInt64 {
        guard let value = fields["seed"], value != .null else { return 1 }
        guard let read = value.natural ?? value.text.flatMap(UInt64.init) else {
            throw WireRefusal.field("seed", "seed must be a whole number.")
        }
        return read
    }

    private func format(_ order: inout ImageOrder) throws {
        let name = try one("output_format", of: ["png", "jpeg", "webp", "svg"]) ?? "png"
        order.format = SketchFormat(rawValue: name) ?? .png
        let isTransparent = order.background == "transparent"
        if isTransparent, order.format == .jpeg {
            throw WireRefusal.field(
                "background", "Transparent backgrounds need output_format png or webp.")
        }
        if order.compression != nil, order.format != .jpeg, order.format != .webp {
            throw WireRefusal.field(
                "output_compression", "output_compression is for jpeg and webp only.")
        }
        if order.format == .svg, order.count > 1 || order.stream {
            throw WireRefusal.field("output_format", "SVG needs n=1 and no streaming.")
        }
    }

    // MARK: Rules of the models

    private func size(for model: PlayedModel) throws -> Size {
        guard let text = text("size"), text != "auto" else {
            return Size(width: 1024, height: 1024)
        }
        guard let size = Size(text) else {
            throw refused("Expected WIDTHxHEIGHT, for example '1824x1024'.")
        }
        if let listed = model.sizes {
            guard listed.contains(text) else {
                throw refused(
                    "Invalid size '\(text)'. Supported sizes are \(listed.joined(separator: ", "))."
                )
            }
        } else if model.kind == .image {
            try checkAny(size, text)
        }
        return size
    }

    private func checkAny(_ size: Size, _ text: String) throws {
        guard size.width % 16 == 0, size.height % 16 == 0 else {
            throw refused(
                "Invalid size '\(text)'. Width and height must both be divisible by 16.")
        }
        let (short, long) = (min(size.width, size.height), max(size.width, size.height))
        guard long <= 3840, long <= 3 * short, 655_360...8_294_400 ~= short * long else {
            throw refused(
                "Invalid size '\(text)'. A picture has 655360 to 8294400 pixels, sides up to 3840 "
                    + "and an aspect from 1:3 to 3:1.")
        }
    }

    private func refused(_ message: String) -> WireRefusal {
        WireRefusal(
            400, "invalid_value", message, type: "image_generation_user_error", field: "size")
    }

    private func refuseUnknown(for model: PlayedModel) throws {
        let known = base == nil ? model.fields : model.editFields
        guard let odd = fields.keys.filter({ !known.contains($0) }).min() else { return }
        throw WireRefusal.field(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
    }
}

extension PlayedModel {
    fileprivate var qualities: [String] {
        switch kind {
        case .fixedImage, .sketch: ["low", "medium", "high", "auto"]
        default: ["low", "medium", "high", "xhigh", "max", "auto"]
        }
    }

    /// Nil where any size within bounds will do.
    fileprivate var sizes: [String]? {
        switch kind {
        case .fixedImage: ["1024x1024", "1536x1024", "1024x1536"]
        default: nil
        }
    }

    fileprivate var fields: Set<String> {
        let common: Set<String> = [
            "prompt", "model", "n", "size", "quality", "user", "background", "output_format",
            "output_compression", "stream", "partial_images", "moderation", "safety_identifier",
        ]
        return kind == .sketch ? common.union(["seed", "style"]) : common
    }

    fileprivate var editFields: Set<String> {
        fields.subtracting(["style"]).union(["input_fidelity"])
    }
}
