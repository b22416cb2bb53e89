import Foundation

/// A ledger that knows callers' keys.
///
/// Issuing, changing and revoking a key are entries like everything else, so that a key that was
/// slipped in, or a revocation that was taken out, shows in the chain.
public protocol KeyStore: Ledger {
    /// Every key, the oldest first, revoked ones too.
    func keys() async throws -> [CallerKey]
    /// A number that grows with every change of a key, also by another process; made to be asked at
    /// every request.
    func keyRevision() async throws -> Int64
    /// Notes that a key was used; kept for convenience, outside the chain.
    func noteUse(of key: RunID, at time: Timestamp) async throws
    /// Notes that a provider gave a caller these names, of files, batches or stored responses; kept
    /// outside the chain.
    func note(_ names: [String], belongTo caller: RunID) async throws
    /// Those of some names that a provider gave a caller.
    func names(among names: [String], of caller: RunID) async throws -> Set<String>
}

/// A key just made or rotated, with what only its holder will know.
public struct IssuedKey: Sendable {
    /// The key as the ledger knows it.
    public let key: CallerKey
    /// What to hand over; nobody can show it again.
    public let secret: KeySecret
}

extension KeyStore {
    /// Makes a key.
    ///
    /// - Parameters:
    ///   - state: Its name, policy and so on.
    ///   - world: The clock, and numbers that nobody can guess.
    /// - Returns: The key and its secret.
    /// - Throws: ``Refusal`` if the name is taken; whatever the ledger throws.
    public func issue(_ state: CallerKey.State, in world: World) async throws -> IssuedKey {
        let secret = KeySecret(random: world.random)
        var state = state
        state.secrets = [.init(sha256: secret.digest)]
        let key = try await write(.issued, state, [], RunID(world.random()), world)
        return IssuedKey(key: key, secret: secret)
    }

    /// Gives a key a new secret.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - overlap: How long the old secret counts beside the new one.
    ///   - world: The clock, and numbers that nobody can guess.
    /// - Returns: The key and its new secret.
    /// - Throws: ``Refusal`` if it is revoked; whatever the ledger throws.
    public func rotate(
        _ key: CallerKey, overlap: Duration = .zero, in world: World
    ) async throws -> IssuedKey {
        let secret = KeySecret(random: world.random)
        let now = world.now()
        let end = Timestamp(now.addingTimeInterval(overlap / .seconds(1)))
        var state = key.state
        let kept = state.secrets.filter { $0.until.map { $0 > Timestamp(now) } ?? true }
        state.secrets =
            kept.map { .init(sha256: $0.sha256, until: min($0.until ?? end, end)) }
            + [.init(sha256: secret.digest)]
        let rotated = try await change(key, .rotated, state, world)
        return IssuedKey(key: rotated, secret: secret)
    }

    /// Changes a key's name, note, policy or expiry.
    ///
    /// - Throws: ``Refusal`` if it is revoked or the name is taken; whatever the ledger throws.
    public func edit(
        _ key: CallerKey, to state: CallerKey.State, in world: World
    ) async throws -> CallerKey {
        try await change(key, .edited, state, world)
    }

    /// Takes a key back, for ever.
    ///
    /// - Throws: ``Refusal`` if it is revoked already; whatever the ledger throws.
    public func revoke(_ key: CallerKey, in world: World) async throws -> CallerKey {
        try await change(key, .revoked, key.state, world)
    }

    private func change(
        _ key: CallerKey, _ kind: KeyNote.Kind, _ state: CallerKey.State, _ world: World
    ) async throws -> CallerKey {
        var changed = try await write(
            kind, state, try await entries(of: key.id), key.id, world)
        changed.lastUsed = key.lastUsed
        return changed
    }

    private func write(
        _ kind: KeyNote.Kind, _ state: CallerKey.State, _ earlier: [Entry], _ id: RunID,
        _ world: World
    ) async throws -> CallerKey {
        let entry = Entry(
            run: id, time: Timestamp(world.now()), event: .key(KeyNote(kind, state)))
        try await append([entry])
        guard let key = CallerKey(earlier + [entry]) else {
            throw Refusal(
                field: "key", reason: "there is no key \(id)",
                wayOut: "candid keys list shows what there is.")
        }
        return key
    }
}
