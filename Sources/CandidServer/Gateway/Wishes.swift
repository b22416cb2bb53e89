import Candid
import Foundation

/// What a client asks of the gateway itself, in `x-candid-` fields, and what its key's policy asks.
///
/// A request can ask for more than its key's policy, never for less (``PolicyFloor``).
struct Wishes: Sendable {
    /// Whether JSON answers are to carry a `candid` object.
    let receipt: Bool
    /// Whether only routes will do that keep the words or tell what they used.
    let requiresVerbatim: Bool
    /// Whether a picture is handed over only if every claim about it is confirmed.
    let requiresConfirmed: Bool
    /// Whose words may be sent; nil is not asked.
    let mode: WordsMode?
    /// The lock that must hold the order; nil is none.
    let lock: String?
    /// The session that the picture joins; nil is none.
    let session: String?
    /// What becomes of sentences that claim a change; nil is nothing.
    private(set) var firewall: CheckedWords.Manner?
    /// From which severity on findings in the prompt refuse the order; nil is from none.
    let lint: Finding.Severity?
    /// Whether every picture is held to its brief before the answer ends.
    let verifies: Bool
    /// The most that this one order may cost, in US dollars; nil is no limit of its own.
    let budget: Decimal?
    /// Whether an equal order's answer will do, where there may be one.
    let recalls: Bool
    /// A field of the request's that is about pictures alone; nil where there is none.
    let pictureField: String?
    /// Whether anything of that is asked, by the request or by the key's policy.
    let asksAnything: Bool

    init(_ admitted: Admitted) throws {
        let policy = admitted.policy
        let fields = try WishFields(admitted.request)
        pictureField = fields.pictureField
        lint = try fields.value(.lint, over: policy).flatMap(Finding.Severity.init)
        budget = try fields.amount()
        receipt = try fields.value(.receipt, over: policy) == "true"
        firewall = try fields.value(.firewall, over: policy).flatMap(CheckedWords.Manner.init)
        let required = try fields.requirements()
        requiresVerbatim = required.contains("verbatim") || policy.requiresVerbatim == true
        requiresConfirmed = required.contains("confirmed") || policy.requiresConfirmed == true
        verifies = try fields.value(.verify, over: policy) == "true" || requiresConfirmed
        try fields.refuseExpansion()
        mode = try fields.value(.mode, over: policy).flatMap(WordsMode.init)
        lock = try fields.name("x-candid-lock", as: policy.lock)
        session = try fields.name("x-candid-session", as: policy.session)
        recalls = try fields.recalls()
        asksAnything = receipt || !fields.isEmpty
    }

    /// The same of a request that offers no image tool: nothing in its answer speaks of a picture.
    var withoutPicture: Wishes {
        var wishes = self
        wishes.firewall = nil
        return wishes
    }
}

/// The `x-candid-` fields of a request.
struct WishFields: Sendable {
    /// Fields that are about pictures.
    private static let forPictures: Set = [
        "x-candid-budget", "x-candid-lint", "x-candid-verify", "x-candid-lock", "x-candid-session",
        "x-candid-cache",
    ]
    private static let known = forPictures.union([
        "x-candid-firewall", "x-candid-mode", "x-candid-receipt", "x-candid-require",
    ])
    private let fields: [String: String]

    /// Reads them.
    ///
    /// - Throws: ``GatewayProblem`` for one that there is not, with those that there are.
    init(_ request: WireRequest) throws {
        self.init(unchecked: request)
        guard let odd = fields.keys.filter({ !Self.known.contains($0) }).min() else { return }
        throw GatewayProblem(
            400, "unknown_field",
            "The gateway knows no \(odd.prefix(80)); there are "
                + "\(Self.known.sorted().joined(separator: ", ")).",
            field: odd)
    }

    /// Reads them, also those that there are not.
    init(unchecked request: WireRequest) {
        fields = request.headers.filter { $0.key.hasPrefix("x-candid-") }
    }

