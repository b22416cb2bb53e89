/// A picture in memory: straight-alpha RGBA, eight bits a channel, rows from the top.
///
/// Storage is one array, so a pixmap is a value that copies on write and crosses threads freely;
/// hot loops take `rgba.withUnsafeBytes`.
public struct Pixmap: Sendable, Equatable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Red, green, blue and alpha of each pixel; `width * height * 4` bytes.
    public var rgba: [UInt8]

    /// Wraps bytes that are already in the right layout.
    ///
    /// - Precondition: `rgba.count == width * height * 4`.
    public init(width: Int, height: Int, rgba: [UInt8]) {
        precondition(rgba.count == width * height * 4, "a pixmap holds four bytes a pixel")
        self.width = width
        self.height = height
        self.rgba = rgba
    }

    /// Whether no pixel lets anything through.
    public var isOpaque: Bool {
        rgba.withUnsafeBytes { bytes in
            var all = UInt64.max
            for at in stride(from: 0, to: bytes.count & ~7, by: 8) {
                all &= bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            }
            let alphas = UInt64(littleEndian: all) & 0xFF00_0000_FF00_0000
            return alphas == 0xFF00_0000_FF00_0000 && (bytes.last ?? 255) == 255
        }
    }
}
