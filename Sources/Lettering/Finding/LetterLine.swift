/// Blobs that stand beside one another as the letters of a line do.
struct LetterLine: Sendable {
    let blobs: [Blob]
    /// Whether the letters are darker than their ground.
    let isDark: Bool
    /// The middle of the letters, from left to right.
    let middle: Curve
    /// The usual height of a letter.
    let letterHeight: Double
    /// How much it looks like lettering, from 0 to 10: many letters, of one height, on one curve,
    /// that stand out.
    let score: Double

    var left: Int { blobs.map(\.left).min() ?? 0 }
    var right: Int { blobs.map(\.right).max() ?? 0 }
    var top: Int { blobs.map(\.top).min() ?? 0 }
    var bottom: Int { blobs.map(\.bottom).max() ?? 0 }

    /// Judges a chain of at least two blobs.
    init(_ blobs: [Blob], isDark: Bool, contrast: Double) {
        self.blobs = blobs
        self.isDark = isDark
        let heights = blobs.map { Double($0.height) }.sorted()
        letterHeight = heights[heights.count / 2]
        let points = blobs.map { (x: $0.centreX, y: $0.centreY) }
        let middle = Curve(through: points, degree: blobs.count < 3 ? 0 : blobs.count < 5 ? 1 : 2)
        self.middle = middle
        let mean = heights.reduce(0, +) / Double(heights.count)
        let spread = heights.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(heights.count)
        let off = points.map { $0.y - middle.at($0.x) }.map { $0 * $0 }.reduce(0, +)
        let residual = (off / Double(points.count)).squareRoot()
        score =
            Double(min(blobs.count, 10)) * max(0, 1 - spread.squareRoot() / letterHeight)
            * max(0, 1 - 2 * residual / letterHeight) * min(1, contrast / 30)
    }

    /// Whether another line is nearly the same one.
    func covers(_ other: LetterLine) -> Bool {
        guard isDark == other.isDark else { return false }
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        guard width > 0, height > 0 else { return false }
        let common = Double(width * height)
        return common > 0.7 * Double((other.right - other.left) * (other.bottom - other.top))
            && common > 0.5 * Double((right - left) * (bottom - top))
    }
}

/// A polynomial of degree 0 to 2, beyond its points a straight line.
struct Curve: Sendable {
    private let origin: Double
    private let range: ClosedRange<Double>
    private var terms: (Double, Double, Double)

    /// The least-squares fit.
    init(through points: [(x: Double, y: Double)], degree: Int) {
        let count = Double(max(1, points.count))
        let middle = points.map(\.x).reduce(0, +) / count
        origin = middle
        let low = points.map(\.x).min() ?? 0
        range = low...max(low, points.map(\.x).max() ?? 0)
        let mean = points.map(\.y).reduce(0, +) / count
        terms = (mean, 0, 0)
        guard degree > 0 else { return }
        var (s2, s3, s4, t1, t2) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for point in points {
            let x = point.x - middle
            s2 += x * x
            s3 += x * x * x
            s4 += x * x * x * x
            t1 += x * point.y
            t2 += x * x * point.y
        }
        guard s2 > 0 else { return }
        terms.1 = t1 / s2
        guard degree > 1 else { return }
        // The normal equations of a + b·x + c·x² with x centred, solved by hand.
        let determinant = s2 * (s4 - s2 * s2 / count) - s3 * s3
        guard abs(determinant) > 1e-9 * s2 * s4 else { return }
        let c = (s2 * (t2 - s2 * mean) - s3 * t1) / determinant
        let b = (t1 - c * s3) / s2
        terms = (mean - c * s2 / count, b, c)
    }

    /// How far the curve lies from a straight line between its ends, at most.
    var sag: Double {
        let length = range.upperBound - range.lowerBound
        return abs(terms.2) * length * length / 4
    }

    /// How steeply it goes down to the right at a place.
    func slope(at x: Double) -> Double {
        let inside = min(max(x, range.lowerBound), range.upperBound) - origin
        return terms.1 + 2 * terms.2 * inside
    }

    /// The height at a place.
    func at(_ x: Double) -> Double {
        let inside = min(max(x, range.lowerBound), range.upperBound) - origin
        let beyond = x - origin - inside
        let slope = terms.1 + 2 * terms.2 * inside
        return terms.0 + (terms.1 + terms.2 * inside) * inside + slope * beyond
    }
}
