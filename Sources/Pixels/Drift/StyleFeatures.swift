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
        var saturation = 0.0
        var sharpness = 0.0
        var white = 0.0
        var hasWhite = false
    }

    /// Measures the cells that are meant.
    init(_ planes: StylePlanes, _ cells: [Bool]) {
        readColours(planes, cells)
        readForms(planes, cells)
    }

    func distance(to other: StyleFeatures) -> ChannelDistances {
        let movers = zip(channels, other.channels).map { Self.mover($0, $1) }.reduce(0, +)
        let forms =
            zip(patterns, other.patterns).map { Self.chi($0, $1) }.reduce(0, +) / 2
            + Self.chi(gradients, other.gradients)
        return ChannelDistances(
            palette: Self.chi(histogram, other.histogram) + movers / 20, rendering: forms,
            tone: tone.distance(to: other.tone))
    }

    /// How far the quarters of a picture are from one another: the median of six pairs.
    static func spread(_ planes: StylePlanes) -> ChannelDistances {
        let quarters = (0..<4).map { quarter in
            StyleFeatures(
                planes,
                (0..<planes.columns * planes.rows).map { cell in
                    let isRight = cell % planes.columns >= planes.columns / 2
                    let isLow = cell / planes.columns >= planes.rows / 2
                    return (isRight ? 1 : 0) + (isLow ? 2 : 0) == quarter
                })
        }
        var pairs: [ChannelDistances] = []
        for one in 0..<4 {
            for two in (one + 1)..<4 { pairs.append(quarters[one].distance(to: quarters[two])) }
        }
        func median(_ channel: KeyPath<ChannelDistances, Double>) -> Double {
            pairs.map { $0[keyPath: channel] }.sorted()[pairs.count / 2]
        }
        return ChannelDistances(
            palette: median(\.palette), rendering: median(\.rendering), tone: median(\.tone))
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
    private mutating func readColours(_ planes: StylePlanes, _ cells: [Bool]) {
        var count = 0.0
        var (square, whites) = (0.0, 0.0)
        for y in stride(from: 0, to: planes.height, by: 2) {
            for x in stride(from: 0, to: planes.width, by: 2) where cells[planes.cell(x, y)] {
                let index = y &* planes.width &+ x
                let red = Self.level(planes.canonical.red.values[index])
                let green = Self.level(planes.canonical.green.values[index])
                let blue = Self.level(planes.canonical.blue.values[index])
                let lab = Lab(red: red, green: green, blue: blue)
                count += 1
                share(lab)
                tone.lightness += lab.lightness
                square += lab.lightness * lab.lightness
                tone.chroma += lab.chroma
                let most = max(red, green, blue)
                tone.saturation +=
                    most == 0 ? 0 : Double(most - min(red, green, blue)) / Double(most)
                if lab.lightness > 85, lab.chroma < 20 {
                    whites += 1
                    tone.white += lab.b
                }
            }
        }
        guard count > 0 else { return }
        tone.lightness /= count
        tone.contrast = max(0, square / count - tone.lightness * tone.lightness).squareRoot()
        tone.chroma /= count
        tone.saturation /= count
        tone.hasWhite = whites > count / 200
        tone.white = tone.hasWhite ? tone.white / whites : 0
        for index in histogram.indices { histogram[index] /= count }
        for channel in 0..<3 {
            for index in channels[channel].indices { channels[channel][index] /= count }
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

    private static func level(_ value: Float) -> UInt8 { UInt8(min(255, max(0, value.rounded()))) }

    private mutating func readForms(_ planes: StylePlanes, _ cells: [Bool]) {
        let (width, height) = (planes.width, planes.height)
        var count = 0.0
        var (sum, square) = (0.0, 0.0)
        planes.luma.values.withUnsafeBufferPointer { luma in
            for y in 2..<max(2, height - 2) {
                for x in 2..<max(2, width - 2) where cells[planes.cell(x, y)] {
                    let index = y &* width &+ x
                    count += 1
                    for distance in 1...2 {
                        patterns[distance - 1][Self.pattern(luma, index, width, distance)] += 1
                    }
                    let across = luma[index &+ 1] - luma[index &- 1]
                    let down = luma[index &+ width] - luma[index &- width]
                    let slope = Double((across * across + down * down).squareRoot()) / 510
                    let bin = Int(log(1 + 50 * slope) / log(51) * 24)
                    gradients[min(23, bin)] += 1
                    let bend = Double(Self.bend(luma, index, width))
                    sum += bend
                    square += bend * bend
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

extension StyleFeatures.Tone {
    /// Each figure in steps of about what an eye sees side by side.
    fileprivate func distance(to other: Self) -> Double {
        var parts = [
            (lightness - other.lightness) / 2, (contrast - other.contrast) / 2,
            (chroma - other.chroma) / 2, (saturation - other.saturation) / 0.03,
            (sharpness - other.sharpness) / 0.15,
        ]
        if hasWhite, other.hasWhite { parts.append((white - other.white) / 1.5) }
        return parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
