/// Why a picture was not read or written.
public enum ImageError: Error, Equatable, Sendable {
    /// The bytes are not PNG, JPEG or WebP.
    case unknownFormat
    /// The picture has no pixels.
    case empty(width: Int, height: Int)
    /// The picture has more pixels than the limits allow.
    case tooLarge(width: Int, height: Int, limits: ImageLimits)
    /// The file has more bytes than the limits allow.
    case tooManyBytes(count: Int, limit: Int)
    /// The bytes break the rules of their format.
    case malformed(ImageFormat, reason: String)
    /// The record is longer than the format or the limits can carry.
    case recordTooLong(count: Int, limit: Int)
    /// The record holds a NUL or a control character that the format can't carry.
    case recordHasControlCharacters
    /// The encoder failed.
    case notEncoded(ImageFormat, reason: String)
}

extension ImageError: CustomStringConvertible {
    /// What was wrong and, where it can be said, what to do.
    public var description: String {
        switch self {
        case .unknownFormat:
            "The bytes are not a picture that Candid reads; give a PNG, JPEG or WebP file."
        case .empty(let width, let height):
            "The picture is \(width)x\(height): it has no pixels."
        case .tooLarge(let width, let height, let limits):
            "The picture is \(width)x\(height); at most \(limits.maxWidth)x\(limits.maxHeight)"
                + " and \(limits.maxPixels) pixels are accepted."
        case .tooManyBytes(let count, let limit):
            "The file has \(count) bytes; at most \(limit) are accepted."
        case .malformed(let format, let reason):
            "The \(format.name) file is damaged: \(reason)."
        case .recordTooLong(let count, let limit):
            "The record has \(count) bytes; at most \(limit) can be embedded."
        case .recordHasControlCharacters:
            "The record holds control characters; embed JSON, which escapes them."
        case .notEncoded(let format, let reason):
            "The picture could not be written as \(format.name): \(reason)."
        }
    }
}
