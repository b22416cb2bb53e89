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
        var rests: [(rest: Double, slopes: SIMD8<Double>)] = []
        rests.reserveCapacity(samples.count)
        for sample in samples {
            guard let level = level(at: alignment.map(sample.point)) else { continue }
            var slopes = moves ? sample.slopes : SIMD8()
            slopes[6] = middle - level
            slopes[7] = -1
            rests.append((alignment.lit(level, about: middle) - sample.level, slopes))
        }
        guard rests.count >= 32 else { return nil }
        let middling = rests.map { abs($0.rest) }.sorted()[rests.count / 2]
        // Tukey's constant for 95 % efficiency, over the deviation that the median tells.
        let limit = max(3, 4.685 * 1.4826 * middling)
        var sides = [SIMD8<Double>](repeating: SIMD8(), count: 8)
        var right = SIMD8<Double>()
        for (rest, slopes) in rests where abs(rest) < limit {
            let near = 1 - (rest / limit) * (rest / limit)
            let weighted = slopes * (near * near)
            for row in 0..<8 { sides[row] += slopes * weighted[row] }
            right += weighted * rest
        }
        return LinearSystem.solution(of: sides, right, fixed: moves ? 0 : 6)
    }
}

extension Alignment.Level {
    /// The whole shift, to a pixel of this level, under which the pictures go together best.
    ///
    /// Every shift is tried: on a picture of 64 pixels that costs less than phase correlation and
    /// finds the same peak.
    func bestShift() -> SIMD2<Double> {
        let reach = max(1, max(before.width, before.height) / 6)
        var best = (score: -Double.infinity, shift: SIMD2<Double>.zero)
        for down in -reach...reach {
            for right in -reach...reach {
                let score = correlation(right, down)
                if score > best.score {
                    best = (score, SIMD2(Double(right), Double(down)) / half)
                }
            }
        }
        return best.shift
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
