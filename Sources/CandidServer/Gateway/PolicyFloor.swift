import Candid

/// A field of a request of which a key's policy sets the least.
///
/// The stricter of both holds, whichever field it is. A field is not in this list where nothing can
/// be asked that is less: a requirement, a limit of its own for one order, an order made anew. Of
/// those that name one thing, such as a lock, two can't hold at once, so another than the policy's is
/// refused.
struct PolicyFloor: Sendable {
    /// The field's name without what all have in front.
    let name: String
    /// What it takes, from what asks the least on.
    let rungs: [String]
    /// What a policy asks; nil is nothing.
    let least: @Sendable (KeyPolicy) -> String?

    static let firewall = PolicyFloor(name: "firewall", rungs: ["off", "annotate", "replace"]) {
        $0.firewall?.rawValue
    }
    static let lint = PolicyFloor(name: "lint", rungs: ["error", "warning", "note"]) {
        $0.lint?.rawValue
    }
    static let mode = PolicyFloor(name: "mode", rungs: ["verbatim", "approved"]) {
        $0.mode?.rawValue
    }
    static let receipt = PolicyFloor(name: "receipt", rungs: ["false", "true"]) {
        $0.receipt.map { "\($0)" }
    }
    static let verify = PolicyFloor(name: "verify", rungs: ["false", "true"]) {
        $0.verify.map { "\($0)" }
    }

    static let all = [firewall, lint, mode, receipt, verify]

    var field: String { "x-candid-\(name)" }

    /// What it takes, for a person.
    var choices: String {
        "\(rungs.dropLast().joined(separator: ", ")) or \(rungs.last ?? "")"
    }

    func takes(_ text: String) -> Bool { rungs.contains(plain(text)) }

    /// What holds in place of what a request asks; nil where the request's own does.
    func held(over text: String, _ policy: KeyPolicy) -> String? {
        guard let least = least(policy), let floor = rungs.firstIndex(of: least),
            let asked = rungs.firstIndex(of: plain(text)), asked < floor
        else { return nil }
        return least
    }

    /// A value as it stands among the rungs.
    func plain(_ text: String) -> String {
        guard rungs.contains("true") else { return text }
        return ["0": "false", "1": "true"][text] ?? text
    }
}
