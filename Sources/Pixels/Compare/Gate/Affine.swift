internal import Foundation

/// A move, turn, stretch and shear, about the middle of a picture and in halves of its longer side.
///
/// The same numbers so hold for every size of the picture.
public struct Affine: Sendable, Equatable {
    /// How far the middle goes, in halves of the longer side: right and down.
    var shift: SIMD2<Double>
    /// The first column and the second one of the matrix.
    var columns: (SIMD2<Double>, SIMD2<Double>)

    /// No move at all.
    public static let identity = Affine(shift: .zero, columns: (SIMD2(1, 0), SIMD2(0, 1)))

    /// Whether two are the same to the last digit.
    public static func == (one: Affine, two: Affine) -> Bool {
        one.shift == two.shift && one.columns == two.columns
    }

    func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
        shift + columns.0 * point.x + columns.1 * point.y
    }

    /// First the other, then this.
    func after(_ other: Affine) -> Affine {
        func turned(_ vector: SIMD2<Double>) -> SIMD2<Double> {
            columns.0 * vector.x + columns.1 * vector.y
        }
        return Affine(
            shift: self(other.shift), columns: (turned(other.columns.0), turned(other.columns.1)))
    }

    /// The way back; nil where everything falls onto a line.
    var inverse: Affine? {
        let (a, b) = (columns.0, columns.1)
        let area = a.x * b.y - a.y * b.x
        guard abs(area) > 1e-9 else { return nil }
        let back = (SIMD2(b.y, -a.y) / area, SIMD2(-b.x, a.x) / area)
        return Affine(
            shift: -(back.0 * shift.x + back.1 * shift.y), columns: back)
    }
}

extension Affine {
    /// Width of the second picture's content in widths of the first's.
    public var scaleX: Double { (columns.0 * columns.0).sum().squareRoot() }
    /// The same for heights.
    public var scaleY: Double { (columns.1 * columns.1).sum().squareRoot() }
    /// Degrees, clockwise as the picture is seen: the mean turn of both axes.
    public var rotation: Double {
        let turn = atan2(columns.0.y - columns.1.x, columns.0.x + columns.1.y)
        return turn * 180 / .pi
    }
    /// How far the middle went right and down, in shares of the longer side.
    public var shiftShares: SIMD2<Double> { shift / 2 }
    /// The same as one length.
    var shiftShare: Double { (shift * shift).sum().squareRoot() / 2 }

    /// The farthest that a corner goes, in pixels of a picture of this size.
    func reach(width: Int, height: Int) -> Double {
        let half = Double(max(width, height)) / 2
        let corner = SIMD2(Double(width), Double(height)) / (2 * half)
        return [SIMD2(1.0, 1.0), SIMD2(1, -1), SIMD2(-1, 1), SIMD2(-1, -1)].map { sign in
            let point = corner * sign
            let way = self(point) - point
            return (way * way).sum().squareRoot() * half
        }.max() ?? 0
    }
}

extension Plane {
    /// This plane drawn so that what a map sends a pixel to comes back to it; what comes from beyond
    /// the edge repeats the edge.
    func drawnBack(_ map: Affine) -> Plane {
        let half = Double(max(width, height)) / 2
        let centre = SIMD2(Double(width), Double(height)) / 2
        let step = SIMD2<Float>(map.columns.0)
        let out = values.withUnsafeBufferPointer { source in
            [Float](unsafeUninitializedCapacity: width * height) { out, count in
                for y in 0..<height {
                    let start = (SIMD2(0.5, Double(y) + 0.5) - centre) / half
                    var place = SIMD2<Float>(map(start) * half + centre - 0.5)
                    for x in 0..<width {
                        out[y &* width &+ x] = Self.cubic(source, width, height, place)
                        place += step
                    }
                }
                count = width * height
            }
        }
        return Plane(width: width, height: height, values: out)
    }

    /// Catmull-Rom over 4x4 pixels: straight lines between pixels would blur, and a blur looks like
    /// a change.
    private static func cubic(
        _ source: UnsafeBufferPointer<Float>, _ width: Int, _ height: Int, _ place: SIMD2<Float>
    ) -> Float {
        let x = min(max(place.x, 0), Float(width - 1))
        let y = min(max(place.y, 0), Float(height - 1))
        let (left, top) = (Int(x), Int(y))
        let across = weights(x - Float(left))
        let down = weights(y - Float(top))
        var sum: Float = 0
        let isInner = left >= 1 && top >= 1 && left + 2 < width && top + 2 < height
        for row in 0..<4 {
            let line = min(max(top &+ row &- 1, 0), height &- 1) &* width
            var values = SIMD4<Float>()
            if isInner {
                values = UnsafeRawBufferPointer(source).loadUnaligned(
                    fromByteOffset: (line &+ left &- 1) &* 4, as: SIMD4<Float>.self)
            } else {
                for column in 0..<4 {
                    values[column] = source[line &+ min(max(left &+ column &- 1, 0), width &- 1)]
                }
            }
            sum += (values * across).sum() * down[row]
        }
        return sum
    }

    private static func weights(_ t: Float) -> SIMD4<Float> {
        let (t2, t3) = (t * t, t * t * t)
        return SIMD4(
            (-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2,
            (t3 - t2) / 2)
    }
}
