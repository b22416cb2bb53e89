import Candid
import Foundation
import NIOCore

/// Answers `models/NAME:generateContent`, whole or as events.
struct GeminiDesk: Sendable {
    let room: Room

    /// The models that Google draws with; pictures cost as many tokens as their size says.
    static let models = [
        PlayedModel(name: "gemini-3.1-flash-image", kind: .gemini, price: (0, 60)),
        PlayedModel(name: "gemini-3-pro-image", kind: .gemini, price: (0, 120)),
        PlayedModel(name: "gemini-3.1-flash-lite-image", kind: .gemini, price: (0, 30)),
        PlayedModel(name: "gemini-2.5-flash-image", kind: .gemini, price: (0, 30)),
    ]

    func reply(to call: Call, _ target: String) async throws -> WireStream {
        let parts = target.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["generateContent", "streamGenerateContent"].contains(parts[1])
        else { throw WireRefusal(404, nil, "There is no method \(target).") }
        guard let model = Self.models.first(where: { $0.name == parts[0] }) else {
            throw WireRefusal(
                404, nil, "models/\(parts[0]) is not found, or is not supported for \(parts[1]).")
        }
        let order = try GeminiFields(fields: try RequestBody.json(of: call)).order(model)
        let studio = Studio(room: room, call: call)
        let made = try await studio.pictures(of: order)
        let answer = GeminiAnswer(
            call: call, made: made, bill: studio.bill(for: order, made),
            said: studio.remark(on: order))
        guard parts[1] == "streamGenerateContent" else { return .json(answer.whole) }
        return .events(answer.events.map { .object($0) }, named: false)
    }
}

/// Reads the fields of a request in Google's words.
struct GeminiFields {
    let fields: [String: JSONValue]

    /// The order; the words of every turn of the user's, in order, as one prompt.
    ///
    /// - Throws: ``WireRefusal`` for what the simulator can't draw from, by name.
    func order(_ model: PlayedModel) throws -> ImageOrder {
        guard let contents = fields["contents"]?.list, !contents.isEmpty else {
            throw WireRefusal(
                400, nil, "GenerateContentRequest.contents: contents is not specified")
        }
        let parts = contents.filter { $0["role"]?.text != "model" }
            .flatMap { $0["parts"]?.list ?? [] }
        let words = parts.compactMap { $0["text"]?.text }
        guard !words.isEmpty else {
            throw WireRefusal(400, nil, "contents.parts: there is no text to draw.")
        }
        try checkModalities()
        var order = ImageOrder(model: model, prompt: words.joined(separator: "\n"))
        order.size = try size()
        let pictures = try parts.compactMap { $0["inlineData"] ?? $0["inline_data"] }.map(picture)
        if !pictures.isEmpty {
            order.base = EditBase(pictures: pictures)
            if let own = InputPicture(pictures[0])?.size { order.size = own }
        }
        return order
    }

    private func picture(_ part: JSONValue) throws -> [UInt8] {
        guard let data = part["data"]?.text.flatMap({ Data(base64Encoded: $0) }),
            InputPicture([UInt8](data)) != nil
        else { throw WireRefusal(400, nil, "inlineData: the picture can't be read.") }
        return [UInt8](data)
    }

    private var settings: JSONValue? { fields["generationConfig"] ?? fields["generation_config"] }

    private func checkModalities() throws {
        let asked = settings?["responseModalities"]?.list?.compactMap(\.text) ?? ["TEXT", "IMAGE"]
        guard asked.contains(where: { $0.uppercased() == "IMAGE" }) else {
            throw WireRefusal(
                400, nil, "responseModalities: the simulator's Gemini only draws; ask for IMAGE.")
        }
    }

    /// Google's shapes at 1K; twice and four times as large at 2K and 4K.
    private static let shapes = [
        "1:1": Size(width: 1024, height: 1024), "2:3": Size(width: 832, height: 1248),
        "3:2": Size(width: 1248, height: 832), "3:4": Size(width: 864, height: 1184),
        "4:3": Size(width: 1184, height: 864), "9:16": Size(width: 768, height: 1344),
        "16:9": Size(width: 1344, height: 768), "21:9": Size(width: 1536, height: 672),
    ]

    private func size() throws -> Size {
        let image = settings?["imageConfig"] ?? settings?["image_config"]
        let shape = image?["aspectRatio"]?.text ?? "1:1"
        guard let size = Self.shapes[shape] else {
            throw WireRefusal(
                400, nil,
                "aspect_ratio must be one of \(Self.shapes.keys.sorted().joined(separator: ", ")).")
        }
        let name = image?["imageSize"]?.text ?? "1K"
        guard let factor = ["1K": 1, "2K": 2, "4K": 4][name] else {
            throw WireRefusal(400, nil, "image_size must be one of 1K, 2K, 4K.")
        }
        return Size(width: size.width * factor, height: size.height * factor)
    }
}
