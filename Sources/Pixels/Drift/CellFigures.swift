internal import Foundation

/// Figures of each cell of a picture, or of a patchwork of several.
struct CellFigures: Sendable {
    /// Mean colours.
    private(set) var means: [Lab]
    /// Variances of luma, in levels squared.
    private(set) var variances: [Float]
    /// The energies of three octaves of luma, from the finest on, in levels squared.
    var bands: [SIMD3<Float>]
    /// How few of the slopes of the softened luma make up all, as a logarithm: (Σ|∇|)² / nΣ|∇|² is 1
    /// where all are alike, and small where flat areas lie between sharp edges.
    var sparsities: [Float]

    init(_ planes: StylePlanes, _ octaves: StyleOctaves) {
        let count = planes.columns * planes.rows
        var colours = [SIMD4<Float>](repeating: SIMD4(), count: count)
        var lumas = [SIMD2<Float>](repeating: SIMD2(), count: count)
        var energies = [SIMD4<Float>](repeating: SIMD4(), count: count)
        var slopes = [SIMD2<Float>](repeating: SIMD2(), count: count)
        let softened = octaves.planes.map(\.values)
        for y in 0..<planes.height {
            for x in 0..<planes.width {
                let (index, cell) = (y &* planes.width &+ x, planes.cell(x, y))
                let luma = planes.luma.values[index]
                colours[cell] += SIMD4(
                    planes.canonical.red.values[index], planes.canonical.green.values[index],
                    planes.canonical.blue.values[index], 1)
                lumas[cell] += SIMD2(luma, luma * luma)
                let soft = SIMD4(luma, softened[0][index], softened[1][index], softened[2][index])
                let band = soft - SIMD4(soft.y, soft.z, soft.w, soft.w)
                energies[cell] += band * band
                let right = x + 1 < planes.width ? softened[0][index &+ 1] - soft.y : 0
                let down = y + 1 < planes.height ? softened[0][index &+ planes.width] - soft.y : 0
                let square = right * right + down * down
                slopes[cell] += SIMD2(square.squareRoot(), square)
            }
        }
        let sizes = colours.map { max(1, $0.w) }
        means = colours.map { Lab(level: $0 / max(1, $0.w)) }
        variances = zip(lumas, sizes).map { sum, size in
            max(0, sum.y / size - sum.x / size * (sum.x / size))
        }
        bands = zip(energies, sizes).map { SIMD3($0.x, $0.y, $0.z) / $1 }
        sparsities = zip(slopes, sizes).map { sum, size in
            let mean = sum / size
            return log((mean.x * mean.x + 0.5) / (mean.y + 0.5))
        }
    }

    /// Takes some cells over from another picture's.
    mutating func take(_ other: CellFigures, where map: CellMap) {
        for cell in map.numbers {
            means[cell] = other.means[cell]
            variances[cell] = other.variances[cell]
            bands[cell] = other.bands[cell]
            sparsities[cell] = other.sparsities[cell]
        }
    }
}

extension Lab {
    /// The colour of an sRGB pixel, its channels 0 to 255 with fractions.
    fileprivate init(level: SIMD4<Float>) {
        func light(_ value: Float) -> Double {
            let value = Double(value) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        self.init(linear: light(level.x), light(level.y), light(level.z))
    }
}

/// A picture's luma, softened more and more: by Gaussians of 0.8, 1.6 and 3.2 pixels.
struct StyleOctaves: Sendable {
    let planes: [Plane]

    init(_ luma: Plane) {
        var planes: [Plane] = []
        var last = (plane: luma, deviation: 0.0)
        for deviation in [0.8, 1.6, 3.2] {
            // Gaussians add up by their squares.
            let rest = (deviation * deviation - last.deviation * last.deviation).squareRoot()
            last = (last.plane.softened(by: rest), deviation)
            planes.append(last.plane)
        }
        self.planes = planes
    }

    /// What forms are compared by: shifts of a pixel and strong savings change little of it.
    var forms: Plane { planes[1] }
}

extension Plane {
    /// Softened by a Gaussian of so many pixels; the edges are repeated.
    fileprivate func softened(by deviation: Double) -> Plane {
        let reach = max(1, Int((deviation * 3.5).rounded(.up)))
        var weights = (-reach...reach).map {
            Float(exp(-Double($0 * $0) / (2 * deviation * deviation)))
        }
        let total = weights.reduce(0, +)
        for index in weights.indices { weights[index] /= total }
        return across(weights).transposed.across(weights).transposed
    }

    private func across(_ weights: [Float]) -> Plane {
        let reach = weights.count / 2
        var out = self
        var line = [Float](repeating: 0, count: width + 2 * reach)
        for y in 0..<height {
            for place in line.indices {
                line[place] = values[y &* width &+ min(max(place - reach, 0), width - 1)]
            }
            line.withUnsafeBufferPointer { line in
                out.values.withUnsafeMutableBufferPointer { out in
                    for x in 0..<width {
                        var sum: Float = 0
                        for step in weights.indices { sum += weights[step] * line[x &+ step] }
                        out[y &* width &+ x] = sum
                    }
                }
            }
        }
        return out
    }

    private var transposed: Plane {
        var out = [Float](repeating: 0, count: values.count)
        for y in 0..<height {
            for x in 0..<width { out[x &* height &+ y] = values[y &* width &+ x] }
        }
        return Plane(width: height, height: width, values: out)
    }
}
