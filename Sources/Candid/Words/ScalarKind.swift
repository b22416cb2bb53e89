/// What a Unicode scalar is to someone who cuts a text into words.
enum ScalarKind: UInt8 {
    case letter, hangul, digit, ideograph, apostrophe, mark, symbol, extender, space, lineBreak

    /// The kinds of the first 128 scalars.
    static let ascii: [ScalarKind] = (0..<128).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "'"): .apostrophe
        case 0x0A, 0x0D: .lineBreak
        case 0x09, 0x0B, 0x0C, 0x20: .space
        case UInt8(ascii: "$"), UInt8(ascii: "+"), UInt8(ascii: "<"), UInt8(ascii: "="),
            UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "~"):
            .symbol
        default: .mark
        }
    }

    init(beyondASCII scalar: Unicode.Scalar) {
        self = Self.beyondASCII(scalar)
    }

    private static func beyondASCII(_ scalar: Unicode.Scalar) -> ScalarKind {
        switch scalar.value {
        case 0xAC00...0xD7A3: .hangul
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .ideograph
        case 0x2028, 0x2029, 0x85: .lineBreak
        case 0x2019: .apostrophe
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .space
        case 0x200D, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: .extender
        default: byProperties(scalar.properties)
        }
    }

    private static func byProperties(_ properties: Unicode.Scalar.Properties) -> ScalarKind {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .letterNumber, .connectorPunctuation:
            .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: .extender
        case .decimalNumber: .digit
        case .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            .mark
        default: .symbol
        }
    }
}
