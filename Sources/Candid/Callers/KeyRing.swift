/// The keys that a gateway opens to, made for finding one by its secret.
public struct KeyRing: Sendable {
    /// What there is to what somebody presented.
    public enum Finding: Sendable {
        /// A key, and whether it opens anything now.
        case key(CallerKey, CallerKey.Standing)
        /// It is like ours, but we know none such.
        case unknown
        /// It has a typing mistake.
        case mistyped
        /// It is something else.
        case foreign
    }

    private let byFingerprint: [String: [CallerKey]]
    /// How many keys there are that are not revoked.
    public let count: Int

    /// Makes a ring.
    public init(_ keys: [CallerKey] = []) {
        let pairs = keys.flatMap { key in key.state.secrets.map { ($0.sha256.fingerprint, key) } }
        byFingerprint = Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
        count = keys.count { $0.revoked == nil }
    }

    /// Finds the key that somebody holds.
    ///
    /// Looking for the first digits of a digest tells nothing: nobody can choose a secret by the
    /// digits of its hash. What decides is the comparison of the whole, in constant time.
    ///
    /// - Parameters:
    ///   - text: What was presented.
    ///   - time: When.
    /// - Returns: What there is to it.
    public func finding(_ text: String, at time: Timestamp) -> Finding {
        switch KeySecret.reading(text) {
        case .foreign: return .foreign
        case .mistyped: return .mistyped
        case .secret(let secret):
            for key in byFingerprint[secret.digest.fingerprint] ?? [] {
                if let standing = key.standing(for: secret, at: time) {
                    return .key(key, standing)
                }
            }
            return .unknown
        }
    }
}
