/// What a picture says of itself before it is decoded.
public struct ImageHeader: Sendable, Equatable {
    /// The format, from the bytes.
    public let format: ImageFormat
    /// Pixels in a row, as the picture is meant to be seen.
    public let width: Int
    /// Rows, likewise.
    public let height: Int
    /// Which way up it is stored.
    let orientation: Orientation

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
        orientation = format == .jpeg ? Orientation(ofJPEG: bytes) : .upright
        width = orientation.isSideways ? size.height : size.width
        height = orientation.isSideways ? size.width : size.height
    }
}
