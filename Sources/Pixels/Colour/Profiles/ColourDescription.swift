/// What a file says of the space that its numbers are in.
enum ColourDescription: Equatable {
    /// Nothing, or that it is sRGB.
    case sRGB
    /// An ICC profile.
    case profile([UInt8])
    /// Primaries, white and curve by their numbers.
    case space(ColourSpace)
    /// Something that can't be used.
    case unusable(String)

    static func profile(_ bytes: [UInt8], limits: ImageLimits) -> Self {
        bytes.count <= limits.maxProfileBytes ? .profile(bytes) : .tooLong(limits)
    }

    static func tooLong(_ limits: ImageLimits) -> Self {
        .unusable("its colour profile has more than \(limits.maxProfileBytes) bytes")
    }
}

/// Which values a decoder hands over.
enum StoredColour {
    /// Red, green and blue.
    case rgb
    /// Grey, three times over.
    case grey
    /// How much cyan, magenta, yellow and black is left away, as JPEG files hold it.
    case inks
}

/// A space of red, green and blue that is told by numbers rather than by a profile.
struct ColourSpace: Equatable {
    /// A place in the CIE 1931 chromaticity diagram.
    struct Place: Equatable {
        let x: Double
        let y: Double

        /// Whether it is as near as PNG's rounding and the differing tables of sRGB make it.
        func isNear(_ other: Place) -> Bool { abs(x - other.x) < 0.002 && abs(y - other.y) < 0.002 }
    }

    /// From stored numbers to light.
    enum Curve: Equatable {
        case sRGB
        /// Rec. ITU-R BT.709's camera curve, the other way.
        case video
        /// A power.
        case power(Double)
    }

    var name: String
    var red: Place
    var green: Place
    var blue: Place
    var white: Place
    var curve: Curve

    static let d65 = Place(x: 0.3127, y: 0.3290)

    static let sRGB = ColourSpace(
        name: "sRGB", red: Place(x: 0.64, y: 0.33), green: Place(x: 0.30, y: 0.60),
        blue: Place(x: 0.15, y: 0.06), white: d65, curve: .sRGB)

    var isSRGB: Bool {
        let own = Self.sRGB
        return curve == .sRGB && red.isNear(own.red) && green.isNear(own.green)
            && blue.isNear(own.blue) && white.isNear(own.white)
    }

    /// Whether the places make a triangle around the white, so that there is a way to sRGB.
    var isPossible: Bool {
        let places = [red, green, blue, white]
        guard
            places.allSatisfy({
                $0.x >= 0 && $0.y > 0.001 && $0.x <= 1 && $0.y <= 1 && $0.x + $0.y <= 1.0001
            })
        else { return false }
        func side(_ a: Place, _ b: Place, _ c: Place) -> Double {
            (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
        }
        let sides = [side(red, green, white), side(green, blue, white), side(blue, red, white)]
        return sides.allSatisfy { $0 > 0.001 } || sides.allSatisfy { $0 < -0.001 }
    }
}
