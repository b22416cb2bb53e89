/// Exactly what is asked of an engine.
///
/// What is nil is not sent, and so is the engine's to choose.
public struct Order: Hashable, Sendable, Codable {
    /// The words to draw.
    public var prompt: Prompt
    /// The engine, by the name it has in the catalogue or the configuration.
    public var engine: String
    /// The engine's own name for its model.
    public var model: String
    /// Width and height in pixels.
    public var size: Size?
    /// How many pictures to make.
    public var count: Int?
    /// The start of the engine's random numbers.
    public var seed: UInt64?
    /// The engine's own word for how much work to put in, such as `high`.
    public var quality: String?
    /// The engine's own word for a style, such as `watercolour`.
    public var style: String?
    /// The file format of the pictures.
    public var format: PictureFormat?
    /// The engine's own word for the ground, such as `transparent`.
    public var background: String?
    /// How many unfinished pictures to show on the way.
    public var partialPictures: Int?
    /// What the picture must not show, for engines with a field of its own for that.
    public var negative: Prompt?
    /// The pictures to change, the base first; nil for a new picture.
    public var inputs: [InputPicture]?
    /// Where the base may be changed: fully transparent pixels.
    public var mask: InputPicture?
    /// Hints drawn over the base, transparent elsewhere.
    public var markup: InputPicture?
    /// The provider's own name for the answer that this one follows, where it keeps a memory.
    public var follows: String?
    /// Parameters that only some models have, by their names on the wire.
    public var options: [String: JSONValue]?
    /// Whether the route may put other words in place of the prompt; nil is no.
    public var allowsRewrite: Bool?

    /// Creates an order for the words, and leaves everything else to the engine.
    public init(_ prompt: Prompt, engine: String, model: String) {
        self.prompt = prompt
        self.engine = engine
        self.model = model
    }

    /// Whether it changes a picture.
    public var isEdit: Bool { !(inputs ?? []).isEmpty }

    /// Every picture that it needs, the mask and the markup last.
    public var pictures: [InputPicture] { (inputs ?? []) + [mask, markup].compactMap(\.self) }

    private enum CodingKeys: String, CodingKey {
        case prompt, engine, model, size
        case count = "n"
        case seed, quality, style, format, background
        case partialPictures = "partial_images"
        case negative, inputs, mask, markup, follows, options
        case allowsRewrite = "allows_rewrite"
    }
}

/// A picture that is handed to an engine; its bytes lie in the picture store.
public struct InputPicture: Hashable, Sendable, Codable {
    /// The SHA-256 of the file.
    public var digest: Digest
    /// The format, told from the bytes.
    public var format: PictureFormat
    /// The length of the file in bytes.
    public var bytes: Int
    /// Width and height in pixels; nil where the header does not say.
    public var size: Size?

    /// Describes a file; nil if it is none of the formats that we know.
    public init?(_ file: [UInt8]) {
        guard let format = PictureFormat(sniffing: file) else { return nil }
        digest = Digest(of: file)
        self.format = format
        bytes = file.count
        size = Size(headerOf: file)
    }
}
