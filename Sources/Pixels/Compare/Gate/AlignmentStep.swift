extension Alignment.Level {
    /// What remains between the pictures, in levels, capped so that an edit counts no more than an
    /// edge that is off.
    func error(of alignment: Alignment) -> Double {
        var (sum, count) = (0.0, 0.0)
        for sample in samples {
            guard let level = level(at: alignment.map(sample.point)) else { continue }
            let rest = alignment.lit(level, about: middle) - sample.level
            sum += min(rest * rest, 900)
            count += 1
        }
        return count * 4 >= Double(samples.count) && count > 0 ? (sum / count).squareRoot() : 30
    }

    /// How far the sampled levels lie from their mean, capped likewise.
    var spread: Double {
        guard !samples.isEmpty else { return .infinity }
        let sum = samples.reduce(0) { $0 + min(($1.level - middle) * ($1.level - middle), 900) }
        return (sum / Double(samples.count)).squareRoot()
    }

    /// Gain and offset without a move.
    func light(for alignment: Alignment) -> Alignment.Light {
        var alignment = alignment
        for _ in 0..<3 {
            guard let change = solve(alignment, moves: false) else { break }
            alignment.light.gain += change[6]
            alignment.light.offset += change[7]
        }
        return alignment.light
    }

    /// One step, and how far it moves a corner in pixels of this level.
    func step(from alignment: Alignment) -> (Alignment, Double)? {
        guard let change = solve(alignment, moves: true) else { return nil }
        let part = Affine(
            shift: SIMD2(change[0], change[3]),
            columns: (SIMD2(1 + change[1], change[4]), SIMD2(change[2], 1 + change[5])))
        guard let back = part.inverse else { return nil }
        var next = alignment
        next.map = alignment.map.after(back)
        next.light.gain += change[6]
        next.light.offset += change[7]
        guard next.light.gain > 0.2, next.light.gain < 5, abs(next.map.scaleX - 1) < 0.4,
            abs(next.map.scaleY - 1) < 0.4
        else { return nil }
        return (next, part.reach(width: before.width, height: before.height))
    }

    /// The weighted least squares of the eight parameters, or of light alone.
    private func solve(_ alignment: Alignment, moves: Bool) -> [Double]? {
        // What remains at each sample, and the second picture's level there.
        var rests: [(rest: Double, level: Double, sample: Int)] = []
        rests.reserveCapacity(samples.count)
        for (index, sample) in samples.enumerated() {
            guard let level = level(at: alignment.map(sample.point)) else { continue }
            rests.append((alignment.lit(level, about: middle) - sample.level, level, index))
        }
        guard rests.count >= 32 else { return nil }
        let middling = Selection.element(rests.count / 2, of: rests.map { abs($0.rest) })
        // Tukey's constant for 95 % efficiency, over the deviation that the median tells.
        let limit = max(3, 4.685 * 1.4826 * middling)
        var sides = Sides()
        for (rest, level, index) in rests where abs(rest) < limit {
            let near = 1 - (rest / limit) * (rest / limit)
            var slopes = moves ? samples[index].slopes : SIMD8()
            slopes[6] = middle - level
            slopes[7] = -1
            sides.add(slopes, rest, weight: near * near)
        }
        return LinearSystem.solution(
            of: sides.left, sides.right, fixed: moves ? 0 : 6)
    }
}

extension Alignment.Level {
    /// The whole shift, to a pixel of this level, under which the pictures go together best.
    ///
    /// Every shift is tried: on a picture of 64 pixels that costs less than phase correlation and
    /// finds the same peak. Patterns repeat themselves, so that of peaks nearly as high as the best
    /// the nearest is taken: nobody moves a floor by its tile.
    func bestShift() -> SIMD2<Double> {
        let reach = max(1, max(before.width, before.height) / 6)
        let side = 2 * reach + 1
        let scores = (0..<(side * side)).map { correlation($0 % side - reach, $0 / side - reach) }
        let bar = (scores.max() ?? 0) - Self.nearlyAsHigh
        let nearest = scores.indices
            .filter { scores[$0] >= bar && Self.isPeak($0, of: scores, side) }
            .map { SIMD2($0 % side - reach, $0 / side - reach) }
            .min { ($0 &* $0).wrappedSum() < ($1 &* $1).wrappedSum() }
        return SIMD2<Double>(nearest ?? .zero) / half
    }

