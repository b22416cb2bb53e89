/// An sRGB colour with channels from 0 to 1.
struct Colour: Hashable, Sendable {
    var red: Double
    var green: Double
    var blue: Double

    static let white = Colour(red: 1, green: 1, blue: 1)
    static let black = Colour(red: 0, green: 0, blue: 0)

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// A constant of the source, such as `0xc41e27`.
    init(_ value: UInt32) {
        self.init(
            red: Double(value >> 16 & 255) / 255, green: Double(value >> 8 & 255) / 255,
            blue: Double(value & 255) / 255)
    }

    /// `#rgb` or `#rrggbb`; nil for anything else.
    init?(hex text: some StringProtocol) {
        guard text.hasPrefix("#") else { return nil }
        let digits = text.utf8.dropFirst()
        guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            return nil
        }
        switch digits.count {
        case 6: self.init(value)
        case 3:
            let (r, g, b) = (value >> 8 & 15, value >> 4 & 15, value & 15)
            self.init(r << 20 | r << 16 | g << 12 | g << 8 | b << 4 | b)
        default: return nil
        }
    }

    var hex: String {
        var out = "#"
        for channel in [red, green, blue] {
            let byte = Int((channel.clamped(to: 0...1) * 255).rounded())
            out += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return out
    }

    var luma: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

    func mixed(with other: Colour, _ part: Double) -> Colour {
        Colour(
            red: mix(red, other.red, part), green: mix(green, other.green, part),
            blue: mix(blue, other.blue, part))
    }

    func times(_ other: Colour) -> Colour {
        Colour(red: red * other.red, green: green * other.green, blue: blue * other.blue)
    }
}
