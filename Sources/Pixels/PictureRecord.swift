/// A text record that travels inside a picture file.
///
/// The compressed picture is not touched and every other byte is kept: PNG carries the record in an
/// `iTXt` chunk with the keyword `candid`, JPEG and WebP in their XMP packet. Embedding again
/// replaces the earlier record; a packet that somebody else wrote keeps what it says.
public enum PictureRecord {
    /// The file with the record in it.
    ///
    /// - Parameters:
    ///   - json: The text to carry; JSON without raw control characters.
    ///   - bytes: A PNG, JPEG or WebP file.
    ///   - limits: What the file and the record may cost.
    /// - Throws: ``ImageError`` when the file is damaged or the record doesn't fit.
    /// - Returns: The new file.
    public static func embed(
        _ json: String, in bytes: [UInt8], limits: ImageLimits = .init()
    ) throws(ImageError) -> [UInt8] {
        try limits.check(input: bytes)
        try check(json, limits)
        switch ImageFormat(sniffing: bytes) {
        case .png: return try PNGRecord.embed(json, in: bytes)
        case .jpeg: return try JPEGRecord.embed(json, in: bytes)
        case .webp: return try WebPRecord.embed(json, in: bytes)
        case nil: throw .unknownFormat
        }
    }

    /// The file's first bytes with the record in them, so that a large file need not be held.
    ///
    /// The rest of the file follows as it is; an earlier record behind the picture's data, where
    /// Candid puts none, stays there and is not the one that is read.
    ///
    /// - Parameters:
    ///   - json: The text to carry; JSON without raw control characters.
    ///   - head: The first bytes of a file.
    ///   - limits: What the record may cost.
    /// - Throws: ``ImageError`` when the bytes are damaged or the record doesn't fit.
    /// - Returns: What comes in the place of `head`; nil where only the whole file will do: a WebP,
    ///   or a file whose picture begins later.
    public static func embed(
        _ json: String, inHead head: [UInt8], limits: ImageLimits = .init()
    ) throws(ImageError) -> [UInt8]? {
        switch ImageFormat(sniffing: head) {
        case .png:
            try check(json, limits)
            return try PNGRecord.embed(json, inHead: head)
        case .jpeg:
            guard case .begins = FileEnd.jpegScan(in: head) else { return nil }
            try check(json, limits)
            return try JPEGRecord.embed(json, in: head)
        case .webp, nil: return nil
        }
    }

    private static func check(_ json: String, _ limits: ImageLimits) throws(ImageError) {
        guard json.utf8.count <= limits.maxRecordBytes else {
            throw .recordTooLong(count: json.utf8.count, limit: limits.maxRecordBytes)
        }
        guard !json.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A }) else {
            throw .recordHasControlCharacters
        }
    }

    /// The record that a file carries, or nil when it carries none of ours.
    public static func read(
        from bytes: [UInt8], limits: ImageLimits = .init()
    ) throws(ImageError) -> String? {
        try limits.check(input: bytes)
        let record: String?
        switch ImageFormat(sniffing: bytes) {
        case .png: record = try PNGRecord.read(from: bytes)
        case .jpeg: record = try JPEGRecord.read(from: bytes)
        case .webp: record = try WebPRecord.read(from: bytes)
        case nil: throw .unknownFormat
        }
        guard let record, record.utf8.count > limits.maxRecordBytes else { return record }
        throw .recordTooLong(count: record.utf8.count, limit: limits.maxRecordBytes)
    }
}
