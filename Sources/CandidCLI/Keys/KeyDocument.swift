import Candid
import Foundation

/// A caller's key as other programs read it: `docs/schemas/key.v1.json`.
struct KeyDocument: Encodable {
    let schema = "candid/key/1"
    let key: KeyItem
    /// Only where it was just made: nobody can show it again.
    @Nullable var secret: String?
}

/// Callers' keys: `docs/schemas/keys.v1.json`.
struct KeyListDocument: Encodable {
    let schema = "candid/keys/1"
    let keys: [KeyItem]
}

/// A caller's key.
struct KeyItem: Encodable {
    struct Budget: Encodable {
        @Nullable var day: Decimal?
        @Nullable var month: Decimal?
    }

    struct Policy: Encodable {
        let scopes: [KeyScope]
        let models: [ModelPattern]
        @Nullable var rate: Int?
        @Nullable var at_once: Int?
        let budget: Budget
        @Nullable var require: String?
        @Nullable var mode: WordsMode?
        @Nullable var lock: String?
        @Nullable var session: String?
        @Nullable var lint: Finding.Severity?
        let verify: Bool
        @Nullable var firewall: CheckedWords.Manner?
        let receipt: Bool
        @Nullable var cache: String?
        @Nullable var when_left: String?
    }

    let id: RunID
    let name: String
    @Nullable var note: String?
    let standing: CallerKey.Standing
    let issued: Timestamp
    @Nullable var expires: Timestamp?
    @Nullable var revoked: Timestamp?
    @Nullable var last_used: Timestamp?
    let fingerprint: String
    let policy: Policy
    /// Left out in lists.
    var spent: Budget?

    init(_ key: CallerKey, now: Date, spent: KeySpending? = nil) {
        id = key.id
        name = key.name
        note = key.state.note
        standing = key.standing(at: Timestamp(now))
        issued = key.issued
        expires = key.state.expires
        revoked = key.revoked
        last_used = key.lastUsed
        fingerprint = key.fingerprint
        policy = Policy(key.policy)
        self.spent = spent.map { Budget(day: $0.day, month: $0.month) }
    }
}

extension KeyItem.Policy {
    fileprivate init(_ policy: KeyPolicy) {
        self.init(
            scopes: policy.scopes.sorted(), models: policy.models, rate: policy.rate,
            at_once: policy.atOnce,
            budget: KeyItem.Budget(day: policy.budget.day, month: policy.budget.month),
            require: policy.requirements, mode: policy.mode, lock: policy.lock,
            session: policy.session, lint: policy.lint,
            verify: policy.verify == true, firewall: policy.firewall,
            receipt: policy.receipt == true,
            cache: policy.recalls.map { $0 ? "on" : "off" },
            when_left: policy.cancelsWhenLeft.map { $0 ? "cancel" : "finish" })
    }
}

extension KeyPolicy {
    /// What must hold before a picture is handed over, as the option takes it.
    fileprivate var requirements: String? {
        let words = [
            requiresVerbatim == true ? "verbatim" : nil,
            requiresConfirmed == true ? "confirmed" : nil,
        ].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: ",")
    }
}

/// What was turned away: `docs/schemas/keys-audit.v1.json`.
struct KeyAuditDocument: Encodable {
    struct Row: Encodable {
        let time: Timestamp
        let reason: TurnedAway.Reason
        @Nullable var key: RunID?
        @Nullable var name: String?
        @Nullable var fingerprint: String?
        let route: String
        @Nullable var model: String?
        @Nullable var address: String?
        let count: Int
    }

    let schema = "candid/keys-audit/1"
    let turned_away: [Row]

    init(_ entries: [Entry]) {
        turned_away = entries.compactMap { entry in
            guard case .turnedAway(let note) = entry.event else { return nil }
            return Row(
                time: entry.time, reason: note.reason, key: note.caller?.key,
                name: note.caller?.name, fingerprint: note.fingerprint, route: note.route,
                model: note.model, address: note.address, count: note.count)
        }
    }
}
