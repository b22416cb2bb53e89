/// A rectangle of whole pixels.
public struct Box: Sendable, Equatable, Codable {
    /// The leftmost column.
    public let x: Int
    /// The topmost row.
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

    /// Reads `x,y,w,h`, such as `10,20,300,200`; nil when it is something else.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { Int($0.filter { $0 != " " }) }
        guard parts.count == 4, let x = parts[0], let y = parts[1], let width = parts[2],
            let height = parts[3], x >= 0, y >= 0, width > 0, height > 0
        else { return nil }
        self.init(x: x, y: y, width: width, height: height)
    }

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

    /// The number of pixels.
    public var area: Int { width * height }

    /// The part inside a picture of some size.
    func clipped(width: Int, height: Int) -> Box {
        let left = min(x, width)
        let top = min(y, height)
        return Box(
            x: left, y: top, width: min(self.width, width - left),
            height: min(self.height, height - top))
    }
}
