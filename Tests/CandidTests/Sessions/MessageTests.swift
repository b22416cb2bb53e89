import CandidTesting
import Testing

@testable import Candid

@Suite struct MessageTests {
    private func session(
        _ brief: Prompt = "a red bicycle beside a blue door and a cat", _ edits: [Prompt] = []
    ) async throws -> Session {
        let talk = try await SessionFixture()
        try await talk.say(brief)
        for edit in edits { try await talk.say(edit) }
        return await talk.open.session
    }

    private func choices(_ read: Understanding) throws -> [Prompt] {
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was not asked about: \(read.wish)")
            return []
        }
        return asked.choices
    }

    @Test func `it is asked about however a change is said`() async throws {
        let session = try await session("a red bicycle beside a blue door")
        let both: [Prompt] = ["make the bicycle yellow", "make the door yellow"]
        #expect(try choices(Understanding(edit: "make it yellow", in: session)) == both)
        var message = SessionMessage("make it yellow", as: .edit)
        #expect(try SessionReading(message, in: session).wish == .clarify(asked(both)))
        message.from = 1
        #expect(try SessionReading(message, in: session).turn == nil)
        // An answer is a message, and goes back to the turn that was named.
        let back = try choices(Understanding(edit: "make it yellow", from: 1, in: session))
        #expect(back == ["from 1, make the bicycle yellow", "from 1, make the door yellow"])
        let again = Understanding(back[1], in: session)
        #expect(again.base == 1 && again.wish == .edit("make the door yellow"))
        #expect(try choices(Understanding("go back to 1 and make it yellow", in: session)) == back)
    }

    @Test(
        arguments: [
            (
                "make it green, the bicycle",
                ["make the bicycle green, the bicycle", "make the door green, the bicycle"]
            ),
            (
                "paint it and the door red",
                ["paint the bicycle and the door red", "paint the door and the door red"]
            ),
        ] as [(Prompt, [Prompt])])
    func `a thing named behind it may be it`(message: Prompt, answers: [Prompt]) async throws {
        let session = try await session("a red bicycle beside a blue door")
        #expect(try choices(Understanding(message, in: session)) == answers)
    }

    @Test(
        arguments: [
            ("put it beside the door", "put the bicycle beside the door"),
            ("make it green, not the door", "make the bicycle green, not the door"),
            ("make it the colour of the blue door", "make the bicycle the colour of the blue door"),
        ] as [(Prompt, Prompt)])
    func `it is not the place that it is to be at`(message: Prompt, words: Prompt) async throws {
        let session = try await session("a red bicycle beside a blue door")
        #expect(Understanding(message, in: session).wish == .edit(words))
    }

    private func asked(_ choices: [Prompt]) -> Understanding.Clarification {
        Understanding.Clarification(
            question: "What is “it” in “make it yellow”?", choices: choices,
            names: ["bicycle", "door"])
    }

    @Test func `a change needs a picture`() async throws {
        let empty = await (try SessionFixture()).open.session
        #expect(throws: Refusal.self) { try Understanding(edit: "make it green", in: empty) }
        #expect(throws: Refusal.self) { try Understanding(edit: "add a cat", from: 1, in: empty) }
    }

    @Test(
        arguments: [
            (
                "put that on it",
                ["put the bicycle on it", "put the door on it", "put the cat on it"]
            ),
            ("put the cat on it", ["put the cat on the bicycle", "put the cat on the door"]),
            (
                "put a hat on it",
                [
                    "put a hat on the bicycle", "put a hat on the door", "put a hat on the cat",
                ]
            ),
            (
                "make them red",
                [
                    "make the bicycle red", "make the door red", "make the cat red",
                    "make the bicycle, the door and the cat red",
                ]
            ),
            (
                "그것을 노란색으로 바꿔줘",
                [
                    "the bicycle 노란색으로 바꿔줘", "the door 노란색으로 바꿔줘", "the cat 노란색으로 바꿔줘",
                ]
            ),
        ] as [(Prompt, [Prompt])])
    func `every word that stands for something is asked about`(
        message: Prompt, answers: [Prompt]
    ) async throws {
        #expect(try choices(Understanding(message, in: try await session())) == answers)
    }

    @Test(
        arguments: [
            "take the door and make it green", "give the cat a hat with a bow on it",
            "paint the door in its old colour", "add a dog that is asleep",
            "make the bicycle red, then move it to the left", "make the door look as it was",
            "write “it works” on the door",
            "add a table and a lamp on it", "I like it, now make the door red",
            "it looks good. add a dog",
        ] as [Prompt])
    func `what the message says itself is not asked about`(message: Prompt) async throws {
        #expect(Understanding(message, in: try await session()).wish == .edit(message))
    }

    @Test func `a second word is read too where only one thing can be meant`() async throws {
        let read = Understanding("put the cat on it", in: try await session("a bicycle and a cat"))
        #expect(read.wish == .edit("put the cat on the bicycle"))
        #expect(read.isInferred)
    }

    @Test func `Korean names carry the particle that fits them`() async throws {
        let session = try await session("빨간 자전거와 파란 문")
        #expect(
            try choices(Understanding("그것을 노란색으로 바꿔줘", in: session))
                == ["자전거를 노란색으로 바꿔줘", "문을 노란색으로 바꿔줘"])
        #expect(
            try choices(Understanding("그건 크게 해줘", in: session))
                == ["자전거는 크게 해줘", "문은 크게 해줘"])
    }

    @Test(arguments: ["make it green", "paint that blue", "remove it"] as [Prompt])
    func `a first message about it is asked about, and can be said as a new picture`(
        message: Prompt
    ) async throws {
        let session = await (try SessionFixture()).open.session
        let answers = try choices(Understanding(message, in: session))
        #expect(answers == [Prompt("new picture: \(message.text)")])
        #expect(Understanding(answers[0], in: session).wish == .new(message))
        #expect(try SessionReading(SessionMessage(message), in: session).turn == nil)
    }

    @Test func `after an undo to the start a change is no new picture`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        try await talk.open.undo()
        let session = await talk.open.session
        let answers = try choices(Understanding("make the door white", in: session))
        #expect(answers == ["from 1, make the door white", "new picture: make the door white"])
        #expect(Understanding(answers[0], in: session).wish == .edit("make the door white"))
        #expect(Understanding("a fox", in: session).wish == .new("a fox"))
        var late = SessionMessage("make the door white", as: .edit)
        #expect(throws: Refusal.self) { try SessionReading(late, in: session) }
        late.from = 1
        #expect(try SessionReading(late, in: session).turn?.base?.turn == 1)
    }

    @Test(
        arguments: [
            ("undo that please", .undo), ("please undo it, thanks", .undo), ("실행 취소", .undo),
            ("되돌려 줘", .undo), ("use 3 colours", .edit("use 3 colours")),
            ("from 3 sides", .edit("from 3 sides")),
            (
                "keep the door as it is, but brighten the sky",
                .edit("keep the door as it is, but brighten the sky")
            ),
            ("keep the door as it is but darker", .edit("keep the door as it is but darker")),
            ("keep the door, brighten the sky", .edit("keep the door, brighten the sky")),
            ("keep the door and the place", .keep([.subject("door"), .place])),
            ("keep the door, but leave the cat", .keep([.subject("door"), .subject("cat")])),
        ] as [(Prompt, Understanding.Wish)])
    func `a message is read to its end`(message: Prompt, wish: Understanding.Wish) async throws {
        #expect(Understanding(message, in: try await session()).wish == wish)
    }

    @Test(
        arguments: [
            ("use 1", nil), ("use 1 instead", nil), ("use picture 1, darker", "darker"),
            ("use 1 and add a dog", "add a dog"), ("1번으로 돌아가", nil), ("1번으로 돌아가줘", nil),
            ("첫 번째 그림으로 돌아가서 고양이를 추가해줘", "고양이를 추가해줘"),
            ("from 1, \"OPEN\" sign added on the door", "\"OPEN\" sign added on the door"),
            ("from 1 - add “OPEN”", "add “OPEN”"),
            ("턴 1로 돌아가", nil), ("1번에서 고양이를 추가해줘", "고양이를 추가해줘"),
        ] as [(Prompt, String?)])
    func `a message goes back in more words than one`(message: Prompt, rest: String?) async throws {
        let read = Understanding(message, in: try await session())
        #expect(read.base == 1)
        #expect(read.wish == rest.map { .edit(Prompt($0)) } ?? .goBack)
    }

    @Test(
        arguments: [
            ("only the door, make it green", [.subject("door")]),
            ("change only the door and make it green", [.subject("door")]),
            ("make the door green, only the door", [.subject("door")]),
            ("make only the light warmer", [.lighting]),
            ("paint only the door dark green", [.subject("door")]),
            ("only make the door green", [.subject("door")]),
        ] as [(Prompt, [Facet])])
    func `what alone may change is read beside what is to be done`(
        message: Prompt, only: [Facet]
    ) async throws {
        let read = Understanding(message, in: try await session())
        #expect(read.wish == .edit(message))
        #expect(read.contract == (try EditContract(only: only)))
    }

    @Test(
        arguments: [
            ("the light", [.lighting]), ("light", [.lighting]), ("the background", [.place]),
            ("the door as it is", [.subject("door")]), ("subject:door", [.subject("door")]),
            ("the door and the light", [.subject("door"), .lighting]),
            ("door, the light", [.subject("door"), .lighting]),
            ("salt and pepper", [.subject("salt and pepper")]), ("배경은 그대로", [.place]),
            ("자전거를", [.subject("자전거")]), ("everything-else", [.everythingElse]), (" , ", []),
            ("the door, and the light", [.subject("door"), .lighting]),
            ("the door, but brighten the sky", []), ("the door, brighten the sky", []),
            ("the place, the book cover", [.place, .subject("book cover")]),
        ] as [(String, [Facet])])
    func `sides and things are read by what they are called`(words: String, facets: [Facet]) {
        #expect(Facet.said(in: words) == facets)
    }

    @Test(arguments: Array(MessageWords.remarkLines).sorted())
    func `what is said of a picture buys nothing`(line: String) async throws {
        let session = try await session()
        #expect(Understanding(Prompt(line), in: session).wish == .remark)
        #expect(Understanding(Prompt("ok, \(line)!"), in: session).wish == .remark)
    }

    @Test func `a message keeps all that it lists`() async throws {
        let read = Understanding("keep the door and the light", in: try await session())
        #expect(read.wish == .keep([.subject("door"), .lighting]))
    }

    @Test func `what is kept is not changed without a word`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle beside a blue door")
        try await talk.open.arrange(.arranged) { $0.keep = [.subject("bicycle")] }
        let session = await talk.open.session
        let read = Understanding("remove the bicycle", in: session)
        let answers = try choices(read)
        #expect(answers == ["you may change the bicycle"])
        #expect(Understanding(answers[0], in: session).wish == .unkeep([.subject("bicycle")]))
        #expect(try SessionReading(SessionMessage("remove the bicycle"), in: session).turn == nil)
        let other = Understanding("remove the door", in: session)
        #expect(other.wish == .edit("remove the door"))
        var bound = SessionMessage("make the bicycle green", as: .edit)
        bound.only = [.subject("bicycle")]
        #expect(try SessionReading(bound, in: session).turn != nil)
    }

    @Test func `a message that keeps what it changes is refused`() async throws {
        var message = SessionMessage("make the door red", as: .edit)
        message.keep = [.subject("door")]
        let session = try await session()
        let refusal = #expect(throws: Refusal.self) { try SessionReading(message, in: session) }
        #expect(refusal?.field == "keep")
    }
}
