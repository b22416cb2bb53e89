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
        let terms = OrderTerms(admitted: admitted, wishes: wishes, options: options)
        try terms.checkSession()
        try await terms.checkWords(on: route.engine)
        let content = Digest(of: "\(asked.content)\nsession \(name)".utf8)
        if let answer = try await desk.earlier(admitted, content, wishes, route.pipeline.world) {
            return answer
        }
        let joined = try await JoinedSession(
            name, admitted, desk, route.pipeline.ledger.entries(of:))
        let turn = try joined.turn(
            asked.order, isEdit: admitted.request.url.hasPrefix("/v1/images/edits"))
        let draft = try await terms.draft(
            turn, composed(asked.order, for: route.engine), in: joined.session, on: route.pipeline)
        let trace = admitted.trace?.operation(
            "generate_content", route.engine.id, asked.order.model)
        var pipeline = terms.bounding(route.pipeline, trace)
        pipeline.verification = try await terms.verification(of: turn, pipeline.pictures)
        let begun = try await joined.begin(turn)
        let relay = Relay(pipeline, to: route.codec, keeping: desk.memory)
        let store = route.pipeline.pictures
        var answer = try await desk.reply(
            to: Admitted(admitted, operation: trace), content: content, wishes,
            in: route.pipeline.world
        ) {
            // Before the answer ends, so that whoever has it can go on.
            relay.send(draft, as: begun.run) { try await joined.end(begun, turn, $0, store) }
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

    /// The order as it is composed here for an engine, whose answer is the client's.
    private func composed(_ asked: Order, for engine: Engine) -> Order {
        var order = asked
        order.engine = engine.id
        // A stream is asked for by its partial pictures; these may be none.
        if let streams = order.options?.removeValue(forKey: "stream") {
            let isWanted = streams == .truth(true) || streams.text == "true"
            if isWanted { order.partialPictures = order.partialPictures ?? 0 }
        }
        if order.options?.isEmpty == true { order.options = nil }
        return order
    }
}
