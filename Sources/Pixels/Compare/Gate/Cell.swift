/// A square of the canonical pictures, and how it differs.
public struct Cell: Sendable {
    /// Its side, in canonical pixels.
    static let side = 16

    /// Which one, counted from the top left.
    public let column: Int
    /// The row, likewise.
    public let row: Int
    /// Which part of it this is about.
    public let region: Region
    /// How many of its pixels that part holds.
    public var pixels = 0
    /// Mean levels of both, and the mean cover.
    var before = SIMD4<Float>()
    var after = SIMD4<Float>()
    /// The standard deviation of luma, of the more lively of both.
    public var liveliness: Float = 0
    /// The standard deviation of luma of each.
    var spreads: (before: Float, after: Float) = (0, 0)
    /// The mean of the SSIM map; nil where its window does not reach.
    public var similarity: Float?
    /// How far the mean colours lie apart once the cast is taken off, in ΔE2000.
    public var distance = 0.0
    /// By how much it differs more than it may: above 1 it shows.
    public var score = 0.0

    /// How many cells stand along a side.
    ///
    /// Less than half a cell at the end belongs to the one before it: means of a few pixels are noise.
    static func count(along length: Int) -> Int { max(1, (length + side / 2) / side) }

    init(column: Int, row: Int, region: Region) {
        self.column = column
        self.row = row
        self.region = region
    }

    /// How much structure it lost, 0 to 2; 0 where there is none to lose or SSIM's window does not reach.
    public var lostStructure: Double {
        liveliness > 3 ? similarity.map { max(0, 1 - Double($0)) } ?? 0 : 0
    }

    /// The mean colours.
    public var colours: (before: Lab, after: Lab) { (Lab(levels: before), Lab(levels: after)) }
}

extension Lab {
    /// The colour of mean levels of sRGB, 0 to 255 each.
    init(levels: SIMD4<Float>) {
        func light(_ value: Float) -> Double {
            SRGB.light(of: Double(max(0, min(255, value))) / 255)
        }
        self.init(linear: light(levels.x), light(levels.y), light(levels.z))
    }
}

/// Both pictures in one frame, and their cells.
struct CellGrid {
    let columns: Int
    let rows: Int
    let cells: [Cell]

    /// - Parameters:
    ///   - before: The first picture.
    ///   - after: The second, drawn back into the first one's frame.
    ///   - regions: What each pixel is.
    init(_ before: Canonical, _ after: Canonical, regions: [UInt8]) {
        columns = Cell.count(along: before.width)
        rows = Cell.count(along: before.height)
        var sums = CellSums(columns: columns, rows: rows)
        sums.add(before, after, regions)
        let lumas = (before.luma, after.luma)
        sums.add(lumas.0, lumas.1, regions)
        if let map = StructuralSimilarity(lumas.0, lumas.1, terms: .withoutLuminance) {
            sums.add(map, regions, width: before.width)
        }
        cells = sums.cells(hasAlpha: before.alpha != nil || after.alpha != nil)
    }
}

/// What is added up over the pixels of each cell and region.
private struct CellSums {
    let columns: Int
    let rows: Int
    private var sums: [Sum]

    private struct Sum {
        var count: Float = 0
        var before = SIMD4<Float>()
        var after = SIMD4<Float>()
        /// Luma and its square, about mid-grey, of both.
        var luma = SIMD4<Float>()
        var similarity: Float = 0
        var windows: Float = 0
    }

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        sums = [Sum](repeating: Sum(), count: columns * rows * 4)
    }

    mutating func add(_ before: Canonical, _ after: Canonical, _ regions: [UInt8]) {
        let opaque = [Float](repeating: 255, count: before.width)
        for y in 0..<before.height {
            let start = y * before.width
            for x in 0..<before.width {
                let index = start &+ x
                let place = slot(x, y, regions[index])
                sums[place].count += 1
                sums[place].before += SIMD4(
                    before.red.values[index], before.green.values[index],
                    before.blue.values[index], before.alpha?.values[index] ?? opaque[x])
                sums[place].after += SIMD4(
                    after.red.values[index], after.green.values[index], after.blue.values[index],
                    after.alpha?.values[index] ?? opaque[x])
            }
        }
    }

    mutating func add(_ before: Plane, _ after: Plane, _ regions: [UInt8]) {
        for y in 0..<before.height {
            for x in 0..<before.width {
                let index = y &* before.width &+ x
                let (one, two) = (before.values[index] - 128, after.values[index] - 128)
                sums[slot(x, y, regions[index])].luma += SIMD4(one, one * one, two, two * two)
            }
        }
    }

    mutating func add(_ map: StructuralSimilarity, _ regions: [UInt8], width: Int) {
        var next = sums
        map.forEachRow { y, row in
            for x in 0..<row.count {
                let column = x &+ StructuralSimilarity.radius
                let place = slot(column, y, regions[y &* width &+ column])
                next[place].similarity += row[x]
                next[place].windows += 1
            }
        }
        sums = next
    }

    private func slot(_ x: Int, _ y: Int, _ region: UInt8) -> Int {
        (min(y >> 4, rows &- 1) &* columns &+ min(x >> 4, columns &- 1)) &* 4 &+ Int(region)
    }

    func cells(hasAlpha: Bool) -> [Cell] {
        // An eighth of a cell has enough pixels to outvote a codec's noise.
        let least = Float(Cell.side * Cell.side / 8)
        var cells: [Cell] = []
        for (index, sum) in sums.enumerated() where sum.count >= least {
            guard let region = Region(rawValue: UInt8(index % 4)), region != .unseen else {
                continue
            }
            var cell = Cell(
                column: index / 4 % columns, row: index / 4 / columns, region: region)
            cell.pixels = Int(sum.count)
            cell.before = sum.before / sum.count
            cell.after = sum.after / sum.count
            let mean = sum.luma / sum.count
            cell.spreads = (
                max(0, mean.y - mean.x * mean.x).squareRoot(),
                max(0, mean.w - mean.z * mean.z).squareRoot()
            )
            cell.liveliness = max(cell.spreads.before, cell.spreads.after)
            if sum.windows >= least { cell.similarity = sum.similarity / sum.windows }
            cells.append(cell)
        }
        return cells
    }
}
