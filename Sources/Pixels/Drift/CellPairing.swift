/// Which cells of two pictures show the same, whatever happened to all of them.
///
/// The second was made from the first by one edit. What happened to all is fitted first, for each of
/// L*, a* and b*: a gain and an offset over the cells' means, by weighted least squares that forgets
/// what does not fit (Beaton and Tukey 1974, biweight). A cell that is farther from the fit than
/// `tolerance`, or whose forms are others, was edited. So were those that hang together with it and
/// are farther than `trace`, an added thing's soft shadow for one (Canny 1986, hysteresis), and those
/// beside.
struct CellPairing: Sendable {
    /// The cells that were edited.
    let edited: CellMap
    /// Whether the pictures show the same at all.
    let isPaired: Bool
    /// Whether at least half of the cells that show forms show the same ones, in whatever light.
    let keepsForms: Bool

    /// From this distance from the fit on a cell was edited (CIE L*a*b*).
    private static let tolerance = 3.0
    /// From this on it was, if a cell beside it was.
    private static let trace = 1.0
    /// Below this likeness of forms it shows something else, if it shows any.
    private static let likeness: Float = 0.5
    /// With a smaller share of cells that go together the two show other things, unless their large
    /// forms say that they show the same and that something happened to all of it.
    private static let few = 0.1
    /// The gains that what happened to all is looked for from.
    private static let gains = [1, 0.85, 1.15, 0.7, 1.3]
    /// From this standard deviation on, in levels, a cell shows forms.
    private static let liveliness: Float = 10

    init(_ before: StyleRecord, _ after: StyleRecord, excluding mask: Mask?) {
        let planes = before.planes
        let (columns, rows) = (planes.columns, planes.rows)
        let masked = Self.masked(planes, mask)
        let (old, new) = (before.cells.means, after.cells.means)
        let forms = FormLikeness(before, after)
        let shown = masked.indices.filter {
            !masked[$0] && forms.spreads[$0] > Self.liveliness
        }
        let kept = shown.count { forms.values[$0] >= Self.likeness }
        keepsForms = kept * 2 >= shown.count
        let off = Self.distances(old, new, among: masked.indices.filter { !masked[$0] })
        func map(_ isMeant: (Int) -> Bool) -> CellMap {
            CellMap(columns: columns, rows: rows, cells: masked.indices.map(isMeant))
        }
        let sure = map { index in
            masked[index] || off[index] > Self.tolerance * Self.tolerance
                || (forms.spreads[index] > Self.liveliness && forms.values[index] < Self.likeness)
        }
        let flooded = sure.flooding(map { off[$0] > Self.trace * Self.trace })
        // What hangs together with all of it tells nothing of where the edit ends.
        let found = [flooded.grown, sure.grown].first { $0.share <= 1 - Self.few }
        if let found {
            (edited, isPaired) = (found, true)
        } else {
            edited = map { masked[$0] }
            isPaired = Self.correlation(old, new) > 0.9
        }
    }

    /// Each cell's squared distance from what happened to all.
    ///
    /// Where most cells have one value, as on a white ground, the others' gain is not found from 1. So
    /// it is looked for from several gains, of lightness and of chroma, and those count that leave out
    /// the fewest cells; anything but 1 has to leave out clearly fewer.
    private static func distances(
        _ old: [Lab], _ new: [Lab], among free: [Int]
    ) -> [Double] {
        func residues(_ channel: KeyPath<Lab, Double>) -> [[Double]] {
            let (x, y) = (old.map { $0[keyPath: channel] }, new.map { $0[keyPath: channel] })
            return gains.map { gain in
                let line = RobustLine(x, y, among: free, from: gain)
                return zip(x, y).map { ($1 - line.value(at: $0)) * ($1 - line.value(at: $0)) }
            }
        }
        let (lightness, a, b) = (residues(\.lightness), residues(\.a), residues(\.b))
        var (best, least) = ([Double](), Double.infinity)
        for light in lightness {
            for (a, b) in zip(a, b) {
                let sums = light.indices.map { light[$0] + a[$0] + b[$0] }
                let loss = free.reduce(0) { sum, cell in
                    sum + min(1, sums[cell] / (RobustLine.reach * RobustLine.reach))
                }
                if loss < least * 0.9 || best.isEmpty { (best, least) = (sums, loss) }
            }
        }
        return best
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
