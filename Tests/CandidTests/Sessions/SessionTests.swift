import Candid
import CandidTesting
import Foundation
import Testing

@Suite struct SessionTests {
    @Test func `an order is composed from the brief and the edits, not from what was said`()
        async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        try await talk.say("make the bicycle green")
        let third = try await talk.say("add a cat")
        #expect(third.sent == "add a cat")
        #expect(third.base?.turn == 2)
        #expect(third.carried == Carried(messages: 0, pictures: 1))
        let state = await talk.open.session.state
        #expect(state.brief == "a red bicycle beside a blue door")
        #expect(state.edits.map(\.words) == ["make the bicycle green", "add a cat"])
        #expect(state.pinned?.turn == 1)
    }

    @Test func `a later edit on the same takes the earlier one's place`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        for words in [
            "make the bicycle green", "add a cat", "make the bicycle yellow", "remove the cat",
            "make it night", "make it overcast",
        ] as [Prompt] {
            try await talk.say(words)
        }
        let edits = await talk.open.session.state.edits
        #expect(edits.map(\.words) == ["make the bicycle yellow", "make it overcast"])
    }

    @Test func `undo takes back a turn, a going back and a reset, one after another`() async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        try await talk.say("add a cat")
        let before = await talk.open.session.state
        try await talk.open.reset()
        #expect(await talk.open.session.state.picture == nil)
        try await talk.open.undo()
        #expect(await talk.open.session.state == before)
        try await talk.open.undo()
        #expect(await talk.open.session.state.turn == 1)
        try await talk.open.undo()
        #expect(await talk.open.session.state.brief == nil)
        await #expect(throws: Refusal.self) { try await talk.open.undo() }
    }

    @Test func `an edit of an earlier turn starts from that turn's picture and edits`()
        async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        try await talk.say("add a cat")
        try await talk.say("add a dog", from: 1)
        let session = await talk.open.session
        #expect(session.turns.map(\.parent) == [nil, 1, 1])
        #expect(session.state.edits.map(\.words) == ["add a dog"])
    }

    @Test func `after a reset nothing is carried, and the merged prompt is sent`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a door")
        try await talk.say("make the bicycle green")
        try await talk.open.reset()
        let next = try await talk.say("add a cat")
        #expect(next.carried.description == "carried 0 messages, 0 pictures")
        #expect(next.base == nil)
        #expect(next.sent == "a green bicycle beside a door, with a cat")
        #expect(await talk.open.session.state.pinned?.turn == 1)
    }

    @Test func `a reset from the pinned picture says every edit at once`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a door")
        try await talk.say("make the bicycle green")
        try await talk.say("add a dog")
        try await talk.open.reset(fromPinned: true)
        let next = try await talk.say("add a cat")
        #expect(next.sent == "make the bicycle green\nadd a dog\nadd a cat")
        #expect(next.base?.turn == 1)
        #expect(await talk.open.session.state.edits.allSatisfy { $0.isDrawn })
    }

    @Test func `what waits after a reset to the pinned picture gives way to what is said now`()
        async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a door")
        try await talk.say("make the door pink")
        try await talk.say("add a dog")
        try await talk.open.reset(fromPinned: true)
        #expect(try await talk.say("make the door white").sent == "add a dog\nmake the door white")
        let edits = await talk.open.session.state.edits
        #expect(edits.map(\.words) == ["add a dog", "make the door white"])
        #expect(edits.allSatisfy { $0.isDrawn })
    }

    @Test func `what is kept stands in every contract, and only for the next edit`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a door")
        try await talk.open.arrange(.arranged) { state in
            state.keep = [.subject("door")]
            state.contract = try EditContract(only: [.lighting])
        }
        let words =
            "\n\nChange only the lighting. Keep the door and everything else exactly as they are."
        #expect(try await talk.say("make it night").sent == Prompt("make it night" + words))
        #expect(
            try await talk.say("add a cat").sent
                == "add a cat\n\nKeep the door exactly as it is.")
    }
}

