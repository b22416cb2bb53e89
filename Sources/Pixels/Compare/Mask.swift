/// A region of a picture: which pixels are meant, and which are not.
public struct Mask: Sendable, Hashable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// One byte a pixel, rows from the top: 1 is meant, 0 is not.
    public let bits: [UInt8]

    /// Wraps bytes that are already in the right layout.
    ///
    /// - Precondition: `bits.count == width * height`.
    public init(width: Int, height: Int, bits: [UInt8]) {
        precondition(bits.count == width * height, "a mask holds one byte a pixel")
        self.width = width
        self.height = height
        self.bits = bits
    }

    /// Rectangles of a picture.
    public init(width: Int, height: Int, boxes: [PictureBox]) {
        var bits = [UInt8](repeating: 0, count: width * height)
        for box in boxes.map({ $0.clipped(width: width, height: height) }) {
            for y in box.y..<(box.y + box.height) {
                for x in box.x..<(box.x + box.width) { bits[y * width + x] = 1 }
            }
        }
        self.init(width: width, height: height, bits: bits)
    }

    /// A mask drawn as a picture.
    ///
    /// Where anything is transparent, transparent is meant, as OpenAI's edits want it; otherwise
    /// light (128 and more) is meant, as everybody else has it.
    public init(_ picture: Pixmap) {
        let isOpaque = picture.isOpaque
        let bits = (0..<(picture.width * picture.height)).map { index -> UInt8 in
            guard isOpaque else { return picture.rgba[index * 4 + 3] < 128 ? 1 : 0 }
            let red = Int(picture.rgba[index * 4])
            let green = Int(picture.rgba[index * 4 + 1])
            let blue = Int(picture.rgba[index * 4 + 2])
            return red * 299 + green * 587 + blue * 114 >= 128_000 ? 1 : 0
        }
        self.init(width: picture.width, height: picture.height, bits: bits)
    }

    /// The number of pixels that are meant.
    public var count: Int { bits.reduce(0) { $0 + Int($1) } }

    /// The same region, wider by some pixels on every side (a square brush).
    public func grown(by radius: Int) -> Mask {
        guard radius > 0 else { return self }
        let wide = Self.spread(bits, length: width, lines: height, step: 1, line: width, radius)
        let full = Self.spread(wide, length: height, lines: width, step: width, line: 1, radius)
        return Mask(width: width, height: height, bits: full)
    }

    /// The pixels that are not meant.
    public var inverted: Mask {
        Mask(width: width, height: height, bits: bits.map { 1 - $0 })
    }

    /// The pixels that either region means; both must have one size.
    func united(with other: Mask) -> Mask {
        Mask(width: width, height: height, bits: zip(bits, other.bits).map { $0 | $1 })
    }

    /// The same region in a picture of another size, by the nearest pixel.
    public func resized(width: Int, height: Int) -> Mask {
        guard width != self.width || height != self.height else { return self }
        let columns = (0..<width).map {
            min(self.width - 1, ($0 * 2 + 1) * self.width / (2 * width))
        }
        var bits: [UInt8] = []
        bits.reserveCapacity(width * height)
        for y in 0..<height {
            let row = min(self.height - 1, (y * 2 + 1) * self.height / (2 * height)) * self.width
            for column in columns { bits.append(self.bits[row + column]) }
        }
        return Mask(width: width, height: height, bits: bits)
    }

    private static func spread(
        _ bits: [UInt8], length: Int, lines: Int, step: Int, line: Int, _ radius: Int
    ) -> [UInt8] {
        var out = bits
        for start in 0..<lines {
            var reach = -1
            for index in 0..<length {
                if bits[start * line + index * step] == 1 { reach = index + radius }
                if index <= reach { out[start * line + index * step] = 1 }
            }
            reach = length
            for index in (0..<length).reversed() {
                if bits[start * line + index * step] == 1 { reach = index - radius }
                if index >= reach { out[start * line + index * step] = 1 }
            }
        }
        return out
    }
}
