import Candid
import Foundation
import Pixels

/// What a drifting editor does to a picture, more with each turn.
enum InjectedDrift: String, CaseIterable {
    case cast, fading, saturation, contrast, flattening, blur, noise, sharpening, paint, paper,
        identity

    /// What the plain dose of one turn is, in words.
    var dose: String {
        switch self {
        case .cast: "channel gains of up to 4 %, in one of twelve hues"
        case .fading: "12 % less colour"
        case .saturation: "15 % more colour"
        case .contrast: "8 % more contrast"
        case .flattening: "8 % less contrast"
        case .blur: "Gaussian, 0.5 pixels more"
        case .noise: "3 levels more"
        case .sharpening: "unsharp mask, 40 % more"
        case .paint: "Kuwahara's filter, 2 pixels more"
        case .paper: "rough paper, 3 % more"
        case .identity: "the last thing: 3 % broader, its hue turned"
        }
    }

    /// Where it is to be seen.
    var channel: PixelDrift.Channel {
        switch self {
        case .cast: .palette
        case .fading, .saturation, .contrast, .flattening: .tone
        case .blur, .noise, .sharpening, .paint, .paper, .identity: .rendering
        }
    }

    /// A picture after so many drifting turns, each of a strength of which 1 is the plain dose.
    ///
    /// The subject is where the last thing stands; the seed decides a cast's hue and the noise.
    func applied(
        to picture: Pixmap, steps: Int, strength: Double, subject: [Int], seed: UInt64
    ) -> Pixmap {
        guard steps > 0 else { return picture }
        let dose = Double(steps) * strength
        switch self {
        case .cast: return picture.cast(dose * 0.04, towards: Double(seed % 12) / 12)
        case .fading: return picture.saturated(by: max(0, 1 - 0.12 * dose))
        case .saturation: return picture.saturated(by: 1 + 0.15 * dose)
        case .contrast: return picture.contrasted(by: 1 + 0.08 * dose)
        case .flattening: return picture.contrasted(by: max(0.1, 1 - 0.08 * dose))
        case .blur: return picture.softened(0.5 * dose)
        case .noise: return picture.grained(3 * dose, seed: seed)
        case .sharpening: return picture.sharpened(0.4 * dose)
        case .paint: return picture.painted(radius: max(1, Int((2 * dose).rounded())))
        case .paper: return picture.papered(0.03 * dose, seed: seed)
        case .identity: return picture.altered(in: subject, dose)
        }
    }
}

extension Pixmap {
    fileprivate func mapped(_ change: (SIMD3<Double>) -> SIMD3<Double>) -> Pixmap {
        var out = self
        for index in stride(from: 0, to: rgba.count, by: 4) {
            let new = change(
                SIMD3(Double(rgba[index]), Double(rgba[index + 1]), Double(rgba[index + 2])))
            for channel in 0..<3 { out.rgba[index + channel] = Self.level(new[channel]) }
        }
        return out
    }

    fileprivate static func level(_ value: Double) -> UInt8 {
        UInt8(min(255, max(0, value.rounded())))
    }

    /// Gains of the three channels, a third of a turn apart.
    fileprivate func cast(_ amount: Double, towards hue: Double) -> Pixmap {
        let gains = SIMD3(
            (0..<3).map { 1 + amount * cos(2 * .pi * (hue - Double($0) / 3)) })
        return mapped { $0 * gains }
    }

    fileprivate func saturated(by factor: Double) -> Pixmap {
        mapped { colour in
            let grey = colour.x * 0.299 + colour.y * 0.587 + colour.z * 0.114
            return (colour - grey) * factor + grey
        }
    }

    fileprivate func contrasted(by factor: Double) -> Pixmap {
        mapped { ($0 - 128) * factor + 128 }
    }

    /// Gaussian, in pixels.
    fileprivate func softened(_ deviation: Double) -> Pixmap {
        let reach = max(1, Int((deviation * 3).rounded(.up)))
        let weights = (-reach...reach).map {
            exp(-Double($0 * $0) / (2 * deviation * deviation))
        }
        let total = weights.reduce(0, +)
        return run(weights.map { $0 / total }, (1, 0)).run(weights.map { $0 / total }, (0, 1))
    }

