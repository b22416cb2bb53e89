internal import CTurboJPEG

/// JPEG through libjpeg-turbo's TurboJPEG interface, which tells the size before it decodes.
enum JPEGCodec {
    static func size(of bytes: [UInt8]) throws(ImageError) -> (width: Int, height: Int) {
        guard let decoder = tjInitDecompress() else {
            throw .malformed(.jpeg, reason: "no memory for a decoder")
        }
        defer { tjDestroy(decoder) }
        // Set to zero because the call can succeed without touching them.
        var width: Int32 = 0
        var height: Int32 = 0
        var sampling: Int32 = 0
        var space: Int32 = 0
        let code = bytes.withUnsafeBufferPointer {
            tjDecompressHeader3(
                decoder, $0.baseAddress, UInt($0.count), &width, &height, &sampling, &space)
        }
        guard code == 0 else { throw .malformed(.jpeg, reason: message(of: decoder)) }
        return (Int(width), Int(height))
    }

    /// Decodes the picture the way up that it is stored.
    static func decode(
        _ bytes: [UInt8], header: ImageHeader, _ description: ColourDescription
    ) throws(ImageError) -> DecodedPicture {
        guard let decoder = tjInitDecompress() else {
            throw .malformed(.jpeg, reason: "no memory for a decoder")
        }
        defer { tjDestroy(decoder) }
        let isSideways = header.orientation.isSideways
        let width = isSideways ? header.height : header.width
        let height = isSideways ? header.width : header.height
        let stored = stored(bytes, decoder)
        let layout = stored == .inks ? TJPF_CMYK : TJPF_RGBA
        let size = width * height * 4
        let flags = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
        var code: Int32 = 0
        var pixels = bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                code = tjDecompress2(
                    decoder, source.baseAddress, UInt(source.count), buffer.baseAddress,
                    Int32(width), 0, Int32(height), Int32(layout.rawValue), Int32(flags))
                count = code == 0 ? size : 0
            }
        }
        guard code == 0 else { throw .malformed(.jpeg, reason: message(of: decoder)) }
        let conversion = ColourConversion(description, of: stored)
        conversion.apply(to: &pixels)
        if stored == .inks {
            conversion.isNeeded ? cover(&pixels) : mixInks(&pixels)
        }
        return DecodedPicture(
            pixmap: Pixmap(width: width, height: height, rgba: pixels), colours: conversion.reading)
    }

    private static func stored(_ bytes: [UInt8], _ decoder: tjhandle) -> StoredColour {
        var sides: (Int32, Int32) = (0, 0)
        var sampling: Int32 = 0
        var space: Int32 = 0
        let code = bytes.withUnsafeBufferPointer {
            tjDecompressHeader3(
                decoder, $0.baseAddress, UInt($0.count), &sides.0, &sides.1, &sampling, &space)
        }
        guard code == 0 else { return .rgb }
        return switch TJCS(UInt32(space)) {
        case TJCS_CMYK, TJCS_YCCK: .inks
        case TJCS_GRAY: .grey
        default: .rgb
        }
    }

    /// Makes opaque what held black in the place of alpha.
    private static func cover(_ pixels: inout [UInt8]) {
        pixels.withUnsafeMutableBufferPointer { pixels in
            for at in stride(from: 3, to: pixels.count, by: 4) { pixels[at] = 255 }
        }
    }

    /// Cyan, magenta, yellow and black to red, green and blue without a profile.
    ///
    /// Files hold how much paper is left, as Adobe's programs write them and every reader takes them.
    private static func mixInks(_ pixels: inout [UInt8]) {
        pixels.withUnsafeMutableBufferPointer { pixels in
            for at in stride(from: 0, to: pixels.count, by: 4) {
                let black = UInt16(pixels[at &+ 3])
                for channel in 0..<3 {
                    let product = UInt16(pixels[at &+ channel]) &* black
                    pixels[at &+ channel] = UInt8(truncatingIfNeeded: (product &+ 127) / 255)
                }
                pixels[at &+ 3] = 255
            }
        }
    }

    static func encode(_ pixmap: Pixmap, quality: Int) throws(ImageError) -> [UInt8] {
        guard let encoder = tjInitCompress() else {
            throw .notEncoded(.jpeg, reason: "no memory for an encoder")
        }
        defer { tjDestroy(encoder) }
        var buffer: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        let sampling = quality > 90 ? TJSAMP_444 : TJSAMP_420
        let code = pixmap.rgba.withUnsafeBufferPointer {
            tjCompress2(
                encoder, $0.baseAddress, Int32(pixmap.width), 0, Int32(pixmap.height),
                Int32(TJPF_RGBA.rawValue), &buffer, &count, Int32(sampling.rawValue),
                Int32(min(max(quality, 1), 100)), 0)
        }
        defer { tjFree(buffer) }
        guard code == 0, let buffer else {
            throw .notEncoded(.jpeg, reason: message(of: encoder))
        }
        return [UInt8](UnsafeBufferPointer(start: buffer, count: Int(count)))
    }

    private static func message(of handle: tjhandle) -> String {
        tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown reason"
    }
}

extension JPEGCodec {
    static var version: String {
        let number = LIBJPEG_TURBO_VERSION_NUMBER
        return "\(number / 1_000_000).\(number / 1000 % 1000).\(number % 1000)"
    }
}
