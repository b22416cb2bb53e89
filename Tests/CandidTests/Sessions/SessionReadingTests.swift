import Candid
import CandidTesting
import Pixels
import Testing

@Suite struct SessionReadingTests {
    /// A session of two turns: a red bicycle beside a blue door, then green.
    private func session() async throws -> Session {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        try await talk.say("make the bicycle green")
        return await talk.open.session
    }

    @Test func `a message alone is read as a conversation reads it`() async throws {
        let session = try await session()
        let reading = try SessionReading(SessionMessage("add a cat"), in: session)
        #expect(reading.wish == .edit("add a cat"))
        #expect(reading.turn?.base?.turn == 2 && reading.turn?.number == 3)
    }

    @Test(arguments: ["undo", "make it yellow", "a blue car", "is there a cat?"] as [Prompt])
    func `what asks for no picture, or for two, makes no turn`(message: Prompt) async throws {
        let reading = try SessionReading(SessionMessage(message), in: try await session())
        #expect(reading.turn == nil)
    }

    @Test func `what it stands for is said where words were inferred`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let reading = try SessionReading(
            SessionMessage("make it green"), in: await talk.open.session)
        #expect(reading.isInferred && reading.turn?.sent.text.contains("bicycle") == true)
        #expect(reading.notes.contains { $0.contains("it") })
    }

    @Test func `from, only and keep bind an edit`() async throws {
        var message = SessionMessage("add a cat")
        (message.from, message.only) = (1, [.subject("cat")])
        message.keep = [.lighting]
        let turn = try #require(try SessionReading(message, in: try await session()).turn)
        #expect(turn.base?.turn == 1)
        #expect(turn.contract == (try EditContract(only: [.subject("cat")], keep: [.lighting])))
        #expect(turn.sent.text.contains("Change only the cat"))
    }

    @Test func `a box becomes a mask of the picture that is changed`() async throws {
        var message = SessionMessage("add a cat")
        message.region = .box(PictureBox(x: 1, y: 1, width: 2, height: 2))
        let reading = try SessionReading(message, in: try await session())
        let mask = try #require(reading.mask)
        #expect(reading.turn?.mask == InputPicture(mask))
        #expect(reading.turn?.contract?.box != nil)
    }

    @Test func `a kind said beside the words reads them as that`() async throws {
        let session = try await session()
        let new = try SessionReading(SessionMessage("add a cat", as: .new), in: session)
        #expect(new.turn?.kind == .new && new.turn?.base == nil)
        let edit = try SessionReading(SessionMessage("a blue car", as: .edit), in: session)
        #expect(edit.turn?.kind == .edit)
        let draw = try SessionReading(SessionMessage(nil, as: .draw), in: session)
        #expect(draw.turn?.kind == .draw && draw.turn?.said == nil)
    }

    @Test func `what does not fit together is refused by name`() async throws {
        let session = try await session()
        var bound = SessionMessage("new picture: a fox")
        bound.keep = [.lighting]
        var twice = SessionMessage("from 2, add a cat")
        twice.from = 1
        var only = SessionMessage("make only the light warmer")
        only.only = [.subject("door")]
        var late = SessionMessage("add a cat")
        late.from = 9
        let wordy = SessionMessage("again", as: .draw)
        for (message, field) in [
            (bound, "message"), (twice, "from"), (only, "only"), (late, "from"),
            (wordy, "message"), (SessionMessage(" "), "message"), (SessionMessage(nil), "message"),
        ] {
            let refusal = #expect(throws: Refusal.self) {
                try SessionReading(message, in: session)
            }
            #expect(refusal?.field == field)
        }
    }

    @Test func `a contract is not dropped where the next picture is drawn anew`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        try await talk.open.reset()
        var message = SessionMessage("add a cat", as: .edit)
        message.keep = [.lighting]
        let session = await talk.open.session
        let refusal = #expect(throws: Refusal.self) { try SessionReading(message, in: session) }
        #expect(refusal?.field == "keep")
    }

    @Test func `an approval holds for these words and this order alone`() async throws {
        let session = try await session()
        let turn = try #require(try SessionReading(SessionMessage("add a cat"), in: session).turn)
        let order = Order(turn.sent, engine: "sketch", model: "sketch-1")
        let draft = Draft(turn.order(order))
        var approval = TurnApproval()
        #expect(try approval.holds(for: draft))
        (approval.words, approval.order) = ("add a cat", try draft.order.digest)
        #expect(try approval.holds(for: draft))
        var other = order
        other.seed = 4
        #expect(try !approval.holds(for: Draft(turn.order(other))))
        // Another base is another order, whatever the words.
        #expect(try !approval.holds(for: Draft(order)))
        approval = TurnApproval()
        approval.wordsDigest = Prompt("add a dog").digest
        #expect(try !approval.holds(for: draft))
    }

    @Test func `an arrangement is one step, and an undo takes it back`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        var arrangement = SessionArrangement()
        (arrangement.keep, arrangement.only) = ([.lighting], [.subject("bicycle")])
        arrangement.card = .says(try StyleCard("flat colours"))
        try await talk.open.arrange(arrangement)
        let state = await talk.open.session.state
        #expect(state.keep == [.lighting] && state.contract?.only == [.subject("bicycle")])
        #expect(state.card?.text == "flat colours")
        try await talk.open.undo()
        let before = await talk.open.session.state
        #expect(before.keep.isEmpty && before.contract == nil && before.card == nil)
    }

    @Test func `a session that has not begun is nobody's and leaves nothing`() async throws {
        let fresh = try Session.fresh("poster", at: Timestamp(World.replaying().now()))
        #expect(!fresh.isBegun && fresh.turns.isEmpty)
        #expect(try await fresh.owner { _ in [] } == nil)
        #expect(throws: Refusal.self) { try Session.fresh("a/b", at: fresh.began) }
        #expect(try await session().isBegun)
    }
}
