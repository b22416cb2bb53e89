internal import Foundation

/// pixelmatch's distance in OKLab, held against a limit.
struct OKLabDistance {
    /// Cube roots of 0 to 1 in 4096 steps; between them pixelmatch draws straight lines.
    private static let roots: [Double] = (0...4096).map { cbrt(Double($0) / 4096) }

    private let limit: Double
    // Held here, so that no pixel asks whether they are made yet.
    private let roots = Self.roots
    private let light = SRGB.light
    /// How many levels two opaque pixels may lie apart in any channel and surely be below the limit,
    /// by a quarter of their least and of their greatest level.
    private let harmless: [UInt8]

    init(limit: Double) {
        self.limit = limit
        harmless = (0..<4096).map {
            Self.harmlessLevels(least: $0 / 64 * 4, most: $0 % 64 * 4 + 3, limit)
        }
    }

    /// The most levels apart that surely stay below the limit.
    ///
    /// Where every channel of one pixel has at most r times the other's light, so have its cones'
    /// responses, which are weighted means. Their roots, with straight lines between 4096 places, are
    /// then at most r to the 0.36 times the other's from level 16 on, and no root is above that of the
    /// greatest level. The distance follows the roots by the sums of its coefficients: 1.18 for
    /// lightness with its toe, 5.13 for a and b.
    private static func harmlessLevels(least: Int, most: Int, _ limit: Double) -> UInt8 {
        guard least >= 16, most >= least else { return 0 }
        let root = cbrt(SRGB.light[most])
        let fitting = (1...16).prefix { levels in
            let ratio = SRGB.light[min(255, least + levels)] / SRGB.light[least]
            return 6.31 * root * (pow(ratio, 0.36) - 1) < limit
        }
        return UInt8(fitting.count)
    }

    func isExceeded(by pair: PixelPair, at place: Int) -> Bool {
        let one = pair.before.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt8>.self)
        let two = pair.after.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt8>.self)
        if areSurelyNear(one, two) { return false }
        return Self.between(colour(one, pair, place), colour(two, pair, place)) > limit
    }

    /// The distance of two opaque pixels.
    func between(_ one: SIMD4<UInt8>, _ two: SIMD4<UInt8>) -> Double {
        Self.between(opaque(one), opaque(two))
    }

    /// Whether no square root need be taken to know that two pixels are below the limit.
    func areSurelyNear(_ one: SIMD4<UInt8>, _ two: SIMD4<UInt8>) -> Bool {
        guard one.w == 255, two.w == 255 else { return false }
        let (low, high) = (pointwiseMin(one, two), pointwiseMax(one, two))
        let apart = high &- low
        let least = Int(min(low.x, low.y, low.z) / 4)
        let most = Int(max(high.x, high.y, high.z) / 4)
        return max(apart.x, apart.y, apart.z) <= harmless[least &* 64 &+ most]
    }

    private static func between(_ first: OKLab, _ second: OKLab) -> Double {
        let (a, b) = (first.a - second.a, first.b - second.b)
        return abs(first.toedLightness - second.toedLightness) + (a * a + b * b).squareRoot()
    }

    private func colour(_ bytes: SIMD4<UInt8>, _ pair: PixelPair, _ place: Int) -> OKLab {
        guard bytes.w < 255 else { return opaque(bytes) }
        let straight = SIMD4<Double>(bytes)
        let ground = pair.ground(at: place)
        let seen = (ground + (straight - ground) * (straight.w / 255)) / 255
        return OKLab(
            linear: SRGB.light(of: seen.x), SRGB.light(of: seen.y), SRGB.light(of: seen.z),
            root: root)
    }

    private func opaque(_ bytes: SIMD4<UInt8>) -> OKLab {
        OKLab(linear: light[Int(bytes.x)], light[Int(bytes.y)], light[Int(bytes.z)], root: root)
    }

    private func root(_ value: Double) -> Double {
        let place = min(max(value, 0), 1) * 4096
        let index = min(Int(place), 4095)
        return roots[index] + (roots[index + 1] - roots[index]) * (place - Double(index))
    }
}
