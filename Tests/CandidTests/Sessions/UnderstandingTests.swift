import Candid
import CandidTesting
import Testing

@Suite struct UnderstandingTests {
    /// A session that shows a red bicycle beside a blue door.
    private func session(_ keep: [Facet] = []) async throws -> Session {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        try await talk.open.arrange(.arranged) { $0.keep = keep }
        return await talk.open.session
    }

    @Test(
        arguments: [
            ("make the bicycle green", .edit("make the bicycle green")),
            ("darker", .edit("darker")), ("자전거를 초록색으로 바꿔줘", .edit("자전거를 초록색으로 바꿔줘")),
            ("could you make the door red?", .edit("could you make the door red?")),
            ("undo that", .undo), ("되돌려줘", .undo), ("draw it again", .draw), ("reset", .reset),
            ("keep the door", .keep([.subject("door")])),
            ("don't change the light", .keep([.lighting])),
            ("only the light", .only([.lighting])),
            ("change only the door and the light", .only([.subject("door"), .lighting])),
            ("is there a cat in it?", .ask("is there a cat in it?")),
            ("how many wheels does it have", .ask("how many wheels does it have")),
            ("new picture: a fox", .new("a fox")),
        ] as [(Prompt, Understanding.Wish)])
    func `a message is read as what it asks for`(
        message: Prompt, wish: Understanding.Wish
    ) async throws {
        #expect(Understanding(message, in: try await session()).wish == wish)
    }

    @Test func `the first message is the brief, whatever it says`() async throws {
        let session = await (try SessionFixture()).open.session
        for words in ["make a blue poster", "add a fox to a barn", "darker"] as [Prompt] {
            #expect(Understanding(words, in: session).wish == .new(words))
        }
    }

    @Test(
        arguments: [
            ("go back to 1", 1, nil), ("from 2, make the door red", 2, "make the door red"),
            ("use the first picture", 1, nil),
            ("from picture 3 add a cat", 3, "add a cat"),
        ] as [(Prompt, Int, String?)])
    func `a message names the turn it means`(message: Prompt, turn: Int, rest: String?) async throws
    {
        let read = Understanding(message, in: try await session())
        #expect(read.base == turn)
        #expect(read.wish == rest.map { .edit(Prompt($0)) } ?? .goBack)
    }

    @Test(
        arguments: ["you may change the door", "let the door change", "unkeep the door"] as [Prompt]
    )
    func `what was kept can be let go in words`(message: Prompt) async throws {
        let session = try await session([.subject("door"), .lighting])
        #expect(Understanding(message, in: session).wish == .unkeep([.subject("door")]))
    }

    @Test func `it is never guessed where it could be two things`() async throws {
        let read = Understanding("make it yellow", in: try await session())
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was guessed: \(read.wish)")
            return
        }
        #expect(asked.choices == ["make the bicycle yellow", "make the door yellow"])
    }

    @Test func `it is the one thing that it can be, and that is said`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let read = Understanding("paint it yellow", in: await talk.open.session)
        #expect(read.wish == .edit("paint the bicycle yellow"))
        #expect(read.notes == ["“it” is read as the bicycle"])
    }

    @Test(arguments: ["make it night", "make it darker", "make it a watercolour"] as [Prompt])
    func `light and style are the picture's`(message: Prompt) async throws {
        #expect(Understanding(message, in: try await session()).wish == .edit(message))
    }

    @Test func `what names its thing itself is sent as it is`() async throws {
        let message: Prompt = "take the door and make it green"
        #expect(Understanding(message, in: try await session()).wish == .edit(message))
    }

    @Test func `a scene with a picture there is asked about`() async throws {
        let read = Understanding("a cat on a sofa", in: try await session())
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was guessed: \(read.wish)")
            return
        }
        #expect(asked.choices == ["new picture: a cat on a sofa", "add a cat on a sofa"])
    }
}

