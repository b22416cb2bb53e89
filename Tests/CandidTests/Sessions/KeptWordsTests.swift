import CandidTesting
import Testing

@testable import Candid

/// Words of a message that say what must stay, beside what is to be done.
@Suite struct KeptWordsTests {
    private func session(
        _ brief: Prompt = "a red bicycle beside a blue door, a dog and a cat"
    ) async throws -> SessionFixture {
        let talk = try await SessionFixture()
        try await talk.say(brief)
        return talk
    }

    @Test(
        arguments: [
            ("keep the door as it is, but brighten the sky", [.subject("door")]),
            ("don't touch the dog, make the sky darker", [.subject("dog")]),
            (
                "make the sky darker and don't touch the dog or the cat",
                ["dog", "cat"].map { .subject($0) }
            ),
            ("do not change the dog, make the sky darker", [.subject("dog")]),
            ("make the bicycle green without touching the door", [.subject("door")]),
            ("leave the cat alone and make the bicycle green", [.subject("cat")]),
            (
                "keep the door and the light, but make the dog bigger",
                [.subject("door"), .lighting]
            ),
            ("make the door white, keep everything else as it is", [.everythingElse]),
            ("make everything darker except for the dog", [.subject("dog")]),
            ("문은 그대로 두고 하늘을 밝게 해줘", [.subject("문")]),
            ("하늘을 밝게 하고 문은 그대로 둬", [.subject("문")]),
            ("강아지는 건드리지 말고 하늘을 더 어둡게 해줘", [.subject("강아지")]),
            ("배경은 바꾸지 말고 문을 빨간색으로 바꿔줘", [.place]),
            ("문과 창문은 그대로 두고 고양이를 추가해줘", [.subject("문"), .subject("창문")]),
        ] as [(Prompt, [Facet])])
    func `what must stay is the contract of that turn`(
        message: Prompt, keep: [Facet]
    ) async throws {
        let session = await (try session()).open.session
        let read = Understanding(message, in: session)
        #expect(read.wish == .edit(message))
        #expect(read.contract == (try EditContract(keep: keep)))
        // The contract's sentence is not the person's, so it is shown and waits.
        #expect(read.isInferred && read.notes.contains { $0.contains("must stay as ") })
        let turn = try #require(try SessionReading(SessionMessage(message), in: session).turn)
        #expect(turn.sent.text.hasPrefix(message.text) && turn.contract?.keep == keep)
    }

    @Test(
        arguments: [
            "leave some space at the top for a title and add a moon",
            "keep the door closed and add a moon", "don't add a hat, make the sky darker",
            "make the dog keep the ball", "add a sign that says “keep the door, add a moon”",
            "don't make the dog bigger, make the sky darker", "don't move the dog, add a moon",
            "keep the bicycle red and add a moon", "keep only the cat and add a moon",
            "모자를 추가하지 말고 하늘을 어둡게 해줘", "leave some space at the top for a title",
            "keep the door closed", "keep the cat looking at the camera",
            "make the cat jump, not touching the ground",
            "make the cat jump without touching the ground", "고양이를 지우고 말을 추가해줘",
            "a hand reaching for the moon without touching the dog, make the sky darker",
            "You may change the sky to pink", "let the leaves change",
        ] as [Prompt])
    func `what asks for more than staying, or for something else, stays words`(
        message: Prompt
    ) async throws {
        let read = Understanding(message, in: await (try session()).open.session)
        #expect(read.wish == .edit(message))
        #expect(read.contract == nil && !read.isInferred)
    }

    @Test(
        arguments: [
            ("don't touch the dog", [.subject("dog")]), ("leave the dog alone", [.subject("dog")]),
            ("don't change anything else", [.everythingElse]), ("문은 그대로 둬", [.subject("문")]),
            ("강아지는 건드리지 마세요", [.subject("강아지")]), ("문에 손대지 마", [.subject("문")]),
        ] as [(Prompt, [Facet])])
    func `by itself it holds for every edit`(message: Prompt, keep: [Facet]) async throws {
        let session = await (try session()).open.session
        #expect(Understanding(message, in: session).wish == .keep(keep))
    }

