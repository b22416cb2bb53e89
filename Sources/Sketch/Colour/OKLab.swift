/// Björn Ottosson's OKLab, in which equal steps look equal.
struct OKLab {
    var lightness: Double
    var a: Double
    var b: Double

    init(lightness: Double, a: Double, b: Double) {
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    init(_ colour: Colour) {
        let (r, g, b) = (
            Self.linear(colour.red), Self.linear(colour.green), Self.linear(colour.blue)
        )
        let l = cubeRoot(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cubeRoot(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cubeRoot(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        self.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    }

    var colour: Colour {
        let l = cubed(lightness + 0.3963377774 * a + 0.2158037573 * b)
        let m = cubed(lightness - 0.1055613458 * a - 0.0638541728 * b)
        let s = cubed(lightness - 0.0894841775 * a - 1.2914855480 * b)
        return Colour(
            red: Self.gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            green: Self.gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            blue: Self.gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
    }

    private func cubed(_ value: Double) -> Double { value * value * value }

    private static func linear(_ value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
    }

    private static func gamma(_ value: Double) -> Double {
        let clipped = value.clamped(to: 0...1)
        return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * power(clipped, 1 / 2.4) - 0.055
    }
}

extension Colour {
    /// The colour some steps lighter or darker, as the art format defines a step.
    ///
    /// Hue is kept, and chroma shrinks towards white and black.
    func stepped(_ steps: Int) -> Colour {
        guard steps != 0 else { return self }
        let from = OKLab(self)
        let lightness = (from.lightness + 0.07 * Double(steps)).clamped(to: 0.06...0.985)
        let weight = abs(Double(steps)) * 0.05 * (steps > 0 ? 1 : 0.6)
        let keep = 1 - min(0.75, weight)
        return OKLab(lightness: lightness, a: from.a * keep, b: from.b * keep).colour
    }

    /// The colour with its OKLab lightness moved and its chroma scaled.
    func shifted(lightness: Double, chroma: Double = 1) -> Colour {
        let from = OKLab(self)
        return OKLab(
            lightness: (from.lightness + lightness).clamped(to: 0.04...0.99), a: from.a * chroma,
            b: from.b * chroma
        ).colour
    }
}
