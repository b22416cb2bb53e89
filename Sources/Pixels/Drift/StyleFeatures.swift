internal import Foundation

/// What a picture looks like, in figures that do not say what it shows.
///
/// Colours: a histogram of 8³ bins in L*a*b* (each pixel shared among its neighbours, so that a
/// small shift is a small change) and the channels' own distributions, compared by χ² = ½Σ(a−b)²/(a+b)
/// and the one-dimensional earth mover's distance ∫|F−G| (Rubner, Tomasi and Guibas 2000).
/// Rendering: uniform local binary patterns of 8 neighbours at distances 1 and 2 (Ojala, Pietikäinen
/// and Mäenpää 2002), with a threshold of 3 levels against noise, and 24 bins of log(1 + 50|∇|).
/// Tone: L* mean and deviation, chroma, saturation, the variance of the Laplacian of the smoothed
/// luma (Pech-Pacheco et al. 2000) as a logarithm, and b* of near-whites.
struct StyleFeatures: Sendable {
    private var histogram = [Double](repeating: 0, count: 512)
    private var channels = [[Double]](repeating: [Double](repeating: 0, count: 256), count: 3)
    private var patterns = [[Double]](repeating: [Double](repeating: 0, count: 10), count: 2)
    private var gradients = [Double](repeating: 0, count: 24)
    private var tone = Tone()

    fileprivate struct Tone {
        var lightness = 0.0
        var contrast = 0.0
        var chroma = 0.0
        var sharpness = 0.0
        var white = 0.0
        var hasWhite = false
    }

    /// Measures some cells, by their numbers.
    init(_ planes: StylePlanes, _ cells: [Int]) {
        readColours(planes, cells)
        readForms(planes, cells)
    }

    /// How far it is from another, in the measures that add up pixels.
    func figures(to other: StyleFeatures) -> StyleFigures {
        var figures = StyleFigures()
        figures[.histogram] = Self.chi(histogram, other.histogram)
        figures[.movers] = zip(channels, other.channels).map { Self.mover($0, $1) }.reduce(0, +)
        figures[.patterns] =
            zip(patterns, other.patterns).map { Self.chi($0, $1) }.reduce(0, +) / 2
        figures[.gradients] = Self.chi(gradients, other.gradients)
        figures[.lightness] = other.tone.lightness - tone.lightness
        figures[.contrast] = log((other.tone.contrast + 1) / (tone.contrast + 1))
        figures[.chroma] = log((other.tone.chroma + 1) / (tone.chroma + 1))
        figures[.sharpness] = other.tone.sharpness - tone.sharpness
        figures[.whites] =
            tone.hasWhite && other.tone.hasWhite ? other.tone.white - tone.white : 0
        return figures
    }

    /// How far the quarters of a picture are from one another: the largest of six pairs.
    static func spread(_ planes: StylePlanes) -> StyleFigures {
        let quarters = planes.blocks(across: 2, down: 2, of: planes.allCells)
            .map { StyleFeatures(planes, $0) }
        return StyleFigures.largest(
            of: quarters.indices.flatMap { one in
                quarters.dropFirst(one + 1).map { quarters[one].figures(to: $0) }
            })
    }

    private static func chi(_ one: [Double], _ two: [Double]) -> Double {
        zip(one, two).reduce(0) { sum, pair in
            let total = pair.0 + pair.1
            guard total > 0 else { return sum }
            return sum + (pair.0 - pair.1) * (pair.0 - pair.1) / total / 2
        }
    }

    /// In units of L*a*b*: a bin is one unit wide.
    private static func mover(_ one: [Double], _ two: [Double]) -> Double {
        var (gap, sum) = (0.0, 0.0)
        for index in one.indices {
            gap += one[index] - two[index]
            sum += abs(gap)
        }
        return sum
    }
}

extension StyleFeatures {
    /// Every second pixel in each direction is enough for colours.
    private mutating func readColours(_ planes: StylePlanes, _ cells: [Int]) {
        var sums = ColourSums()
        for cell in cells {
            let area = planes.area(of: cell)
            for y in stride(from: area.rows.lowerBound, to: area.rows.upperBound, by: 2) {
                for x in stride(from: area.columns.lowerBound, to: area.columns.upperBound, by: 2) {
                    let lab = planes.colour(y &* planes.width &+ x)
                    share(lab)
                    sums.add(lab)
                }
            }
        }
        guard sums.count > 0 else { return }
        tone.take(sums)
        for index in histogram.indices { histogram[index] /= sums.count }
        for channel in 0..<3 {
            for index in channels[channel].indices { channels[channel][index] /= sums.count }
        }
    }

