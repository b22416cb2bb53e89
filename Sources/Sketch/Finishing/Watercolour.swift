internal import Pixels

/// Turns a painted picture into a watercolour: washes, dark edges, bleeding, paper.
struct Watercolour {
    let seed: UInt64

    func finished(_ source: Pixmap) -> Pixmap {
        let (w, h) = (source.width, source.height)
        let unit = Double(min(w, h)) / 1024
        let noise = Noise(seed: seed)
        let warped = warped(source, noise: noise, unit: unit)
        let soft = Smoothing.blurred(warped, width: w, height: h, radius: max(1, Int(2.2 * unit)))
        let wide = Smoothing.blurred(soft, width: w, height: h, radius: max(2, Int(9 * unit)))
        var out = source
        for y in 0..<h {
            for x in 0..<w {
                let at = (y * w + x) * 4
                let px = Double(x) / unit, py = Double(y) / unit
                let wash = noise.value(px / 150, py / 150) * 0.6 + noise.value(px / 46 + 7, py / 46) * 0.4
                let grain = noise.value(px / 2.6, py / 2.6) - 0.5
                let edge = edge(x, y, width: w, height: h, noise: noise, px: px, py: py)
                for channel in 0..<3 {
                    let near = Double(soft[at + channel]) / 255
                    let far = Double(wide[at + channel]) / 255
                    // Pigment gathers where a wash ends: darker than what lies around it.
                    var tone = near + min(0, (near - far) * 0.75)
                    tone = 1 - (1 - tone) * (0.8 + 0.34 * (wash - 0.5) + 0.05)
                    tone -= (1 - tone) * grain * 0.22
                    tone += grain * 0.022
                    let paper = [0.985, 0.972, 0.945][channel] + grain * 0.03
                    tone = mix(paper, tone * paper, edge)
                    out.rgba[at + channel] = UInt8((tone.clamped(to: 0...1) * 255).rounded())
                }
            }
        }
        return out
    }

    /// How much of the wash covers the paper: all of it but for a ragged rim.
    private func edge(
        _ x: Int, _ y: Int, width: Int, height: Int, noise: Noise, px: Double, py: Double
    ) -> Double {
        let side = Double(min(min(x, width - 1 - x), min(y, height - 1 - y)))
        let unit = Double(min(width, height))
        guard side < unit * 0.1 else { return 1 }
        let rag = noise.value(px / 60 + 31, py / 60) * 0.045 + noise.value(px / 14, py / 14 + 9) * 0.012
        return ((side / unit - 0.018 - rag) / 0.006).clamped(to: 0...1)
    }

    /// Moves pixels a little, so that outlines wander as a wet edge does.
    private func warped(_ source: Pixmap, noise: Noise, unit: Double) -> [UInt8] {
        let (w, h) = (source.width, source.height)
        var out = source.rgba
        for y in 0..<h {
            for x in 0..<w {
                let px = Double(x) / unit, py = Double(y) / unit
                let dx = (noise.value(px / 22, py / 22 + 50) - 0.5) * 9 * unit
                let dy = (noise.value(px / 22 + 90, py / 22) - 0.5) * 9 * unit
                let sx = (x + Int(dx.rounded())).clamped(to: 0...(w - 1))
                let sy = (y + Int(dy.rounded())).clamped(to: 0...(h - 1))
                let from = (sy * w + sx) * 4, to = (y * w + x) * 4
                for channel in 0..<4 { out[to + channel] = source.rgba[from + channel] }
            }
        }
        return out
    }
}

/// Value noise, smooth and seeded.
struct Noise {
    let seed: UInt64

    func value(_ x: Double, _ y: Double) -> Double {
        let left = x.rounded(.down), top = y.rounded(.down)
        let u = smooth(x - left), v = smooth(y - top)
        let ix = Int(left), iy = Int(top)
        let upper = mix(corner(ix, iy), corner(ix + 1, iy), u)
        let lower = mix(corner(ix, iy + 1), corner(ix + 1, iy + 1), u)
        return mix(upper, lower, v)
    }

    private func smooth(_ part: Double) -> Double { part * part * (3 - 2 * part) }

    private func corner(_ x: Int, _ y: Int) -> Double {
        var hash = seed &+ UInt64(bitPattern: Int64(x)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= UInt64(bitPattern: Int64(y)) &* 0xC2B2_AE3D_27D4_EB4F
        hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
        return Double((hash ^ (hash >> 32)) & 0xFFFF) / 65_535
    }
}

/// Box blur of RGBA bytes.
enum Smoothing {
    static func blurred(_ source: [UInt8], width: Int, height: Int, radius: Int) -> [UInt8] {
        var rows = source
        pass(source, &rows, lines: height, length: width, step: 4, stride: width * 4, radius: radius)
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
                        var sum = Int(from[base]) * (radius + 1)
                        for index in 0..<radius { sum += Int(from[base + min(index, length - 1) * step]) }
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
