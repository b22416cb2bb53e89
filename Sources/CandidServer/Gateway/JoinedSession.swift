public import Candid
import Foundation
import Synchronization

/// A session that is taken for one request, for as long as this is held.
public struct HeldSession: Sendable {
    /// The session.
    public let open: OpenSession
    /// Whatever keeps other programs out.
    let hold: any Sendable

    /// Creates it.
    ///
    /// - Parameters:
    ///   - open: The session.
    ///   - hold: What lets go of it in the end.
    public init(_ open: OpenSession, holding hold: any Sendable) {
        self.open = open
        self.hold = hold
    }
}

/// The sessions that requests to this gateway work on.
final class SessionHolds: Sendable {
    private let runs = Mutex<[String: RunID?]>([:])

    /// Takes a name for as long as the result lives.
    ///
    /// - Throws: ``GatewayProblem`` that says whose it is now.
    func take(_ name: String) throws -> Hold {
        let holder: RunID?? = runs.withLock { runs in
            if let holder = runs[name] { return holder }
            runs[name] = .some(nil)
            return nil
        }
        guard let holder else { return Hold(self, name) }
        let whose = holder.map { " (its receipt is \($0))" } ?? ""
        throw GatewayProblem.inUse("another request to this gateway works on “\(name)”\(whose)")
    }

    /// The run that a name is taken for; nil where there is none.
    func run(on name: String) -> RunID? { runs.withLock { $0[name] ?? nil } }

    fileprivate func note(_ run: RunID, on name: String) {
        runs.withLock { $0[name] = .some(run) }
    }

    fileprivate func leave(_ name: String) { runs.withLock { $0[name] = nil } }

    /// A name that is taken.
    final class Hold: Sendable {
        private let holds: SessionHolds
        private let name: String

        fileprivate init(_ holds: SessionHolds, _ name: String) {
            (self.holds, self.name) = (holds, name)
        }

        /// Says which run it is taken for.
        func note(_ run: RunID) { holds.note(run, on: name) }

        deinit { holds.leave(name) }
    }
}

extension GatewayProblem {
    /// A session that somebody else works on; asking again by itself would say the words twice.
    static func inUse(_ reason: String) -> GatewayProblem {
        GatewayProblem(
            409, "session_in_use",
            "\(reason). Wait until it is done; nothing was sent and nothing written.",
            field: "x-candid-session"
        ).adding("x-should-retry", "false")
    }
}

/// A session that a request joins, and the turn that it is there.
final class JoinedSession: Sendable {
    let open: OpenSession
    let session: Session
    private let holds: Mutex<[any Sendable]>
    private let hold: @Sendable (RunID) -> Void

    /// Takes a session up, or begins one.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - admitted: The request that joins it.
    ///   - desk: Where requests for it are told apart.
    ///   - entries: Gives the entries of a run.
    /// - Throws: ``GatewayProblem`` where somebody else works on it, or it is another caller's.
    init(
        _ name: String, _ admitted: Admitted, _ desk: RelayDesk,
        _ entries: (RunID) async throws -> [Entry]
    ) async throws {
        try await desk.settle(name, entries)
        let mine = try desk.holds.take(name)
        let held: HeldSession
        do {
            held = try await Workplace.away { try await desk.options.sessions(name) }
        } catch let refusal as Refusal where refusal.field == Refusal.sessionInUse {
            throw GatewayProblem.inUse(refusal.reason)
        } catch let refusal as Refusal {
            throw GatewayProblem(
                400, "invalid_value", refusal.description, field: "x-candid-session")
        }
        open = held.open
        session = await held.open.session
        holds = Mutex([mine, held.hold])
        hold = { [weak mine] in mine?.note($0) }
        try await admitted.check(mayUse: session, entries)
    }

    /// Writes down that a turn is about to be sent.
    ///
    /// - Throws: ``GatewayProblem`` where another turn goes on; whatever the ledger throws.
    func begin(_ turn: TurnDraft) async throws -> SessionTurn {
        do {
            let begun = try await open.begin(turn)
            hold(begun.run)
            return begun
        } catch let refusal as Refusal where refusal.field == Refusal.sessionInUse {
            throw GatewayProblem.inUse(refusal.reason)
        }
    }

    /// Writes down what came of a turn, and lets others work on the session.
    ///
    /// - Parameters:
    ///   - begun: The turn.
    ///   - draft: What it was composed from.
    ///   - entries: What its run left; none where the ledger did not take them.
    ///   - store: Where its picture lies.
    /// - Throws: Whatever the ledger or the store throws.
    func end(
        _ begun: SessionTurn, _ draft: TurnDraft, _ entries: [Entry], _ store: any PictureStore
    ) async throws {
        defer { leave() }
        guard let receipt = Receipt(entries) else { return }
        let pixels = try await draft.pixelDrift(of: receipt, in: store)
        try await open.end(begun, draft, receipt, pixels: pixels)
    }

    /// Lets others work on the session.
    func leave() { holds.withLock { $0 = [] } }

    /// Composes the next turn of what the request asks.
    ///
    /// - Parameters:
    ///   - order: What the request asks.
    ///   - isEdit: Whether it asks for a change of a picture.
    /// - Returns: The turn.
    /// - Throws: ``GatewayProblem`` where the words ask for no picture, for two things at once, or for a
    ///   change of a picture that is not the session's.
    func turn(_ order: Order, isEdit: Bool) throws -> TurnDraft {
        do {
            var message = SessionMessage(order.prompt)
            if isEdit { try change(order, by: &message) }
            return try SessionReading(message, in: session)
                .turn(in: session, orElse: "candid chat \(session.name)")
        } catch let refusal as Refusal {
            throw GatewayProblem(
                400, "invalid_request", refusal.description, field: "x-candid-session")
        }
    }

    private func change(_ order: Order, by message: inout SessionMessage) throws {
        message.kind = .edit
        if let base = order.inputs?.first?.digest, base != session.state.picture?.file.digest {
            guard let turn = session.turns.last(where: { $0.picture?.digest == base }) else {
                throw GatewayProblem.session(
                    "session_picture",
                    "the first picture is none of “\(session.name)”. Send the picture of one of "
                        + "its turns, or ask /v1/images/generations, which takes none")
            }
            message.from = turn.number
        } else if session.state.picture == nil {
            throw GatewayProblem.session(
                "session_picture",
                "“\(session.name)” has no picture yet to change. Begin with "
                    + "/v1/images/generations")
        }
        message.region = order.mask.map { .stored($0) }
    }
}

extension Admitted {
    /// Whether a session is the caller's: it began it, or its policy names it, or it may everything.
    func owns(
        _ session: Session, _ entries: (RunID) async throws -> [Entry]
    ) async throws -> Bool {
        guard let key, !policy.scopes.contains(.admin), policy.session != session.name else {
            return true
        }
        return try await session.owner(entries)?.key == key.id
    }

    /// - Throws: ``GatewayProblem`` for a session that another caller has said something in.
    func check(
        mayUse session: Session, _ entries: (RunID) async throws -> [Entry]
    ) async throws {
        guard !session.turns.isEmpty, try await !owns(session, entries) else { return }
        throw await turnedAway(
            .policy,
            GatewayProblem(
                403, "insufficient_permissions",
                "“\(session.name)” is somebody else's session. Take another name, or ask whoever runs "
                    + "the gateway for a key whose policy names it.", field: "x-candid-session"))
    }
}
