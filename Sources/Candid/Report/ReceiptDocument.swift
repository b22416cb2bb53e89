/// A receipt as other programs read it: `docs/schemas/receipt.v1.json`.
public struct ReceiptDocument: Codable, Sendable {
    /// A text and its digest.
    public struct Text: Codable, Sendable {
        var text: Prompt
        var sha256: Digest
        var characters: Int

        init(_ prompt: Prompt) {
            text = prompt
            sha256 = prompt.digest
            characters = prompt.length
        }
    }

    /// What left this machine.
    public struct Sent: Codable, Sendable {
        var text: Prompt
        var sha256: Digest
        var same_as_asked: Bool
        var url: String
        var body_sha256: Digest
        var body_bytes: Int
        /// The name that we gave the job, where the service lets us.
        @Nullable var job: String?
    }

    /// One picture.
    public struct PictureDocument: Codable, Sendable {
        /// The SHA-256 of the untouched file.
        public var sha256: Digest
        var format: PictureFormat
        var bytes: Int
        @Nullable var width: Int?
        @Nullable var height: Int?
        @Nullable var revised: Prompt?
        var delivery: Delivery
        /// What is wrong with it, whatever was asked; left out where nothing was found.
        var flaw: PictureFlaw?
        /// What the engine says it drew where, in its own words.
        @Nullable var scene: JSONValue?
        /// Where it was written; nil where it lies in the picture store only.
        @Nullable public var file: String?
    }

    /// An unfinished picture.
    public struct PartialDocument: Codable, Sendable {
        var index: Int
        var sha256: Digest
        var format: PictureFormat
    }

    /// A picture that went along with the prompt.
    public struct GivenPictureDocument: Codable, Sendable {
        var role: AlsoSent.Role
        var sha256: Digest
        var format: PictureFormat
        var bytes: Int
    }

    /// What went along with the prompt.
    public struct AlsoSentDocument: Codable, Sendable {
        @Nullable var system: String?
        @Nullable var negative: Prompt?
        var messages: [String]
        @Nullable var follows: String?
        var pictures: [GivenPictureDocument]
    }

    /// What somebody said that a picture shows.
    public struct DescriptionDocument: Codable, Sendable {
        var picture: Digest
        var caption: String
        var seen: [Description.Thing]
        var lettering: [String]
        var by: String
        var blind: Bool
        /// A description is never a verification.
        var verified = false
        @Nullable var conversation: RunID?
    }

    /// Parameters by their names on the wire.
    public struct Parameters: Codable, Sendable {
        var asked: [String: String]
        var used: [String: String]
    }

    /// What was found out later.
    public struct ResolutionDocument: Codable, Sendable {
        var by: Resolution.Source
        @Nullable var charged: Bool?
        var note: String
    }

    /// The schema's name and version.
    public var schema = "candid/receipt/1"
    /// The receipt's name.
    public let id: RunID
    var state: Receipt.State
    var began: Timestamp
    var ended: Timestamp
    var milliseconds: Int64
    var asked: Text
    @Nullable var sent: Sent?
    /// What went along with the prompt; left out where nothing did.
    var also_sent: AlsoSentDocument?
    var revised: [Text]
    @Nullable var delivery: Delivery?
    /// How the texts became one another; nil in a record that was written before there were such.
    var changes: [ChangeDocument]?
    var engine: String
    var model: String
    @Nullable var engine_version: String?
    var parameters: Parameters
    @Nullable var seed: UInt64?
    var usage: [String: Int]
    @Nullable var cost: Cost?
    var perhaps_charged: Bool
    /// The pictures.
    public var pictures: [PictureDocument]
    var partials: [PartialDocument]
    var not_drawn: [UndrawnWord]
    /// What the engine said beside the pictures, in words; never proof of anything.
    @Nullable var said: String?
    @Nullable var parent: Digest?
    @Nullable var replays: RunID?
    @Nullable var lock: LockUse?
    @Nullable var directive: String?
    /// Which prompt of which plan it was; left out where it was of none.
    var plan: PlanUse?
    /// The yes to words that somebody else proposed; left out where nobody did.
    var approval: Approval?
    /// Why the words were sent once more; left out where they were not.
    var attempt: FurtherAttempt?
    /// Left out where there is none: records in older pictures lack it.
    var contract: EditContract?
    /// The turn of a session that it is, and where its style card stands in what was sent.
    var session: SessionUse?
    var repairs: RunID?
    /// The earlier run whose pictures were given again; left out where they were made for this one.
    var recalls: RunID?
    /// The batch in which it was sent; left out where it was sent by itself.
    var batch: RunID?
    /// Who ordered it through the gateway; left out where nobody did with a key.
    var caller: Caller?
    var judgements: [Judgement]?
    /// What somebody said that the pictures show; left out where nobody was asked.
    var descriptions: [DescriptionDocument]?
    /// What was found out later; left out where nothing was.
    var resolutions: [ResolutionDocument]?
    @Nullable var request_id: String?
    @Nullable var failure: Failure?
    @Nullable var hash: Digest?
    @Nullable var previous: Digest?
}

