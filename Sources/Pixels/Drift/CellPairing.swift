/// Which cells of two pictures show the same, whatever happened to all of them.
///
/// The second was made from the first by one edit. What happened to all is fitted first, for each of
/// L*, a* and b*: a gain and an offset over the cells' means, by weighted least squares that forgets
/// what does not fit (Beaton and Tukey 1974, biweight). A cell that is farther from the fit than
/// `tolerance`, or whose forms are others, was edited, and so were those beside it.
struct CellPairing: Sendable {
    /// The cells that were edited.
    let edited: CellMap
    /// Whether the pictures show the same at all.
    let isPaired: Bool

    /// From this distance from the fit on a cell was edited (CIE L*a*b*).
    private static let tolerance = 3.0
    /// Below this likeness of forms it shows something else, if it shows any.
    private static let likeness: Float = 0.5
    /// With a smaller share of cells that go together the two show other things, unless their large
    /// forms say that they show the same and that something happened to all of it.
    private static let few = 0.1
    /// From this standard deviation on, in levels, a cell shows forms.
    private static let liveliness: Float = 10

    init(_ before: StyleRecord, _ after: StyleRecord, excluding mask: Mask?) {
        let planes = before.planes
        let (columns, rows) = (planes.columns, planes.rows)
        let masked = Self.masked(planes, mask)
        let (old, new) = (before.cells.means, after.cells.means)
        let forms = FormLikeness(before, after)
        let off = Self.distances(old, new, among: masked.indices.filter { !masked[$0] })
        let found = CellMap(
            columns: columns, rows: rows,
            cells: masked.indices.map { index in
                masked[index] || off[index] > Self.tolerance * Self.tolerance
                    || (forms.spreads[index] > Self.liveliness
                        && forms.values[index] < Self.likeness)
            }
        ).grown
        if found.share <= 1 - Self.few {
            (edited, isPaired) = (found, true)
        } else {
            edited = CellMap(columns: columns, rows: rows, cells: masked)
            isPaired = Self.correlation(old, new) > 0.9
        }
    }

    /// Each cell's squared distance from what happened to all.
    private static func distances(
        _ old: [Lab], _ new: [Lab], among free: [Int]
    ) -> [Double] {
        var distances = Array(repeating: 0.0, count: old.count)
        for channel in [\Lab.lightness, \Lab.a, \Lab.b] {
            let line = RobustLine(
                old.map { $0[keyPath: channel] }, new.map { $0[keyPath: channel] }, among: free)
            for index in old.indices {
                let off =
                    new[index][keyPath: channel] - line.value(at: old[index][keyPath: channel])
                distances[index] += off * off
            }
        }
        return distances
    }

    /// The cells that a mask names.
    private static func masked(_ planes: StylePlanes, _ mask: Mask?) -> [Bool] {
        let count = planes.columns * planes.rows
        guard let mask = mask?.resized(width: planes.width, height: planes.height) else {
            return Array(repeating: false, count: count)
        }
        var edited = Array(repeating: 0, count: count)
        for y in 0..<planes.height {
            for x in 0..<planes.width where mask.bits[y * planes.width + x] == 1 {
                edited[planes.cell(x, y)] += 1
            }
        }
        return edited.map { $0 * 10 >= StylePlanes.cell * StylePlanes.cell }
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
}

/// The correlation of two pictures' softened luma in each cell.
private struct FormLikeness {
    /// From -1 to 1; 1 where both are flat, 0 where one is.
    private(set) var values: [Float] = []
    /// The larger standard deviation of the two, in levels.
    private(set) var spreads: [Float] = []

    init(_ one: StyleRecord, _ two: StyleRecord) {
        let planes = one.planes
        let count = planes.columns * planes.rows
        var first = [SIMD4<Float>](repeating: SIMD4(), count: count)
        var second = [SIMD2<Float>](repeating: SIMD2(), count: count)
        for y in stride(from: 0, to: planes.height, by: 2) {
            for x in stride(from: 0, to: planes.width, by: 2) {
                let (index, cell) = (y &* planes.width &+ x, planes.cell(x, y))
                let (a, b) = (one.octaves.forms.values[index], two.octaves.forms.values[index])
                first[cell] += SIMD4(a, b, a * b, 1)
                second[cell] += SIMD2(a * a, b * b)
            }
        }
        for (sum, square) in zip(first, second) {
            let count = max(1, sum.w)
            let (a, b) = (sum.x / count, sum.y / count)
            let varianceA = max(0, square.x / count - a * a)
            let varianceB = max(0, square.y / count - b * b)
            spreads.append(max(varianceA, varianceB).squareRoot())
            guard varianceA > 1, varianceB > 1 else {
                values.append(varianceA > 100 || varianceB > 100 ? 0 : 1)
                continue
            }
            values.append((sum.z / count - a * b) / (varianceA * varianceB).squareRoot())
        }
    }
}
