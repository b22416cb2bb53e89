/// What is asked of the illustrator.
public struct SketchRequest: Sendable, Equatable {
    /// What to draw; read as a bag of words.
    public var prompt: String
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// Chooses among equally good arrangements.
    public var seed: UInt64
    /// How the picture is written.
    public var format: SketchFormat
    /// Quality of JPEG and WebP from 0 to 100; nil for 90.
    public var compression: Int?
    /// A style by name; nil takes it from the prompt, or `illustration`.
    public var style: String?
    /// What lies behind the things.
    public var background: SketchBackground
    /// How much finish is given.
    public var quality: SketchQuality

    /// Asks for a picture.
    public init(
        prompt: String, width: Int = 1024, height: Int = 1024, seed: UInt64 = 0,
        format: SketchFormat = .png, compression: Int? = nil, style: String? = nil,
        background: SketchBackground = .auto, quality: SketchQuality = .auto
    ) {
        self.prompt = prompt
        self.width = width
        self.height = height
        self.seed = seed
        self.format = format
        self.compression = compression
        self.style = style
        self.background = background
        self.quality = quality
    }
}

/// How a picture is written.
public enum SketchFormat: String, Sendable, CaseIterable, Codable {
    /// Lossless, with transparency.
    case png
    /// Lossy, without transparency.
    case jpeg
    /// Lossy, with transparency.
    case webp
    /// The composed drawing itself.
    case svg
}

/// What lies behind the things.
public enum SketchBackground: String, Sendable, CaseIterable, Codable {
    /// Transparent when the prompt says so, else a place.
    case auto
    /// A place, whatever the prompt says.
    case opaque
    /// Nothing.
    case transparent
}

/// How much finish is given.
public enum SketchQuality: String, Sendable, CaseIterable, Codable {
    /// The engine's choice: all of it.
    case auto
    /// Without cast shadows, reflections and vignette.
    case low
    /// All of it.
    case medium
    /// All of it.
    case high

    var isFinished: Bool { self != .low }
}
