/// A model's name, in which `*` stands for any characters: `gpt-image-*`.
public struct ModelPattern: Hashable, Sendable {
    /// The text.
    public let text: String

    /// Creates a pattern.
    public init(_ text: String) { self.text = text }

    /// Whether it stands for a name.
    public func matches(_ name: String) -> Bool {
        let (pattern, name) = (Array(text.utf8), Array(name.utf8))
        var (place, here) = (0, 0)
        // Where the last star stood, and how much of the name it has taken so far.
        var star: (place: Int, taken: Int)?
        while here < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, here)
                place += 1
            } else if place < pattern.count, pattern[place] == name[here] {
                (place, here) = (place + 1, here + 1)
            } else if let last = star {
                star = (last.place, last.taken + 1)
                (place, here) = (last.place + 1, last.taken + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

extension ModelPattern: Codable {
    /// Decodes the text.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
