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

    /// Creates an order for the words, and leaves everything else to the engine.
    public init(_ prompt: Prompt, engine: String, model: String) {
        self.prompt = prompt
        self.engine = engine
        self.model = model
    }

    private enum CodingKeys: String, CodingKey {
        case prompt, engine, model, size
        case count = "n"
        case seed, quality, style, format, background
        case partialPictures = "partial_images"
    }
}
