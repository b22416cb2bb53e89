/// Style words that code appends to everything that a session sends, to the byte and always last.
///
/// No speaker ever sees or writes them, so they can't drift; the receipt holds their digest and
/// where they stand in what was sent.
public struct StyleCard: Hashable, Sendable, Codable {
    /// The words.
    public let text: Prompt

    /// Makes a card.
    ///
    /// - Throws: ``Refusal`` where it holds no words, or more than 2000 characters.
    public init(_ text: Prompt) throws(Refusal) {
        guard text.text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(
                field: "card", reason: "it holds no words",
                wayOut: "Write the style in a line or two, or leave the card out.")
        }
        guard text.length <= 2000 else {
            throw Refusal(
                field: "card", reason: "it has \(text.length) characters",
                wayOut: "A card takes 2000: what every picture needs, and no more.")
        }
        self.text = text
    }

    /// The SHA-256 of the words.
    public var digest: Digest { text.digest }

    /// What stands between the words of a turn and the card.
    static let gap = "\n\n"

    /// The words with the card behind them.
    func appended(to words: Prompt) -> Prompt { Prompt(words.text + Self.gap + text.text) }

    /// That the card stands at the end of a text.
    ///
    /// - Returns: nil where it does not.
    public func use(in sent: Prompt) -> Use? {
        let start = sent.text.utf8.count - text.text.utf8.count
        let use = Use(sha256: digest, start: start, end: sent.text.utf8.count)
        return use.isProved(by: sent) ? use : nil
    }

    /// Where a card stands in a text that was sent.
    public struct Use: Hashable, Sendable, Codable {
        /// The digest of the card.
        public var sha256: Digest
        /// Where it starts, in UTF-8 bytes.
        public var start: Int
        /// Where it ends, in UTF-8 bytes.
        public var end: Int

        /// Whether these bytes of a text have the card's digest.
        public func isProved(by sent: Prompt) -> Bool {
            let bytes = Array(sent.text.utf8)
            guard start >= 0, start <= end, end <= bytes.count else { return false }
            return Digest(of: bytes[start..<end]) == sha256
        }
    }
}
