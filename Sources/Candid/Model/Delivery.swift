/// What became of our words between us and the engine's brush.
public enum Delivery: String, Hashable, Sendable, Codable, CaseIterable {
    /// The provider reports the text that we sent, byte for byte.
    case verbatim
    /// The provider reports another text.
    case altered
    /// The provider reports nothing, which is never the same as verbatim.
    case undisclosed

    /// Compares what was sent with what the provider reports.
    public init(sent: Prompt, revised: Prompt?) {
        switch revised {
        case nil: self = .undisclosed
        case sent: self = .verbatim
        default: self = .altered
        }
    }

    /// The delivery of several pictures together: the least of theirs; nil where there is none.
    public init?(ofAll deliveries: [Delivery]) {
        guard !deliveries.isEmpty else { return nil }
        if deliveries.contains(.altered) {
            self = .altered
        } else {
            self = deliveries.contains(.undisclosed) ? .undisclosed : .verbatim
        }
    }
}
