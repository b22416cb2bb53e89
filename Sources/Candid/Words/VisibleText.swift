/// Makes what a terminal or a page would swallow visible.
enum VisibleText {
    /// Text that did not change: control characters are shown, white space is left alone.
    static func plain(_ text: String) -> String {
        map(text) { control($0) }
    }

    /// Changed text: control and invisible characters are shown.
    static func changed(_ text: String) -> String {
        var previous: Unicode.Scalar = " "
        return map(text) { scalar in
            defer { previous = scalar }
            // Between pictographs a joiner is part of the picture.
            if scalar.value == 0x200D, previous.value >= 0x2190 { return nil }
            return control(scalar) ?? (isInvisible(scalar) ? number(scalar) : nil)
        }
    }

    /// Changed white space: every character of it is shown by a sign.
    static func signs(_ text: String) -> String {
        map(text) { scalar in
            switch scalar {
            case " ": "␣"
            case "\t": "⇥"
            case "\n": "↵\n"
            case "\r": "␍"
            default: number(scalar)
            }
        }
    }

    /// Text whose twin looks the same: what is not ASCII is shown by its number.
    static func numbers(_ text: String) -> String {
        map(text) { $0.isASCII ? control($0) : number($0) }
    }

    private static func map(
        _ text: String, _ replacement: (Unicode.Scalar) -> String?
    ) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) {
                result.append(contentsOf: other.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func control(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x09, 0x0A: nil
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
        case 0x7F: "␡"
        case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069: number(scalar)
        default: nil
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0xAD, 0x34F, 0x61C, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000,
            0xFEFF:
            true
        default: false
        }
    }

    private static func number(_ scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
}
