import Candid
import Foundation

/// A picture that joins a session as its next turn.
extension ImagesRoute {
    /// Composes the turn, sends it, and writes down what came of it before the answer ends.
    ///
    /// What is sent is composed by the session, so it is encoded here; the answer passes as it is.
    ///
    /// - Throws: ``GatewayProblem`` where the session is in use, or the turn can't be composed.
    func reply(
        to admitted: Admitted, in name: String, with asked: RelayedOrder, on route: GatewayRoute,
        _ wishes: Wishes
    ) async throws -> WireStream {
        guard wishes.lock == nil, wishes.mode != .approved else { throw Self.lockedSession }
        let terms = OrderTerms(admitted: admitted, wishes: wishes, options: options)
        try await terms.checkWords(on: route.engine)
        let content = Digest(of: "\(asked.content)\nsession \(name)".utf8)
        if let answer = try await desk.earlier(admitted, content, wishes, route.pipeline.world) {
            return answer
        }
        let joined = try await JoinedSession(
            name, admitted, options, desk.holds, in: route.pipeline.ledger)
        let turn = try joined.turn(
            asked.order, isEdit: admitted.request.url.hasPrefix("/v1/images/edits"))
        guard wishes.mode != .verbatim || turn.sent == asked.order.prompt else {
            throw Self.notVerbatim(turn, joined.session, asked.order.prompt)
        }
        let trace = admitted.trace?.operation(
            "generate_content", route.engine.id, asked.order.model)
        var pipeline = terms.bounding(route.pipeline, trace)
        pipeline.verification = try verification(of: turn, wishes)
        let draft = try await draft(turn, asked.order, in: joined.session, pipeline, route)
            .ordered(by: admitted.caller)
        try await admitted.check(findingsIn: draft.order, from: wishes.lint)
        let begun = try await joined.begin(turn)
        let relay = Relay(pipeline, to: route.codec, keeping: desk.memory)
        let store = route.pipeline.pictures
        var answer = try await desk.reply(
            to: Admitted(admitted, operation: trace), content: content, wishes,
            in: route.pipeline.world
        ) {
            relay.send(draft, as: begun.run) { entries in
                // Before the answer ends, so that whoever has it can go on.
                defer { joined.leave() }
                guard let receipt = Receipt(entries) else { return }
                let pixels = try await turn.pixelDrift(of: receipt, in: store)
                try await joined.open.end(begun, turn, receipt, pixels: pixels)
            }
        }
        answer.headers["x-candid-session"] = "\(Self.encoded(name)); turn=\(begun.number)"
        return answer
    }

    /// As a header's field can hold it.
    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            let isPlain = Character(UnicodeScalar(byte)).isLetter && byte < 0x80
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard !isPlain, !isDigit, !"-_.".utf8.contains(byte) else {
                return String(UnicodeScalar(byte))
            }
            return (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private func draft(
        _ turn: TurnDraft, _ asked: Order, in session: Session, _ pipeline: Pipeline,
        _ route: GatewayRoute
    ) async throws -> Draft {
        var order = asked
        order.engine = route.engine.id
        // A stream is asked for by its partial pictures; these may be none.
        if let streams = order.options?.removeValue(forKey: "stream") {
            let isWanted = streams == .truth(true) || streams.text == "true"
            if isWanted { order.partialPictures = order.partialPictures ?? 0 }
        }
        if order.options?.isEmpty == true { order.options = nil }
        do {
            try await turn.checkBase(pipeline.pictures)
            return try pipeline.draft(order, of: turn, in: session)
        } catch let refusal as Refusal {
            throw GatewayProblem(400, "invalid_request", refusal.description, field: refusal.field)
        }
    }

    /// An edit is held to what it may change and must keep, a new picture to its brief.
    private func verification(
        of turn: TurnDraft, _ wishes: Wishes
    ) throws -> Verification? {
        guard wishes.verifies, let verifier = options.verifier?() else { return nil }
        guard turn.kind == .edit else { return Verification(verifier, holdingTo: turn.asked) }
        let contract = try turn.contract ?? EditContract()
        return Verification(
            verifier, of: contract.claims(for: turn.asked, hasRegion: turn.mask != nil))
    }

    private static let lockedSession = GatewayProblem(
        400, "invalid_value",
        "A lock holds a whole order, and a session composes the next one from what was said before: "
            + "leave out x-candid-lock and x-candid-mode: approved, or x-candid-session.",
        field: "x-candid-session")

    private static func notVerbatim(
        _ turn: TurnDraft, _ session: Session, _ asked: Prompt
    ) -> GatewayProblem {
        GatewayProblem(
            400, "not_verbatim",
            "The session “\(session.name)” would send other words than the request's: "
                + "\(WordDiff(from: asked, to: turn.sent).rendered(.markers)). Nothing was sent. "
                + "Leave out x-candid-mode, or the session.", field: "x-candid-mode")
    }
}
