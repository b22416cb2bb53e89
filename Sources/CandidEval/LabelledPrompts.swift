import Foundation

/// A prompt with a person's judgement of its negations.
struct LabelledPrompt: Decodable {
    /// A cue and what it takes away, in Unicode scalars.
    struct Span: Decodable {
        var cue: [Int]
        var negated: [Int]
        var affixal: Bool?
    }

    var id: String
    var lang: String
    var prompt: String
    var hasNegation: Bool
    var spans: [Span]
    var kind: String
    var borderline: Bool?
    var onlyAffixal: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, lang, prompt, spans, kind, borderline
        case hasNegation = "has_negation"
        case onlyAffixal = "only_affixal"
    }

    /// Which half of the set it is in, by the checksum of its id: rules are tuned on half 0 only.
    var half: Int { Int(checksum(of: id) & 1) }
}

/// Reads one JSON object per line.
func records<Record: Decodable>(
    in path: String, of type: Record.Type = Record.self
) throws
    -> [Record]
{
    let data = try Data(contentsOf: URL(filePath: path))
    let decoder = JSONDecoder()
    return try data.split(separator: UInt8(ascii: "\n")).map {
        try decoder.decode(Record.self, from: $0)
    }
}

/// CRC-32, as zlib has it, so that other tools can make the same halves.
private func checksum(of text: String) -> UInt32 {
    var crc = UInt32.max
    for byte in text.utf8 {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~crc
}