    @Test(
        arguments: ["keep the door, make the door pink", "keep the dog and remove the dog"]
            as [Prompt])
    func `words that keep what they change are asked about`(message: Prompt) async throws {
        let read = Understanding(message, in: await (try session()).open.session)
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was sent: \(read.wish)")
            return
        }
        #expect(asked.question.contains("must stay, and changes it"))
        #expect(read.contract == nil)
    }

    @Test(
        arguments: [
            "keep the cat; the dog should wear a red scarf", "keep the cat. The dog wears a scarf",
            "keep the cat, the dog wears a scarf",
        ] as [Prompt])
    func `what else a message says is not lost`(message: Prompt) async throws {
        let read = Understanding(message, in: await (try session()).open.session)
        #expect(read.wish == .edit(message))
    }

    @Test func `what may change and what is kept beside it is an edit`() async throws {
        let message: Prompt = "You may change the door, but keep the handle"
        let read = Understanding(message, in: await (try session()).open.session)
        #expect(read.wish == .edit(message))
    }

    @Test func `thanks are nothing else`() async throws {
        let session = await (try session()).open.session
        #expect(
            Understanding("keep the door. Thanks!", in: session).wish == .keep([.subject("door")]))
    }

    @Test func `what it stands for is kept by its name`() async throws {
        let read = Understanding(
            "don't touch it, make the sky darker",
            in: await (try session("a red bicycle")).open.session)
        #expect(read.contract == (try EditContract(keep: [.subject("bicycle")])))
    }

    @Test func `what is said to stay is nothing that a later edit replaces`() {
        let said = EditTopics("keep the light as it is and make the door red")
        #expect(said.names == ["colour:door"] && said.facets.isEmpty)
        #expect(EditTopics("don't move the dog").changed(among: [.subject("dog")]) == [])
        #expect(EditTopics("move it").changed(among: [.lighting]) == [])
        #expect(
            EditTopics("make the door red and make it night").changed(among: [.lighting]) == [
                .lighting
            ])
    }

    @Test func `a brief that is drawn anew keeps nothing, and that is said`() async throws {
        let talk = try await session()
        try await talk.open.reset()
        let read = Understanding(
            "keep the door as it is and add a moon", in: await talk.open.session)
        #expect(read.contract == nil && read.notes.contains { $0.contains("drawn anew") })
    }

    @Test func `what is kept by the words and by the contract is checked once`() throws {
        let words: Prompt = "don't touch the dog, make the sky darker"
        let claims = try EditContract(keep: [.subject("dog")]).claims(for: words, hasRegion: false)
        #expect(claims.count { $0.kind == .kept } == 1)
    }

    @Test func `flags and words keep together`() async throws {
        var message = SessionMessage("don't touch the dog, make the sky darker", as: .edit)
        message.keep = [.subject("cat")]
        let turn = try SessionReading(message, in: await (try session()).open.session).turn
        #expect(turn?.contract?.keep == [.subject("cat"), .subject("dog")])
    }
}

/// “only …” that waits for the next edit, or stands beside it, and an edit of something else.
@Suite struct ContractRoomTests {
    private func session(only: [Facet]) async throws -> Session {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door and a dog")
        var arrangement = SessionArrangement()
        arrangement.only = only
        try await talk.open.arrange(arrangement)
        return await talk.open.session
    }

    @Test(
        arguments: [
            ([.lighting], "make the bicycle green", "the bicycle"),
            ([.lighting], "remove the dog", "the dog"), ([.lighting], "add a fox", "the fox"),
            ([.lighting], "자전거를 초록색으로 바꿔줘", nil), ([.lighting], "make it overcast", nil),
            ([.lighting], "add a soft glow", nil), ([.lighting], "make the bicycle brighter", nil),
            ([.subject("door")], "make the bicycle green", "the bicycle"),
            ([.subject("door")], "make it night", "the lighting"),
            ([.subject("dog")], "add a hat to the dog", nil), ([.subject("dog")], "add a hat", nil),
            ([.subject("dog")], "make the eyes green", nil),
            ([.palette], "make the bicycle green", nil), ([.place], "make the bicycle green", nil),
            ([.subject("bicycle")], "make the bicycle green", nil),
        ] as [([Facet], Prompt, String?)])
    func `an edit of something else is asked about where it can't be meant`(
        only: [Facet], words: Prompt, changed: String?
    ) async throws {
        let read = Understanding(edit: words, in: try await session(only: only).state)
        guard let changed else {
            if case .clarify(let asked) = read.wish { Issue.record("asked: \(asked.question)") }
            return
        }
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was sent: \(read.wish)")
            return
        }
        #expect(asked.question.contains("changes \(changed)"))
        #expect(asked.question.contains("only \(Facet.listed(only)) may change"))
        #expect(asked.choices == ["you may change anything"])
    }

    @Test func `the answer lets anything change, and the edit goes out without a contract`()
        async throws
    {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        var arrangement = SessionArrangement()
        arrangement.only = [.lighting]
        try await talk.open.arrange(arrangement)
        let read = Understanding("you may change anything", in: await talk.open.session)
        #expect(read.wish == .only([]))
        arrangement.only = []
        try await talk.open.arrange(arrangement)
        #expect(await talk.open.session.state.contract == nil)
        let turn = try await talk.say("make the bicycle green")
        #expect(turn.contract == nil)
    }

    @Test func `one message can't say both`() async throws {
        let session = try await session(only: [.lighting])
        let read = Understanding("only the door: make the bicycle green", in: session)
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was sent: \(read.wish)")
            return
        }
        #expect(asked.question.contains("only the door may change, and changes the bicycle"))
    }

    @Test func `a program is told which flag the words contradict`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        var message = SessionMessage("make the bicycle green", as: .edit)
        message.only = [.lighting]
        let session = await talk.open.session
        let refusal = #expect(throws: Refusal.self) { try SessionReading(message, in: session) }
        #expect(refusal?.field == "only")
        #expect(refusal?.reason.contains("the bicycle") == true)
        #expect(refusal?.reason.contains("the lighting") == true)
    }

    @Test func `what waits for a yes is held to what alone may change by now`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        let words: Prompt = "make the bicycle green"
        let waiting = try TurnDraft(.edit(words), said: words, in: await talk.open.session)
        var arrangement = SessionArrangement()
        arrangement.only = [.lighting]
        try await talk.open.arrange(arrangement)
        let session = await talk.open.session
        let refusal = #expect(throws: Refusal.self) { try waiting.again(in: session) }
        #expect(refusal?.field == "only")
    }
}
