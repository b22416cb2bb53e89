internal import Foundation

extension Lab {
    /// The colour as `#rrggbb`; what sRGB can't show is brought to its nearest channel values.
    public var hex: String {
        let fy = (lightness + 16) / 116
        let x = 0.95047 * Self.cube(fy + a / 500)
        let y = Self.cube(fy)
        let z = 1.08883 * Self.cube(fy - b / 200)
        // The inverse of the sRGB matrix (IEC 61966-2-1).
        let light = [
            3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
            -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
            0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
        ]
        return "#" + light.map { String(format: "%02x", Self.level(of: $0)) }.joined()
    }

    private static func cube(_ root: Double) -> Double {
        let cubed = root * root * root
        return cubed > 216.0 / 24389 ? cubed : (116 * root - 16) * 27 / 24389
    }

    private static func level(of light: Double) -> Int {
        let held = min(1, max(0, light))
        let value = held <= 0.0031308 ? 12.92 * held : 1.055 * pow(held, 1 / 2.4) - 0.055
        return Int((value * 255).rounded())
    }
}
