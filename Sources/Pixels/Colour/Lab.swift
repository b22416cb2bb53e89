internal import Foundation

/// A colour in CIE L*a*b* under D65, where equal steps look about equal.
public struct Lab: Sendable, Equatable {
    /// Lightness, 0 (black) to 100 (white).
    public var lightness: Double
    /// Green (negative) to red.
    public var a: Double
    /// Blue (negative) to yellow.
    public var b: Double

    /// Creates a colour from its coordinates.
    public init(lightness: Double, a: Double, b: Double) {
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    /// The colour of an sRGB pixel, its channels 0 to 255.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.init(
            linear: SRGB.light[Int(red)], SRGB.light[Int(green)], SRGB.light[Int(blue)])
    }

    /// The colour of light in sRGB's primaries, 0 to 1 each.
    init(linear red: Double, _ green: Double, _ blue: Double) {
        // Rows of the sRGB matrix divided by the D65 white.
        let x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
        let y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
        let z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
        let (fx, fy, fz) = (Self.root(x), Self.root(y), Self.root(z))
        self.init(lightness: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz))
    }

    /// Distance from the neutral axis.
    public var chroma: Double { (a * a + b * b).squareRoot() }

    static func root(_ value: Double) -> Double {
        value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }

    static func + (left: Lab, right: Lab) -> Lab {
        Lab(lightness: left.lightness + right.lightness, a: left.a + right.a, b: left.b + right.b)
    }

    func divided(by divisor: Double) -> Lab {
        Lab(lightness: lightness / divisor, a: a / divisor, b: b / divisor)
    }

    static func - (left: Lab, right: Lab) -> Lab {
        Lab(lightness: left.lightness - right.lightness, a: left.a - right.a, b: left.b - right.b)
    }
}

extension Lab {
    /// The colour difference CIEDE2000; about 1 is just seen side by side.
    ///
    /// The formula is that of Sharma, Wu and Dalal (2005), whose test pairs hold it.
    public func difference(from other: Lab) -> Double {
        let meanChroma = (chroma + other.chroma) / 2
        let seventh = pow(meanChroma, 7)
        let stretch = 1 + 0.5 * (1 - (seventh / (seventh + 6_103_515_625)).squareRoot())
        let one = Cylinder(self, stretch: stretch)
        let two = Cylinder(other, stretch: stretch)
        return Self.difference(one, two)
    }

    /// Lightness, chroma and hue with the a* axis stretched, as CIEDE2000 wants them.
    private struct Cylinder {
        let lightness: Double
        let chroma: Double
        /// Degrees, 0 to 360.
        let hue: Double

        init(_ colour: Lab, stretch: Double) {
            let a = colour.a * stretch
            lightness = colour.lightness
            chroma = (a * a + colour.b * colour.b).squareRoot()
            let angle = chroma == 0 ? 0 : atan2(colour.b, a) * 180 / .pi
            hue = angle < 0 ? angle + 360 : angle
        }
    }

    private static func difference(_ one: Cylinder, _ two: Cylinder) -> Double {
        let isGrey = one.chroma * two.chroma == 0
        var turn = isGrey ? 0 : two.hue - one.hue
        if turn > 180 { turn -= 360 }
        if turn < -180 { turn += 360 }
        var hue = one.hue + two.hue
        if !isGrey {
            let isApart = abs(one.hue - two.hue) > 180
            hue = (hue + (isApart ? (hue < 360 ? 360 : -360) : 0)) / 2
        }
        let chroma = (one.chroma + two.chroma) / 2
        let lift = pow((one.lightness + two.lightness) / 2 - 50, 2)
        let byHue =
            1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6)
            - 0.20 * cosine(4 * hue - 63)
        let seventh = pow(chroma, 7)
        let twist =
            -sin(2 * 30 * exp(-pow((hue - 275) / 25, 2)) * .pi / 180) * 2
            * (seventh / (seventh + 6_103_515_625)).squareRoot()
        let l = (two.lightness - one.lightness) / (1 + 0.015 * lift / (20 + lift).squareRoot())
        let c = (two.chroma - one.chroma) / (1 + 0.045 * chroma)
        let h =
            2 * (one.chroma * two.chroma).squareRoot() * sin(turn / 2 * .pi / 180)
            / (1 + 0.015 * chroma * byHue)
        return max(0, l * l + c * c + h * h + twist * c * h).squareRoot()
    }

    private static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
}
