/// A line of letters cut out and laid flat: dark on light, of one height, along its own curve.
struct LineStrip {
    /// The strip as it is, its contrast stretched.
    let grey: GreyPicture
    private let course: Course

    /// The height that letters get, in pixels: what tesseract's networks were trained on.
    private static let letterHeight = 36.0

    /// How a line is cut out.
    enum Way {
        /// Column by column, dark on light: upright letters stay upright, whatever the line does.
        case upright
        /// The same without a change of levels: an outline stays an outline.
        case plain
        /// Across the line: letters that are turned with it stand.
        case turned
    }

    /// Cuts a line out; nil where it would be too long to be one, or is not bent enough to turn.
    init?(_ line: LetterLine, of picture: GreyPicture, _ way: Way = .upright) {
        guard way != .turned || line.isSlanted || line.isBent else { return nil }
        let course = Course(line, way, factor: min(Self.letterHeight / line.letterHeight, 4))
        self.course = course
        let (columns, rows) = (course.columns, course.rows)
        guard columns >= 8, rows >= 8, columns * rows <= 4_000_000 else { return nil }
        var pixels = [UInt8](repeating: 0, count: columns * rows)
        let side = 1 / course.factor
        let samples = max(1, Int(side.rounded(.up)))
        let keepsLevels = line.isDark || way == .plain
        for column in 0..<columns {
            for row in 0..<rows {
                let place = course.place(Double(column) + 0.5, Double(row) + 0.5)
                let value = picture.mean(place.x, place.y, side: side, samples)
                pixels[row * columns + column] = UInt8(keepsLevels ? value : 255 - value)
            }
        }
        let cut = GreyPicture(width: columns, height: rows, pixels: pixels)
        grey = way == .plain ? cut : cut.stretched()
    }

    /// A box of the strip as a box of the picture that it was cut from, in fractions of a pixel.
    func place(
        _ box: (left: Int, top: Int, right: Int, bottom: Int)
    ) -> (left: Double, top: Double, right: Double, bottom: Double) {
        let places = [box.left, (box.left + box.right) / 2, box.right].flatMap { column in
            [box.top, box.bottom].map { course.place(Double(column), Double($0)) }
        }
        let (xs, ys) = (places.map(\.x), places.map(\.y))
        return (xs.min() ?? 0, ys.min() ?? 0, xs.max() ?? 0, ys.max() ?? 0)
    }
}

/// Where the points of a strip lie in the picture that it is cut from.
private struct Course {
    /// Pixels of the strip for one of the picture.
    let factor: Double
    private let middle: Curve
    private let isTurned: Bool
    private let start: Double
    private let end: Double
    /// How far the strip goes up and down from the line's middle.
    private let reach: Double

    init(_ line: LetterLine, _ way: LineStrip.Way, factor: Double) {
        self.factor = factor
        middle = line.middle
        isTurned = way == .turned
        let height = line.letterHeight
        start = Double(line.left) - 0.6 * height
        end = Double(line.right) + 0.6 * height
        reach =
            isTurned || line.isSlanted
            ? 1.15 * height
            : max(0.5 * Double(line.bottom - line.top) + 0.45 * height, 0.9 * height)
    }

    var columns: Int { Int((end - start) * factor) }
    var rows: Int { Int(2 * reach * factor) }

    func place(_ column: Double, _ row: Double) -> (x: Double, y: Double) {
        let x = start + column / factor
        let down = row / factor - reach
        guard isTurned else { return (x, middle.at(x) + down) }
        let slope = middle.slope(at: x)
        let length = (1 + slope * slope).squareRoot()
        return (x - slope / length * down, middle.at(x) + down / length)
    }
}

extension LetterLine {
    /// Whether one end lies clearly below the other.
    fileprivate var isSlanted: Bool {
        let start = Double(left) - 0.6 * letterHeight
        return abs(middle.at(start) - middle.at(Double(right))) > 0.3 * letterHeight
    }

    /// Whether the middle lies clearly off the way between the ends.
    fileprivate var isBent: Bool { middle.sag > 0.3 * letterHeight }
}

extension GreyPicture {
    /// The mean over a square about a place, of so many samples a side, between pixels bilinear.
    fileprivate func mean(_ x: Double, _ y: Double, side: Double, _ samples: Int) -> Double {
        guard samples > 1 else { return value(x, y) }
        var sum = 0.0
        for row in 0..<samples {
            for column in 0..<samples {
                let (dx, dy) = (
                    (Double(column) + 0.5) / Double(samples) - 0.5,
                    (Double(row) + 0.5) / Double(samples) - 0.5
                )
                sum += value(x + dx * side, y + dy * side)
            }
        }
        return sum / Double(samples * samples)
    }

    /// The grey at a place, where whole numbers are the corners of pixels.
    private func value(_ x: Double, _ y: Double) -> Double {
        let fx = min(max(x - 0.5, 0), Double(width - 1))
        let fy = min(max(y - 0.5, 0), Double(height - 1))
        let (left, top) = (Int(fx), Int(fy))
        let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
        let (ax, ay) = (fx - Double(left), fy - Double(top))
        let upper =
            Double(pixels[top * width + left]) * (1 - ax) + Double(pixels[top * width + right]) * ax
        let lower =
            Double(pixels[bottom * width + left]) * (1 - ax)
            + Double(pixels[bottom * width + right]) * ax
        return upper * (1 - ay) + lower * ay
    }

    /// The picture with its 2nd and 98th percentile made black and white.
    func stretched() -> GreyPicture {
        let histogram = histogram()
        let share = pixels.count / 50
        let low = Self.level(share, histogram)
        let high = 255 - Self.level(share, histogram.reversed())
        guard high > low else { return self }
        let table = (0...255).map { UInt8(min(max(($0 - low) * 255 / (high - low), 0), 255)) }
        return GreyPicture(width: width, height: height, pixels: pixels.map { table[Int($0)] })
    }

    /// Black and white at the level that parts the greys best (Otsu, 1979).
    func binarised() -> GreyPicture {
        let histogram = histogram()
        let total = Double(pixels.count)
        let all = histogram.enumerated().map { Double($0.offset * $0.element) }.reduce(0, +)
        var (weight, sum, best, level) = (0.0, 0.0, -1.0, 128)
        for (grey, count) in histogram.enumerated() {
            weight += Double(count)
            sum += Double(grey * count)
            guard weight > 0, weight < total else { continue }
            let apart = sum / weight - (all - sum) / (total - weight)
            let between = weight * (total - weight) * apart * apart
            if between > best { (best, level) = (between, grey) }
        }
        return GreyPicture(
            width: width, height: height, pixels: pixels.map { Int($0) > level ? 255 : 0 })
    }

    private func histogram() -> [Int] {
        var counts = [Int](repeating: 0, count: 256)
        for pixel in pixels { counts[Int(pixel)] += 1 }
        return counts
    }

    private static func level(_ share: Int, _ histogram: some Sequence<Int>) -> Int {
        var seen = 0
        for (grey, count) in histogram.enumerated() {
            seen += count
            if seen > share { return grey }
        }
        return 255
    }
}
