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
    /// - Throws: ``GatewayProblem`` where somebody else works on it, or it is another caller's.
    init(
        _ name: String, _ admitted: Admitted, _ options: Gateway.Options, _ holds: SessionHolds,
        in ledger: any Ledger
    ) async throws {
        let mine = try holds.take(name)
        let held: HeldSession
        do {
            held = try await Workplace.away { try await options.sessions(name) }
        } catch let refusal as Refusal where refusal.field == Refusal.sessionInUse {
            throw GatewayProblem.inUse(refusal.reason)
        } catch let refusal as Refusal {
            throw GatewayProblem(
                400, "invalid_value", refusal.description, field: "x-candid-session")
        }
        open = held.open
        session = await held.open.session
        self.holds = Mutex([mine, held.hold])
        hold = { [weak mine] in mine?.note($0) }
        guard let key = admitted.key, admitted.policy.session != name,
            !admitted.policy.allows(.native), let first = session.turns.first
        else { return }
        let owner = Receipt(try await ledger.entries(of: first.run))?.caller?.key
        guard owner != key.id else { return }
        throw await admitted.turnedAway(
            .policy,
            GatewayProblem(
                403, "insufficient_permissions",
                "“\(name)” is somebody else's session. Take another name, or ask whoever runs the "
                    + "gateway for a key whose policy names it.", field: "x-candid-session"))
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
            return try isEdit ? change(order) : reading(order.prompt)
        } catch let refusal as Refusal {
            throw GatewayProblem(
                400, "invalid_request", refusal.description, field: "x-candid-session")
        }
    }

    private func change(_ order: Order) throws -> TurnDraft {
        var start = session.state
        if let base = order.inputs?.first?.digest, base != start.picture?.file.digest {
            guard let turn = session.turns.last(where: { $0.picture?.digest == base }) else {
                throw problem(
                    "session_picture",
                    "the first picture is none of “\(session.name)”. Send the picture of one of "
                        + "its turns, or ask /v1/images/generations, which takes none")
            }
            start = try session.state(standingAfter: turn.number)
        }
        guard start.picture != nil else {
            throw problem(
                "session_picture",
                "“\(session.name)” has no picture yet to change. Begin with /v1/images/generations")
        }
        if let mask = order.mask { start.mask = mask }
        return try TurnDraft(.edit(order.prompt), said: order.prompt, in: session, from: start)
    }

    private func reading(_ message: Prompt) throws -> TurnDraft {
        let understanding = Understanding(message, in: session)
        switch understanding.wish {
        case .new, .edit, .draw:
            let start = try understanding.base.map { try session.state(standingAfter: $0) }
            return try TurnDraft(
                understanding.wish, said: understanding.wish == .draw ? nil : message,
                contract: understanding.contract, in: session, from: start)
        case .clarify(let asked):
            let choices = asked.choices.map { "“\($0.text)”" }.joined(separator: ", ")
            throw problem(
                "session_unclear",
                "\(asked.question) "
                    + (choices.isEmpty ? "Say it in other words" : "Say one of: \(choices)"))
        default:
            throw problem(
                "session_unclear",
                "these words ask for no picture, and a picture is what the request is for. "
                    + "candid chat \(session.name) takes them")
        }
    }

    private func problem(_ code: String, _ message: String) -> GatewayProblem {
        GatewayProblem(
            400, code, "\(message). Nothing was sent.", field: "x-candid-session")
    }
}
