import Candid

/// How many columns of a terminal a text takes.
enum TextWidth {
    /// The columns of a text, as terminals count them: marks none, Hangul, Han and emoji two.
    static func of(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        case 0x1160...0x11FF: return 0
        default: return 1
        }
    }
}

/// Where in a prompt's lines an offset is.
struct LinePlace {
    /// The line, from 1.
    let line: Int
    /// The column in Unicode scalars, from 1.
    let column: Int
    /// The whole line.
    let text: String
    /// The offset in the line, in UTF-8.
    let offset: Int

    init(_ offset: Int, in prompt: Prompt) {
        let bytes = Array(prompt.text.utf8)
        let end = min(offset, bytes.count)
        let start = (bytes[..<end].lastIndex(of: 0x0A) ?? -1) + 1
        let stop = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        line = bytes[..<start].count { $0 == 0x0A } + 1
        column = bytes[start..<end].count { $0 & 0xC0 != 0x80 } + 1
        text = String(decoding: bytes[start..<stop], as: UTF8.self)
        self.offset = end - start
    }
}
