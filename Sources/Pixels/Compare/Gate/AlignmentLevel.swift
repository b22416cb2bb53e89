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
            plane.values.withUnsafeBufferPointer { values in
                for top in stride(from: 1, to: height - 1, by: tile) {
                    for left in stride(from: 1, to: width - 1, by: tile) {
                        var strongest = StrongestEdges()
                        for y in top..<min(top + tile, height - 1) {
                            strongest.add(
                                values, y &* width &+ left,
                                y &* width &+ min(left + tile, width - 1), width, counts)
                        }
                        for index in strongest.indices {
                            found.append(sample(plane, index, half))
                        }
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

/// The six strongest edges of a tile, the strongest first and of equals the one above or left.
private struct StrongestEdges {
    // Vectors, because arrays would be made anew for each of some thousand tiles.
    private var strengths = SIMD8<Float>()
    private var places = SIMD8<Int32>()
    private var count = 0

    private static let most = 6
    /// Below two levels a pixel there is nothing but noise.
    private static let least: Float = 16

    /// Where they are.
    var indices: [Int] { (0..<count).map { Int(places[$0]) } }

    /// Looks at the pixels of a row.
    @inline(__always)
    mutating func add(
        _ values: UnsafeBufferPointer<Float>, _ start: Int, _ end: Int, _ width: Int,
        _ counts: [Bool]?
    ) {
        var bar = count == Self.most ? strengths[Self.most - 1] : Self.least
        for index in start..<end {
            let across = values[index &+ 1] - values[index &- 1]
            let down = values[index &+ width] - values[index &- width]
            let strength = across * across + down * down
            guard strength > bar else { continue }
            if let counts, !counts[index] { continue }
            insert(strength, index)
            if count == Self.most { bar = strengths[Self.most - 1] }
        }
    }

    private mutating func insert(_ strength: Float, _ index: Int) {
        var place = min(count, Self.most - 1)
        while place > 0, strengths[place - 1] < strength {
            strengths[place] = strengths[place - 1]
            places[place] = places[place - 1]
            place -= 1
        }
        strengths[place] = strength
        places[place] = Int32(index)
        count = min(count + 1, Self.most)
    }
}
