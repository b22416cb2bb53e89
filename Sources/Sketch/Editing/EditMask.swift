import Foundation
internal import Pixels

/// Where a picture may change.
struct EditMask {
    /// For each pixel whether it may.
    let isFree: [Bool]
    /// The bounds of what may.
    let area: Box
    private let width: Int
    private let height: Int

    /// Reads a mask: a PNG of the picture's size whose transparent pixels may change.
    ///
    /// - Throws: ``SketchError/change(_:)`` that names what is wrong with it.
    init(_ file: [UInt8], for picture: Pixmap) throws(SketchError) {
        let mask: Pixmap
        do {
            mask = try Pixmap(decoding: file)
        } catch {
            throw .change("The mask can't be read: \(error)")
        }
        guard (mask.width, mask.height) == (picture.width, picture.height) else {
            throw .change(
                "The mask has \(mask.width)x\(mask.height) pixels and the picture "
                    + "\(picture.width)x\(picture.height); they must be the same.")
        }
        (width, height) = (mask.width, mask.height)
        var free = [Bool](repeating: false, count: width * height)
        var (left, right, top, bottom) = (width, -1, height, -1)
        for row in 0..<height {
            for column in 0..<width where mask.rgba[(row * width + column) * 4 + 3] < 128 {
                free[row * width + column] = true
                (left, right) = (min(left, column), max(right, column))
                (top, bottom) = (min(top, row), max(bottom, row))
            }
        }
        guard right >= 0 else {
            throw .change("The mask has no transparent pixel, so nothing may change.")
        }
        isFree = free
        area = Box(
            x: Double(left), y: Double(top), width: Double(right - left + 1),
            height: Double(bottom - top + 1))
    }

    /// The mask as it is kept in a picture's history.
    func file() throws(SketchError) -> Data {
        var rgba = [UInt8](repeating: 0, count: isFree.count * 4)
        for index in isFree.indices where !isFree[index] { rgba[index * 4 + 3] = 255 }
        do {
            return Data(try Pixmap(width: width, height: height, rgba: rgba).png())
        } catch {
            throw .notEncoded(error)
        }
    }
}

extension Pixmap {
    /// Takes another's pixels where that one differs from a third, inside a mask.
    func taking(_ new: Pixmap, whereItDiffersFrom old: Pixmap, _ mask: EditMask?) -> Pixmap {
        var out = self
        for pixel in 0..<(width * height) where mask?.isFree[pixel] ?? true {
            let bytes = (pixel * 4)..<(pixel * 4 + 4)
            if new.rgba[bytes] != old.rgba[bytes] {
                for byte in bytes { out.rgba[byte] = new.rgba[byte] }
            }
        }
        return out
    }

    /// Paints a transparent picture over part of this one, inside a mask.
    func painted(with patch: Pixmap, left: Int, top: Int, _ mask: EditMask) -> Pixmap {
        var out = self
        for row in 0..<min(patch.height, height - top) {
            for column in 0..<min(patch.width, width - left) {
                let pixel = (row + top) * width + column + left
                guard mask.isFree[pixel] else { continue }
                let source = (row * patch.width + column) * 4
                let alpha = Int(patch.rgba[source + 3])
                for channel in 0..<3 {
                    let (over, under) = (
                        Int(patch.rgba[source + channel]), Int(rgba[pixel * 4 + channel])
                    )
                    out.rgba[pixel * 4 + channel] = UInt8(
                        (over * alpha + under * (255 - alpha) + 127) / 255)
                }
                out.rgba[pixel * 4 + 3] = UInt8(max(alpha, Int(rgba[pixel * 4 + 3])))
            }
        }
        return out
    }

    /// The picture in another light: a tint over all of it, which is what can be done without a scene.
    func lit(by light: Light, _ mask: EditMask?) -> Pixmap {
        let tint = light.tint
        var out = self
        for pixel in 0..<(width * height) where mask?.isFree[pixel] ?? true {
            let start = pixel * 4
            let colour = (0..<3).map { Double(rgba[start + $0]) }
            let grey = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
            for channel in 0..<3 {
                let kept = grey + (colour[channel] - grey) * tint.chroma
                out.rgba[start + channel] = UInt8((kept * tint.gain[channel]).clamped(to: 0...255))
            }
        }
        return out
    }
}

extension Light {
    /// What the light does to a picture that is lit by day: a gain for each channel, and how much of
    /// the colours is left.
    fileprivate var tint: (gain: [Double], chroma: Double) {
        switch self {
        case .day, .studio: ([1.06, 1.05, 1.03], 1.05)
        case .golden: ([1.08, 0.93, 0.7], 1.05)
        case .dawn: ([1.04, 0.92, 0.95], 0.9)
        case .overcast: ([0.9, 0.92, 0.95], 0.6)
        case .dusk: ([0.72, 0.66, 0.86], 0.8)
        case .night: ([0.3, 0.36, 0.56], 0.7)
        case .neon: ([0.62, 0.4, 0.82], 1.1)
        }
    }
}
