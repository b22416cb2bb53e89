/// Our own no: what was asked can't be honoured exactly, so nothing is sent.
public struct Refusal: Error, Hashable, Sendable, Codable {
    /// What was asked, by the name of the parameter.
    public var field: String
    /// Why it can't be honoured.
    public var reason: String
    /// What to do instead.
    public var wayOut: String
    /// What kind of refusal it is, for programs; nil is none in particular.
    public var code: String?

    /// Creates a refusal.
    public init(field: String, reason: String, wayOut: String, code: String? = nil) {
        self.field = field
        self.reason = reason
        self.wayOut = wayOut
        self.code = code
    }
}

extension Refusal: CustomStringConvertible {
    /// The refusal as one message.
    public var description: String { "\(field): \(reason). \(wayOut)" }
}
