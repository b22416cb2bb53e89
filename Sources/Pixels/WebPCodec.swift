internal import CWebP

/// WebP through libwebp; still pictures only.
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

    static func decode(_ bytes: [UInt8], header: ImageHeader) throws(ImageError) -> Pixmap {
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
