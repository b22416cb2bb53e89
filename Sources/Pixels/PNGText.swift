/// Texts that a PNG file carries beside its pixels, each under a keyword: uncompressed `iTXt`.
public enum PNGText {
    /// Puts a text under a keyword, in place of an earlier one.
    ///
    /// - Throws: ``ImageError`` if the file is no PNG.
    public static func embed(
        _ text: String, keyword: String, in file: [UInt8]
    ) throws(ImageError) -> [UInt8] {
        try PNGRecord.embed(text, keyword: keyword, in: file)
    }

    /// The text under a keyword; nil where there is none.
    ///
    /// - Throws: ``ImageError`` if the file is a damaged PNG.
    public static func read(
        _ keyword: String, from file: [UInt8]
    ) throws(ImageError) -> String? {
        guard file.starts(with: PNGChunk.signature) else { return nil }
        return try PNGRecord.read(from: file, keyword: keyword)
    }
}
