internal import Foundation

/// Counts pixels that differ, as mapbox's pixelmatch does: https://github.com/mapbox/pixelmatch.
///
/// Pixels that differ only by anti-aliasing (Vyšniauskas 2009) are left out. The figures equal those
/// of version 7.2.0 (YIQ) and of its later head (OKLab).
public struct Pixelmatch: Sendable {
    /// How two colours are told apart.
    public enum Measure: Sendable {
        /// Kotsarenko and Ramos (2010), as up to version 7.2.0.
        case yiq
        /// Distance in OKLab with Ottosson's toe, as in the head after 7.2.0.
        case oklab
    }

    /// How two colours are told apart.
    public var measure: Measure
    /// The distance, 0 to 1, up to which colours count as the same.
    public var threshold = 0.1
    /// Whether pixels count that differ only by anti-aliasing.
    public var countsAntialiasing = false
    /// Whether transparent pixels are seen before a checkerboard; otherwise before white.
    public var hasCheckerboard = true
    /// What is left out.
    public var ignored: [PictureBox] = []

    /// Makes a counter with pixelmatch's own defaults.
    public init(_ measure: Measure) { self.measure = measure }

    /// The number of pixels that differ; nil for pictures of different sizes.
    public func count(_ before: Pixmap, _ after: Pixmap) -> Int? {
        map(before, after)?.reduce(0) { $0 + Int($1) }
    }

    /// The largest number of differing pixels in any square window of some side.
    public func count(_ before: Pixmap, _ after: Pixmap, window side: Int) -> Int? {
        guard let map = map(before, after), side > 0 else { return nil }
        let (width, height) = (before.width, before.height)
        let (wide, high) = (min(side, width), min(side, height))
        // Sums over everything above and to the left.
        var sums = [Int](repeating: 0, count: (width + 1) * (height + 1))
        for y in 0..<height {
            var line = 0
            for x in 0..<width {
                line += Int(map[y * width + x])
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + line
            }
        }
        var most = 0
        for y in 0...(height - high) {
            for x in 0...(width - wide) {
                let (top, bottom) = (y * (width + 1) + x, (y + high) * (width + 1) + x)
                most = max(most, sums[bottom + wide] - sums[bottom] - sums[top + wide] + sums[top])
            }
        }
        return most
    }

    /// 1 for each pixel that differs, 0 for the others; nil for pictures of different sizes.
    func map(_ before: Pixmap, _ after: Pixmap) -> [UInt8]? {
        guard before.width == after.width, before.height == after.height else { return nil }
        let skips =
            ignored.isEmpty
            ? nil : Mask(width: before.width, height: before.height, boxes: ignored).bits
        return before.rgba.withUnsafeBytes { one in
            after.rgba.withUnsafeBytes { two in
                let pair = PixelPair(
                    before: one, after: two, width: before.width, height: before.height,
                    hasCheckerboard: hasCheckerboard)
                return differing(pair, skips)
            }
        }
    }

    private func differing(_ pair: PixelPair, _ skips: [UInt8]?) -> [UInt8] {
        // A loop of its own for each measure, which so is not asked for at every pixel.
        switch measure {
        case .yiq:
            let limit = 35215 * threshold * threshold
            return differing(pair, skips) { pair.yiq(at: $0) > limit }
        case .oklab:
            let distance = OKLabDistance(limit: threshold)
            return differing(pair, skips) { distance.isExceeded(by: pair, at: $0) }
        }
    }

    @inline(__always)
    private func differing(
        _ pair: PixelPair, _ skips: [UInt8]?, _ isApart: (_ place: Int) -> Bool
    ) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: pair.width * pair.height)
        out.withUnsafeMutableBufferPointer { out in
            for y in 0..<pair.height {
                for x in 0..<pair.width {
                    let index = y &* pair.width &+ x
                    guard pair.word(pair.before, index) != pair.word(pair.after, index),
                        skips?[index] != 1, isApart(index &* 4)
                    else { continue }
                    let isRendering =
                        !countsAntialiasing
                        && (pair.isAntialiased(pair.before, x, y, pair.after)
                            || pair.isAntialiased(pair.after, x, y, pair.before))
                    if !isRendering { out[index] = 1 }
                }
            }
        }
        return out
    }
}

