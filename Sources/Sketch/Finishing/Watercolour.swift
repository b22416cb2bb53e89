internal import Pixels

/// Turns a painted picture into a watercolour: washes, dark edges, bleeding, paper.
///
/// Whole numbers only, so that every machine paints the same picture: 16384 stands for a channel's
/// full tone and 4096 for a whole of anything else.
struct Watercolour {
    let seed: UInt64

    private static let paper: [Int32] = [16_138, 15_925, 15_483]

    func finished(_ source: Pixmap) -> Pixmap {
        let (width, height) = (source.width, source.height)
        let short = min(width, height)
        let noise = Noise(seed: seed)
        let isOpaque = source.isOpaque
        let wet = warped(isOpaque ? source : Self.onWhite(source), noise: noise)
        // A very small picture is soft enough as it is.
        let near =
            short < 200
            ? wet
            : BoxBlur.blurred(wet, width: width, height: height, radius: max(1, short * 11 / 5120))
        let far = BoxBlur.blurred(
            near, width: width, height: height, radius: max(1, short * 9 / 1024))
        let sheet = WashRows(noise, width: width, height: height, isRagged: isOpaque)
        // What is transparent is as soft and as wandering as the colours are.
        var out = Pixmap(width: width, height: height, rgba: near)
        Self.paint(&out, far: far, on: sheet)
        return out
    }

    private static func paint(_ out: inout Pixmap, far: [UInt8], on sheet: WashRows) {
        let (width, height) = (out.width, out.height)
        var thin = [Int32](repeating: 0, count: width)
        var grain = thin
        var cover = thin
        out.rgba.withUnsafeMutableBufferPointer { target in
            far.withUnsafeBufferPointer { far in
                thin.withUnsafeMutableBufferPointer { thin in
                    grain.withUnsafeMutableBufferPointer { grain in
                        cover.withUnsafeMutableBufferPointer { cover in
                            guard let line = Row(thin, grain, cover) else { return }
                            for y in 0..<height {
                                sheet.write(y, to: line)
                                let start = y * width * 4
                                let row = UnsafeMutableBufferPointer(
                                    rebasing: target[start..<(start + width * 4)])
                                paint(
                                    row, far: .init(rebasing: far[start..<(start + width * 4)]),
                                    line)
                            }
                        }
                    }
                }
            }
        }
    }

    /// How thinly the paint lies, the paper's tooth, and how much of the paper is painted.
    struct Row {
        let thin: UnsafeMutablePointer<Int32>
        let grain: UnsafeMutablePointer<Int32>
        let cover: UnsafeMutablePointer<Int32>

        init?(
            _ thin: UnsafeMutableBufferPointer<Int32>, _ grain: UnsafeMutableBufferPointer<Int32>,
            _ cover: UnsafeMutableBufferPointer<Int32>
        ) {
            guard let thin = thin.baseAddress, let grain = grain.baseAddress,
                let cover = cover.baseAddress
            else { return nil }
            (self.thin, self.grain, self.cover) = (thin, grain, cover)
        }
    }

    /// Paints over a row of the softly blurred picture.
    private static func paint(
        _ row: UnsafeMutableBufferPointer<UInt8>, far: UnsafeBufferPointer<UInt8>, _ line: Row
    ) {
        var x = 0
        let width = row.count / 4
        let (red, green, blue) = (paper[0], paper[1], paper[2])
        while x < width {
            let (thin, grain, cover) = (line.thin[x], line.grain[x], line.cover[x])
            let tooth = (grain &* 492) >> 12
            let at = x &* 4
            row[at] = tone(row[at], far[at], thin, grain, cover, red &+ tooth)
            row[at &+ 1] = tone(row[at &+ 1], far[at &+ 1], thin, grain, cover, green &+ tooth)
            row[at &+ 2] = tone(row[at &+ 2], far[at &+ 2], thin, grain, cover, blue &+ tooth)
            x = x &+ 1
        }
    }

    @inline(__always)
    private static func tone(
        _ near: UInt8, _ far: UInt8, _ thin: Int32, _ grain: Int32, _ cover: Int32, _ paper: Int32
    ) -> UInt8 {
        // Pigment gathers where a wash ends: darker than what lies around it.
        let edge = max(0, Int32(far) &- Int32(near)) &* 48
        var pigment = (((255 &- Int32(near)) &* 257) >> 2) &+ edge
        pigment = (pigment &* thin) >> 12
        pigment = pigment &- ((grain &* (360 &- ((pigment &* 225) >> 10))) >> 12)
        let share = (pigment &* cover) >> 12
        let tone = ((paper &- ((paper &* share) >> 14)) &* 255 &+ 8192) >> 14
        return UInt8(truncatingIfNeeded: max(0, min(255, tone)))
    }

