/// A picture and the truth about it.
public struct Drawing: Sendable {
    /// The file, in the format that was asked for.
    public let bytes: [UInt8]
    /// What was drawn, where, and in which colour.
    public let scene: SceneRecord
    /// The words that left no trace in the picture, in the prompt's order.
    public let notDrawn: [NotDrawn]
}

/// A word of the prompt that the illustrator could not draw.
public struct NotDrawn: Sendable, Hashable, Codable {
    /// The word as it stands in the prompt.
    public let word: String
    /// Where it stands: UTF-8 bytes of the prompt, the end not included.
    public let range: Range<Int>
    /// Why it was not drawn.
    public let reason: String
}
