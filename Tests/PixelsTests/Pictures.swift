import Pixels

/// Small pictures that tests are made of.
enum Pictures {
    /// A smooth picture, with transparency on request.
    static func gradient(width: Int = 61, height: Int = 47, transparent: Bool = false) -> Pixmap {
        var rgba: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let alpha = transparent ? UInt8(x * 255 / max(1, width - 1)) : 255
                rgba += [UInt8(x * 4 % 256), UInt8(y * 5 % 256), UInt8((x + y) % 256), alpha]
            }
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    static func file(_ format: ImageFormat, transparent: Bool = false) throws -> [UInt8] {
        let picture = gradient(transparent: transparent)
        return switch format {
        case .png: try picture.png()
        case .jpeg: try picture.jpeg()
        case .webp: try picture.webp()
        }
    }

    /// Numbers for mutations; the same at every run.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// The file with some bytes changed, cut off or repeated.
    static func mutated(_ file: [UInt8], seed: UInt64) -> [UInt8] {
        var numbers = Numbers(state: seed)
        var out = file
        for _ in 0..<Int.random(in: 1...6, using: &numbers) {
            guard !out.isEmpty else { return out }
            let at = Int.random(in: 0..<out.count, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: out[at] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            case 1: out[at] = UInt8.random(in: 0...255, using: &numbers)
            case 2: out.removeSubrange(at..<min(out.count, at + 9))
            case 3: out.insert(contentsOf: out[at..<min(out.count, at + 17)], at: at)
            default: out = Array(out[..<max(1, at)])
            }
        }
        return out
    }
}
