internal import Pixels

/// Turns a painted picture into a watercolour: washes, dark edges, bleeding, paper.
struct Watercolour {
    let seed: UInt64

    private static let paper = [0.985, 0.972, 0.945]

    func finished(_ source: Pixmap) -> Pixmap {
        let (w, h) = (source.width, source.height)
        let unit = Double(min(w, h)) / 1024
        let noise = Noise(seed: seed)
        let warped = warped(source, noise: noise, unit: unit)
        let soft = Smoothing.blurred(warped, width: w, height: h, radius: max(1, Int(2.2 * unit)))
        let wide = Smoothing.blurred(soft, width: w, height: h, radius: max(2, Int(9 * unit)))
        var out = source
        out.rgba.withUnsafeMutableBufferPointer { target in
            soft.withUnsafeBufferPointer { soft in
                wide.withUnsafeBufferPointer { wide in
                    for y in 0..<h {
                        let row = y * w * 4
                        paintRow(
                            y, Layers(near: soft.baseAddress, far: wide.baseAddress, start: row),
                            width: w, height: h, unit: unit, noise: noise,
                            into: UnsafeMutableBufferPointer(rebasing: target[row..<(row + w * 4)]))
                    }
                }
            }
        }
        return out
    }

    /// The washes, softly and widely blurred, from the start of a row.
    private struct Layers {
        let near: UnsafePointer<UInt8>?
        let far: UnsafePointer<UInt8>?
        let start: Int

        func value(_ index: Int) -> (near: Double, far: Double) {
            guard let near, let far else { return (1, 1) }
            return (Double(near[start + index]) / 255, Double(far[start + index]) / 255)
        }
    }

    private func paintRow(
        _ y: Int, _ layers: Layers, width: Int, height: Int, unit: Double, noise: Noise,
        into row: UnsafeMutableBufferPointer<UInt8>
    ) {
        var wash = 0.0
        for x in 0..<width {
            let px = Double(x) / unit
            let py = Double(y) / unit
            // The wash is so smooth that one value does for four pixels.
            if x % 4 == 0 {
                wash =
                    noise.value(px / 150, py / 150) * 0.6 + noise.value(px / 46 + 7, py / 46) * 0.4
            }
            let grain = noise.grain(px, py) - 0.5
            let edge = edge(x, y, width: width, height: height, noise: noise, px: px, py: py)
            let thin = 0.85 + 0.34 * (wash - 0.5)
            for channel in 0..<3 {
                let (near, far) = layers.value(x * 4 + channel)
                // Pigment gathers where a wash ends: darker than what lies around it.
                var tone = near + min(0, (near - far) * 0.75)
                tone = 1 - (1 - tone) * thin
                tone += grain * (0.022 - (1 - tone) * 0.22)
                let paper = Self.paper[channel] + grain * 0.03
                tone = mix(paper, tone * paper, edge)
                row[x * 4 + channel] = UInt8(tone.clamped(to: 0...1) * 255 + 0.5)
            }
        }
    }

    /// How much of the wash covers the paper: all of it but for a ragged rim.
    private func edge(
        _ x: Int, _ y: Int, width: Int, height: Int, noise: Noise, px: Double, py: Double
    ) -> Double {
        let side = Double(min(min(x, width - 1 - x), min(y, height - 1 - y)))
        let unit = Double(min(width, height))
        guard side < unit * 0.1 else { return 1 }
        let rag =
            noise.value(px / 60 + 31, py / 60) * 0.045 + noise.value(px / 14, py / 14 + 9) * 0.012
        return ((side / unit - 0.018 - rag) / 0.006).clamped(to: 0...1)
    }

    /// Moves pixels a little, so that outlines wander as a wet edge does.
    private func warped(_ source: Pixmap, noise: Noise, unit: Double) -> [UInt8] {
        let (w, h) = (source.width, source.height)
        var out = source.rgba
        out.withUnsafeMutableBytes { target in
            source.rgba.withUnsafeBytes { pixels in
                for y in 0..<h {
                    let py = Double(y) / unit
                    var shift = (x: 0, y: 0)
                    for x in 0..<w {
                        if x % 2 == 0 {
                            let px = Double(x) / unit
                            let dx = (noise.value(px / 22, py / 22 + 50) - 0.5) * 9 * unit
                            let dy = (noise.value(px / 22 + 90, py / 22) - 0.5) * 9 * unit
                            shift = (Int(dx.rounded()), Int(dy.rounded()))
                        }
                        let sx = (x + shift.x).clamped(to: 0...(w - 1))
                        let sy = (y + shift.y).clamped(to: 0...(h - 1))
                        let pixel = pixels.load(fromByteOffset: (sy * w + sx) * 4, as: UInt32.self)
                        target.storeBytes(of: pixel, toByteOffset: (y * w + x) * 4, as: UInt32.self)
                    }
                }
            }
        }
        return out
    }
}

/// Value noise, smooth and seeded, over a table that repeats every 256 cells.
struct Noise {
    private let table: [Float]

    init(seed: UInt64) {
        var dice = Dice(seed: seed, stream: "noise")
        table = (0..<65_536).map { _ in Float(dice.unit()) }
    }

    func value(_ x: Double, _ y: Double) -> Double {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (u, v) = (smooth(x - left), smooth(y - top))
        let (ix, iy) = (Int(left), Int(top))
        let upper = mix(corner(ix, iy), corner(ix + 1, iy), u)
        let lower = mix(corner(ix, iy + 1), corner(ix + 1, iy + 1), u)
        return mix(upper, lower, v)
    }

    /// Two layers of unsmoothed cells, as paper has tooth; five times quicker than ``value(_:_:)``.
    func grain(_ x: Double, _ y: Double) -> Double {
        (corner(Int(x / 2), Int(y / 2)) + corner(Int(x / 3.3) + 91, Int(y / 3.3) + 37)) / 2
    }

    private func smooth(_ part: Double) -> Double { part * part * (3 - 2 * part) }

    private func corner(_ x: Int, _ y: Int) -> Double { Double(table[x & 255 | (y & 255) << 8]) }
}

/// Box blur of RGBA bytes.
enum Smoothing {
    static func blurred(_ source: [UInt8], width: Int, height: Int, radius: Int) -> [UInt8] {
        var rows = source
        pass(
            source, &rows, lines: height, length: width, step: 4, stride: width * 4, radius: radius)
        var out = rows
        pass(rows, &out, lines: width, length: height, step: width * 4, stride: 4, radius: radius)
        return out
    }

    private static func pass(
        _ source: [UInt8], _ target: inout [UInt8], lines: Int, length: Int, step: Int, stride: Int,
        radius: Int
    ) {
        let span = 2 * radius + 1
        source.withUnsafeBufferPointer { from in
            target.withUnsafeMutableBufferPointer { to in
                for line in 0..<lines {
                    for channel in 0..<4 {
                        let base = line * stride + channel
                        var sum = Int(from[base]) * radius
                        for index in 0..<radius {
                            sum += Int(from[base + min(index, length - 1) * step])
                        }
                        for index in 0..<length {
                            sum += Int(from[base + min(index + radius, length - 1) * step])
                            to[base + index * step] = UInt8(truncatingIfNeeded: sum / span)
                            sum -= Int(from[base + max(index - radius, 0) * step])
                        }
                    }
                }
            }
        }
    }
}
