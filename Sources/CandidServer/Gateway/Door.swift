public import Candid
import Foundation

/// Who may come in through a gateway, and how many at a time.
public struct Door: Sendable {
    /// Whether callers need keys.
    public enum Asking: String, Sendable, CaseIterable {
        /// Whoever has none is turned away.
        case required
        /// Whoever comes with one of ours is held to it; others are nobody in particular.
        case optional
        /// Nobody's key is looked at.
        case off
    }

    /// Where the keys are.
    public var keys: any KeyStore
    /// Whether callers need one.
    public var asking: Asking
    /// The clock, and how to wait.
    public var world: World
    /// Names under which the gateway is reached, beside this machine's own and plain addresses.
    public var names: Set<String> = []
    /// Pages that may call it from a browser, such as `https://studio.example`; `*` is any.
    public var origins: Set<String> = []
    /// Proxies whose word is taken for where a request came from and which host it meant.
    public var trustedProxies: [AddressRange] = []
    /// Told what could not be written down.
    public var complain: @Sendable (String) -> Void = { _ in }
    /// Orders under way at the same time.
    public var atOnce = 4096
    /// Orders that may wait for their turn.
    public var waiting = 256
    /// How long one waits.
    public var patience = Duration.seconds(30)

    /// Creates a door.
    public init(_ keys: any KeyStore, asking: Asking, world: World) {
        self.keys = keys
        self.asking = asking
        self.world = world
    }
}

/// A request that came in, and who sent it.
///
/// Held once: every step that waits would otherwise keep a copy, and thousands may wait.
final class Admitted: Sendable {
    /// The request without any key of the caller's.
    let request: WireRequest
    /// What the door saw of it.
    let visit: Visit
    /// When it came.
    let time: Date
    /// Whose it is; nil is nobody with a key.
    let key: CallerKey?
    /// Whose retries belong together.
    let identity: Digest
    /// The place that it takes; whoever works on the request holds it for as long.
    let pass: Pass?
    /// Writes down what is turned away later; nil where there is no door.
    let book: RefusalBook?
    /// What is followed of it; nil where nobody wants to know.
    let trace: RequestTrace?
    /// The operation of a model that it asks for, once that is known.
    let operation: OperationTrace?

    /// Lets a request in, as it is known before it is told whose it is.
    init(
        _ request: WireRequest, _ visit: Visit, at time: Date, from key: CallerKey? = nil,
        to book: RefusalBook? = nil
    ) {
        self.request = Visit.stripped(request)
        (self.visit, self.time, self.key, self.book) = (visit, time, key, book)
        identity = Digest(of: (key?.id.description ?? visit.presented ?? "").utf8)
        (pass, trace, operation) = (nil, nil, nil)
    }

    /// The same, of which more is known.
    init(
        _ other: Admitted, pass: Pass? = nil, trace: RequestTrace? = nil,
        operation: OperationTrace? = nil
    ) {
        (request, visit, time, key) = (other.request, other.visit, other.time, other.key)
        (identity, book) = (other.identity, other.book)
        self.pass = pass ?? other.pass
        self.trace = trace ?? other.trace
        self.operation = operation ?? other.operation
    }

    /// What the caller may do.
    var policy: KeyPolicy { key?.policy ?? KeyPolicy(scopes: [.admin]) }

    /// Whose order it is, for the record.
    var caller: Caller? { key.map { Caller($0) } }

    /// Turns it away after all.
    ///
    /// - Parameters:
    ///   - reason: Why, for the record.
    ///   - model: The model, where it is about that.
    ///   - problem: What the caller is told.
    /// - Returns: The problem, to be thrown.
    func turnedAway(
        _ reason: TurnedAway.Reason, model: String? = nil, _ problem: GatewayProblem
    ) async -> GatewayProblem {
        guard let key else { return problem }
        var note = visit.note(reason)
        note.caller = Caller(key)
        note.model = model.map { String($0.prefix(80)) }
        await book?.write(note)
        return problem
    }

    /// - Throws: ``GatewayProblem`` for a model that the key may not name.
    func check(model: String) async throws {
        guard !policy.allows(model: model) else { return }
        throw await turnedAway(
            .model, model: model,
            GatewayProblem(
                403, "model_not_found",
                "This key may not use the model '\(model)'; GET /v1/models lists what it may.",
                field: "model"))
    }
}
