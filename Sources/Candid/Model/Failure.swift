/// Why a run ended without its pictures, as the ledger keeps it.
public struct Failure: Hashable, Sendable, Codable {
    /// Whose no it is.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// We refused before anything was sent.
        case refusedByUs = "refused_by_us"
        /// The provider refused.
        case refusedByProvider = "refused_by_provider"
        /// The provider asked us to come back later.
        case throttled
        /// The provider answered with something that makes no sense.
        case unreadable
        /// There was no answer, or it broke off.
        case unreachable
    }

    /// Whose no it is.
    public var kind: Kind
    /// What went wrong, where, and what to do.
    public var message: String
    /// The provider's own code, such as `moderation_blocked`.
    public var code: String?
    /// The HTTP status.
    public var status: Int?
    /// Whether the provider may charge for the run all the same.
    public var perhapsCharged: Bool

    /// Creates the record of a failure.
    public init(
        _ kind: Kind, _ message: String, code: String? = nil, status: Int? = nil,
        perhapsCharged: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.code = code
        self.status = status
        self.perhapsCharged = perhapsCharged
    }

    private enum CodingKeys: String, CodingKey {
        case kind, message, code, status
        case perhapsCharged = "perhaps_charged"
    }
}
