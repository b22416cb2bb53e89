import Candid

/// A model that the simulator plays.
struct PlayedModel: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case sketch, image, fixedImage, gemini
    }

    let name: String
    let kind: Kind
    /// Millionths of a dollar for a token, in whole ones so that sums are exact: text in,
    /// pictures out.
    let price: (text: Int, out: Int)
    /// The same for two tokens of a picture that is sent along.
    var picturePairPrice = 0
    /// The day on which the service says that it ends.
    var shutdown: String?

    static func == (a: PlayedModel, b: PlayedModel) -> Bool { a.name == b.name }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The models there are, and those that are gone.
struct ModelShop: Sendable {
    /// Retired models that are played all the same.
    var profiles: Set<RetiredProfile> = []

    var models: [PlayedModel] {
        Self.living
            + profiles.map { PlayedModel(name: $0.rawValue, kind: .image, price: (0, 0)) }
    }

    /// The model of a name.
    ///
    /// - Throws: ``WireRefusal`` with `model_not_found`, as for a retired one.
    func model(_ name: String?) throws -> PlayedModel {
        guard let name else {
            throw WireRefusal.field(
                "model", "You must provide a model parameter.", code: "missing_required_parameter")
        }
        if let model = models.first(where: { $0.name == name }) {
            return model
        }
        let words =
            Self.retired[name].map { "The model '\(name)' was retired on \($0)." }
            ?? "The model '\(name)' does not exist or you do not have access to it."
        throw WireRefusal(404, "model_not_found", words, field: "model")
    }

    private static let living: [PlayedModel] =
        [PlayedModel(name: "sketch-1", kind: .sketch, price: (0, 0))]
        + [
            "gpt-image-2", "gpt-image-2-2026-04-21", "gpt-image-2.5-sunburst",
            "gpt-image-2.5-flare", "gpt-image-2.6-sunburst", "gpt-image-2.6-flare",
        ].map { PlayedModel(name: $0, kind: .image, price: (5, 30), picturePairPrice: 16) }
        + ["gpt-image-1.5", "chatgpt-image-latest"].map {
            PlayedModel(
                name: $0, kind: .fixedImage, price: (5, 32), picturePairPrice: 16,
                shutdown: "2026-12-01")
        }
        + [
            PlayedModel(
                name: "gpt-image-1-mini", kind: .fixedImage, price: (2, 8), picturePairPrice: 5,
                shutdown: "2026-12-01")
        ]

    private static let retired = [
        "dall-e-2": "2026-05-12", "dall-e-3": "2026-05-12", "gpt-image-1": "2026-10-23",
        "gpt-4": "2026-10-23", "gpt-4-turbo": "2026-10-23", "gpt-3.5-turbo": "2026-10-23",
    ]
}

extension PlayedModel {
    var json: JSONValue {
        .object([
            "id": .text(name), "object": .text("model"), "created": .whole(1_800_000_000),
            "owned_by": .text("candid-simulator"),
            "shutdown_date": shutdown.map { .text($0) } ?? .null,
        ])
    }
}

/// Answers `/v1/models`.
struct ModelsDesk: Sendable {
    let shop: ModelShop

    func reply(_ resource: [String]) throws -> WireStream {
        guard resource.count > 1 else {
            return .json(["object": .text("list"), "data": .list(shop.models.map(\.json))])
        }
        return .json(try shop.model(resource[1]).json.object ?? [:])
    }
}
