/// That the gateway turned a request away, as the ledger keeps it; nothing of its content.
public struct TurnedAway: Hashable, Sendable, Codable {
    /// Why.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// It came without a key.
        case missingKey = "missing_key"
        /// Its key looks like one of ours and is none.
        case unknownKey = "unknown_key"
        /// Its key has a typing mistake.
        case mistypedKey = "mistyped_key"
        /// Its key is somebody else's, such as a provider's.
        case foreignKey = "foreign_key"
        /// Its key's time is over.
        case expiredKey = "expired_key"
        /// Its key was taken back.
        case revokedKey = "revoked_key"
        /// Its key does not open this.
        case scope
        /// Its key may not name this model.
        case model
        /// Its key came too often.
        case rate
        /// Its key has too much under way.
        case atOnce = "at_once"
        /// Its key has spent what it may.
        case budget
        /// Its key's policy refuses the order: a finding, a lock, a promise that no route can keep.
        case policy
        /// The gateway has too much under way.
        case crowded
        /// It was meant for another host, or a page elsewhere sent it.
        case origin
    }

    /// Why.
    public var reason: Reason
    /// The key; nil where it is none of ours.
    public var caller: Caller?
    /// The beginning of the SHA-256 of what was presented as a key; nil where nothing was.
    public var fingerprint: String?
    /// What was asked for, such as `POST /v1/images/generations`.
    public var route: String
    /// The model, where the key may not name it.
    public var model: String?
    /// Where it came from.
    public var address: String?
    /// How many requests it stands for: those alike within a minute are written down together.
    public var count = 1

    /// Makes the record.
    public init(_ reason: Reason, route: String) {
        self.reason = reason
        self.route = route
    }
}
