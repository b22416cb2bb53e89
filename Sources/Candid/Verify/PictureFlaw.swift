import Pixels

/// What is wrong with a picture, whatever was asked of it.
public enum PictureFlaw: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is one flat colour, or nothing but transparency, as where an engine gave up.
    case blank
    /// Its file ends before the picture does.
    case truncated
    /// Its file's parts don't fit together, or it can't be decoded.
    case damaged

    /// Looks at a file as it was received.
    ///
    /// Runs on every picture, so it costs a millisecond: the file's structure is walked, and only a
    /// file that is small for its size is decoded, because flat colour packs to almost nothing.
    ///
    /// - Returns: Nil where no flaw was found, or the format is not looked into (SVG).
    public init?(in file: [UInt8]) {
        self.init(FileEnd(of: file), of: file.count, Size(headerOf: file)) { file }
    }

    /// Looks at a file whose end and size are known.
    ///
    /// - Parameters:
    ///   - end: Whether it is all there; nil for a format that is not looked into.
    ///   - count: Its length in bytes.
    ///   - size: The size in its header.
    ///   - file: Its bytes, asked for only where they must be decoded.
    init?(
        _ end: FileEnd?, of count: Int, _ size: Size?, whole file: () throws -> [UInt8]
    ) rethrows {
        switch end {
        case .cutOff: self = .truncated
        case .damaged: self = .damaged
        case .whole:
            guard let size, Self.mayBeBlank(count, size) else { return nil }
            let file = try file()
            do {
                guard try Pixmap(decoding: file).isBlank else { return nil }
                self = .blank
            } catch ImageError.malformed {
                self = .damaged
            } catch {
                // Too large for us, or a format that is not decoded here: no flaw of the picture's.
                return nil
            }
        case nil: return nil
        }
    }

    /// The bytes that a flat picture takes in a JPEG of the best quality: under half a bit a pixel.
    private static let flatBitsForPixel = 0.5
    /// Smaller pictures, such as icons and test charts, are one colour by nature.
    private static let leastSide = 16

    private static func mayBeBlank(_ count: Int, _ size: Size) -> Bool {
        guard min(size.width, size.height) >= leastSide else { return false }
        let bits = Double(count * 8)
        return bits <= flatBitsForPixel * Double(size.width) * Double(size.height) || bits < 65_536
    }
}

extension PictureFlaw {
    /// The flaw in words.
    public var words: String {
        switch self {
        case .blank: "blank: one flat colour, nothing is to be seen"
        case .truncated: "cut off: the file ends before the picture does"
        case .damaged: "damaged: the file can't be read as the picture it says it is"
        }
    }
}
