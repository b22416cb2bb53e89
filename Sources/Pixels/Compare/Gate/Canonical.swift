/// A picture as the gate looks at it: on white, at most 512 pixels a side, so that large pictures are
/// judged as an eye sees them and recompression noise is averaged away.
struct Canonical: Sendable {
    /// The longer side of the largest.
    static let side = 512

    let width: Int
    let height: Int
    /// 8-bit levels, on white.
    let red: Plane
    let green: Plane
    let blue: Plane
    /// 0 to 255; nil where nothing is transparent.
    let alpha: Plane?

    /// Luma of BT.601.
    var luma: Plane {
        var out = green
        out.values.withUnsafeMutableBufferPointer { out in
            red.values.withUnsafeBufferPointer { red in
                blue.values.withUnsafeBufferPointer { blue in
                    for index in 0..<out.count {
                        out[index] = 0.299 * red[index] + 0.587 * out[index] + 0.114 * blue[index]
                    }
                }
            }
        }
        return out
    }

    /// The one size for two pictures, in the shape of the first; neither is enlarged along any side.
    static func size(_ before: Pixmap, _ after: Pixmap) -> (width: Int, height: Int) {
        size(before, [after])
    }

    /// The one size for several pictures, in the shape of the first; none is enlarged.
    static func size(_ first: Pixmap, _ others: [Pixmap]) -> (width: Int, height: Int) {
        let (width, height) = others.reduce((first.width, first.height)) {
            (min($0.0, $1.width), min($0.1, $1.height))
        }
        let shrink = min(
            1, Double(side) / Double(max(first.width, first.height)),
            Double(width) / Double(first.width), Double(height) / Double(first.height))
        func scaled(_ length: Int, _ other: Int) -> Int {
            max(1, min(Int((Double(length) * shrink).rounded()), other))
        }
        return (scaled(first.width, width), scaled(first.height, height))
    }

    init(red: Plane, green: Plane, blue: Plane, alpha: Plane?) {
        width = red.width
        height = red.height
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// Shrinks a picture by averaging areas.
    init(_ picture: Pixmap, width: Int, height: Int) {
        let isOpaque = picture.isOpaque
        let channels =
            isOpaque ? BlockAverage(picture, width: width, height: height)?.channels : nil
        self.init(
            channels
                ?? AreaAverage(picture, width: width, height: height, isOpaque: isOpaque)
                .channels, isOpaque: isOpaque)
    }

    private init(_ channels: [Plane], isOpaque: Bool) {
        width = channels[0].width
        height = channels[0].height
        red = channels[0]
        green = channels[1]
        blue = channels[2]
        alpha = isOpaque ? nil : channels[3]
    }
}

/// Shrinks an opaque picture by whole numbers, as most pictures are: four times as fast as
/// ``AreaAverage``, with the same result.
private struct BlockAverage {
    /// Red, green and blue.
    let channels: [Plane]

    /// Bytes at even places of two pixels, in lanes of 16 bits.
    private static let even: UInt64 = 0x00FF_00FF_00FF_00FF
    /// So many bytes fit into a lane.
    private static let most = 256

    /// Nil where the sizes are no such multiples.
    init?(_ picture: Pixmap, width: Int, height: Int) {
        let (wide, high) = (picture.width / width, picture.height / height)
        guard picture.width == wide * width, picture.height == high * height, wide % 2 == 0,
            wide / 2 * high <= Self.most
        else { return nil }
        var red = [Float](repeating: 0, count: width * height)
        var (green, blue) = (red, red)
        let share = 1 / Float(wide * high)
        let line = picture.width &* 4
        picture.rgba.withUnsafeBytes { source in
            red.withUnsafeMutableBufferPointer { red in
                green.withUnsafeMutableBufferPointer { green in
                    blue.withUnsafeMutableBufferPointer { blue in
                        for index in 0..<red.count {
                            let (y, x) = index.quotientAndRemainder(dividingBy: width)
                            let sums = Self.sums(
                                source, from: y &* high &* line &+ x &* wide &* 4, line,
                                pairs: wide / 2, rows: high)
                            red[index] = Float(sums.red) * share
                            green[index] = Float(sums.green) * share
                            blue[index] = Float(sums.blue) * share
                        }
                    }
                }
            }
        }
        channels = [red, green, blue].map { Plane(width: width, height: height, values: $0) }
    }

