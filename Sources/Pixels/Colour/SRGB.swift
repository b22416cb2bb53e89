internal import Foundation

/// The transfer curve of sRGB (IEC 61966-2-1).
enum SRGB {
    /// Light, 0 to 1, of each eight-bit level.
    static let light: [Double] = (0...255).map { light(of: Double($0) / 255) }

    /// The same in single precision, for loops over pixels.
    static let lightFloat: [Float] = light.map { Float($0) }

    /// Light of an encoded value, both 0 to 1.
    static func light(of value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
