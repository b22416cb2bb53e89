import Candid

/// What a client asks of the gateway itself, in `x-candid-` fields.
struct Wishes: Sendable {
    /// Whether JSON answers are to carry a `candid` object.
    let receipt: Bool
    /// Whether only routes will do that keep the words or tell what they used.
    let requiresVerbatim: Bool
    /// What becomes of sentences that claim a change; nil is nothing.
    let firewall: CheckedWords.Manner?
    /// Whether anything of that is asked, by the request or by the key's policy.
    let asksAnything: Bool

    init(_ admitted: Admitted) throws {
        let (request, policy) = (admitted.request, admitted.policy)
        let fields = request.headers.filter { $0.key.hasPrefix("x-candid-") }
        let known: Set = ["x-candid-firewall", "x-candid-receipt", "x-candid-require"]
        if let odd = fields.keys.filter({ !known.contains($0) }).min() {
            throw GatewayProblem(
                400, "unknown_field",
                "The gateway knows no \(odd); there are \(known.sorted().joined(separator: ", ")).",
                field: odd)
        }
        receipt = try Self.truth(fields["x-candid-receipt"]) ?? policy.receipt ?? false
        asksAnything = receipt || !fields.isEmpty
        firewall = try Self.manner(fields["x-candid-firewall"], policy.firewall)
        switch fields["x-candid-require"] {
        // A request can ask for more than its key's policy, never for less.
        case nil: requiresVerbatim = policy.requiresVerbatim ?? false
        case "verbatim": requiresVerbatim = true
        case let other?:
            throw GatewayProblem(
                400, "invalid_value", "x-candid-require is \(other); it takes verbatim.",
                field: "x-candid-require")
        }
    }

    private static func manner(
        _ text: String?, _ usual: CheckedWords.Manner?
    ) throws -> CheckedWords.Manner? {
        guard let text else { return usual }
        guard text != "off" else { return nil }
        guard let manner = CheckedWords.Manner(rawValue: text) else {
            throw GatewayProblem(
                400, "invalid_value",
                "x-candid-firewall is \(text); it takes annotate, replace or off.",
                field: "x-candid-firewall")
        }
        return manner
    }

    private static func truth(_ text: String?) throws -> Bool? {
        switch text {
        case nil: nil
        case "false", "0": false
        case "true", "1": true
        case let other?:
            throw GatewayProblem(
                400, "invalid_value", "x-candid-receipt is \(other); it takes true or false.",
                field: "x-candid-receipt")
        }
    }
}