    /// A pixel's share of the eight bins around it, and its place in each channel.
    private mutating func share(_ lab: Lab) {
        let places = [lab.lightness / 100 * 7, (lab.a + 90) / 180 * 7, (lab.b + 90) / 180 * 7]
            .map { min(6.999, max(0, $0)) }
        let low = places.map { Int($0) }
        let rest = zip(places, low).map { $0 - Double($1) }
        for corner in 0..<8 {
            var (bin, weight) = (0, 1.0)
            for axis in 0..<3 {
                let isHigh = corner >> axis & 1 == 1
                bin = bin * 8 + low[axis] + (isHigh ? 1 : 0)
                weight *= isHigh ? rest[axis] : 1 - rest[axis]
            }
            histogram[bin] += weight
        }
        for (channel, value) in [lab.lightness, lab.a + 128, lab.b + 128].enumerated() {
            let place = min(254.999, max(0, value))
            let bin = Int(place)
            channels[channel][bin] += 1 - (place - Double(bin))
            channels[channel][bin + 1] += place - Double(bin)
        }
    }

    private mutating func readForms(_ planes: StylePlanes, _ cells: [Int]) {
        let width = planes.width
        var count = 0.0
        var (sum, square) = (0.0, 0.0)
        planes.luma.values.withUnsafeBufferPointer { luma in
            for cell in cells {
                let area = planes.area(of: cell, insetting: 2)
                for y in area.rows {
                    for x in area.columns {
                        let index = y &* width &+ x
                        count += 1
                        patterns[0][Self.pattern(luma, index, width, 1)] += 1
                        patterns[1][Self.pattern(luma, index, width, 2)] += 1
                        gradients[Self.slope(luma, index, width)] += 1
                        let bend = Double(Self.bend(luma, index, width))
                        sum += bend
                        square += bend * bend
                    }
                }
            }
        }
        guard count > 0 else { return }
        for ring in 0..<2 {
            for index in patterns[ring].indices { patterns[ring][index] /= count }
        }
        for index in gradients.indices { gradients[index] /= count }
        tone.sharpness = log(1 + max(0, square / count - sum / count * sum / count))
    }

    /// The bin of a gradient's magnitude.
    private static func slope(
        _ luma: UnsafeBufferPointer<Float>, _ index: Int, _ width: Int
    ) -> Int {
        let across = luma[index &+ 1] - luma[index &- 1]
        let down = luma[index &+ width] - luma[index &- width]
        let slope = Double((across * across + down * down).squareRoot()) / 510
        return min(23, Int(log(1 + 50 * slope) / log(51) * 24))
    }

    /// The number of set neighbours of a uniform pattern, 9 for all others.
    private static func pattern(
        _ luma: UnsafeBufferPointer<Float>, _ index: Int, _ width: Int, _ distance: Int
    ) -> Int {
        let middle = luma[index] + 3
        let (row, step) = (width &* distance, distance)
        var bits: UInt8 = 0
        if luma[index &- row &- step] > middle { bits |= 1 }
        if luma[index &- row] > middle { bits |= 2 }
        if luma[index &- row &+ step] > middle { bits |= 4 }
        if luma[index &+ step] > middle { bits |= 8 }
        if luma[index &+ row &+ step] > middle { bits |= 16 }
        if luma[index &+ row] > middle { bits |= 32 }
        if luma[index &+ row &- step] > middle { bits |= 64 }
        if luma[index &- step] > middle { bits |= 128 }
        let turned = bits << 1 | bits >> 7
        return (bits ^ turned).nonzeroBitCount <= 2 ? bits.nonzeroBitCount : 9
    }

    /// The Laplacian of the luma smoothed by 1 2 1 in both directions, as one kernel of 5x5 would
    /// give it but for its outermost ring.
    private static func bend(
        _ luma: UnsafeBufferPointer<Float>, _ index: Int, _ width: Int
    ) -> Float {
        func smooth(_ at: Int) -> Float {
            let middle = luma[at] * 4
            let sides = (luma[at &- 1] + luma[at &+ 1] + luma[at &- width] + luma[at &+ width]) * 2
            let corners =
                luma[at &- width &- 1] + luma[at &- width &+ 1] + luma[at &+ width &- 1]
                + luma[at &+ width &+ 1]
            return (middle + sides + corners) / 16
        }
        return smooth(index &- 1) + smooth(index &+ 1) + smooth(index &- width)
            + smooth(index &+ width) - 4 * smooth(index)
    }
}

/// What the colours of some pixels add up to.
private struct ColourSums {
    var count = 0.0
    var lightness = 0.0
    var square = 0.0
    var chroma = 0.0
    var whites = 0.0
    var white = 0.0

    mutating func add(_ lab: Lab) {
        count += 1
        lightness += lab.lightness
        square += lab.lightness * lab.lightness
        chroma += lab.chroma
        if lab.lightness > 85, lab.chroma < 20 {
            whites += 1
            white += lab.b
        }
    }
}

extension StyleFeatures.Tone {
    fileprivate mutating func take(_ sums: ColourSums) {
        lightness = sums.lightness / sums.count
        contrast = max(0, sums.square / sums.count - lightness * lightness).squareRoot()
        chroma = sums.chroma / sums.count
        hasWhite = sums.whites > sums.count / 200
        white = hasWhite ? sums.white / sums.whites : 0
    }
}
