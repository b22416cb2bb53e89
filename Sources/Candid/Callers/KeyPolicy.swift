/// What a caller's key opens.
public enum KeyScope: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// `/v1/images`.
    case images
    /// `/v1/responses`.
    case responses
    /// `/v1/chat/completions`.
    case chat
    /// `/v1/files`.
    case files
    /// `/v1/batches`.
    case batches
    /// `/api/v1`: what the library can do, orders included, and what became of the key's own.
    case native
    /// Everything, and what is about the gateway itself.
    case admin

    /// Orders them by name.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Whose words may be sent, from the freer to the stricter.
public enum WordsMode: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// The request's own, to the byte.
    case verbatim
    /// Only words that somebody has approved before: those of a lock.
    case approved

    /// Orders them by strictness.
    public static func < (a: Self, b: Self) -> Bool { a == .verbatim && b == .approved }
}

/// What a caller may do, and what is asked on its behalf.
///
/// A nil is not asked, or has no bound. What is asked is the least: a request can ask for more, never
/// for less.
public struct KeyPolicy: Hashable, Sendable, Codable {
    /// What it opens.
    public var scopes: Set<KeyScope>
    /// The models that it may name; empty is all.
    public var models: [ModelPattern] = []
    /// Requests a minute.
    public var rate: Int?
    /// Requests at the same time.
    public var atOnce: Int?
    /// The most that it may spend.
    public var budget = KeyBudget()
    /// Whether only routes will do that keep the words or tell what they used.
    public var requiresVerbatim: Bool?
    /// Whether a picture is handed over only if every claim about it is confirmed.
    public var requiresConfirmed: Bool?
    /// Whose words may be sent.
    public var mode: WordsMode?
    /// The lock that holds whatever it may draw.
    public var lock: String?
    /// The session that every picture joins.
    public var session: String?
    /// From which severity on a finding in the prompt refuses the order.
    public var lint: Finding.Severity?
    /// Whether every picture is held to its brief before the answer ends.
    public var verify: Bool?
    /// What becomes of sentences that claim a change.
    public var firewall: CheckedWords.Manner?
    /// Whether JSON answers carry a `candid` object.
    public var receipt: Bool?
    /// Whether equal orders with a seed or a lock are answered from the ledger; nil is as the gateway
    /// does it.
    public var recalls: Bool?
    /// Whether a run is ended once its client has gone, or finished and kept; nil is as the gateway
    /// does it.
    public var cancelsWhenLeft: Bool?

    /// What opens a gateway for an application: everything of OpenAI's, nothing of ours.
    public static let applicationScopes: Set<KeyScope> = [
        .images, .responses, .chat, .files, .batches,
    ]

    /// Creates a policy without any bound.
    public init(scopes: Set<KeyScope> = applicationScopes) { self.scopes = scopes }

    private enum CodingKeys: String, CodingKey {
        case scopes, models, rate, budget, lint, verify, firewall, receipt, mode, lock, session,
            recalls
        case atOnce = "at_once"
        case requiresVerbatim = "requires_verbatim"
        case requiresConfirmed = "requires_confirmed"
        case cancelsWhenLeft = "cancels_when_left"
    }
}

extension KeyPolicy {
    /// Whether it opens something.
    public func allows(_ scope: KeyScope) -> Bool {
        scopes.contains(scope) || scopes.contains(.admin)
    }

    /// Whether a model may be named.
    public func allows(model: String) -> Bool {
        models.isEmpty || models.contains { $0.matches(model) }
    }

    /// Encodes the policy, its scopes in order, so that equal policies are equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scopes.sorted(), forKey: .scopes)
        try container.encode(models, forKey: .models)
        try container.encodeIfPresent(rate, forKey: .rate)
        try container.encodeIfPresent(atOnce, forKey: .atOnce)
        try container.encode(budget, forKey: .budget)
        try container.encodeIfPresent(requiresVerbatim, forKey: .requiresVerbatim)
        try container.encodeIfPresent(requiresConfirmed, forKey: .requiresConfirmed)
        try container.encodeIfPresent(mode, forKey: .mode)
        try container.encodeIfPresent(lock, forKey: .lock)
        try container.encodeIfPresent(session, forKey: .session)
        try container.encodeIfPresent(lint, forKey: .lint)
        try container.encodeIfPresent(verify, forKey: .verify)
        try container.encodeIfPresent(firewall, forKey: .firewall)
        try container.encodeIfPresent(receipt, forKey: .receipt)
        try container.encodeIfPresent(recalls, forKey: .recalls)
        try container.encodeIfPresent(cancelsWhenLeft, forKey: .cancelsWhenLeft)
    }
}