    /// Moves pixels a little, so that outlines wander as a wet edge does.
    private func warped(_ source: Pixmap, noise: Noise) -> [UInt8] {
        let (width, height) = (source.width, source.height)
        let short = min(width, height)
        let layers = [(0, 50), (90, 0)].map {
            Noise.Layer(noise, period: 22, offset: $0, width: width, short: short)
        }
        // Noise of 4096 moves by nine 1024ths of the shorter side.
        let amount = Int32(9 * short / 4)
        var across = [Int32](repeating: 0, count: width)
        var down = across
        return [UInt8](unsafeUninitializedCapacity: source.rgba.count) { target, count in
            let target = UnsafeMutableRawBufferPointer(target)
            source.rgba.withUnsafeBytes { pixels in
                for y in 0..<height {
                    across.withUnsafeMutableBufferPointer {
                        Self.shifts(y, layers[0], amount, width, to: $0)
                    }
                    down.withUnsafeMutableBufferPointer {
                        Self.shifts(y, layers[1], amount, width, to: $0)
                    }
                    var x = 0
                    while x < width {
                        let column = max(0, min(width &- 1, x &+ Int(across[x])))
                        let row = max(0, min(height &- 1, y &+ Int(down[x])))
                        let from = (row &* width &+ column) &* 4
                        let pixel = pixels.loadUnaligned(fromByteOffset: from, as: UInt32.self)
                        let at = (y &* width &+ x) &* 4
                        target.storeBytes(of: pixel, toByteOffset: at, as: UInt32.self)
                        x = x &+ 1
                    }
                }
            }
            count = source.rgba.count
        }
    }

    private static func shifts(
        _ y: Int, _ layer: Noise.Layer, _ amount: Int32, _ width: Int,
        to out: UnsafeMutableBufferPointer<Int32>
    ) {
        guard let start = out.baseAddress else { return }
        start.update(repeating: 0, count: width)
        layer.add(row: y, columns: 0..<width, times: 1, to: start)
        var x = 0
        while x < width {
            start[x] = ((start[x] &- 2048) &* amount &+ (1 << 19)) >> 20
            x = x &+ 1
        }
    }

    /// The colours as they look on white paper, the transparency kept.
    private static func onWhite(_ source: Pixmap) -> Pixmap {
        var out = source
        for at in stride(from: 0, to: out.rgba.count, by: 4) {
            let alpha = Int(source.rgba[at + 3])
            for channel in at..<(at + 3) {
                let dark = 255 - Int(source.rgba[channel])
                out.rgba[channel] = UInt8(255 - dark * alpha / 255)
            }
        }
        return out
    }
}

/// The unevenness of a sheet of paper and of the paint on it, by rows.
struct WashRows {
    private let washes: [Noise.Layer]
    private let rags: [Noise.Layer]
    private let grain: Noise.Grain
    private let width: Int
    private let height: Int
    /// Whether the paint ends before the paper does.
    private let isRagged: Bool

    init(_ noise: Noise, width: Int, height: Int, isRagged: Bool) {
        let short = min(width, height)
        func layer(_ period: Int, _ x: Int, _ y: Int) -> Noise.Layer {
            Noise.Layer(noise, period: period, offset: (x, y), width: width, short: short)
        }
        washes = [layer(150, 0, 0), layer(46, 7, 0)]
        rags = [layer(60, 31, 0), layer(14, 0, 9)]
        grain = Noise.Grain(noise, width: width, short: short)
        (self.width, self.height, self.isRagged) = (width, height, isRagged)
    }

    func write(_ y: Int, to row: Watercolour.Row) {
        row.thin.update(repeating: 0, count: width)
        // From 68 to 102 hundredths.
        washes[0].add(row: y, columns: 0..<width, times: 836, to: row.thin)
        washes[1].add(row: y, columns: 0..<width, times: 557, to: row.thin)
        var x = 0
        while x < width {
            row.thin[x] = (row.thin[x] >> 12) &+ 2785
            x = x &+ 1
        }
        grain.write(row: y, to: row.grain)
        row.cover.update(repeating: 4096, count: width)
        guard isRagged else { return }
        let margin = min(width, height) / 10
        if min(y, height - 1 - y) < margin || 2 * margin >= width {
            tear(y, columns: 0..<width, row.cover)
        } else {
            tear(y, columns: 0..<margin, row.cover)
            tear(y, columns: (width - margin)..<width, row.cover)
        }
    }

    /// Lets the paint end along a ragged rim.
    private func tear(_ y: Int, columns: Range<Int>, _ cover: UnsafeMutablePointer<Int32>) {
        for x in columns { cover[x] = 0 }
        rags[0].add(row: y, columns: columns, times: 2949, to: cover)
        rags[1].add(row: y, columns: columns, times: 786, to: cover)
        let short = Int32(min(width, height))
        for x in columns {
            let side = Int32(min(min(x, width - 1 - x), min(y, height - 1 - y)))
            let inside = side &* 65_536 / short &- 1180 &- (cover[x] >> 12)
            cover[x] = max(0, min(4096, (min(inside, 8192) &* 667) >> 6))
        }
    }
}
