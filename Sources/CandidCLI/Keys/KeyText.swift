import Candid
import Foundation

/// A caller's key in words.
struct KeyText {
    let key: CallerKey
    let output: Terminal
    let now: Date

    init(_ key: CallerKey, _ output: Terminal, now: Date) {
        (self.key, self.output, self.now) = (key, output, now)
    }

    /// One line of a list.
    var line: String {
        let used = key.lastUsed.map { "used \(Self.minute($0))" } ?? "never used"
        let name = Self.padded(key.name, 16)
        return "\(output.bold(name))  \(standing)  \(Self.padded(used, 21))  "
            + "\(bounds.joined(separator: ", "))"
    }

    /// Everything about it.
    func lines(_ spent: KeySpending) -> [String] {
        let policy = key.policy
        var rows: [(String, String)] = [
            ("key", "\(output.bold(key.name)) \(key.id)"), ("standing", standing),
            ("issued", Self.minute(key.issued)),
            ("expires", key.state.expires.map(Self.minute) ?? "never"),
            ("last used", key.lastUsed.map(Self.minute) ?? "never"),
            ("fingerprint", key.fingerprint),
            ("opens", policy.scopes.sorted().map(\.rawValue).joined(separator: ", ")),
            (
                "models",
                policy.models.isEmpty ? "any" : policy.models.map(\.text).joined(separator: ", ")
            ),
            ("requests", requests),
            ("today", Self.money(spent.day, of: policy.budget.day)),
            ("this month", Self.money(spent.month, of: policy.budget.month)),
            ("policy", wishes.isEmpty ? "nothing asked" : wishes.joined(separator: ", ")),
        ]
        if let note = key.state.note { rows.append(("note", Terminal.visible(note))) }
        return rows.map { "\(output.dim(Self.padded($0.0, 11)))  \($0.1)" }
    }

    private var standing: String {
        switch key.standing(at: Timestamp(now)) {
        case .valid: output.green("valid  ")
        case .expired: output.yellow("expired")
        case .revoked: output.red("revoked")
        }
    }

    private var requests: String {
        let rate = key.policy.rate.map { "\($0) a minute" } ?? "as often as it likes"
        return rate + (key.policy.atOnce.map { ", \($0) at the same time" } ?? "")
    }

    private var bounds: [String] {
        let policy = key.policy
        let isCommon = policy.scopes == KeyPolicy.applicationScopes
        return [
            isCommon ? nil : policy.scopes.sorted().map(\.rawValue).joined(separator: "+"),
            policy.models.isEmpty ? nil : policy.models.map(\.text).joined(separator: "+"),
            policy.rate.map { "\($0)/min" }, policy.atOnce.map { "\($0) at once" },
            policy.budget.day.map { "\($0) USD/day" },
            policy.budget.month.map { "\($0) USD/month" },
        ].compactMap(\.self) + wishes
    }

    private var wishes: [String] {
        let policy = key.policy
        return [
            policy.requiresVerbatim == true ? "verbatim required" : nil,
            policy.requiresConfirmed == true ? "confirmed required" : nil,
            policy.mode.map { "words: \($0.rawValue)" },
            policy.lock.map { "only what the lock “\($0)” holds" },
            policy.session.map { "every picture joins the session “\($0)”" },
            policy.lint.map { "no findings from \($0.rawValue) on" },
            policy.verify == true ? "pictures held to their brief" : nil,
            policy.firewall.map { "claims of change: \($0.rawValue)" },
            policy.receipt == true ? "receipts in answers" : nil,
            policy.recalls.map { $0 ? "equal orders from the ledger" : "every order made anew" },
            policy.cancelsWhenLeft.map {
                $0 ? "cancelled when the client has gone" : "finished when the client has gone"
            },
        ].compactMap(\.self)
    }

    private static func money(_ spent: Decimal, of budget: Decimal?) -> String {
        let figure = Cost(low: spent, high: spent, basis: .settled, source: "").figure
        return "\(figure) spent or held" + (budget.map { " of \($0) USD" } ?? "")
    }

    static func minute(_ time: Timestamp) -> String {
        String(time.description.prefix(16).replacing("T", with: " "))
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }
}
