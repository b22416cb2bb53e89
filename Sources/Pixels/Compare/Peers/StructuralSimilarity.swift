internal import Foundation

/// Structural similarity (SSIM) as scikit-image computes it on grey with a Gaussian window.
///
/// The options are `gaussian_weights=True`, `use_sample_covariance=False` and `data_range=255`: σ 1.5
/// over 11x11 pixels, without the border of five pixels that the window does not cover. Formula: Wang,
/// Bovik, Sheikh and Simoncelli 2004.
struct StructuralSimilarity {
    /// Pixels between the middle of the window and its edge.
    static let radius = 5
    /// One half of the window's weights, from the middle on; both halves sum to 1.
    private static let weights: [Float] = {
        let raw = (0...radius).map { exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }
        let sum = raw[0] + 2 * raw[1...].reduce(0, +)
        return raw.map { Float($0 / sum) }
    }()

    /// Which of its three terms count.
    enum Terms {
        /// Luminance, contrast and structure: the published measure.
        case all
        /// Contrast and structure: a mean that moved is told by colour already, and in the dark the
        /// luminance term cries out at two levels.
        case withoutLuminance
    }

    private let before: GreyRows
    private let after: GreyRows
    private let terms: Terms

    /// Pairs two planes of 8-bit levels; nil where they differ in size or the window does not fit.
    init?(_ before: Plane, _ after: Plane, terms: Terms = .all) {
        self.init(.plane(before), .plane(after), terms)
    }

    /// Pairs the luma of two pictures, made row by row; nil likewise.
    init?(lumaOf before: Pixmap, _ after: Pixmap) {
        self.init(.luma(before), .luma(after), .all)
    }

    private init?(_ before: GreyRows, _ after: GreyRows, _ terms: Terms) {
        self.terms = terms
        let side = 2 * Self.radius + 1
        guard before.width == after.width, before.height == after.height, before.width >= side,
            before.height >= side
        else { return nil }
        self.before = before
        self.after = after
    }

    /// The mean over the picture, at most 1.
    var mean: Double {
        var sum = 0.0
        forEachRow { _, row in sum += Double(row.reduce(0, +)) }
        let side = 2 * Self.radius
        return sum / Double((before.width - side) * (before.height - side))
    }

    /// Gives the map row by row: `y` of the middle pixels, and one value for each x from `radius` on.
    func forEachRow(_ take: (_ y: Int, _ row: UnsafeBufferPointer<Float>) -> Void) {
        let (width, height, radius) = (before.width, before.height, Self.radius)
        let window = 2 * radius + 1
        let wide = width - 2 * radius
        // Room for whole vectors past the end of a row.
        let stride = wide + Lanes.scalarCount
        var ring = [Float](repeating: 0, count: window * 4 * stride)
        var products = [Float](repeating: 0, count: 4 * (width + 2 * Lanes.scalarCount))
        var row = [Float](repeating: 0, count: stride)
        ring.withUnsafeMutableBufferPointer { ring in
            products.withUnsafeMutableBufferPointer { products in
                for y in 0..<height {
                    multiply(y, into: products, stride: width + 2 * Lanes.scalarCount)
                    let line = UnsafeMutableBufferPointer(
                        rebasing: ring[(y % window * 4 * stride)..<((y % window + 1) * 4 * stride)])
                    Self.blur(
                        products, stride: width + 2 * Lanes.scalarCount, wide: wide, into: line)
                    guard y >= window - 1 else { continue }
                    row.withUnsafeMutableBufferPointer { row in
                        similarity(ring, newest: y % window, wide: wide, into: row)
                        take(y - radius, UnsafeBufferPointer(rebasing: row[..<wide]))
                    }
                }
            }
        }
    }
}

extension StructuralSimilarity {
    private typealias Lanes = SIMD8<Float>

    /// Both rows, the sum of their squares and their product, about mid-grey: variances do not mind,
    /// and single precision keeps its digits.
    private func multiply(
        _ y: Int, into out: UnsafeMutableBufferPointer<Float>, stride: Int
    ) {
        let width = before.width
        before.fill(y, into: UnsafeMutableBufferPointer(rebasing: out[..<width]))
        after.fill(
            y, into: UnsafeMutableBufferPointer(rebasing: out[stride..<(stride + width)]))
        for x in 0..<width {
            let (one, two) = (out[x], out[stride &+ x])
            out[2 &* stride &+ x] = one * one + two * two
            out[3 &* stride &+ x] = one * two
        }
    }

