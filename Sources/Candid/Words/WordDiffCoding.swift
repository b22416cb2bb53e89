/// `{"schema": "candid/worddiff/1", "kept": 3, "removed": 1, "added": 2, "segments": [{"kind":
/// "same" | "removed" | "added", "text": "…"}]}`; the texts are exact.
extension WordDiff: Codable {
    private enum CodingKeys: String, CodingKey {
        case schema, kept, removed, added, segments
    }

    private static let schema = "candid/worddiff/1"

    /// Encodes the segments and the counts of words.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(wordsKept, forKey: .kept)
        try container.encode(wordsRemoved, forKey: .removed)
        try container.encode(wordsAdded, forKey: .added)
        try container.encode(segments, forKey: .segments)
    }

    /// Decodes a diff of this schema.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let schema = try container.decode(String.self, forKey: .schema)
        guard schema == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: container,
                debugDescription: "expected \(Self.schema), found \(schema)")
        }
        self.init(
            segments: try container.decode([Segment].self, forKey: .segments),
            kept: try container.decode(Int.self, forKey: .kept),
            removed: try container.decode(Int.self, forKey: .removed),
            added: try container.decode(Int.self, forKey: .added))
    }
}
