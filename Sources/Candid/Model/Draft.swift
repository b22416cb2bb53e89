/// What will be sent, and what the person approved.
///
/// Only a draft can be carried out, so that whatever reaches an engine has been through here.
public struct Draft: Hashable, Sendable, Codable {
    /// What the person approved, to the byte.
    public let asked: Prompt
    /// What will be sent.
    public let order: Order
    /// The run that this one repeats.
    public let replays: RunID?
    /// The estimated price; nil where nothing is known of it, which is never the same as free.
    public let estimate: Cost?

    /// Makes a draft of an order whose prompt is what the person approved.
    public init(_ order: Order, estimate: Cost? = nil, replays: RunID? = nil) {
        asked = order.prompt
        self.order = order
        self.replays = replays
        self.estimate = estimate
    }
}
