/// What somebody has said yes to, before a turn was ordered.
///
/// Whatever is named must be what goes out; nil is not named.
public struct TurnApproval: Hashable, Sendable {
    /// The exact words.
    public var words: Prompt?
    /// The digest of the exact words' UTF-8 bytes.
    public var wordsDigest: Digest?
    /// The digest of the whole order: words, pictures, engine, model and parameters.
    public var order: Digest?

    /// Creates a yes to nothing in particular.
    public init() {}

    /// Whether a draft is what was approved.
    ///
    /// - Throws: `EncodingError` where the order holds numbers that JSON can't.
    public func holds(for draft: Draft) throws -> Bool {
        let sent = draft.order.prompt
        guard (words ?? sent) == sent, (wordsDigest ?? sent.digest) == sent.digest else {
            return false
        }
        guard let order else { return true }
        return try draft.order.digest == order
    }
}

extension Order {
    /// The digest of all that is asked, by which two orders can be told to be the same.
    public var digest: Digest {
        get throws { Digest(of: try RecordEncoder.text(of: self).utf8) }
    }
}
