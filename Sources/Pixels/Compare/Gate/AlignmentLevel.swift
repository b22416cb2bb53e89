extension Alignment {
    /// Both pictures at one size, with the pixels that tell most.
    struct Level {
        let before: Plane
        let after: Plane
        let counts: [Bool]?
        let samples: [Sample]
        /// The mean of the first picture, about which light is stretched.
        let middle: Double

        /// A pixel of the first picture.
        struct Sample {
            var point: SIMD2<Double>
            var level: Double
            /// How the level changes along the six parameters.
            var slopes: SIMD8<Double>
        }

        init(_ before: Plane, _ after: Plane, _ counts: [Bool]?) {
            self.before = before
            self.after = after
            self.counts = counts
            samples = Self.samples(before, counts)
            middle =
                samples.isEmpty
                ? 0 : samples.reduce(0) { $0 + $1.level } / Double(samples.count)
        }

        var halved: Level {
            let (wide, width) = (max(1, before.width / 2), before.width)
            let high = max(1, before.height / 2)
            let counts = counts.map { all in
                (0..<(wide * high)).map { index in
                    let at = index / wide * 2 * width + index % wide * 2
                    return all[at] && all[at + 1] && all[at + width] && all[at + width + 1]
                }
            }
            return Level(before.halved, after.halved, counts)
        }

        var half: Double { Double(max(before.width, before.height)) / 2 }

        /// The strongest edges of each tile, so that every part of the picture has its say.
        private static func samples(_ plane: Plane, _ counts: [Bool]?) -> [Sample] {
            let (width, height) = (plane.width, plane.height)
            let half = Double(max(width, height)) / 2
            let tile = max(4, max(width, height) / 32)
            var found: [Sample] = []
            for top in stride(from: 1, to: height - 1, by: tile) {
                for left in stride(from: 1, to: width - 1, by: tile) {
                    var strongest: [(strength: Float, index: Int)] = []
                    for y in top..<min(top + tile, height - 1) {
                        for x in left..<min(left + tile, width - 1) {
                            let index = y * width + x
                            if let counts, !counts[index] { continue }
                            let across = plane.values[index + 1] - plane.values[index - 1]
                            let down = plane.values[index + width] - plane.values[index - width]
                            let strength = across * across + down * down
                            // Below two levels a pixel there is nothing but noise.
                            guard strength > 16 else { continue }
                            strongest.append((strength, index))
                        }
                    }
                    strongest.sort { ($0.strength, $1.index) > ($1.strength, $0.index) }
                    for (_, index) in strongest.prefix(6) {
                        found.append(sample(plane, index, half))
                    }
                }
            }
            return found
        }

        private static func sample(_ plane: Plane, _ index: Int, _ half: Double) -> Sample {
            let (x, y) = (index % plane.width, index / plane.width)
            let point =
                SIMD2(
                    Double(x) + 0.5 - Double(plane.width) / 2,
                    Double(y) + 0.5 - Double(plane.height) / 2) / half
            let across = Double(plane.values[index + 1] - plane.values[index - 1]) / 2 * half
            let down =
                Double(plane.values[index + plane.width] - plane.values[index - plane.width]) / 2
                * half
            return Sample(
                point: point, level: Double(plane.values[index]),
                slopes: SIMD8(
                    across, across * point.x, across * point.y, down, down * point.x,
                    down * point.y, 0, 0))
        }

        /// The second picture's level where a point goes; nil beyond the edge.
        func level(at point: SIMD2<Double>) -> Double? {
            let x = point.x * half + Double(after.width) / 2 - 0.5
            let y = point.y * half + Double(after.height) / 2 - 0.5
            guard x >= 0, y >= 0, x < Double(after.width - 1), y < Double(after.height - 1) else {
                return nil
            }
            let (left, top) = (Int(x), Int(y))
            let (across, down) = (Float(x - Double(left)), Float(y - Double(top)))
            let at = top &* after.width &+ left
            return after.values.withUnsafeBufferPointer { values in
                let upper = values[at] + (values[at &+ 1] - values[at]) * across
                let below = at &+ after.width
                let lower = values[below] + (values[below &+ 1] - values[below]) * across
                return Double(upper + (lower - upper) * down)
            }
        }
    }
}