    private static func blur(
        _ rows: UnsafeMutableBufferPointer<Float>, stride: Int, wide: Int,
        into out: UnsafeMutableBufferPointer<Float>
    ) {
        let source = UnsafeRawBufferPointer(rows)
        let target = UnsafeMutableRawBufferPointer(out)
        let outStride = wide + Lanes.scalarCount
        let weights = Self.weights.map { Lanes(repeating: $0) }
        weights.withUnsafeBufferPointer { weights in
            for signal in 0..<4 {
                var x = 0
                while x < wide {
                    let at = signal &* stride &+ x
                    func load(_ offset: Int) -> Lanes {
                        source.loadUnaligned(fromByteOffset: (at &+ offset) &* 4, as: Lanes.self)
                    }
                    var sum = load(radius) * weights[0]
                    sum += (load(4) + load(6)) * weights[1]
                    sum += (load(3) + load(7)) * weights[2]
                    sum += (load(2) + load(8)) * weights[3]
                    sum += (load(1) + load(9)) * weights[4]
                    sum += (load(0) + load(10)) * weights[5]
                    target.storeBytes(
                        of: sum, toByteOffset: (signal &* outStride &+ x) &* 4, as: Lanes.self)
                    x = x &+ Lanes.scalarCount
                }
            }
        }
    }

    /// Blurs the ring downwards and puts the four moments together.
    private func similarity(
        _ ring: UnsafeMutableBufferPointer<Float>, newest: Int, wide: Int,
        into out: UnsafeMutableBufferPointer<Float>
    ) {
        let radius = Self.radius
        let window = 2 * radius + 1
        let source = UnsafeRawBufferPointer(ring)
        let target = UnsafeMutableRawBufferPointer(out)
        let stride = wide + Lanes.scalarCount
        // The oldest line is the one after the newest.
        let lines = (0..<window).map { (newest + 1 + $0) % window * 4 * stride }
        let weights = Self.weights.map { Lanes(repeating: $0) }
        lines.withUnsafeBufferPointer { lines in
            weights.withUnsafeBufferPointer { weights in
                var x = 0
                while x < wide {
                    func down(_ signal: Int) -> Lanes {
                        let at = signal &* stride &+ x
                        func load(_ line: Int) -> Lanes {
                            source.loadUnaligned(
                                fromByteOffset: (lines[line] &+ at) &* 4, as: Lanes.self)
                        }
                        var sum = load(radius) * weights[0]
                        sum += (load(4) + load(6)) * weights[1]
                        sum += (load(3) + load(7)) * weights[2]
                        sum += (load(2) + load(8)) * weights[3]
                        sum += (load(1) + load(9)) * weights[4]
                        sum += (load(0) + load(10)) * weights[5]
                        return sum
                    }
                    target.storeBytes(
                        of: combine(down(0), down(1), down(2), down(3)), toByteOffset: x &* 4,
                        as: Lanes.self)
                    x = x &+ Lanes.scalarCount
                }
            }
        }
    }

    private func combine(
        _ one: Lanes, _ two: Lanes, _ squares: Lanes, _ product: Lanes
    ) -> Lanes {
        // (0.01 * 255)² and (0.03 * 255)².
        let (c1, c2) = (Lanes(repeating: 6.5025), Lanes(repeating: 58.5225))
        let covariance = product - one * two
        let variances = squares - one * one - two * two
        let likeness = (covariance * 2 + c2) / (variances + c2)
        guard terms == .all else { return likeness }
        let (first, second) = (one + 128, two + 128)
        return likeness * (first * second * 2 + c1) / (first * first + second * second + c1)
    }
}

/// Where the rows of grey come from.
private enum GreyRows {
    case plane(Plane)
    /// Luma of BT.601, unrounded; transparency is not looked at.
    case luma(Pixmap)

    var width: Int {
        switch self {
        case .plane(let plane): plane.width
        case .luma(let pixmap): pixmap.width
        }
    }

    var height: Int {
        switch self {
        case .plane(let plane): plane.height
        case .luma(let pixmap): pixmap.height
        }
    }

    /// Writes a row, about mid-grey.
    func fill(_ y: Int, into out: UnsafeMutableBufferPointer<Float>) {
        switch self {
        case .plane(let plane):
            plane.values.withUnsafeBufferPointer { source in
                for x in 0..<out.count { out[x] = source[y &* out.count &+ x] - 128 }
            }
        case .luma(let pixmap):
            pixmap.rgba.withUnsafeBytes { source in
                for x in 0..<out.count {
                    let at = (y &* out.count &+ x) &* 4
                    out[x] =
                        0.299 * Float(source[at]) + 0.587 * Float(source[at &+ 1])
                        + 0.114 * Float(source[at &+ 2]) - 128
                }
            }
        }
    }
}