/// Two pictures of one size, as pixelmatch looks at them.
struct PixelPair {
    let before: UnsafeRawBufferPointer
    let after: UnsafeRawBufferPointer
    let width: Int
    let height: Int
    let hasCheckerboard: Bool

    func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
        bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
    }

    /// What stands behind a transparent pixel; the place is that of its first byte.
    func ground(at place: Int) -> SIMD4<Double> {
        guard hasCheckerboard else { return SIMD4(255, 255, 255, 0) }
        func stripe(_ divisor: Double) -> Double {
            48 + 159 * Double(Int(Double(place) / divisor) % 2)
        }
        return SIMD4(
            48 + 159 * Double(place % 2), stripe(1.618033988749895), stripe(2.618033988749895), 0)
    }

    /// Red, green and blue of the difference of two pixels, each before its ground.
    private func difference(
        _ one: UnsafeRawBufferPointer, _ from: Int, _ two: UnsafeRawBufferPointer, _ to: Int
    ) -> SIMD4<Double> {
        let first = SIMD4<Double>(one.loadUnaligned(fromByteOffset: from, as: SIMD4<UInt8>.self))
        let second = SIMD4<Double>(two.loadUnaligned(fromByteOffset: to, as: SIMD4<UInt8>.self))
        guard first.w < 255 || second.w < 255 else { return first - second }
        let ground = ground(at: from)
        return (first * first.w - second * second.w - ground * (first.w - second.w)) / 255
    }

    /// The squared distance in YIQ.
    func yiq(at place: Int) -> Double {
        let d = difference(before, place, after, place)
        let y = Self.brightness(d)
        let i = d.x * 0.59597799 - d.y * 0.27417610 - d.z * 0.32180189
        let q = d.x * 0.21147017 - d.y * 0.52261711 + d.z * 0.31114694
        return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q
    }

    private static func brightness(_ d: SIMD4<Double>) -> Double {
        d.x * 0.29889531 + d.y * 0.58662247 + d.z * 0.11448223
    }

    /// Whether a pixel lies between a darker and a brighter neighbour one of which is part of a
    /// larger patch in both pictures.
    func isAntialiased(
        _ picture: UnsafeRawBufferPointer, _ x: Int, _ y: Int, _ other: UnsafeRawBufferPointer
    ) -> Bool {
        let place = (y &* width &+ x) &* 4
        var equal = isAtEdge(x, y) ? 1 : 0
        var (darkest, brightest) = (0.0, 0.0)
        var (dark, bright) = (SIMD2(0, 0), SIMD2(0, 0))
        for column in max(x - 1, 0)...min(x + 1, width - 1) {
            for row in max(y - 1, 0)...min(y + 1, height - 1) where column != x || row != y {
                let neighbour = (row &* width &+ column) &* 4
                let delta = Self.brightness(difference(picture, place, picture, neighbour))
                if delta == 0 {
                    equal += 1
                    if equal > 2 { return false }
                } else if delta < darkest {
                    (darkest, dark) = (delta, SIMD2(column, row))
                } else if delta > brightest {
                    (brightest, bright) = (delta, SIMD2(column, row))
                }
            }
        }
        guard darkest != 0, brightest != 0 else { return false }
        return hasSiblings(picture, dark) && hasSiblings(other, dark)
            || hasSiblings(picture, bright) && hasSiblings(other, bright)
    }

    private func isAtEdge(_ x: Int, _ y: Int) -> Bool {
        x == 0 || y == 0 || x == width - 1 || y == height - 1
    }

    /// Whether at least three neighbours are equal; the edge of the picture counts as one.
    private func hasSiblings(_ picture: UnsafeRawBufferPointer, _ at: SIMD2<Int>) -> Bool {
        let own = word(picture, at.y &* width &+ at.x)
        var equal = isAtEdge(at.x, at.y) ? 1 : 0
        for column in max(at.x - 1, 0)...min(at.x + 1, width - 1) {
            for row in max(at.y - 1, 0)...min(at.y + 1, height - 1)
            where column != at.x || row != at.y {
                if word(picture, row &* width &+ column) == own { equal += 1 }
                if equal > 2 { return true }
            }
        }
        return false
    }
}
