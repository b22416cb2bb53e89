/// Which cells of two pictures show the same, whatever happened to all of them.
///
/// What happened to all is fitted first, for each of L*, a* and b*: a gain and an offset over the
/// cells' means, by weighted least squares that forgets what does not fit (Beaton and Tukey 1974,
/// biweight). A cell that is farther from the fit than `tolerance`, or whose forms are others, was
/// edited.
struct CellPairing: Sendable {
    /// For each cell whether it is compared.
    private(set) var kept: [Bool]
    /// Every cell.
    let all: [Bool]
    /// By how much the middle of the colours moved.
    private(set) var shift = Lab(lightness: 0, a: 0, b: 0)

    /// From this distance from the fit on a cell was edited (CIE L*a*b*).
    private static let tolerance = 5.0
    /// Below this likeness of forms it shows something else, if it shows any.
    private static let likeness: Float = 0.5
    /// With a smaller share of cells that go together the two show other things, unless their large
    /// forms say that they show the same and that something happened to all of it.
    static let few = 0.1
    /// From this standard deviation on, in levels, a cell shows forms.
    private static let liveliness: Float = 10

    /// The share of the cells that are compared.
    var share: Double { Double(kept.count { $0 }) / Double(max(1, kept.count)) }

    init(_ before: StylePlanes, _ after: StylePlanes, excluding mask: Mask?) {
        let (one, two) = (CellFigures(before), CellFigures(after))
        all = Array(repeating: true, count: one.means.count)
        kept = Self.free(before, mask)
        let forms = CellFigures.likeness(before, after)
        var fits = Array(repeating: 0.0, count: kept.count)
        for channel in [\Lab.lightness, \Lab.a, \Lab.b] {
            let old = one.means.map { $0[keyPath: channel] }
            let new = two.means.map { $0[keyPath: channel] }
            let fit = RobustLine(old, new, among: kept)
            for index in kept.indices {
                let off = new[index] - fit.value(at: old[index])
                fits[index] += off * off
            }
        }
        for index in kept.indices where kept[index] {
            let isLively = max(one.spreads[index], two.spreads[index]) > Self.liveliness
            kept[index] =
                fits[index] <= Self.tolerance * Self.tolerance
                && !(isLively && forms[index] < Self.likeness)
        }
        spread(before)
        if share < Self.few, Self.correlation(one.means, two.means) > 0.9 {
            kept = Self.free(before, mask)
        }
        let shifts = kept.indices.filter { kept[$0] }.map { two.means[$0] - one.means[$0] }
        shift = Lab(
            lightness: Self.median(shifts.map(\.lightness)), a: Self.median(shifts.map(\.a)),
            b: Self.median(shifts.map(\.b)))
    }

    /// An edit ends inside of cells, and so the cells around those that it changed go as well.
    private mutating func spread(_ planes: StylePlanes) {
        let edited = kept.map { !$0 }
        let columns = planes.columns
        for index in edited.indices where edited[index] {
            let column = index % columns
            if column > 0 { kept[index - 1] = false }
            if column < columns - 1 { kept[index + 1] = false }
            if index >= columns { kept[index - columns] = false }
            if index + columns < kept.count { kept[index + columns] = false }
        }
    }

    /// The cells that no mask names.
    private static func free(_ planes: StylePlanes, _ mask: Mask?) -> [Bool] {
        let count = planes.columns * planes.rows
        guard let mask = mask?.resized(width: planes.width, height: planes.height) else {
            return Array(repeating: true, count: count)
        }
        var edited = Array(repeating: 0, count: count)
        for y in 0..<planes.height {
            for x in 0..<planes.width where mask.bits[y * planes.width + x] == 1 {
                edited[planes.cell(x, y)] += 1
            }
        }
        return edited.map { $0 * 10 < StylePlanes.cell * StylePlanes.cell }
    }

    /// The correlation of the cells' lightness, from -1 to 1.
    private static func correlation(_ one: [Lab], _ two: [Lab]) -> Double {
        let count = Double(max(1, one.count))
        let a = one.reduce(0) { $0 + $1.lightness } / count
        let b = two.reduce(0) { $0 + $1.lightness } / count
        var (both, first, second) = (0.0, 0.0, 0.0)
        for (x, y) in zip(one, two) {
            both += (x.lightness - a) * (y.lightness - b)
            first += (x.lightness - a) * (x.lightness - a)
            second += (y.lightness - b) * (y.lightness - b)
        }
        return first * second > 0 ? both / (first * second).squareRoot() : 0
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}

/// A line through points, most of which lie on it.
struct RobustLine: Sendable {
    private var gain = 1.0
    private var offset = 0.0

