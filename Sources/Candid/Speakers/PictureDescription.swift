/// What somebody says that a picture of a run shows.
///
/// It is never a verification.
public struct PictureDescription: Hashable, Sendable, Codable {
    /// The picture.
    public var picture: Digest
    /// What is said of it.
    public var description: Description
    /// Who says it: a judge and its model, or the engine that made the picture.
    public var by: String
    /// Whether it was told without knowing what was asked for.
    public var isBlind: Bool
    /// The conversation in which it was said; nil where it was said in the picture's own call.
    public var conversation: RunID?

    /// Creates the record of a description.
    public init(
        of picture: Digest, _ description: Description, by: String, isBlind: Bool,
        in conversation: RunID? = nil
    ) {
        self.picture = picture
        self.description = description
        self.by = by
        self.isBlind = isBlind
        self.conversation = conversation
    }

    private enum CodingKeys: String, CodingKey {
        case picture, description, by
        case isBlind = "blind"
        case conversation
    }
}

extension Order {
    /// What a language model in between is told, where it is also to say what the picture shows.
    public static let descriptionWish = """
        After the picture is made, look at it and describe it in a few plain sentences to somebody \
        who can't see it: only what can be seen, no mood, no praise, and how many of each thing \
        there are.
        """

    /// Whether the route was asked to say in the same call what the picture shows.
    public var wishesDescription: Bool {
        options?["instructions"]?.text == Self.descriptionWish
    }

    /// The order with that wish; nil where the route has no field for it, or the field is taken.
    ///
    /// The field is the system text of the language model in between, so the wish is shown like
    /// everything that went along (``AlsoSent``).
    public func wishingDescription(on engine: Engine) throws(Refusal) -> Order? {
        let known = try engine.model(named: model).options ?? [:]
        guard known["instructions"] != nil, options?["instructions"] == nil else { return nil }
        var order = self
        order.options = (options ?? [:]).merging(
            ["instructions": .text(Self.descriptionWish)]
        ) { $1 }
        return order
    }
}

extension Receipt {
    /// What the engine said of its picture in the same call, where it was asked to; nil where it said
    /// nothing.
    ///
    /// It knew the prompt, so it is not blind.
    public var ownDescription: PictureDescription? {
        guard order.wishesDescription, let said = report?.said, let picture = pictures.first,
            !said.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        else { return nil }
        let model = report?.used["outer_model"] ?? order.model
        return PictureDescription(
            of: picture.digest, Description(caption: said), by: "\(order.engine) \(model)",
            isBlind: false)
    }
}

extension SpeakerRoute {
    /// Asks a judge what each picture of a run shows, and writes the answers down behind its receipt.
    ///
    /// - Parameters:
    ///   - receipt: The run, whose pictures must be in the store.
    ///   - store: Where the pictures lie.
    /// - Returns: The descriptions, in the pictures' order.
    /// - Throws: Like ``description(of:)``, and ``Refusal`` where a picture is no longer there.
    @discardableResult
    public func describe(
        _ receipt: Receipt, in store: any PictureStore
    ) async throws -> [PictureDescription] {
        var all: [PictureDescription] = []
        for picture in receipt.pictures {
            guard let file = try await store.bytes(of: picture.digest) else {
                throw Refusal(
                    field: "picture", reason: "\(picture.digest) is no longer in the store",
                    wayOut: "Describe its file.")
            }
            let (description, model, run) = try await description(of: file)
            let told = PictureDescription(
                of: picture.digest, description, by: "\(speaker.id) \(model)", isBlind: true,
                in: run)
            try await told.keep(in: ledger, with: receipt.id, at: Timestamp(world.now()))
            all.append(told)
        }
        return all
    }
}

extension PictureDescription {
    /// Writes it down behind the receipt that knows the picture.
    public func keep(in ledger: any Ledger, with receipt: RunID, at time: Timestamp) async throws {
        try await ledger.append([Entry(run: receipt, time: time, event: .described(self))])
    }
}
