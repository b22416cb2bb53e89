/// What an untrusted picture may cost before it is refused; checked before any allocation.
public struct ImageLimits: Sendable, Equatable {
    /// The widest picture accepted.
    public var maxWidth: Int
    /// The highest picture accepted.
    public var maxHeight: Int
    /// The most pixels accepted; four bytes each once decoded.
    public var maxPixels: Int
    /// The largest chunk of a PNG that the decoder may hold.
    public var maxChunkBytes: Int
    /// The largest file accepted.
    public var maxInputBytes: Int
    /// The longest embedded record that is written or read.
    public var maxRecordBytes: Int
    /// The longest colour profile that is applied; a longer one is passed over.
    public var maxProfileBytes: Int

    /// Limits that suit pictures of today's models: 8192 pixels a side, 40 megapixels, 64 MiB.
    public init(
        maxWidth: Int = 8192, maxHeight: Int = 8192, maxPixels: Int = 40_000_000,
        maxInputBytes: Int = 64 << 20
    ) {
        self.maxWidth = maxWidth
        self.maxHeight = maxHeight
        self.maxPixels = maxPixels
        self.maxInputBytes = maxInputBytes
        maxChunkBytes = 8 << 20
        maxRecordBytes = 4 << 20
        maxProfileBytes = 4 << 20
    }

    func check(width: Int, height: Int) throws(ImageError) {
        guard width > 0, height > 0 else { throw .empty(width: width, height: height) }
        guard width <= maxWidth, height <= maxHeight, width * height <= maxPixels else {
            throw .tooLarge(width: width, height: height, limits: self)
        }
    }

    func check(input bytes: [UInt8]) throws(ImageError) {
        guard bytes.count <= maxInputBytes else {
            throw .tooManyBytes(count: bytes.count, limit: maxInputBytes)
        }
    }
}
