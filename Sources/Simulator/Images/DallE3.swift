import Candid
import Sketch

/// A model that is gone and is played as it was, for clients and servers that still speak of it.
public enum RetiredProfile: String, Hashable, Sendable, CaseIterable {
    /// One picture at a time, `vivid` or `natural`, `standard` or `hd`, addresses for answers, and a
    /// rewritten prompt every time, which it tells.
    case dallE3 = "dall-e-3"
}

/// Answers `/v1/images/generations` as DALL-E 3 did.
///
/// Its fields are those of OpenAI's specification of 2024; how it rewrites is a caricature of what
/// people saw.
struct DallE3Desk: Sendable {
    let room: Room

    private static let fields: Set = [
        "prompt", "model", "n", "size", "quality", "style", "response_format", "user",
    ]
    private static let sizes = ["1024x1024", "1792x1024", "1024x1792"]

    static func isMeant(_ fields: [String: JSONValue], _ shop: ModelShop) -> Bool {
        shop.profiles.contains(.dallE3)
            && fields["model"]?.text == RetiredProfile.dallE3.rawValue
    }

    func reply(to call: Call, _ fields: [String: JSONValue]) async throws -> WireStream {
        if let odd = fields.keys.filter({ !Self.fields.contains($0) }).min() {
            throw WireRefusal.field(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
        }
        let order = try order(fields)
        let form = try one("response_format", of: ["url", "b64_json"], fields)
        let studio = Studio(room: room, call: call)
        let made = try await studio.pictures(of: order)
        let data =
            call.faults[.noPicture]
            ? []
            : made.map { picture -> JSONValue in
                let body: (String, JSONValue) =
                    form == "url"
                    ? ("url", .text(address(of: picture, call)))
                    : ("b64_json", .bytes(picture.bytes))
                return .object([body.0: body.1, "revised_prompt": .text(studio.words(of: order))])
            }
        return .json(["created": .whole(Int64(call.time)), "data": .list(data)])
    }

    private func order(_ fields: [String: JSONValue]) throws -> ImageOrder {
        guard let prompt = fields["prompt"]?.text, !prompt.isEmpty else {
            throw WireRefusal.field(
                "prompt", "Missing required parameter: 'prompt'.",
                code: "missing_required_parameter")
        }
        guard prompt.unicodeScalars.count <= 4000 else {
            throw WireRefusal.field(
                "prompt", "The prompt has more than 4000 characters.",
                code: "string_above_max_length")
        }
        guard fields["n"] == nil || fields["n"]?.whole == 1 else {
            throw WireRefusal.field("n", "You must provide n=1 for this model.")
        }
        let size = try one("size", of: Self.sizes, fields)
        let quality = try one("quality", of: ["standard", "hd"], fields)
        let style = try one("style", of: ["vivid", "natural"], fields)
        let model = PlayedModel(
            name: RetiredProfile.dallE3.rawValue, kind: .image, price: (0, 0))
        var order = ImageOrder(model: model, prompt: Self.rewritten(prompt, style))
        order.size = Size(size) ?? order.size
        order.quality = quality == "hd" ? "high" : "medium"
        // Millionths of a dollar, as OpenAI's price list had them in 2024.
        let isLong = size != Self.sizes[0]
        order.picturePrice =
            quality == "hd" ? (isLong ? 120_000 : 80_000) : (isLong ? 80_000 : 40_000)
        return order
    }

    /// It had no way to leave a prompt alone.
    private static func rewritten(_ prompt: String, _ style: String) -> String {
        style == "vivid"
            ? "\(prompt), in vivid colours under a dramatic sky, with rich detail"
            : "\(prompt), in soft daylight, with natural colours"
    }

    private func one(
        _ name: String, of known: [String], _ fields: [String: JSONValue]
    ) throws -> String {
        guard let value = fields[name] else { return known[0] }
        guard let read = value.text, known.contains(read) else {
            throw WireRefusal.field(
                name,
                "Invalid value: '\(value.text ?? "?")'. Supported values are: "
                    + known.map { "'\($0)'" }.joined(separator: ", ") + ".")
        }
        return read
    }

    /// Where the picture can be had, on this machine.
    private func address(of picture: MadePicture, _ call: Call) -> String {
        let host = call.request.headers["host"] ?? "127.0.0.1"
        return "http://\(host)/_simulator/pictures/\(Digest(of: picture.bytes))"
    }
}
