/// A key that an application calls the gateway with, as the ledger knows it.
///
/// It is a fold over its notes, like a receipt over a run's entries.
public struct CallerKey: Hashable, Sendable {
    /// Whether it opens anything now.
    public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// It does.
        case valid
        /// Its time is over.
        case expired
        /// Somebody took it back.
        case revoked
    }

    /// Its name in the ledger, which never changes.
    public let id: RunID
    /// When it was made.
    public let issued: Timestamp
    /// When it was taken back.
    public let revoked: Timestamp?
    /// How it stands: its name, its policy, its digests.
    public let state: State
    /// When a request last came with it, to the minute; nil is never, and where nobody keeps count.
    public var lastUsed: Timestamp?

    /// What every note of it holds.
    public struct State: Hashable, Sendable, Codable {
        /// Its name for people; two keys that are not revoked never share one.
        public var name: String
        /// What a person wrote down about it.
        public var note: String?
        /// What it may do.
        public var policy: KeyPolicy
        /// From when on it opens nothing; nil is never.
        public var expires: Timestamp?
        /// What its secrets hash to: one, or for a while two after a rotation.
        public internal(set) var secrets: [KeptSecret] = []

        /// Creates the state of a key to be issued.
        public init(
            name: String, note: String? = nil, policy: KeyPolicy, expires: Timestamp? = nil
        ) {
            self.name = name
            self.note = note
            self.policy = policy
            self.expires = expires
        }
    }

    /// A secret's digest, and until when it counts.
    public struct KeptSecret: Hashable, Sendable, Codable {
        /// The SHA-256 of the secret.
        public let sha256: Digest
        /// Until when it counts; nil is as long as the key does.
        public internal(set) var until: Timestamp?
    }

    /// Adds up the notes of one key, in order; nil unless the first one issues it.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first, case .key(let issuing) = first.event,
            issuing.kind == .issued
        else { return nil }
        id = first.run
        issued = first.time
        var (state, revoked) = (issuing.state, Timestamp?.none)
        for entry in entries.dropFirst() {
            guard case .key(let note) = entry.event else { continue }
            state = note.state
            if note.kind == .revoked { revoked = entry.time }
        }
        self.state = state
        self.revoked = revoked
    }

    /// Its name for people.
    public var name: String { state.name }

    /// What it may do.
    public var policy: KeyPolicy { state.policy }

    /// What the secret in force hashes to, in short.
    public var fingerprint: String { state.secrets.last?.sha256.fingerprint ?? "" }

    /// Whether it opens anything at a moment.
    public func standing(at time: Timestamp) -> Standing {
        if revoked != nil { return .revoked }
        if let expires = state.expires, expires <= time { return .expired }
        return .valid
    }

    /// How it stands for somebody who holds one of its secrets; nil for everybody else.
    func standing(for secret: KeySecret, at time: Timestamp) -> Standing? {
        // Every digest is looked at, so that the time tells nothing of which one fits.
        let fitting = state.secrets.filter { secret.matches($0.sha256) }
        guard let kept = fitting.first else { return nil }
        if let until = kept.until, until <= time { return .revoked }
        return standing(at: time)
    }
}

/// Who sent an order through the gateway.
public struct Caller: Hashable, Sendable, Codable {
    /// The key's name in the ledger.
    public var key: RunID
    /// Its name for people at the time.
    public var name: String

    /// Names the holder of a key.
    public init(_ key: CallerKey) {
        self.key = key.id
        name = key.name
    }
}
