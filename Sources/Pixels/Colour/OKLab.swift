internal import Foundation

/// A colour in OKLab (Björn Ottosson, 2020), whose hues stay even where CIE L*a*b* bends.
public struct OKLab: Sendable, Equatable {
    /// Lightness, 0 (black) to 1 (white).
    public let lightness: Double
    /// Green (negative) to red.
    public let a: Double
    /// Blue (negative) to yellow.
    public let b: Double

    /// The colour of an sRGB pixel, its channels 0 to 255.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.init(
            linear: SRGB.light[Int(red)], SRGB.light[Int(green)], SRGB.light[Int(blue)], root: cbrt)
    }

    /// The colour of light in sRGB's primaries, with a way to take cube roots.
    init(linear red: Double, _ green: Double, _ blue: Double, root: (Double) -> Double) {
        let l = root(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let m = root(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let s = root(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    }

    /// Lightness with Ottosson's toe, which takes back what the cube root gives to near-black.
    public var toedLightness: Double {
        let scale = 1.206 / 1.03
        let x = scale * lightness - 0.206
        return 0.5 * (x + (x * x + 4 * 0.03 * scale * lightness).squareRoot())
    }
}