    var isEmpty: Bool { fields.isEmpty }

    /// One of those that are about pictures alone.
    var pictureField: String? {
        let asksForProof = (try? requirements().contains("confirmed")) ?? false
        return fields.keys.filter {
            Self.forPictures.contains($0) || ($0 == "x-candid-require" && asksForProof)
        }.min()
    }

    /// - Throws: ``GatewayProblem`` for any field at all, where none means anything.
    func refuseAll(_ reason: String) throws {
        guard let field = fields.keys.min() else { return }
        throw GatewayProblem(
            400, "invalid_value", "\(field) means nothing here: \(reason) Leave it out.",
            field: field)
    }

    func requirements() throws -> Set<String> {
        guard let text = fields["x-candid-require"] else { return [] }
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard words.allSatisfy(["verbatim", "confirmed"].contains) else {
            throw odd("x-candid-require", text, "verbatim, confirmed, or both with a comma between")
        }
        return Set(words)
    }

    /// - Throws: ``GatewayProblem`` for words that nobody has seen yet.
    func refuseExpansion() throws {
        guard let text = fields["x-candid-mode"], ["expanded", "assisted", "free"].contains(text)
        else { return }
        throw GatewayProblem(
            400, "approval_needed",
            "x-candid-mode is \(text): words that a language model adds are sent only after a "
                + "yes to exactly these words, and nobody can give it in a request. Let "
                + "candid generate --expand show them, and send the words that you approved as "
                + "the prompt; or freeze them by candid lock add and name the lock in "
                + "x-candid-lock.", field: "x-candid-mode")
    }

    /// The stricter of what the request and the key's policy ask; nil where neither asks.
    func value(_ floor: PolicyFloor, over policy: KeyPolicy) throws -> String? {
        guard let text = fields[floor.field] else { return floor.least(policy) }
        guard floor.takes(text) else { throw odd(floor.field, text, floor.choices) }
        return floor.held(over: text, policy) ?? floor.plain(text)
    }

    /// What of the policy holds although the request asks for less, as an answer's field says it;
    /// nil where it asks for no less.
    func held(by policy: KeyPolicy) -> String? {
        guard !fields.isEmpty else { return nil }
        let held = PolicyFloor.all.compactMap { floor in
            fields[floor.field].flatMap { floor.held(over: $0, policy) }
                .map { "\(floor.name)=\($0)" }
        }
        return held.isEmpty ? nil : held.joined(separator: ", ")
    }

    /// A name that the key's policy may have given already.
    ///
    /// - Throws: ``GatewayProblem`` where the policy gives another one.
    func name(_ field: String, as usual: String?) throws -> String? {
        guard let encoded = fields[field] else { return usual }
        guard let text = encoded.removingPercentEncoding, !text.isEmpty, text.count <= 80 else {
            throw odd(field, encoded, "a name of up to 80 characters, others than ASCII as %XX")
        }
        guard let usual, usual != text else { return text }
        throw GatewayProblem(
            403, "insufficient_permissions",
            "\(field) is \(text), and this key's policy has “\(usual)” there. Leave it out.",
            field: field)
    }

    func amount() throws -> Decimal? {
        guard let text = fields["x-candid-budget"] else { return nil }
        guard text.wholeMatch(of: /[0-9]{1,6}(\.[0-9]{1,6})?/) != nil,
            let amount = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { throw odd("x-candid-budget", text, "US dollars such as 0.05") }
        return amount
    }

    func recalls() throws -> Bool {
        guard let text = fields["x-candid-cache"] else { return true }
        guard text == "no" else { throw odd("x-candid-cache", text, "no") }
        return false
    }

    private func odd(_ field: String, _ text: String, _ takes: String) -> GatewayProblem {
        GatewayProblem(
            400, "invalid_value", "\(field) is \(text.prefix(40)); it takes \(takes).",
            field: field)
    }
}
