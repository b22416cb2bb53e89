internal import CDeflate

/// The quick way through the PNG files that nearly everybody writes: eight bits, RGB or RGBA, not
/// interlaced.
///
/// libdeflate unpacks all rows at once, and a pixel is unfiltered as one vector. Whatever is unusual
/// or wrong is left to libspng, whose verdict it is.
struct PNGRows {
    /// Pixels in a row.
    let width: Int
    /// Rows.
    let height: Int
    private let channels: Int
    /// The data of all IDAT chunks.
    private let packed: [UInt8]

    /// Nil for a file that is not of this kind.
    init?(_ file: [UInt8], limits: ImageLimits) {
        guard let spans = try? PNGChunk.spans(in: file), spans.first?.type == "IHDR",
            spans.first?.data.count == 13, spans.last?.type == "IEND"
        else { return nil }
        guard file[24] == 8, file[25] == 2 || file[25] == 6, file[26...28].allSatisfy({ $0 == 0 })
        else { return nil }
        width = Int(file.bigEndian32(at: 16))
        height = Int(file.bigEndian32(at: 20))
        channels = file[25] == 2 ? 3 : 4
        guard let packed = Self.packed(spans, file, limits) else { return nil }
        self.packed = packed
    }

    /// The picture's data, where the chunks are in order and their sums right.
    private static func packed(
        _ spans: [PNGChunk.Span], _ file: [UInt8], _ limits: ImageLimits
    ) -> [UInt8]? {
        let isData = spans.map { $0.type == "IDAT" }
        guard let first = isData.firstIndex(of: true), let last = isData.lastIndex(of: true),
            isData[first...last].allSatisfy({ $0 })
        else { return nil }
        var others = 0
        for (index, span) in spans.enumerated() where !isData[index] {
            let isCritical = file[span.whole.lowerBound + 4] & 0x20 == 0
            let isKnown = index == 0 || index == spans.count - 1
            guard !isCritical || isKnown, span.type != "tRNS" else { return nil }
            others += span.data.count
        }
        guard others <= limits.maxChunkBytes, spans.allSatisfy({ $0.hasRightSum(in: file) })
        else { return nil }
        return spans[first...last].flatMap { file[$0.data] }
    }

    /// Four bytes a pixel; nil where the data are damaged.
    func pixels() -> [UInt8]? {
        guard let rows = unpacked() else { return nil }
        var isGood = true
        let pixels = rows.withUnsafeBytes { rows in
            [UInt8](unsafeUninitializedCapacity: width * height * 4) { out, count in
                let out = UnsafeMutableRawBufferPointer(out)
                for y in 0..<height where isGood { isGood = unfilter(y, of: rows, into: out) }
                count = isGood ? width * height * 4 : 0
            }
        }
        return isGood ? pixels : nil
    }

    private func unpacked() -> [UInt8]? {
        guard let unpacker = libdeflate_alloc_decompressor() else { return nil }
        defer { libdeflate_free_decompressor(unpacker) }
        let size = (width * channels + 1) * height
        var outcome = LIBDEFLATE_BAD_DATA
        let rows = packed.withUnsafeBytes { source in
            // One byte more, because three channels are loaded as four.
            [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
                outcome = libdeflate_zlib_decompress(
                    unpacker, source.baseAddress, source.count, buffer.baseAddress, size, nil)
                count = outcome == LIBDEFLATE_SUCCESS ? size + 1 : 0
                if count > 0 { buffer[size] = 0 }
            }
        }
        return outcome == LIBDEFLATE_SUCCESS ? rows : nil
    }
}

extension PNGRows {
    private typealias Pixel = SIMD4<UInt8>

    /// The row above, and where a row is read and written.
    private struct Row {
        let from: Int
        let to: Int
        let above: Int?
    }

    /// Undoes a row's filter; false for a filter that there is not.
    private func unfilter(
        _ y: Int, of rows: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let start = y * (width * channels + 1)
        let to = y * width * 4
        let row = Row(from: start + 1, to: to, above: y == 0 ? nil : to - width * 4)
        switch rows[start] {
        case 0: walk(row, rows, out) { pixel, _, _, _ in pixel }
        case 1: walk(row, rows, out) { pixel, left, _, _ in pixel &+ left }
        case 2: walk(row, rows, out) { pixel, _, up, _ in pixel &+ up }
        case 3:
            walk(row, rows, out) { pixel, left, up, _ in
                // The mean, rounded down, without a ninth bit.
                pixel &+ (left & up) &+ ((left ^ up) &>> 1)
            }
        case 4: walk(row, rows, out) { $0 &+ Self.nearest($1, $2, $3) }
        default: return false
        }
        return true
    }

    @inline(__always)
    private func walk(
        _ row: Row, _ rows: UnsafeRawBufferPointer, _ out: UnsafeMutableRawBufferPointer,
        _ undo: (_ pixel: Pixel, _ left: Pixel, _ up: Pixel, _ corner: Pixel) -> Pixel
    ) {
        var (left, corner) = (Pixel(), Pixel())
        var (from, to) = (row.from, row.to)
        for x in 0..<width {
            let pixel = rows.loadUnaligned(fromByteOffset: from, as: Pixel.self)
            let up =
                row.above.map { out.loadUnaligned(fromByteOffset: $0 &+ x &* 4, as: Pixel.self) }
                ?? Pixel()
            var whole = undo(pixel, left, up, corner)
            if channels == 3 { whole.w = 255 }
            out.storeBytes(of: whole, toByteOffset: to, as: Pixel.self)
            (left, corner) = (whole, up)
            from = from &+ channels
            to = to &+ 4
        }
    }

    /// Paeth's predictor: whichever of three is nearest to left + up - corner.
    @inline(__always)
    private static func nearest(_ left: Pixel, _ up: Pixel, _ corner: Pixel) -> Pixel {
        let a = SIMD4<Int16>(truncatingIfNeeded: left)
        let b = SIMD4<Int16>(truncatingIfNeeded: up)
        let c = SIMD4<Int16>(truncatingIfNeeded: corner)
        func size(_ value: SIMD4<Int16>) -> SIMD4<Int16> { pointwiseMax(value, 0 &- value) }
        let (toLeft, toUp) = (size(b &- c), size(a &- c))
        let toCorner = size(a &+ b &- c &- c)
        let upOrCorner = c.replacing(with: b, where: toUp .<= toCorner)
        let isLeft = (toLeft .<= toUp) .& (toLeft .<= toCorner)
        return Pixel(truncatingIfNeeded: upOrCorner.replacing(with: a, where: isLeft))
    }
}
