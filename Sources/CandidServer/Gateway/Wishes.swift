import Candid
import Foundation

/// What a client asks of the gateway itself, in `x-candid-` fields.
struct Wishes: Sendable {
    /// Whether JSON answers are to carry a `candid` object.
    let receipt: Bool
    /// Whether only routes will do that keep the words or tell what they used.
    let requiresVerbatim: Bool
    /// What becomes of sentences that claim a change; nil is nothing.
    let firewall: CheckedWords.Manner?
    /// From which severity on findings in the prompt refuse the order; nil is from none.
    let lint: Finding.Severity?
    /// Whether every picture is held to its brief before the answer ends.
    let verifies: Bool
    /// The most that this one order may cost, in US dollars; nil is no limit of its own.
    let budget: Decimal?
    /// A field of the request's that is about pictures alone; nil where there is none.
    let pictureField: String?
    /// Whether anything of that is asked, by the request or by the key's policy.
    let asksAnything: Bool

    init(_ admitted: Admitted) throws {
        let (request, policy) = (admitted.request, admitted.policy)
        let fields = request.headers.filter { $0.key.hasPrefix("x-candid-") }
        let forPictures: Set = ["x-candid-budget", "x-candid-lint", "x-candid-verify"]
        let known = forPictures.union(["x-candid-firewall", "x-candid-receipt", "x-candid-require"])
        if let odd = fields.keys.filter({ !known.contains($0) }).min() {
            throw GatewayProblem(
                400, "unknown_field",
                "The gateway knows no \(odd); there are \(known.sorted().joined(separator: ", ")).",
                field: odd)
        }
        pictureField = fields.keys.filter(forPictures.contains).min()
        lint = try Self.severity(fields["x-candid-lint"], policy.lint)
        // A request can ask for more than its key's policy, never for less.
        verifies = try Self.truth("x-candid-verify", fields) ?? false || policy.verify == true
        budget = try Self.amount(fields["x-candid-budget"])
        receipt = try Self.truth("x-candid-receipt", fields) ?? policy.receipt ?? false
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

    /// The stricter of what the request and the key's policy ask.
    private static func severity(
        _ text: String?, _ usual: Finding.Severity?
    ) throws -> Finding.Severity? {
        guard let text else { return usual }
        guard let wanted = Finding.Severity(rawValue: text) else {
            throw GatewayProblem(
                400, "invalid_value",
                "x-candid-lint is \(text.prefix(40)); it takes note, warning or error.",
                field: "x-candid-lint")
        }
        return min(wanted, usual ?? wanted)
    }

    private static func amount(_ text: String?) throws -> Decimal? {
        guard let text else { return nil }
        guard text.wholeMatch(of: /[0-9]{1,6}(\.[0-9]{1,6})?/) != nil,
            let amount = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else {
            throw GatewayProblem(
                400, "invalid_value",
                "x-candid-budget is \(text.prefix(40)); it takes US dollars such as 0.05.",
                field: "x-candid-budget")
        }
        return amount
    }

    private static func truth(_ name: String, _ fields: [String: String]) throws -> Bool? {
        switch fields[name] {
        case nil: nil
        case "false", "0": false
        case "true", "1": true
        case let other?:
            throw GatewayProblem(
                400, "invalid_value", "\(name) is \(other.prefix(40)); it takes true or false.",
                field: name)
        }
    }
}
