/// The file formats in which engines deliver pictures.
public enum PictureFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// Portable Network Graphics.
    case png
    /// JPEG.
    case jpeg
    /// WebP.
    case webp
    /// Graphics Interchange Format.
    case gif
    /// Scalable Vector Graphics.
    case svg

    /// The usual ending of a file's name, without the dot.
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }

    /// The media type.
    public var mediaType: String { self == .svg ? "image/svg+xml" : "image/\(rawValue)" }

    /// Tells the format from a file's first bytes; nil where none of ours begins so.
    ///
    /// Providers and file names lie about formats, bytes do not.
    public init?(sniffing bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(256))
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: "WEBP".utf8)
        {
            self = .webp
        } else if head.starts(with: Array("GIF8".utf8)) {
            self = .gif
        } else if Self.looksLikeSVG(head) {
            self = .svg
        } else {
            return nil
        }
    }

    private static func looksLikeSVG(_ head: [UInt8]) -> Bool {
        let text = String(decoding: head, as: UTF8.self)
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        return start.hasPrefix("<svg") || (start.hasPrefix("<?xml") && text.contains("<svg"))
    }
}
