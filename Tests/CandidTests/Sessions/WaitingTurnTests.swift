import Candid
import CandidTesting
import Pixels
import Testing

/// A turn that was composed, and a session that went on before it was sent.
@Suite struct WaitingTurnTests {
    private let edit: Prompt = "make the bicycle green"

    private func talk() async throws -> SessionFixture {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        return talk
    }

    private func arrange(_ talk: SessionFixture) async throws {
        var arrangement = SessionArrangement()
        arrangement.card = .says(try StyleCard("flat colours"))
        arrangement.keep = [.subject("door")]
        try await talk.open.arrange(arrangement)
    }

    @Test func `what was arranged since is not written over`() async throws {
        let talk = try await talk()
        let waiting = try TurnDraft(.edit(edit), said: edit, in: await talk.open.session)
        try await arrange(talk)
        await #expect(throws: Refusal.self) { _ = try await talk.open.begin(waiting) }
        #expect(await talk.open.session.openTurn == nil)
        #expect(await talk.open.session.state.card?.text == "flat colours")
    }

    @Test func `it is composed again with what was arranged`() async throws {
        let talk = try await talk()
        let waiting = try TurnDraft(.edit(edit), said: edit, in: await talk.open.session)
        try await arrange(talk)
        let session = await talk.open.session
        let again = try #require(try waiting.again(in: session))
        #expect(again.sent.text.hasSuffix("flat colours"))
        #expect(again.contract?.keep == [.subject("door")])
        try await talk.finish(again)
        #expect(await talk.open.session.state.card?.text == "flat colours")
    }

    @Test func `one for an earlier turn stays one`() async throws {
        let talk = try await talk()
        try await talk.say(edit)
        var session = await talk.open.session
        let words: Prompt = "add a dog"
        let waiting = try TurnDraft(
            .edit(words), said: words, in: session, from: session.state(goingBackTo: 1))
        try await arrange(talk)
        session = await talk.open.session
        let again = try #require(try waiting.again(in: session))
        #expect(again.base?.turn == 1 && again.start.card?.text == "flat colours")
    }

    @Test func `where the session went elsewhere nobody knows what is meant`() async throws {
        let talk = try await talk()
        try await talk.say(edit)
        let words: Prompt = "make the door white"
        let waiting = try TurnDraft(.edit(words), said: words, in: await talk.open.session)
        try await talk.open.undo()
        #expect(try waiting.again(in: await talk.open.session) == nil)
    }

    @Test func `a new style card changes the style by rights, once`() async throws {
        let talk = try await talk()
        try await arrange(talk)
        let first = try await talk.say("make the bicycle green")
        #expect(first.state(with: try #require(first.base?.file)).references.count == 3)
        let references = await talk.open.session.state.references
        try await talk.say("make the bicycle blue")
        #expect(await talk.open.session.state.references == references)
        #expect(references["tone"]?.turn == 2)
    }

    @Test func `a name alone changes nothing of what waits`() async throws {
        let talk = try await talk()
        let waiting = try TurnDraft(.edit(edit), said: edit, in: await talk.open.session)
        try await talk.open.rename("placard")
        _ = try await talk.open.begin(waiting)
        #expect(await talk.open.session.openTurn?.sent == edit)
    }

    @Test func `words that become the brief of a picture are no edit of it as well`() async throws {
        var state = SessionState()
        let own = try Pixmap(width: 1, height: 1, rgba: [200, 60, 60, 255]).png()
        state.picture = SessionPicture(turn: nil, try #require(InputPicture(own)))
        state.pinned = state.picture
        let talk = try await SessionFixture(state)
        let words: Prompt = "make it night"
        try await talk.finish(
            TurnDraft(.edit(words), said: words, in: await talk.open.session))
        let stands = await talk.open.session.state
        #expect(stands.brief == words && stands.edits.isEmpty)
        let merge = try await talk.open.reset()
        #expect(merge.merged == words)
    }
}
