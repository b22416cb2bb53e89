/// Width and height in pixels, written as providers write it: `1024x1024`.
public struct Size: Hashable, Sendable, LosslessStringConvertible {
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int

    /// Creates a size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Reads a size such as `1024x1024`: two runs of digits around a lower-case x, nothing else.
    public init?(_ description: String) {
        let sides = description.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Self.side(sides[0]), let height = Self.side(sides[1])
        else { return nil }
        self.init(width: width, height: height)
    }

    /// The size as providers write it.
    public var description: String { "\(width)x\(height)" }

    /// `Int` would also take a sign, so `+8x8` would pass as a size.
    private static func side(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}

extension Size: Codable {
    /// Decodes the size from its written form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let size = Size(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a size such as 1024x1024")
        }
        self = size
    }

    /// Encodes the size in its written form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
