import Pixels

/// A colour that somebody wants to see: `#rrggbb`, `#rgb`, or one of CSS's names.
public struct WantedColour: Hashable, Sendable {
    /// As it was written.
    public let text: String
    /// Whether it was given as a number, and so is meant exactly.
    public let isExact: Bool
    private let channels: [UInt8]

    /// Reads a colour; nil for what is none.
    public init?(_ text: String) {
        let name = text.lowercased()
        if let channels = Self.channels(name) {
            (self.text, isExact, self.channels) = (text, true, channels)
        } else if let number = Self.names[name], let channels = Self.channels("#" + number) {
            (self.text, isExact, self.channels) = (text, false, channels)
        } else {
            return nil
        }
    }

    /// The colour in CIE L*a*b*.
    var lab: Lab { Lab(red: channels[0], green: channels[1], blue: channels[2]) }

    /// How far in ΔE2000 a pixel may lie and still be it.
    ///
    /// A name stands for many shades.
    var tolerance: Double { isExact ? 5 : 12 }

    private static func channels(_ text: String) -> [UInt8]? {
        guard text.first == "#" else { return nil }
        var digits = Array(text.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6 else { return nil }
        let channels = [0, 2, 4].compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return channels.count == 3 && digits.allSatisfy(\.isHexDigit) ? channels : nil
    }

    /// The names of CSS Color 4 that people use, and Korean's basic ones.
    private static let names: [String: String] = [
        "white": "ffffff", "black": "000000", "gray": "808080", "grey": "808080",
        "silver": "c0c0c0", "red": "ff0000", "crimson": "dc143c", "maroon": "800000",
        "orange": "ffa500", "coral": "ff7f50", "salmon": "fa8072", "gold": "ffd700",
        "yellow": "ffff00", "khaki": "f0e68c", "olive": "808000", "lime": "00ff00",
        "green": "008000", "teal": "008080", "turquoise": "40e0d0", "cyan": "00ffff",
        "skyblue": "87ceeb", "blue": "0000ff", "navy": "000080", "royalblue": "4169e1",
        "indigo": "4b0082", "violet": "ee82ee", "purple": "800080", "magenta": "ff00ff",
        "pink": "ffc0cb", "hotpink": "ff69b4", "lavender": "e6e6fa", "brown": "a52a2a",
        "chocolate": "d2691e", "tan": "d2b48c", "beige": "f5f5dc", "ivory": "fffff0",
        "흰색": "ffffff", "검은색": "000000", "검정색": "000000", "회색": "808080", "빨간색": "ff0000",
        "주황색": "ffa500", "노란색": "ffff00", "초록색": "008000", "파란색": "0000ff", "남색": "000080",
        "보라색": "800080", "분홍색": "ffc0cb", "갈색": "a52a2a", "하늘색": "87ceeb",
    ]
}
