import Pixels

/// A drawn picture with flat, shaded and lively parts, and what can be done to it.
enum Scene {
    private struct Disc {
        let x: Int
        let y: Int
        let radius: Int
        let colour: [UInt8]
    }

    private static let discs = [
        Disc(x: 40, y: 40, radius: 22, colour: [200, 40, 40]),
        Disc(x: 110, y: 50, radius: 28, colour: [40, 120, 60]),
        Disc(x: 80, y: 90, radius: 18, colour: [240, 220, 90]),
        Disc(x: 130, y: 95, radius: 12, colour: [20, 30, 90]),
    ]

    /// 160x120 pixels.
    static let picture = drawn(width: 160, height: 120) { x, y in colour(x, y) }

    /// The same with a paler rectangle and a small green one, for which others' figures are known.
    static let edited = drawn(width: 160, height: 120) { x, y in
        if (10..<17).contains(x), (10..<16).contains(y) { return [10, 200, 10] }
        let colour = colour(x, y)
        guard (30..<60).contains(x), (70..<90).contains(y) else { return colour }
        return colour.map { UInt8((Int($0) * 3 + 100) / 4) }
    }

    /// The same with one disc in another colour.
    static let recoloured = drawn(width: 160, height: 120) { x, y in
        let colour = colour(x, y)
        return colour == discs[0].colour ? [40, 40, 200] : colour
    }

    /// Each pixel a quarter its right neighbour: edges as another rasteriser draws them.
    static let softened = drawn(width: 160, height: 120) { x, y in
        guard x < 159 else { return colour(x, y) }
        return zip(colour(x, y), colour(x + 1, y)).map { UInt8((Int($0) * 3 + Int($1)) / 4) }
    }

    /// Another picture altogether.
    static let other = drawn(width: 160, height: 120) { x, y in
        let (u, v) = (x - 70, y - 60)
        return u * u + v * v < 1800 || x > 120
            ? [250, 240, 230] : [UInt8(20 + y), 60, UInt8(90 + x / 2)]
    }

    /// A large version, drawn at some place of it: the same scene, moved by fractions of a pixel.
    static func moved(right: Double, down: Double, scale: Double = 1) -> Pixmap {
        drawn(width: 160, height: 120) { x, y in
            var sums = [0, 0, 0]
            for part in 0..<16 {
                let u = (Double(x) + (Double(part % 4) + 0.5) / 4 - 80) / scale + 80 - right
                let v = (Double(y) + (Double(part / 4) + 0.5) / 4 - 60) / scale + 60 - down
                let colour = colour(min(max(Int(u), 0), 159), min(max(Int(v), 0), 119))
                for channel in 0..<3 { sums[channel] += Int(colour[channel]) }
            }
            return sums.map { UInt8($0 / 16) }
        }
    }

    private static func colour(_ x: Int, _ y: Int) -> [UInt8] {
        var colour = [UInt8(120 + x / 4), UInt8(140 + y / 3), UInt8(200 - x / 8)]
        if (x / 6 + y / 9) % 2 == 0, y >= 80 {
            colour = [UInt8(90 + x % 12 * 4), UInt8(70 + y % 9 * 5), 60]
        }
        for disc in discs {
            let (u, v) = (x - disc.x, y - disc.y)
            if u * u + v * v <= disc.radius * disc.radius { colour = disc.colour }
        }
        return colour
    }

    static func drawn(width: Int, height: Int, _ colour: (Int, Int) -> [UInt8]) -> Pixmap {
        var rgba: [UInt8] = []
        rgba.reserveCapacity(width * height * 4)
        for y in 0..<height {
            for x in 0..<width { rgba += colour(x, y) + [255] }
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }
}