    @inline(__always)
    private static func sums(
        _ source: UnsafeRawBufferPointer, from start: Int, _ line: Int, pairs: Int, rows: Int
    ) -> (red: UInt32, green: UInt32, blue: UInt32) {
        var (even, odd): (UInt64, UInt64) = (0, 0)
        var at = start
        for _ in 0..<rows {
            for pair in 0..<pairs {
                let two = UInt64(
                    littleEndian: source.loadUnaligned(
                        fromByteOffset: at &+ pair &* 8, as: UInt64.self))
                even &+= two & Self.even
                odd &+= (two >> 8) & Self.even
            }
            at &+= line
        }
        func lane(_ lanes: UInt64, _ shift: UInt64) -> UInt32 {
            UInt32(truncatingIfNeeded: lanes &>> shift) & 0xFFFF
        }
        return (
            lane(even, 0) &+ lane(even, 32), lane(odd, 0) &+ lane(odd, 32),
            lane(even, 16) &+ lane(even, 48)
        )
    }
}

/// Shrinks by averaging the area that each new pixel covers.
private struct AreaAverage {
    private(set) var channels: [Plane]

    private typealias Lanes = SIMD4<Float>

    init(_ picture: Pixmap, width: Int, height: Int, isOpaque: Bool) {
        let columns = Self.shares(from: picture.width, to: width)
        let rows = Self.shares(from: picture.height, to: height)
        var sums = [Lanes](repeating: Lanes(), count: width * height)
        var line = [Lanes](repeating: Lanes(), count: width + 1)
        picture.rgba.withUnsafeBytes { source in
            for y in 0..<picture.height {
                for x in 0...width { line[x] = Lanes() }
                let start = y &* picture.width
                line.withUnsafeMutableBufferPointer { line in
                    columns.withUnsafeBufferPointer { columns in
                        for x in 0..<picture.width {
                            let bytes = source.loadUnaligned(
                                fromByteOffset: (start &+ x) &* 4, as: SIMD4<UInt8>.self)
                            var pixel = Lanes(bytes)
                            if !isOpaque { pixel = Self.onWhite(pixel) }
                            let share = columns[x]
                            line[share.first] += pixel * share.weight
                            line[share.first &+ 1] += pixel * share.rest
                        }
                    }
                }
                Self.add(line, rows[y], width: width, height: height, to: &sums)
            }
        }
        channels = (0..<4).map { channel in
            Plane(width: width, height: height, values: sums.map { $0[channel] })
        }
    }

    private static func add(
        _ line: [Lanes], _ share: Share, width: Int, height: Int, to sums: inout [Lanes]
    ) {
        sums.withUnsafeMutableBufferPointer { sums in
            line.withUnsafeBufferPointer { line in
                let first = share.first &* width
                for x in 0..<width { sums[first &+ x] += line[x] * share.weight }
                guard share.rest > 0, share.first + 1 < height else { return }
                for x in 0..<width { sums[first &+ width &+ x] += line[x] * share.rest }
            }
        }
    }

    private static func onWhite(_ pixel: Lanes) -> Lanes {
        let cover = pixel.w / 255
        var seen = pixel * cover + Lanes(repeating: 255 * (1 - cover))
        seen.w = pixel.w
        return seen
    }

    /// Where an old row or column goes, and how much of the new one it makes up.
    private struct Share {
        var first: Int
        var weight: Float
        /// What goes to the next one.
        var rest: Float
    }

    /// - Precondition: `new <= old`.
    private static func shares(from old: Int, to new: Int) -> [Share] {
        let scale = Double(old) / Double(new)
        return (0..<old).map { index in
            let first = min(Int(Double(index) / scale), new - 1)
            let rest = max(0, Double(index + 1) - Double(first + 1) * scale)
            let isLast = first == new - 1
            return Share(
                first: first, weight: Float((1 - (isLast ? 0 : rest)) / scale),
                rest: isLast ? 0 : Float(rest / scale))
        }
    }
}
