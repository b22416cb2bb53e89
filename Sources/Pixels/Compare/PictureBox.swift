/// A rectangle of whole pixels, written as `x,y,w,h` from the top left corner.
public struct PictureBox: Hashable, Sendable {
    /// The distance from the left edge.
    public let x: Int
    /// The distance from the top edge.
    public let y: Int
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int

    /// Creates a rectangle; sides below nothing count as nothing.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The number of pixels.
    public var area: Int { width * height }

    /// The part inside a picture of some size.
    func clipped(width: Int, height: Int) -> PictureBox {
        let left = min(x, width)
        let top = min(y, height)
        return PictureBox(
            x: left, y: top, width: min(self.width, width - left),
            height: min(self.height, height - top))
    }

    /// Whether it lies inside a picture of this size and holds a pixel.
    public func fits(width: Int, height: Int) -> Bool {
        x >= 0 && y >= 0 && self.width > 0 && self.height > 0 && x <= width - self.width
            && y <= height - self.height
    }

    /// The rectangle with so many pixels more on each side, cut at the edges of a picture.
    public func grown(by margin: Int, width: Int, height: Int) -> PictureBox {
        let left = max(0, x - margin)
        let top = max(0, y - margin)
        return PictureBox(
            x: left, y: top, width: min(width, x + self.width + margin) - left,
            height: min(height, y + self.height + margin) - top)
    }

    /// The same part of the same picture in another size, rounded outwards.
    ///
    /// - Parameters:
    ///   - old: The size in whose pixels it is given.
    ///   - new: The size in whose pixels it is wanted.
    /// - Returns: The part.
    public func scaled(
        from old: (width: Int, height: Int), to new: (width: Int, height: Int)
    ) -> PictureBox {
        guard old != new, old.width > 0, old.height > 0 else { return self }
        let (left, top) = (x * new.width / old.width, y * new.height / old.height)
        let right = ((x + width) * new.width + old.width - 1) / old.width
        let bottom = ((y + height) * new.height + old.height - 1) / old.height
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
    /// Reads `[x, y, w, h]`.
    public init(from decoder: any Decoder) throws {
        let sides = try [Int](from: decoder)
        guard sides.count == 4 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a box has four numbers"))
        }
        self.init(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    }

    /// Writes `[x, y, w, h]`.
    public func encode(to encoder: any Encoder) throws {
        try [x, y, width, height].encode(to: encoder)
    }
}
