internal import Foundation

/// The steps from two pictures to an answer.
struct Weighing {
    let limits: Comparison.Limits
    private(set) var alignment = Affine.identity
    private(set) var cast = Lab(lightness: 0, a: 0, b: 0)
    private(set) var cells: [Cell] = []
    private(set) var sharpness: Double?
    private let isIdentical: Bool
    let frame: CellFrame
    private let hasMask: Bool
    /// Whether it is the very same picture, some pixels further.
    private var isShifted = false
    /// How alike the large forms are, -1 to 1.
    private(set) var structure = 1.0
    /// How alike detail is spread over the picture, -1 to 1.
    private(set) var texture = 1.0

    init(
        _ before: Pixmap, _ after: Pixmap, mask: Mask?, ignored: [PictureBox],
        limits: Comparison.Limits
    ) {
        self.limits = limits
        frame = CellFrame(
            size: (before.width, before.height), canonical: Canonical.size(before, after))
        hasMask = mask != nil
        isIdentical = before == after
        guard !isIdentical else {
            sharpness = 1
            return
        }
        let (width, height) = frame.canonical
        let first = Canonical(before, width: width, height: height)
        let second = Canonical(after, width: width, height: height)
        let blind =
            ignored.isEmpty
            ? nil : Mask(width: frame.size.width, height: frame.size.height, boxes: ignored)
        var regions = RegionMap(width: width, height: height, mask: mask, ignored: blind)
        let lumas = (first.luma, second.luma)
        alignment = Alignment(lumas.0, lumas.1, counts: regions.steady).map
        sharpness = lumas.0.detail > 0 ? lumas.1.detail / lumas.0.detail : nil
        regions.hide(beyond: alignment, width: width, height: height)
        cells = CellGrid(first, second.drawnBack(alignment), regions: regions.regions).cells
        takeCastOff()
        NoiseFloor(cells.filter { $0.region == .outside }, or: cells).weigh(&cells, under: limits)
        isShifted =
            ExactShift(alignment, width: width, height: height)?.explains(before, after) ?? false
        structure = Self.correlation(cells.map { (Double($0.before.y), Double($0.after.y)) })
        // Light divides and multiplies contrast, so that it is compared by its logarithm; two levels
        // are a codec's noise.
        texture = Self.correlation(
            cells.map { (log(Double($0.spreads.before) + 2), log(Double($0.spreads.after) + 2)) })
    }
}

extension Weighing {
    private mutating func takeCastOff() {
        let judged = cells.filter { $0.region == .outside }
        // Where there is a region, the cast is the outside's: the inside may change as it likes.
        let colours = (judged.count * 8 >= cells.count ? judged : cells).map(\.colours)
        cast = Lab(
            lightness: Self.median(colours.map { $0.after.lightness - $0.before.lightness }),
            a: Self.median(colours.map { $0.after.a - $0.before.a }),
            b: Self.median(colours.map { $0.after.b - $0.before.b }))
        for index in cells.indices {
            let (before, after) = cells[index].colours
            let cover = abs(Double(cells[index].after.w - cells[index].before.w)) / 255 * 100
            cells[index].distance = max((after - cast).difference(from: before), cover)
        }
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    private static func correlation(_ pairs: [(Double, Double)]) -> Double {
        let count = Double(max(1, pairs.count))
        let means = pairs.reduce((0.0, 0.0)) { ($0.0 + $1.0 / count, $0.1 + $1.1 / count) }
        var (product, first, second) = (0.0, 0.0, 0.0)
        for (one, two) in pairs {
            product += (one - means.0) * (two - means.1)
            first += (one - means.0) * (one - means.0)
            second += (two - means.1) * (two - means.1)
        }
        guard first > 0, second > 0 else { return first == second ? 1 : 0 }
        return product / (first * second).squareRoot()
    }

    /// How strong the cast is, seen on mid-grey.
    var castDistance: Double {
        let grey = Lab(lightness: 50, a: 0, b: 0)
        return (grey + cast).difference(from: grey)
    }

    /// How far the frame was moved beyond what editors do unasked; 1 is just there.
    var move: Double {
        guard alignment != .identity else { return 0 }
        let stretch = max(abs(alignment.scaleX - 1), abs(alignment.scaleY - 1))
        // A lossless shift is somebody's doing: no codec and no scaler moves by whole pixels.
        let lossless = isShifted ? 2.0 : 0
        return max(
            lossless, abs(alignment.rotation) / 0.5, stretch / 0.03, alignment.shiftShare / 0.02)
    }

    /// What is about the whole, and so about every region.
    private var wholeScore: Double { max(castDistance / limits.cast, move / limits.move) }

    func score(of regions: [Region]) -> Double {
        guard !isIdentical else { return 0 }
        let worst = cells.lazy.filter { regions.contains($0.region) }.map(\.score).max() ?? 0
        return max(worst, wholeScore)
    }

    func share(of regions: [Region]) -> Double {
        let judged = cells.filter { regions.contains($0.region) }
        let all = judged.reduce(0) { $0 + $1.pixels }
        guard !isIdentical, all > 0 else { return 0 }
        guard wholeScore <= 1 else { return 1 }
        let changed = judged.filter { $0.score > 1 }.reduce(0) { $0 + $1.pixels }
        return Double(changed) / Double(all)
    }

    var answer: Comparison.Answer {
        if isIdentical { return .identical }
        if isOther { return .recomposed }
        guard score(of: [.outside, .inside, .margin]) > 1 else { return .noVisibleChange }
        guard hasMask else { return .changed }
        return score(of: [.outside]) > 1 ? .changedElsewhere : .changedWhereAsked
    }

    /// Whether most of it changed and not even the large forms stand where they stood.
    private var isOther: Bool {
        let judged = cells.filter { $0.region == .outside }
        guard judged.count * 4 >= cells.count, !judged.isEmpty else { return false }
        let changed = judged.count { $0.score > 1 }
        return structure < 0.6 && changed * 2 > judged.count
    }
}

extension Weighing {
    /// Rectangles around connected changed cells; the whole where the whole changed alone.
    var boxes: [PictureBox] {
        guard !isIdentical else { return [] }
        let changed = cells.filter { $0.score > 1 }
        return changed.isEmpty && wholeScore > 1 ? [frame.whole] : frame.boxes(around: changed)
    }
}

extension Canonical {
    /// Every channel drawn back by a map.
    func drawnBack(_ map: Affine) -> Canonical {
        guard map != .identity else { return self }
        return Canonical(
            red: red.drawnBack(map), green: green.drawnBack(map), blue: blue.drawnBack(map),
            alpha: alpha?.drawnBack(map))
    }
}

extension Plane {
    /// The variance of the Laplacian, which grows with detail and with noise.
    var detail: Double {
        guard width > 2, height > 2 else { return 0 }
        var (sum, squares) = (0.0, 0.0)
        values.withUnsafeBufferPointer { values in
            for y in 1..<(height - 1) {
                var (line, lineSquares): (Float, Float) = (0, 0)
                for x in 1..<(width - 1) {
                    let index = y &* width &+ x
                    let edge =
                        4 * values[index] - values[index &- 1] - values[index &+ 1]
                        - values[index &- width] - values[index &+ width]
                    line += edge
                    lineSquares += edge * edge
                }
                sum += Double(line)
                squares += Double(lineSquares)
            }
        }
        let count = Double((width - 2) * (height - 2))
        return squares / count - (sum / count) * (sum / count)
    }
}
