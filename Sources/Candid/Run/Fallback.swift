/// Another route for the same words, taken only where a person configured it and the first one made
/// nothing.
public struct Fallback: Sendable {
    /// Whom to ask instead.
    public var provider: any ImageProvider
    /// The model to ask there.
    public var model: String

    /// Creates a fallback.
    public init(_ provider: any ImageProvider, model: String) {
        self.provider = provider
        self.model = model
    }

    /// The order as it goes to this route; what the route can't honour it refuses by name.
    public func order(for order: Order) -> Order {
        var order = order
        order.engine = provider.engine.id
        order.model = model
        return order
    }
}
