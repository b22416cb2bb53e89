import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

/// A session over a ledger that forgets, and turns that end without any engine.
struct SessionFixture {
    let ledger = MemoryLedger()
    let world = World.replaying()
    let open: OpenSession

    init(_ state: SessionState = SessionState()) async throws {
        open = try await OpenSession.begin("poster", state, in: ledger, world)
    }

    /// Carries a message out as far as a session is concerned; its picture is named after the turn.
    @discardableResult
    func say(
        _ words: Prompt, contract: EditContract? = nil, from turn: Int? = nil
    ) async throws
        -> TurnDraft
    {
        let session = await open.session
        let wish = Understanding(words, in: session).wish
        let start = try turn.map { try session.state(standingAfter: $0) }
        let draft = try TurnDraft(wish, said: words, contract: contract, in: session, from: start)
        try await finish(draft)
        return draft
    }

    func finish(_ draft: TurnDraft, revised: Prompt? = nil) async throws {
        let turn = try await open.begin(draft)
        try await open.end(turn, draft, try receipt(turn, revised: revised))
    }

    /// The receipt of a finished run.
    func receipt(_ turn: SessionTurn, revised: Prompt? = nil) throws -> Receipt {
        try #require(Receipt(try entries(turn, revised: revised)))
    }

    /// The entries of a finished run.
    func entries(_ turn: SessionTurn, revised: Prompt? = nil) throws -> [Entry] {
        let order = Order(turn.sent, engine: "sketch", model: "sketch-1")
        let events: [Event] = [
            .drafted(Draft(order)),
            .sent(Sending(prompt: turn.sent, url: "https://test", body: Digest(of: []), bytes: 0)),
            .received(
                Picture(
                    digest: Self.digest(turn.number), format: .png, bytes: 1,
                    size: Size(width: 8, height: 8), revised: revised)),
            .finished,
        ]
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        return events.map { Entry(run: turn.run, time: time, event: $0) }
    }

    static func digest(_ turn: Int) -> Digest { Digest(of: "picture \(turn)".utf8) }
}