@Suite struct BriefMergeTests {
    @Test(
        arguments: [
            (["make the bicycle green"], "a green bicycle beside a blue door at noon"),
            (["add a cat"], "a red bicycle beside a blue door at noon, with a cat"),
            (["replace the bicycle with a scooter"], "a red scooter beside a blue door at noon"),
            (["remove the cat"], "a red bicycle beside a blue door at noon"),
            (
                ["paint the walls with ivy and moss"],
                "a red bicycle beside a blue door at noon\npaint the walls with ivy and moss"
            ),
        ] as [([Prompt], Prompt)])
    func `edits are merged in the person's own words, the later one winning`(
        edits: [Prompt], merged: Prompt
    ) {
        let merge = BriefMerge(
            "a red bicycle beside a blue door at noon",
            edits.enumerated().map { NetEdit(turn: $0 + 2, $1) })
        #expect(merge.merged == merged)
        #expect(merge.diff.to == merged)
    }

    @Test func `what was left out is named`() {
        let merge = BriefMerge("a red bicycle", [NetEdit(turn: 2, "remove the cat")])
        #expect(merge.notes.count == 1)
    }
}

@Suite struct WordDriftTests {
    @Test func `words of the brief, the message, edits, contract and card are the person's`() throws
    {
        let card = try StyleCard("flat colours")
        let drift = WordDrift(
            of: "make the door red\n\nKeep the bicycle exactly as it is.\n\nflat colours",
            brief: "a bicycle beside a door",
            said: ["make the door red", "Keep the bicycle exactly as it is."], card: card)
        #expect(drift.share == 0)
        #expect(drift.level == .low)
    }

    @Test func `what nobody said is named and counted`() {
        let drift = WordDrift(
            of: "a majestic red barn in glittering snow", brief: "a red barn", said: ["add snow"])
        #expect(drift.strange == ["majestic", "glittering"])
        #expect(drift.share == 2.0 / 5)
        #expect(drift.level == .high)
    }

    @Test func `a contradiction that no edit asked for is high`() {
        let strange = WordDrift(
            of: "a street at midnight", brief: "a street in broad daylight", said: [])
        #expect(strange.level == .high && !strange.contradictions.isEmpty)
        let asked = WordDrift(
            of: "a street at midnight", brief: "a street in broad daylight",
            said: ["make it midnight"])
        #expect(asked.contradictions.isEmpty)
    }

    @Test func `whoever changes their mind twice contradicts nobody`() {
        let (brief, sent): (Prompt, Prompt) = ("a street in broad daylight", "a street at midnight")
        let own = WordDrift(of: sent, brief: brief, said: ["make it dusk", "make it midnight"])
        #expect(own.contradictions.isEmpty && own.level == .low)
        let other = WordDrift(of: sent, brief: brief, said: ["make it dusk"])
        #expect(!other.contradictions.isEmpty && other.level == .high)
    }

    @Test(arguments: [
        ("빨간 자전거와 파란 문", "자전거를 초록색으로 바꿔줘", "자전거를 초록색으로 바꿔줘"),
        ("한낮의 거리와 고양이", "밤으로 바꿔줘", "밤으로 바꿔줘"),
        ("세 마리 강아지", "강아지를 두 마리로 해줘", "강아지를 두 마리로 해줘"),
        ("빨간 자전거와 파란 문", "고양이를 추가해줘", "빨간 자전거와 파란 문, 고양이"),
    ])
    func `Korean words are the person's whatever particle they carry`(
        brief: String, said: String, sent: String
    ) {
        let drift = WordDrift(of: Prompt(sent), brief: Prompt(brief), said: [Prompt(said)])
        #expect(drift.strange == [] && drift.contradictions == [])
    }

    @Test func `Korean words that nobody said are named`() {
        let drift = WordDrift(
            of: "빨간 자전거, 몽환적인 안개", brief: "빨간 자전거", said: ["자전거를 크게 해줘"])
        #expect(drift.strange.count == 2 && drift.level == .high)
    }
}