    /// What lies on the line there.
    func value(at x: Double) -> Double { gain * x + offset }

    init(_ x: [Double], _ y: [Double], among isMeant: [Bool]) {
        let points = isMeant.indices.filter { isMeant[$0] }
        guard points.count > 1 else { return }
        offset = Self.median(points.map { y[$0] - x[$0] })
        for _ in 0..<6 {
            let residues = points.map { y[$0] - value(at: x[$0]) }
            // A spread of nothing would throw out all but perfect points.
            let reach = 4.685 * max(1, 1.4826 * Self.median(residues.map(abs)))
            let weights = residues.map { residue -> Double in
                let share = residue / reach
                return abs(share) >= 1 ? 0 : (1 - share * share) * (1 - share * share)
            }
            fit(points.map { x[$0] }, points.map { y[$0] }, weights)
        }
    }

    private mutating func fit(_ x: [Double], _ y: [Double], _ weights: [Double]) {
        let total = weights.reduce(0, +)
        guard total > 0 else { return }
        let meanX = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
        let meanY = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total
        var (across, both) = (0.0, 0.0)
        for index in x.indices {
            across += weights[index] * (x[index] - meanX) * (x[index] - meanX)
            both += weights[index] * (x[index] - meanX) * (y[index] - meanY)
        }
        // Cells of about one value say nothing of a gain.
        gain = across / total < 4 ? 1 : min(2, max(0.3, both / across))
        offset = meanY - gain * meanX
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}

/// Figures of each cell of one picture.
struct CellFigures: Sendable {
    /// Mean colours.
    private(set) var means: [Lab]
    /// Standard deviations of luma, in levels.
    private(set) var spreads: [Float]

    init(_ planes: StylePlanes) {
        let count = planes.columns * planes.rows
        var sums = [SIMD4<Float>](repeating: SIMD4(), count: count)
        var squares = [SIMD2<Float>](repeating: SIMD2(), count: count)
        for y in 0..<planes.height {
            for x in 0..<planes.width {
                let (index, cell) = (y &* planes.width &+ x, planes.cell(x, y))
                let luma = planes.luma.values[index]
                sums[cell] += SIMD4(
                    planes.canonical.red.values[index], planes.canonical.green.values[index],
                    planes.canonical.blue.values[index], 1)
                squares[cell] += SIMD2(luma, luma * luma)
            }
        }
        means = sums.map { sum in
            let mean = sum / max(1, sum.w)
            return Lab(
                red: UInt8(mean.x.rounded()), green: UInt8(mean.y.rounded()),
                blue: UInt8(mean.z.rounded()))
        }
        spreads = zip(sums, squares).map { sum, square in
            let mean = square / max(1, sum.w)
            return max(0, mean.y - mean.x * mean.x).squareRoot()
        }
    }

    /// The correlation of luma in each cell, from -1 to 1; 1 where both are flat.
    static func likeness(_ one: StylePlanes, _ two: StylePlanes) -> [Float] {
        let count = one.columns * one.rows
        var first = [SIMD4<Float>](repeating: SIMD4(), count: count)
        var second = [SIMD2<Float>](repeating: SIMD2(), count: count)
        for y in 0..<one.height {
            for x in 0..<one.width {
                let (index, cell) = (y &* one.width &+ x, one.cell(x, y))
                let (a, b) = (one.luma.values[index], two.luma.values[index])
                first[cell] += SIMD4(a, b, a * b, 1)
                second[cell] += SIMD2(a * a, b * b)
            }
        }
        return zip(first, second).map { sum, square in
            let count = max(1, sum.w)
            let (a, b) = (sum.x / count, sum.y / count)
            let varianceA = max(0, square.x / count - a * a)
            let varianceB = max(0, square.y / count - b * b)
            guard varianceA > 1, varianceB > 1 else {
                return varianceA > 100 || varianceB > 100 ? 0 : 1
            }
            return (sum.z / count - a * b) / (varianceA * varianceB).squareRoot()
        }
    }
}
