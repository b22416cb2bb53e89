/// What a person asked for, byte for byte.
///
/// Nothing in Candid edits a prompt. Advice about one is a finding; a changed one is a new one.
public struct Prompt: Sendable {
    /// The words exactly as they were given.
    public let text: String

    /// Creates a prompt from the words as given.
    public init(_ text: String) {
        self.text = text
    }

    /// The length in Unicode scalars, which is what providers' character limits count.
    public var length: Int { text.unicodeScalars.count }

    /// The SHA-256 of the UTF-8 bytes.
    public var digest: Digest { Digest(of: text.utf8) }
}

extension Prompt: Hashable {
    /// Compares bytes: to `String`, “é” and “e” with an accent are equal; to a provider they differ.
    public static func == (a: Prompt, b: Prompt) -> Bool {
        a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// Hashes bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension Prompt: Codable {
    /// Decodes the prompt from a plain string.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the prompt as a plain string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Prompt: ExpressibleByStringLiteral {
    /// Creates a prompt from a literal.
    public init(stringLiteral text: String) {
        self.init(text)
    }
}
