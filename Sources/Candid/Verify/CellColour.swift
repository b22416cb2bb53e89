import Foundation
import Pixels

/// The mean colour of a cell in CIE L*a*b* (D65), with how much its lightness varies.
struct CellColour {
    var l = 0.0
    var a = 0.0
    var b = 0.0
    /// The standard deviation of lightness.
    var spread = 0.0

    /// The Euclidean distance, CIE 1976.
    func distance(to other: CellColour) -> Double {
        let (x, y, z) = (l - other.l, a - other.a, b - other.b)
        return (x * x + y * y + z * z).squareRoot()
    }
}

/// L*a*b* of pixels, composited on white.
struct LabPixels {
    let width: Int
    let height: Int
    private(set) var l: [Float]
    private(set) var a: [Float]
    private(set) var b: [Float]

    init(_ pixmap: Pixmap) {
        width = pixmap.width
        height = pixmap.height
        let count = width * height
        l = Array(repeating: 0, count: count)
        a = l
        b = l
        for index in 0..<count {
            let alpha = Int(pixmap.rgba[index * 4 + 3])
            func channel(_ offset: Int) -> Float {
                let value = Int(pixmap.rgba[index * 4 + offset])
                return Self.linear[(value * alpha + 255 * (255 - alpha) + 127) / 255]
            }
            let lab = Self.lab(channel(0), channel(1), channel(2))
            (l[index], a[index], b[index]) = lab
        }
    }

    /// sRGB's transfer function (IEC 61966-2-1).
    private static let linear: [Float] = (0..<256).map { value in
        let share = Float(value) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }

    private static func lab(_ red: Float, _ green: Float, _ blue: Float) -> (Float, Float, Float) {
        let x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
        let y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
        let z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
        return (116 * y - 16, 500 * (x - y), 200 * (y - z))
    }

    private static func root(_ value: Float) -> Float {
        value > 0.008856 ? cbrt(value) : 7.787 * value + 16 / 116
    }

    /// The mean colour of those pixels of a rectangle that a region holds; nil for fewer than a
    /// quarter of a cell's.
    func mean(_ box: PictureBox, _ region: (Int) -> Bool) -> CellColour? {
        var (count, l, a, b, squares) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for y in box.y..<box.y + box.height {
            for index in y * width + box.x..<y * width + box.x + box.width where region(index) {
                count += 1
                l += Double(self.l[index])
                squares += Double(self.l[index]) * Double(self.l[index])
                a += Double(self.a[index])
                b += Double(self.b[index])
            }
        }
        guard count * 4 >= Double(PictureChange.cell * PictureChange.cell) else { return nil }
        let variance = max(0, squares / count - (l / count) * (l / count))
        return CellColour(l: l / count, a: a / count, b: b / count, spread: variance.squareRoot())
    }
}
