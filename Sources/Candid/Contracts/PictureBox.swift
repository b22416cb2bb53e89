/// A rectangle of a picture in pixels, written as `x,y,w,h` from the top left corner.
public struct PictureBox: Hashable, Sendable {
    /// The distance from the left edge.
    public var x: Int
    /// The distance from the top edge.
    public var y: Int
    /// The width, at least 1.
    public var width: Int
    /// The height, at least 1.
    public var height: Int

    /// Creates a rectangle.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The pixels that it holds.
    public var area: Int { width * height }

    /// Whether it lies inside a picture of this size.
    public func fits(_ size: Size) -> Bool {
        x >= 0 && y >= 0 && width > 0 && height > 0 && x <= size.width - width
            && y <= size.height - height
    }

    /// The rectangle with so many pixels more on each side, cut at the picture's edges.
    func grown(by margin: Int, within size: Size) -> PictureBox {
        let left = max(0, x - margin)
        let top = max(0, y - margin)
        let right = min(size.width, x + width + margin)
        let bottom = min(size.height, y + height + margin)
        return PictureBox(x: left, y: top, width: right - left, height: bottom - top)
    }
}

extension PictureBox: LosslessStringConvertible {
    /// The written form.
    public var description: String { "\(x),\(y),\(width),\(height)" }

    /// Reads four whole numbers from 0 to 100,000 with commas between, the last two at least 1.
    public init?(_ description: String) {
        let parts = description.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part -> Int? in
            let isPlain = !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isPlain ? Int(part).flatMap { $0 <= 100_000 ? $0 : nil } : nil
        }
        guard parts.count == 4, numbers.count == 4, numbers[2] > 0, numbers[3] > 0 else {
            return nil
        }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}

extension PictureBox: Codable {
    /// Decodes the rectangle from a list of four numbers.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let numbers = try container.decode([Int].self)
        guard numbers.count == 4 else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a box is [x, y, width, height]")
        }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    /// Encodes the rectangle as a list of four numbers.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([x, y, width, height])
    }
}