    /// By how much a correlation may lie below the best one and still be as good.
    private static let nearlyAsHigh = 0.03

    /// Whether no shift by one pixel more or less goes together better.
    private static func isPeak(_ index: Int, of scores: [Double], _ side: Int) -> Bool {
        let (x, y) = (index % side, index / side)
        return (max(0, y - 1)...min(side - 1, y + 1)).allSatisfy { row in
            (max(0, x - 1)...min(side - 1, x + 1)).allSatisfy {
                scores[row * side + $0] <= scores[index]
            }
        }
    }

    private func correlation(_ right: Int, _ down: Int) -> Double {
        let (width, height) = (before.width, before.height)
        var (n, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for y in max(0, -down)..<min(height, height - down) {
            for x in max(0, -right)..<min(width, width - right) {
                if let counts, !counts[y * width + x] { continue }
                let one = Double(before.values[y * width + x])
                let two = Double(after.values[(y + down) * width + x + right])
                (n, a, b) = (n + 1, a + one, b + two)
                (aa, bb, ab) = (aa + one * one, bb + two * two, ab + one * two)
            }
        }
        let scale = ((n * aa - a * a) * (n * bb - b * b)).squareRoot()
        return scale > 0 ? (n * ab - a * b) / scale : -1
    }
}

/// Both sides of the equations of least squares.
private struct Sides {
    private(set) var left = [SIMD8<Double>](repeating: SIMD8(), count: 8)
    private(set) var right = SIMD8<Double>()

    mutating func add(_ slopes: SIMD8<Double>, _ rest: Double, weight: Double) {
        let weighted = slopes * weight
        left.withUnsafeMutableBufferPointer { left in
            for row in 0..<8 { left[row] += slopes * weighted[row] }
        }
        right += weighted * rest
    }
}

/// Hoare's selection: an element in the order of size, without sorting all.
private enum Selection {
    static func element(_ wanted: Int, of given: [Double]) -> Double {
        var values = given
        return values.withUnsafeMutableBufferPointer { values in
            var (low, high) = (0, values.count - 1)
            while low < high {
                let pivot = values[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left &+= 1 }
                    while values[right] > pivot { right &-= 1 }
                    if left <= right {
                        values.swapAt(left, right)
                        left &+= 1
                        right &-= 1
                    }
                }
                if wanted <= right {
                    high = right
                } else if wanted >= left {
                    low = left
                } else {
                    return values[wanted]
                }
            }
            return values[low]
        }
    }
}

/// Equations of least squares.
private enum LinearSystem {
    /// The solution by Gauss with a ridge that keeps what nothing speaks for where it is.
    ///
    /// - Parameters:
    ///   - matrix: Eight rows, symmetric.
    ///   - right: The right side.
    ///   - fixed: How many of the first unknowns stay zero.
    /// - Returns: The unknowns; nil where the matrix has no inverse.
    static func solution(
        of matrix: [SIMD8<Double>], _ right: SIMD8<Double>, fixed: Int
    ) -> [Double]? {
        var rows = matrix
        var values = (0..<8).map { right[$0] }
        for row in 0..<8 { rows[row][row] += row < fixed ? 1 : rows[row][row] * 1e-6 + 1e-9 }
        for pivot in 0..<8 {
            guard abs(rows[pivot][pivot]) > 1e-12 else { return nil }
            for row in (pivot + 1)..<8 {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                rows[row] -= rows[pivot] * factor
                values[row] -= values[pivot] * factor
            }
        }
        var out = [Double](repeating: 0, count: 8)
        for row in (0..<8).reversed() {
            let known = ((row + 1)..<8).reduce(0.0) { $0 + rows[row][$1] * out[$1] }
            out[row] = (values[row] - known) / rows[row][row]
        }
        return out.allSatisfy(\.isFinite) ? out : nil
    }
}
