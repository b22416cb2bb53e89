/// What a picture says of itself before it is decoded.
public struct ImageHeader: Sendable, Equatable {
    /// The format, from the bytes.
    public let format: ImageFormat
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int

    /// Reads format and size without decoding a pixel.
    public init(of bytes: [UInt8], limits: ImageLimits = .init()) throws(ImageError) {
        try limits.check(input: bytes)
        guard let format = ImageFormat(sniffing: bytes) else { throw .unknownFormat }
        let size =
            switch format {
            case .png: try PNGCodec.size(of: bytes)
            case .jpeg: try JPEGCodec.size(of: bytes)
            case .webp: try WebPCodec.size(of: bytes)
            }
        self.format = format
        width = size.width
        height = size.height
    }
}
