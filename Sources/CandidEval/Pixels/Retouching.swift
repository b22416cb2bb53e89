import Foundation
import Pixels

/// What is done to a picture to see whether it is noticed, or forgiven.
struct Retouching {
    /// Where the randomness comes from: the same seed does the same.
    var numbers: SeededNumbers

    /// Ways to change a part.
    enum Edit: String, CaseIterable {
        case paste, hue, remove, blur, text
    }

    /// What codecs, scalers and sensors do to the whole.
    enum Null: String, CaseIterable {
        case jpeg95, jpeg85, jpeg75, jpeg60, webp90, webp80, webp60, jpegThenWebp
        case scaled34, scaled12, scaled2, scaled23, scaledThenJpeg, noise2, noise4
    }

    init(seed: UInt64) { numbers = SeededNumbers(state: seed &* 0x9E37_79B9) }

    /// A picture after a null.
    mutating func degraded(_ picture: Pixmap, _ null: Null) throws -> Pixmap {
        switch null {
        case .jpeg95: try Pixmap(decoding: picture.jpeg(quality: 95))
        case .jpeg85: try Pixmap(decoding: picture.jpeg(quality: 85))
        case .jpeg75: try Pixmap(decoding: picture.jpeg(quality: 75))
        case .jpeg60: try Pixmap(decoding: picture.jpeg(quality: 60))
        case .webp90: try Pixmap(decoding: picture.webp(quality: 90))
        case .webp80: try Pixmap(decoding: picture.webp(quality: 80))
        case .webp60: try Pixmap(decoding: picture.webp(quality: 60))
        case .jpegThenWebp: try degraded(degraded(picture, .jpeg85), .webp80)
        case .scaled34: picture.scaledAndBack(by: 0.75)
        case .scaled12: picture.scaledAndBack(by: 0.5)
        case .scaled2: picture.scaledAndBack(by: 2)
        case .scaled23: picture.scaledAndBack(by: 2.0 / 3)
        case .scaledThenJpeg: try degraded(picture.scaledAndBack(by: 0.75), .jpeg85)
        case .noise2: noisy(picture, 2)
        case .noise4: noisy(picture, 4)
        }
    }

    /// Shifted by up to 0.8 % of the side, scaled by up to 1.2 % a side and turned by up to 0.2°, as
    /// editors hand frames back.
    mutating func moved(_ picture: Pixmap) -> Pixmap {
        let side = Double(picture.width)
        let turn = Double.random(in: -0.2...0.2, using: &numbers) * .pi / 180
        let scale =
            SIMD2(
                Double.random(in: -0.012...0.012, using: &numbers),
                Double.random(in: -0.012...0.012, using: &numbers)) + 1
        let shift =
            SIMD2(
                Double.random(in: -0.008...0.008, using: &numbers),
                Double.random(in: -0.008...0.008, using: &numbers)) * side
        let middle = SIMD2(Double(picture.width), Double(picture.height)) / 2
        return picture.redrawn(width: picture.width, height: picture.height) { x, y in
            let from = SIMD2(x, y) - middle - shift
            let turned = SIMD2(
                from.x * cos(turn) + from.y * sin(turn), from.y * cos(turn) - from.x * sin(turn))
            return turned / scale + middle
        }
    }

    /// Shifted by up to a pixel.
    mutating func nudged(_ picture: Pixmap) -> Pixmap {
        let shift = SIMD2(
            Double.random(in: -1...1, using: &numbers), Double.random(in: -1...1, using: &numbers))
        return picture.redrawn(width: picture.width, height: picture.height) { x, y in
            SIMD2(x, y) - shift
        }
    }

    /// A picture with a part changed so that it differs, or itself where that did not come about: a
    /// blurred wall is the same wall.
    mutating func edited(
        _ picture: Pixmap, _ edit: Edit, area: Double, from other: Pixmap
    ) -> Pixmap {
        for _ in 0..<50 {
            let candidate = tried(picture, edit, area: area, from: other)
            if candidate.differs(from: picture, inShare: area / 20) { return candidate }
        }
        return picture
    }

    private mutating func tried(
        _ picture: Pixmap, _ edit: Edit, area: Double, from other: Pixmap
    ) -> Pixmap {
        let side = (area * Double(picture.width * picture.height)).squareRoot()
        let shape = exp(Double.random(in: -0.4...0.4, using: &numbers))
        let size = (width: Int(side * shape), height: Int(side / shape))
        let box = PictureBox(
            x: Int.random(in: 0..<(picture.width - size.width), using: &numbers),
            y: Int.random(in: 0..<(picture.height - size.height), using: &numbers),
            width: size.width, height: size.height)
        var out = picture
        switch edit {
        case .paste: out.paste(other, box)
        case .hue: out.turnHue(box, clockwise: Bool.random(using: &numbers))
        case .remove: out.fillFromEdges(box)
        case .blur: out.blur(box, radius: 8)
        case .text: out.letter(box, UInt8.random(in: 0...255, using: &numbers))
        }
        return out
    }

    private mutating func noisy(_ picture: Pixmap, _ deviation: Double) -> Pixmap {
        var out = picture
        for index in out.rgba.indices where index % 4 != 3 {
            // Four even numbers make nearly a bell, of deviation 1 / √3.
            let bell = (0..<4).reduce(-2.0) { sum, _ in
                sum + Double(numbers.next() >> 40) / Double(1 << 24)
            }
            let value = Double(out.rgba[index]) + bell * deviation * 3.0.squareRoot()
            out.rgba[index] = UInt8(min(max(value.rounded(), 0), 255))
        }
        return out
    }
}

/// SplitMix64.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
