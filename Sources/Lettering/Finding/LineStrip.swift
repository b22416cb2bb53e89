/// A line of letters cut out and laid flat: dark on light, of one height, along its own curve.
struct LineStrip {
    /// The strip as it is, its contrast stretched.
    let grey: GreyPicture
    private let line: LetterLine
    private let factor: Double
    private let start: Double
    private let reach: Double

    /// The height that letters get, in pixels: what tesseract's networks were trained on.
    private static let letterHeight = 36.0

    /// Cuts a line out; nil where it would be too long to be one.
    init?(_ line: LetterLine, of picture: GreyPicture) {
        self.line = line
        let height = line.letterHeight
        factor = min(Self.letterHeight / height, 4)
        let margin = 0.6 * height
        start = Double(line.left) - margin
        let isSlanted =
            abs(line.middle.at(start) - line.middle.at(Double(line.right))) > 0.3 * height
        reach =
            isSlanted
            ? 1.15 * height
            : max(0.5 * Double(line.bottom - line.top) + 0.45 * height, 0.9 * height)
        let columns = Int((Double(line.right) + margin - start) * factor)
        let rows = Int(2 * reach * factor)
        guard columns >= 8, rows >= 8, columns * rows <= 4_000_000 else { return nil }
        var pixels = [UInt8](repeating: 0, count: columns * rows)
        let samples = max(1, Int((1 / factor).rounded(.up)))
        for column in 0..<columns {
            let x = start + (Double(column) + 0.5) / factor
            let middle = line.middle.at(x)
            for row in 0..<rows {
                let y = middle - reach + (Double(row) + 0.5) / factor
                let value = picture.mean(x, y, side: 1 / factor, samples)
                pixels[row * columns + column] = UInt8(line.isDark ? value : 255 - value)
            }
        }
        grey = GreyPicture(width: columns, height: rows, pixels: pixels).stretched()
    }

    /// A box of the strip as a box of the picture that it was cut from, in fractions of a pixel.
    func place(
        _ box: (left: Int, top: Int, right: Int, bottom: Int)
    ) -> (left: Double, top: Double, right: Double, bottom: Double) {
        let left = start + Double(box.left) / factor
        let right = start + Double(box.right) / factor
        let above = Double(box.top) / factor - reach
        let below = Double(box.bottom) / factor - reach
        let middles = [
            line.middle.at(left), line.middle.at((left + right) / 2), line.middle.at(right),
        ]
        return (
            left, (middles.min() ?? 0) + above, right, (middles.max() ?? 0) + below
        )
    }
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
