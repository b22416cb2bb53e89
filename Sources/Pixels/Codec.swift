extension Pixmap {
    /// Decodes a PNG, JPEG or WebP file within the limits, the way up that it is meant to be seen.
    ///
    /// Of an animation the first frame is taken. Sixteen bits become eight. Colour profiles are not
    /// applied: what is stored is taken for sRGB.
    public init(
        decoding bytes: [UInt8], limits: ImageLimits = .init()
    ) throws(ImageError) {
        let header = try ImageHeader(of: bytes, limits: limits)
        try limits.check(width: header.width, height: header.height)
        switch header.format {
        case .png: self = try PNGCodec.decode(bytes, limits: limits)
        case .jpeg:
            self =
                try JPEGCodec.decode(bytes, header: header).upright(from: header.orientation)
        case .webp: self = try WebPCodec.decode(bytes, header: header, limits: limits)
        }
    }

    /// Encodes as PNG; the same pixels give the same bytes.
    ///
    /// A picture without transparency is written as RGB.
    public func png() throws(ImageError) -> [UInt8] {
        try PNGCodec.encode(self)
    }

    /// Encodes as JPEG; transparency is lost.
    ///
    /// - Parameter quality: From 1 (smallest) to 100 (best).
    /// - Throws: ``ImageError``.
    /// - Returns: The file.
    public func jpeg(quality: Int = 90) throws(ImageError) -> [UInt8] {
        try JPEGCodec.encode(self, quality: quality)
    }

    /// Encodes as lossy WebP.
    ///
    /// - Parameter quality: From 0 (smallest) to 100 (best).
    /// - Throws: ``ImageError``.
    /// - Returns: The file.
    public func webp(quality: Int = 90) throws(ImageError) -> [UInt8] {
        try WebPCodec.encode(self, quality: quality)
    }
}
