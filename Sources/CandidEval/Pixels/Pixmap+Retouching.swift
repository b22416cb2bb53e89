import Pixels

extension Pixmap {
    private func pixel(_ x: Int, _ y: Int) -> SIMD4<Float> {
        let at = (min(max(y, 0), height - 1) * width + min(max(x, 0), width - 1)) * 4
        return SIMD4(Float(rgba[at]), Float(rgba[at + 1]), Float(rgba[at + 2]), Float(rgba[at + 3]))
    }

    private mutating func set(_ x: Int, _ y: Int, _ colour: SIMD4<Float>) {
        let at = (y * width + x) * 4
        for channel in 0..<4 {
            rgba[at + channel] = UInt8(min(max(colour[channel].rounded(), 0), 255))
        }
    }

    /// A picture of which each pixel comes from a place of this one, by Catmull-Rom.
    func redrawn(
        width: Int, height: Int, from place: (Double, Double) -> SIMD2<Double>
    ) -> Pixmap {
        var out = Pixmap(
            width: width, height: height, rgba: [UInt8](repeating: 255, count: width * height * 4))
        for y in 0..<height {
            for x in 0..<width {
                let from = place(Double(x) + 0.5, Double(y) + 0.5) - 0.5
                let (left, top) = (Int(from.x.rounded(.down)), Int(from.y.rounded(.down)))
                let across = Self.weights(Float(from.x - Double(left)))
                let down = Self.weights(Float(from.y - Double(top)))
                var sum = SIMD4<Float>()
                for row in 0..<4 {
                    var line = SIMD4<Float>()
                    for column in 0..<4 {
                        line += pixel(left + column - 1, top + row - 1) * across[column]
                    }
                    sum += line * down[row]
                }
                out.set(x, y, sum)
            }
        }
        return out
    }

    private static func weights(_ t: Float) -> SIMD4<Float> {
        let (t2, t3) = (t * t, t * t * t)
        return SIMD4(
            (-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2,
            (t3 - t2) / 2)
    }

    /// Scaled and scaled back.
    func scaledAndBack(by factor: Double) -> Pixmap {
        let size = (Int(Double(width) * factor), Int(Double(height) * factor))
        let there = (Double(width) / Double(size.0), Double(height) / Double(size.1))
        let scaled = redrawn(width: size.0, height: size.1) { SIMD2($0 * there.0, $1 * there.1) }
        return scaled.redrawn(width: width, height: height) { SIMD2($0 / there.0, $1 / there.1) }
    }

    /// Whether some share of the pixels moved by more than eight levels.
    func differs(from other: Pixmap, inShare share: Double) -> Bool {
        var moved = 0
        for index in stride(from: 0, to: rgba.count, by: 4) {
            let isMoved = (0..<3).contains { channel in
                abs(Int(rgba[index + channel]) - Int(other.rgba[index + channel])) > 8
            }
            if isMoved { moved += 1 }
        }
        return Double(moved) >= share * Double(width * height)
    }

    /// A part of another picture, put here.
    mutating func paste(_ other: Pixmap, _ box: PictureBox) {
        for y in box.y..<(box.y + box.height) {
            for x in box.x..<(box.x + box.width) {
                set(x, y, other.pixel((x + 150) % other.width, (y + 90) % other.height))
            }
        }
    }

    /// Red becomes green, green blue and blue red, or the other way.
    mutating func turnHue(_ box: PictureBox, clockwise: Bool) {
        for y in box.y..<(box.y + box.height) {
            for x in box.x..<(box.x + box.width) {
                let old = pixel(x, y)
                set(
                    x, y,
                    clockwise
                        ? SIMD4(old.z, old.x, old.y, old.w) : SIMD4(old.y, old.z, old.x, old.w))
            }
        }
    }

    /// What stood here is gone: each pixel is drawn from the four edges, the nearer the more.
    mutating func fillFromEdges(_ box: PictureBox) {
        let (right, bottom) = (box.x + box.width, box.y + box.height)
        let source = self
        for y in box.y..<bottom {
            for x in box.x..<right {
                let edges = [
                    (source.pixel(box.x - 1, y), x - box.x + 1),
                    (source.pixel(right, y), right - x),
                    (source.pixel(x, box.y - 1), y - box.y + 1),
                    (source.pixel(x, bottom), bottom - y),
                ]
                var (sum, weights) = (SIMD4<Float>(), Float(0))
                for (colour, way) in edges {
                    sum += colour / Float(way)
                    weights += 1 / Float(way)
                }
                set(x, y, sum / weights)
            }
        }
    }

    /// Each pixel becomes the mean of a square around it, three times.
    mutating func blur(_ box: PictureBox, radius: Int) {
        for _ in 0..<3 {
            let source = self
            for y in box.y..<(box.y + box.height) {
                for x in box.x..<(box.x + box.width) {
                    var sum = SIMD4<Float>()
                    // Every other pixel will do for a mean.
                    for down in stride(from: -radius / 2, through: radius / 2, by: 2) {
                        for across in stride(from: -radius / 2, through: radius / 2, by: 2) {
                            sum += source.pixel(x + across, y + down)
                        }
                    }
                    let side = Float(radius / 2 / 2 * 2 + 1)
                    set(x, y, sum / (side * side))
                }
            }
        }
    }

    /// Bars like letters, in a grey.
    mutating func letter(_ box: PictureBox, _ grey: UInt8) {
        let stroke = max(2, box.height / 8)
        let level = Float(grey)
        for y in box.y..<(box.y + box.height) {
            for x in box.x..<(box.x + box.width) {
                let (u, v) = ((x - box.x) / stroke, (y - box.y) / stroke)
                let isInk = u % 4 == 0 || (u % 4 != 3 && (v % 4 == 0))
                if isInk { set(x, y, SIMD4(level, level / 2, 255 - level, 255)) }
            }
        }
    }
}
