internal import CDeflate
internal import CSpng

/// PNG through libdeflate, and through libspng for reading what is unusual.
enum PNGCodec {
    static func size(of bytes: [UInt8]) throws(ImageError) -> (width: Int, height: Int) {
        guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
            throw .malformed(.png, reason: "its header is missing")
        }
        return (Int(bytes.bigEndian32(at: 16)), Int(bytes.bigEndian32(at: 20)))
    }

    static func decode(
        _ bytes: [UInt8], limits: ImageLimits, _ description: ColourDescription
    ) throws(ImageError) -> DecodedPicture {
        if let usual = PNGRows(bytes, limits: limits), var pixels = usual.pixels() {
            let conversion = ColourConversion(description, of: .rgb)
            conversion.apply(to: &pixels)
            return DecodedPicture(
                pixmap: Pixmap(width: usual.width, height: usual.height, rgba: pixels),
                colours: conversion.reading)
        }
        guard let context = spng_ctx_new(0) else {
            throw .malformed(.png, reason: "no memory for a decoder")
        }
        defer { spng_ctx_free(context) }
        spng_set_image_limits(context, UInt32(limits.maxWidth), UInt32(limits.maxHeight))
        spng_set_chunk_limits(context, limits.maxChunkBytes, limits.maxChunkBytes * 2)
        var header = spng_ihdr()
        var reading = ColourReading.asStored
        var pixels: [UInt8] = []
        let code = bytes.withUnsafeBytes { source -> Int32 in
            let opened = spng_set_png_buffer(context, source.baseAddress, source.count)
            guard opened == 0 else { return opened }
            let headed = spng_get_ihdr(context, &header)
            guard headed == 0 else { return headed }
            let conversion = ColourConversion(
                description, of: header.color_type & 2 == 0 ? .grey : .rgb,
                isWide: header.bit_depth == 16)
            reading = conversion.reading
            return decode(context, as: conversion, into: &pixels)
        }
        guard code == 0, pixels.count == Int(header.width) * Int(header.height) * 4 else {
            throw .malformed(.png, reason: String(cString: spng_strerror(code)))
        }
        return DecodedPicture(
            pixmap: Pixmap(width: Int(header.width), height: Int(header.height), rgba: pixels),
            colours: reading)
    }

    /// Sixteen bits are converted before they become eight, where anything is converted.
    private static func decode(
        _ context: OpaquePointer, as conversion: ColourConversion, into pixels: inout [UInt8]
    ) -> Int32 {
        guard conversion.isWide else {
            let code = decodePixels(context, SPNG_FMT_RGBA8, into: &pixels)
            conversion.apply(to: &pixels)
            return code
        }
        var wide: [UInt16] = []
        let code = decodePixels(context, SPNG_FMT_RGBA16, into: &wide)
        pixels = conversion.applied(to: wide)
        return code
    }

    private static func decodePixels<Sample: FixedWidthInteger>(
        _ context: OpaquePointer, _ format: spng_format, into pixels: inout [Sample]
    ) -> Int32 {
        let layout = Int32(format.rawValue)
        var size = 0
        var code = spng_decoded_image_size(context, layout, &size)
        guard code == 0 else { return code }
        let samples = size / MemoryLayout<Sample>.size
        pixels = [Sample](unsafeUninitializedCapacity: samples) { buffer, count in
            code = spng_decode_image(
                context, buffer.baseAddress, size, layout, Int32(SPNG_DECODE_TRNS.rawValue))
            count = code == 0 ? samples : 0
        }
        return code
    }

    /// Each row as its difference from the row above, then zlib: seven times quicker than libspng's
    /// trying of every filter, and smaller on drawn pictures.
    static func encode(_ pixmap: Pixmap) throws(ImageError) -> [UInt8] {
        guard pixmap.width > 0, pixmap.height > 0 else {
            throw .empty(width: pixmap.width, height: pixmap.height)
        }
        let channels = pixmap.isOpaque ? 3 : 4
        var header: [UInt8] = []
        header.append(bigEndian: UInt32(pixmap.width))
        header.append(bigEndian: UInt32(pixmap.height))
        header += [8, channels == 3 ? 2 : 6, 0, 0, 0]
        let data = try compress(filtered(pixmap, channels: channels))
        var file = PNGChunk.signature
        file.reserveCapacity(data.count + 64)
        PNGChunk(type: "IHDR", data: header).append(to: &file)
        PNGChunk(type: "IDAT", data: data).append(to: &file)
        PNGChunk(type: "IEND", data: []).append(to: &file)
        return file
    }

    private static func filtered(_ pixmap: Pixmap, channels: Int) -> [UInt8] {
        let row = pixmap.width * channels + 1
        return [UInt8](unsafeUninitializedCapacity: row * pixmap.height) { out, count in
            pixmap.rgba.withUnsafeBufferPointer { source in
                for y in 0..<pixmap.height {
                    out[y * row] = 2
                    let line = UnsafeMutableBufferPointer(
                        rebasing: out[(y * row + 1)..<(y * row + row)])
                    filterRow(y, of: source, width: pixmap.width, channels: channels, into: line)
                }
            }
            count = row * pixmap.height
        }
    }

    private static func filterRow(
        _ y: Int, of source: UnsafeBufferPointer<UInt8>, width: Int, channels: Int,
        into line: UnsafeMutableBufferPointer<UInt8>
    ) {
        let here = y * width * 4
        let above = y > 0 ? here - width * 4 : here
        // The first row has nothing above it: its difference from itself is set right below.
        var from = 0
        var at = 0
        while from < width &* 4 {
            line[at] = source[here &+ from] &- source[above &+ from]
            line[at &+ 1] = source[here &+ from &+ 1] &- source[above &+ from &+ 1]
            line[at &+ 2] = source[here &+ from &+ 2] &- source[above &+ from &+ 2]
            if channels == 4 {
                line[at &+ 3] = source[here &+ from &+ 3] &- source[above &+ from &+ 3]
            }
            from = from &+ 4
            at = at &+ channels
        }
        guard y == 0 else { return }
        for x in 0..<width {
            for channel in 0..<channels { line[x * channels + channel] = source[x * 4 + channel] }
        }
    }

    private static func compress(_ bytes: [UInt8]) throws(ImageError) -> [UInt8] {
        guard let compressor = libdeflate_alloc_compressor(3) else {
            throw .notEncoded(.png, reason: "no memory for a compressor")
        }
        defer { libdeflate_free_compressor(compressor) }
        let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
        let out = bytes.withUnsafeBytes { source in
            [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
                count = libdeflate_zlib_compress(
                    compressor, source.baseAddress, source.count, buffer.baseAddress, bound)
            }
        }
        guard !out.isEmpty else { throw .notEncoded(.png, reason: "compression failed") }
        return out
    }
}