extension ReceiptDocument {
    /// Writes a receipt down.
    ///
    /// - Parameters:
    ///   - receipt: The receipt.
    ///   - hash: Its hash in the ledger's chain; nil while it is open.
    ///   - previous: The hash of the receipt before it; nil for the first.
    public init(_ receipt: Receipt, hash: Digest? = nil, previous: Digest? = nil) {
        id = receipt.id
        state = receipt.state
        began = receipt.began
        ended = receipt.ended
        milliseconds = receipt.milliseconds
        asked = Text(receipt.asked)
        sent = receipt.sent.map { Sent($0, asked: receipt.asked) }
        also_sent = receipt.alsoSent.flatMap { $0.isEmpty ? nil : AlsoSentDocument($0) }
        revised = receipt.revised.map { Text($0) }
        delivery = receipt.delivery
        changes = ChangeDocument.all(of: receipt)
        engine = receipt.order.engine
        model = receipt.order.model
        engine_version = receipt.report?.version
        parameters = Parameters(
            asked: receipt.order.parameters, used: receipt.report?.used ?? [:])
        seed = receipt.report?.seed ?? receipt.order.seed
        usage = receipt.report?.usage ?? [:]
        cost = receipt.cost
        perhaps_charged = receipt.perhapsCharged
        let scenes = receipt.report?.scenes ?? []
        pictures = receipt.pictures.enumerated().map { index, picture in
            PictureDocument(
                picture, sent: receipt.sent?.prompt,
                scene: index < scenes.count ? JSONValue(text: scenes[index]) : nil)
        }
        partials = receipt.partials.map {
            PartialDocument(index: $0.index, sha256: $0.digest, format: $0.format)
        }
        not_drawn = receipt.report?.notDrawn ?? []
        said = receipt.report?.said
        parent = receipt.order.inputs?.first?.digest
        replays = receipt.replays
        lock = receipt.lock
        directive = receipt.directive
        plan = receipt.provenance?.plan
        approval = receipt.provenance?.approval
        attempt = receipt.provenance?.attempt
        contract = receipt.contract
        session = receipt.session
        repairs = receipt.repairs
        recalls = receipt.recalls
        batch = receipt.batch
        caller = receipt.caller
        judgements = receipt.judgements.isEmpty ? nil : receipt.judgements
        let told = receipt.descriptions.map { DescriptionDocument($0) }
        descriptions = told.isEmpty ? nil : told
        let found = receipt.resolutions.map {
            ResolutionDocument(by: $0.by, charged: $0.charged, note: $0.note)
        }
        resolutions = found.isEmpty ? nil : found
        request_id = receipt.report?.requestID
        failure = receipt.failure
        self.hash = hash
        self.previous = previous
    }
}

extension ReceiptDocument.Sent {
    fileprivate init(_ sending: Sending, asked: Prompt) {
        text = sending.prompt
        sha256 = sending.prompt.digest
        same_as_asked = sending.prompt == asked
        url = sending.url
        body_sha256 = sending.body
        body_bytes = sending.bytes
        job = sending.job
    }
}

extension ReceiptDocument.DescriptionDocument {
    fileprivate init(_ told: PictureDescription) {
        picture = told.picture
        caption = told.description.caption
        seen = told.description.seen
        lettering = told.description.lettering
        by = told.by
        blind = told.isBlind
        conversation = told.conversation
    }
}

extension ReceiptDocument.AlsoSentDocument {
    fileprivate init(_ also: AlsoSent) {
        system = also.system
        negative = also.negative
        messages = also.messages
        follows = also.follows
        pictures = also.pictures.map {
            ReceiptDocument.GivenPictureDocument(
                role: $0.role, sha256: $0.picture.digest, format: $0.picture.format,
                bytes: $0.picture.bytes)
        }
    }
}

extension ReceiptDocument.PictureDocument {
    fileprivate init(_ picture: Picture, sent: Prompt?, scene: JSONValue?) {
        sha256 = picture.digest
        format = picture.format
        bytes = picture.bytes
        width = picture.size?.width
        height = picture.size?.height
        revised = picture.revised
        delivery = sent.map { Delivery(sent: $0, revised: picture.revised) } ?? .undisclosed
        flaw = picture.flaw
        self.scene = scene
        file = nil
    }
}
