extension DecodedPicture {
    /// Decodes as ``Pixmap/init(decoding:limits:colours:)`` and tells how the colours were read.
    ///
    /// - Parameters:
    ///   - bytes: A PNG, JPEG or WebP file.
    ///   - limits: What it may cost. A colour profile that is longer, damaged or not for this
    ///     picture is passed over, and ``colours`` says so.
    ///   - colours: Whether the colour profile that the file carries is applied.
    /// - Throws: ``ImageError``.
    public init(
        _ bytes: [UInt8], limits: ImageLimits = .init(), colours: DecodedColours = .sRGB
    ) throws(ImageError) {
        let header = try ImageHeader(of: bytes, limits: limits)
        try limits.check(width: header.width, height: header.height)
        let description = ColourDescription(of: bytes, header.format, colours, limits)
        switch header.format {
        case .png: self = try PNGCodec.decode(bytes, limits: limits, description)
        case .jpeg:
            let stored = try JPEGCodec.decode(bytes, header: header, description)
            self.init(
                pixmap: stored.pixmap.upright(from: header.orientation), colours: stored.colours)
        case .webp:
            let conversion = ColourConversion(description, of: .rgb)
            var pixmap = try WebPCodec.decode(bytes, header: header, limits: limits)
            conversion.apply(to: &pixmap.rgba)
            self.init(pixmap: pixmap, colours: conversion.reading)
        }
    }
}

extension ColourDescription {
    fileprivate init(
        of bytes: [UInt8], _ format: ImageFormat, _ colours: DecodedColours, _ limits: ImageLimits
    ) {
        self =
            switch (colours, format) {
            case (.asStored, _): .sRGB
            case (.sRGB, .png): PNGColours(of: bytes, limits: limits).description
            case (.sRGB, .jpeg): EmbeddedProfile.ofJPEG(bytes, limits: limits)
            case (.sRGB, .webp): EmbeddedProfile.ofWebP(bytes, limits: limits)
            }
    }
}

extension Pixmap {
    /// Decodes a PNG, JPEG or WebP file within the limits, the way up that it is meant to be seen.
    ///
    /// Of an animation the first frame is taken. Sixteen bits become eight.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - limits: What it may cost.
    ///   - colours: Whether the colour profile that the file carries is applied.
    /// - Throws: ``ImageError``.
    public init(
        decoding bytes: [UInt8], limits: ImageLimits = .init(), colours: DecodedColours = .sRGB
    ) throws(ImageError) {
        self = try DecodedPicture(bytes, limits: limits, colours: colours).pixmap
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