@Suite struct SessionLedgerTests {
    @Test func `a session that is read back from the ledger is the same`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        try await talk.say("add a cat")
        let session = await talk.open.session
        let again = try await OpenSession.resume(session.id, in: talk.ledger, talk.world)
        #expect(await again.session == session)
        let texts = try await talk.ledger.entries(of: session.id).map { try Chain.text(of: $0) }
        #expect(try Session(texts.map(Chain.entry)) == session)
    }

    @Test func `of two programs on one session the second is told, and nothing interleaves`()
        async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let id = await talk.open.session.id
        let other = try await OpenSession.resume(id, in: talk.ledger, talk.world)
        try await talk.say("add a cat")
        let refusal = await #expect(throws: Refusal.self) {
            try await other.arrange(.arranged) { $0.keep = [.lighting] }
        }
        #expect(refusal?.reason.contains("another program") == true)
        let notes = await talk.ledger.entries(of: id).count
        #expect(notes == 5)
    }

    @Test func `a turn that was cut off before anything left is lost, and the session goes on`()
        async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let session = await talk.open.session
        _ = try await talk.open.begin(TurnDraft(.edit("add a cat"), said: "add a cat", in: session))
        let again = try await OpenSession.resume(session.id, in: talk.ledger, talk.world)
        let mended = await again.session
        #expect(mended.turns.last?.outcome == .lost)
        #expect(mended.notes.last?.note.words == "nothing was sent")
        #expect(mended.state == session.state)
    }

    @Test func `what “it” stood for is known after a crash as well`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let session = await talk.open.session
        let words: Prompt = "make the bicycle green"
        let draft = try TurnDraft(.edit(words), said: "make it green", in: session)
        try await talk.ledger.append(try talk.entries(try await talk.open.begin(draft)))
        let again = try await OpenSession.resume(session.id, in: talk.ledger, talk.world)
        #expect(await again.session.state.edits.map(\.words) == [words])
    }

    @Test func `a turn whose picture came before the crash has it afterwards`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let session = await talk.open.session
        let draft = try TurnDraft(.edit("add a cat"), said: "add a cat", in: session)
        let turn = try await talk.open.begin(draft)
        try await talk.ledger.append(try talk.entries(turn))
        let again = try await OpenSession.resume(session.id, in: talk.ledger, talk.world)
        let mended = await again.session
        #expect(mended.turns.last?.outcome == .finished)
        #expect(mended.state.picture?.file.digest == SessionFixture.digest(2))
        #expect(mended.state.edits.map(\.words) == ["add a cat"])
    }

    @Test func `a session of a newer schema is refused by name and not touched`() async throws {
        let talk = try await SessionFixture()
        let id = await talk.open.session.id
        let entry = try #require(await talk.ledger.entries(of: id).first)
        let text = try Chain.text(of: entry).replacing("\"schema\":1", with: "\"schema\":2")
        let refusal = #expect(throws: Refusal.self) { try Session([Chain.entry(text)]) }
        #expect(refusal?.reason.contains("newer Candid") == true)
    }

    @Test(arguments: ["", " x", "a/b", "a\nb", String(repeating: "a", count: 61)])
    func `a name that can't be typed is refused`(name: String) async throws {
        await #expect(throws: Refusal.self) {
            _ = try await OpenSession.begin(
                name, SessionState(), in: MemoryLedger(), World.replaying())
        }
    }
}

@Suite struct StyleCardTests {
    @Test func `the card stands last, to the byte, and its place proves it`() async throws {
        var state = SessionState()
        let card = try StyleCard("flat colours,  thick outlines ")
        state.card = card
        let talk = try await SessionFixture(state)
        let draft = try await talk.say("a red bicycle")
        #expect(draft.sent == "a red bicycle\n\nflat colours,  thick outlines ")
        let use = try #require(card.use(in: draft.sent))
        #expect(use.isProved(by: draft.sent))
        let other = Prompt(draft.sent.text.replacing("thick", with: "thin"))
        #expect(!use.isProved(by: other))
        #expect(card.use(in: "a red bicycle") == nil)
    }

    @Test func `an empty card and one that is a book are refused`() {
        #expect(throws: Refusal.self) { try StyleCard(" \n") }
        #expect(throws: Refusal.self) { try StyleCard(Prompt(String(repeating: "a", count: 2001))) }
    }
}
