/// A way of writing, which a reader of lettering knows or does not.
public enum Script: String, Hashable, Sendable, Codable, CaseIterable {
    case latin, hangul, han, kana, cyrillic, greek, arabic, hebrew, devanagari, thai
    /// Letters of any other script.
    case other
}

extension Script {
    /// The script of a letter; nil for digits, marks and blanks, which belong to none.
    init?(of letter: Unicode.Scalar) {
        guard letter.properties.isAlphabetic else { return nil }
        self = Self.blocks.first { $0.range.contains(letter.value) }?.script ?? .other
    }

    /// The scripts of a text's letters.
    static func scripts(of text: String) -> Set<Script> {
        Set(text.unicodeScalars.compactMap { Script(of: $0) })
    }

    /// The script that most letters of a text belong to: the coarsest sign of a language.
    ///
    /// Kana counts as Han, because Japanese mixes the two.
    static func main(of text: String) -> Script? {
        var counts: [Script: Int] = [:]
        for scalar in text.unicodeScalars {
            guard let script = Script(of: scalar) else { continue }
            counts[script == .kana ? .han : script, default: 0] += 1
        }
        return allCases.filter { counts[$0] != nil }
            .max { counts[$0, default: 0] < counts[$1, default: 0] }
    }

    /// Blocks of the Unicode Standard, version 16.
    private static let blocks: [(range: ClosedRange<UInt32>, script: Script)] = [
        (0x41...0x24F, .latin), (0x1E00...0x1EFF, .latin), (0x2C60...0x2C7F, .latin),
        (0xA720...0xA7FF, .latin), (0xFB00...0xFB06, .latin), (0xFF21...0xFF5A, .latin),
        (0x1100...0x11FF, .hangul), (0x3130...0x318F, .hangul), (0xA960...0xA97F, .hangul),
        (0xAC00...0xD7FF, .hangul), (0x3400...0x9FFF, .han), (0xF900...0xFAFF, .han),
        (0x20000...0x3FFFF, .han), (0x3040...0x30FF, .kana), (0x31F0...0x31FF, .kana),
        (0x400...0x52F, .cyrillic), (0x370...0x3FF, .greek), (0x1F00...0x1FFF, .greek),
        (0x600...0x6FF, .arabic), (0x750...0x77F, .arabic), (0xFB50...0xFDFF, .arabic),
        (0x590...0x5FF, .hebrew), (0x900...0x97F, .devanagari), (0xE00...0xE7F, .thai),
    ]

    /// The scripts that tesseract's data for a language hold; empty for a language not known here.
    static func scripts(ofLanguage name: String) -> Set<Script> {
        if latinLanguages.contains(name) { return [.latin] }
        switch name.split(separator: "_").first.map(String.init) ?? name {
        case "kor": return [.hangul, .latin]
        case "jpn": return [.kana, .han, .latin]
        case "chi": return [.han, .latin]
        case "rus", "ukr", "bul", "bel", "srp", "mkd", "kaz", "mon": return [.cyrillic]
        case "ell", "grc": return [.greek]
        case "ara", "fas", "urd": return [.arabic]
        case "heb", "yid": return [.hebrew]
        case "hin", "mar", "nep", "san": return [.devanagari]
        case "tha": return [.thai]
        default: return []
        }
    }

    private static let latinLanguages: Set = [
        "eng", "deu", "fra", "spa", "ita", "por", "nld", "swe", "dan", "nor", "fin", "isl", "pol",
        "ces", "slk", "slv", "hrv", "hun", "ron", "est", "lav", "lit", "tur", "vie", "ind", "msa",
        "cat", "eus", "glg", "gle", "cym", "lat", "epo", "afr", "sqi", "swa", "fil", "srp_latn",
    ]
}