    private func run(_ weights: [Double], _ step: (x: Int, y: Int)) -> Pixmap {
        var out = self
        let reach = weights.count / 2
        for y in 0..<height {
            for x in 0..<width {
                var sum = SIMD3<Double>()
                for (index, weight) in weights.enumerated() {
                    let column = min(max(x + (index - reach) * step.x, 0), width - 1)
                    let row = min(max(y + (index - reach) * step.y, 0), height - 1)
                    sum += colour(column, row) * weight
                }
                out.set(sum, x, y)
            }
        }
        return out
    }

    private func colour(_ x: Int, _ y: Int) -> SIMD3<Double> {
        let at = (y * width + x) * 4
        return SIMD3(Double(rgba[at]), Double(rgba[at + 1]), Double(rgba[at + 2]))
    }

    private mutating func set(_ colour: SIMD3<Double>, _ x: Int, _ y: Int) {
        let at = (y * width + x) * 4
        for channel in 0..<3 { rgba[at + channel] = Self.level(colour[channel]) }
    }

    fileprivate func sharpened(_ amount: Double) -> Pixmap {
        let soft = softened(1)
        var out = self
        for index in rgba.indices where index % 4 != 3 {
            let value = Double(rgba[index])
            out.rgba[index] = Self.level(value + amount * (value - Double(soft.rgba[index])))
        }
        return out
    }

    fileprivate func grained(_ deviation: Double, seed: UInt64) -> Pixmap {
        var numbers = SeededNumbers(state: seed)
        var out = self
        for index in rgba.indices where index % 4 != 3 {
            // Four even numbers make nearly a bell, of deviation 1 / √3.
            let bell = (0..<4).reduce(-2.0) { sum, _ in
                sum + Double(numbers.next() >> 40) / Double(1 << 24)
            }
            out.rgba[index] = Self.level(
                Double(rgba[index]) + bell * deviation * 3.0.squareRoot())
        }
        return out
    }

    /// The grain of rough paper, of two pixels' size, for a share of each level.
    fileprivate func papered(_ share: Double, seed: UInt64) -> Pixmap {
        let flat = Pixmap(
            width: width, height: height,
            rgba: [UInt8](repeating: 128, count: width * height * 4))
        let grain = flat.grained(60, seed: seed).softened(1.2)
        var out = self
        for index in stride(from: 0, to: rgba.count, by: 4) {
            // One grain for all three channels: paper has no colour of its own.
            let gain = 1 + (Double(grain.rgba[index]) - 128) / 15 * share
            for channel in 0..<3 {
                out.rgba[index + channel] = Self.level(Double(rgba[index + channel]) * gain)
            }
        }
        return out
    }

    /// Each pixel takes the mean of the calmest of the four squares around it, as Kuwahara's filter does.
    fileprivate func painted(radius: Int) -> Pixmap {
        var out = self
        for y in 0..<height {
            for x in 0..<width {
                var best = (spread: Double.infinity, mean: SIMD3<Double>())
                for (right, down) in [(-1, -1), (0, -1), (-1, 0), (0, 0)] {
                    let square = calm(x + right * radius, y + down * radius, radius)
                    if square.spread < best.spread { best = square }
                }
                out.set(best.mean, x, y)
            }
        }
        return out
    }

    private func calm(
        _ left: Int, _ top: Int, _ radius: Int
    ) -> (spread: Double, mean: SIMD3<Double>) {
        var (sum, square) = (SIMD3<Double>(), SIMD3<Double>())
        for y in top...top + radius {
            for x in left...left + radius {
                let here = colour(min(max(x, 0), width - 1), min(max(y, 0), height - 1))
                sum += here
                square += here * here
            }
        }
        let count = Double((radius + 1) * (radius + 1))
        let mean = sum / count
        return ((square / count - mean * mean).sum(), mean)
    }

    /// The subject's look: broader by three hundredths a step, its channels turned towards one
    /// another by a tenth.
    fileprivate func altered(in box: [Int], _ dose: Double) -> Pixmap {
        guard box.count == 4 else { return self }
        let middle = box[0] + box[2] / 2
        let turn = min(0.5, 0.1 * dose)
        var out = self
        for y in max(0, box[1])..<min(height, box[1] + box[3]) {
            for x in max(0, box[0])..<min(width, box[0] + box[2]) {
                let from = middle + Int((Double(x - middle) / (1 + 0.03 * dose)).rounded())
                let old = colour(min(max(from, 0), width - 1), y)
                out.set(old * (1 - turn) + SIMD3(old.y, old.z, old.x) * turn, x, y)
            }
        }
        return out
    }
}
