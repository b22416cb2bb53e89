public import Pixels

/// Why the illustrator drew nothing.
public enum SketchError: Error, Equatable, Sendable {
    /// The prompt has nothing but white space.
    case emptyPrompt
    /// A side would be under 16 or over 3840, or the picture over 3840 x 2160 = 8,294,400 pixels.
    case size(width: Int, height: Int)
    /// No style has that name.
    case unknownStyle(String)
    /// The style works on pixels, so it can't be kept as SVG.
    case styleNeedsPixels(style: String)
    /// JPEG can't be transparent.
    case transparentJPEG
    /// PNG and SVG take no compression, and JPEG and WebP take 0 to 100.
    case compression(Int, format: String)
    /// Between one and three partial pictures can be had.
    case partials(Int)
    /// A pinned font file is not on this machine.
    case missingFont(path: String, package: String)
    /// librsvg or cairo failed.
    case notRasterised(String)
    /// An art file breaks the format.
    case art(String)
    /// The change that is asked for can't be made.
    case change(String)
    /// The picture could not be written.
    case notEncoded(ImageError)
}

extension SketchError: CustomStringConvertible {
    /// What was wrong and what to do.
    public var description: String {
        switch self {
        case .emptyPrompt:
            "The prompt is empty; say what to draw."
        case .size(let width, let height):
            "sketch can't draw \(width)x\(height); a side has 16 to 3840 pixels, and the"
                + " picture at most 8294400."
        case .unknownStyle(let name):
            "sketch knows no style \(name); it draws "
                + Style.allCases.map(\.rawValue).joined(separator: ", ") + "."
        case .styleNeedsPixels(let style):
            "The style \(style) works on pixels and can't be kept as SVG; ask for PNG, JPEG or"
                + " WebP, or another style."
        case .transparentJPEG:
            "JPEG can't be transparent; ask for PNG, WebP or SVG."
        case .compression(let value, let format):
            "Compression \(value) is not possible for \(format); JPEG and WebP take 0 to 100, PNG"
                + " and SVG none."
        case .partials(let count):
            "\(count) partial pictures are not possible; ask for 1, 2 or 3."
        case .missingFont(let path, let package):
            "The font \(path) is missing; install it with: apt-get install \(package)"
        case .notRasterised(let reason):
            "The picture could not be rasterised: \(reason)."
        case .art(let reason):
            "An art file can't be drawn: \(reason)."
        case .change(let reason):
            reason
        case .notEncoded(let error):
            "\(error)"
        }
    }
}
