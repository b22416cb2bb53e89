internal import CWebP

/// WebP through libwebp.
enum WebPCodec {
    static func size(of bytes: [UInt8]) throws(ImageError) -> (width: Int, height: Int) {
        var width: Int32 = 0
        var height: Int32 = 0
        let known = bytes.withUnsafeBufferPointer {
            WebPGetInfo($0.baseAddress, $0.count, &width, &height)
        }
        guard known != 0 else { throw .malformed(.webp, reason: "its header can't be read") }
        return (Int(width), Int(height))
    }

    static func hasAlpha(_ bytes: [UInt8]) -> Bool {
        var features = WebPBitstreamFeatures()
        let status = bytes.withUnsafeBufferPointer {
            WebPGetFeatures($0.baseAddress, $0.count, &features)
        }
        return status == VP8_STATUS_OK && features.has_alpha != 0
    }

    /// Decodes a picture, or the first frame of an animation on a transparent canvas.
    static func decode(
        _ bytes: [UInt8], header: ImageHeader, limits: ImageLimits
    ) throws(ImageError) -> Pixmap {
        guard let animation = try WebPAnimation(bytes) else {
            return try decode(bytes, header: header)
        }
        let own = try ImageHeader(of: animation.still, limits: limits)
        try limits.check(width: own.width, height: own.height)
        guard animation.x + own.width <= header.width, animation.y + own.height <= header.height
        else { throw .malformed(.webp, reason: "its first frame leaves the canvas") }
        let frame = try decode(animation.still, header: own)
        guard frame.width != header.width || frame.height != header.height else { return frame }
        var canvas = [UInt8](repeating: 0, count: header.width * header.height * 4)
        for y in 0..<frame.height {
            let start = ((animation.y + y) * header.width + animation.x) * 4
            canvas.replaceSubrange(
                start..<(start + frame.width * 4),
                with: frame.rgba[(y * frame.width * 4)..<((y + 1) * frame.width * 4)])
        }
        return Pixmap(width: header.width, height: header.height, rgba: canvas)
    }

    private static func decode(
        _ bytes: [UInt8], header: ImageHeader
    ) throws(ImageError) -> Pixmap {
        let size = header.width * header.height * 4
        var decoded = false
        let pixels = bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let done = WebPDecodeRGBAInto(
                    source.baseAddress, source.count, buffer.baseAddress, size,
                    Int32(header.width * 4))
                decoded = done != nil
                count = decoded ? size : 0
            }
        }
        guard decoded else { throw .malformed(.webp, reason: "its pixels can't be decoded") }
        return Pixmap(width: header.width, height: header.height, rgba: pixels)
    }

    static func encode(_ pixmap: Pixmap, quality: Int) throws(ImageError) -> [UInt8] {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = pixmap.rgba.withUnsafeBufferPointer {
            WebPEncodeRGBA(
                $0.baseAddress, Int32(pixmap.width), Int32(pixmap.height),
                Int32(pixmap.width * 4), Float(min(max(quality, 0), 100)), &buffer)
        }
        defer { WebPFree(buffer) }
        guard count > 0, let buffer else {
            throw .notEncoded(.webp, reason: "libwebp refused \(pixmap.width)x\(pixmap.height)")
        }
        return [UInt8](UnsafeBufferPointer(start: buffer, count: count))
    }
}
