/// A format that pictures are kept in.
public enum ImageFormat: String, Sendable, CaseIterable, Codable {
    /// Portable Network Graphics: lossless.
    case png
    /// JPEG: lossy, without transparency.
    case jpeg
    /// WebP: lossy or lossless, with transparency.
    case webp

    /// The format's name as people write it.
    public var name: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .webp: "WebP"
        }
    }

    /// The format that the first bytes belong to, whatever a file name or a header may say.
    public init?(sniffing bytes: [UInt8]) {
        if bytes.starts(with: PNGChunk.signature) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.count >= 12, bytes.starts(with: "RIFF".utf8),
            bytes[8..<12].elementsEqual("WEBP".utf8)
        {
            self = .webp
        } else {
            return nil
        }
    }
}
