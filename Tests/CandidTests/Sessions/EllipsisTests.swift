import CandidTesting
import Testing

@testable import Candid

/// Messages that say half of what is wanted, and answers in words.
@Suite struct EllipsisTests {
    private func session(
        _ lines: [Prompt] = [
            "a red bicycle beside a blue door, a cat and a dog", "make the cat orange",
        ]
    ) async throws -> Session {
        let talk = try await SessionFixture()
        for line in lines { try await talk.say(line) }
        return await talk.open.session
    }

    private func asked(
        _ message: Prompt, in session: Session
    ) throws -> Understanding.Clarification {
        let read = Understanding(message, in: session)
        guard case .clarify(let asked) = read.wish else {
            Issue.record("it was not asked about: \(read.wish)")
            throw CancellationError()
        }
        return asked
    }

    @Test(
        arguments: [
            (
                "no, not that; I meant the dog",
                ["from 1, make the dog orange", "make the dog orange"]
            ),
            ("no, I meant the door.", ["from 1, make the door orange", "make the door orange"]),
            ("not that one, the dog", ["from 1, make the dog orange", "make the dog orange"]),
            ("no, make the door red", ["from 1, make the door red", "make the door red"]),
            ("아니, 문을 노란색으로 바꿔줘", ["from 1, 문을 노란색으로 바꿔줘", "문을 노란색으로 바꿔줘"]),
            ("no", ["undo"]), ("no, not like this", ["undo"]), ("not that", ["undo"]),
            ("and the dog too", ["make the dog orange"]), ("the dog too", ["make the dog orange"]),
            (
                "the other one too",
                ["make the bicycle orange", "make the door orange", "make the dog orange"]
            ),
            ("the dog", ["make the dog orange"]), ("the cat too", []),
        ] as [(Prompt, [Prompt])])
    func `what looks back is offered in whole sentences`(
        message: Prompt, choices: [Prompt]
    ) async throws {
        #expect(try asked(message, in: try await session()).choices == choices)
        #expect(try SessionReading(SessionMessage(message), in: try await session()).turn == nil)
    }

    @Test func `what an edit keeps is not done again`() async throws {
        let session = try await session([
            "a vase and a table", "make the vase red and keep the table",
        ])
        #expect(try asked("the table too", in: session).choices == ["make the table red"])
    }

    @Test func `Korean looks back as well`() async throws {
        let session = try await session(["빨간 자전거와 파란 문", "자전거를 노란색으로 바꿔줘"])
        #expect(try asked("문도", in: session).choices == ["문을 노란색으로 바꿔줘"])
        #expect(try asked("그거 말고 문", in: session).choices.last == "문을 노란색으로 바꿔줘")
    }

    @Test(
        arguments: [
            "no people, please", "not that bright, make it softer", "add a moon too",
            "the sky should be darker", "make the dog white, not the cat", "remove the dog as well",
            "now make the door red", "add no text",
        ] as [Prompt])
    func `what stands for itself is no half of anything`(message: Prompt) async throws {
        let read = Understanding(message, in: try await session())
        guard case .clarify(let asked) = read.wish else { return }
        #expect(!asked.question.contains("takes something back"))
        #expect(
            !asked.question.contains("what is to be done")
                && !asked.question.contains("in the place of"))
    }

    @Test func `after a first picture no is about all of it`() async throws {
        let session = try await session(["a red bicycle"])
        #expect(
            try asked("no, a blue car", in: session).choices == ["undo", "new picture: a blue car"])
        #expect(try asked("no", in: session).choices == ["undo"])
    }

    @Test(
        arguments: [
            ("make them all white", "make the bicycle and the door white"),
            ("그것들 전부 지워줘", "the bicycle and the door 전부 지워줘"),
            ("make that one white", "make the door white"),
            ("make the other one white", "make the door white"),
            ("paint the other green", "paint the door green"),
        ] as [(Prompt, Prompt)])
    func `that one and the other one are replaced whole`(
        message: Prompt, choice: Prompt
    ) async throws {
        let session = try await session(["a red bicycle beside a blue door"])
        #expect(try asked(message, in: session).choices.last == choice)
    }

    @Test(
        arguments: ["put a cat on the other side", "make the other door red", "add one more cat"]
            as [Prompt])
    func `other words with a noun stand for nothing else`(message: Prompt) async throws {
        let read = Understanding(
            message, in: try await session(["a red bicycle beside a blue door"]))
        #expect(read.wish == .edit(message))
    }

    @Test(
        arguments: [
            ("2", "make the door yellow"), ("the door", "make the door yellow"),
            ("door please", "make the door yellow"),
            ("I mean the bicycle", "make the bicycle yellow"),
            ("no, not that, the door", "make the door yellow"), ("both", nil), ("the wall", nil),
            ("3", nil), ("not the door", nil), ("make the door red", nil), ("the blue door", nil),
            ("anything but the door", nil), ("without the door", nil), ("except the door", nil),
            ("no door", nil), ("all but the door", nil), ("No. The door", "make the door yellow"),
            ("no, I meant the door", "make the door yellow"),
        ] as [(String, Prompt?)])
    func `a question is answered by a number or a name`(
        words: String, answer: Prompt?
    ) async throws {
        let session = try await session(["a red bicycle beside a blue door"])
        #expect(try asked("make it yellow", in: session).answer(words) == answer)
    }

    @Test func `all of them and yes are answers where they mean one thing`() async throws {
        let session = try await session(["a red bicycle beside a blue door"])
        #expect(
            try asked("make them yellow", in: session).answer("both of them")
                == "make the bicycle and the door yellow")
        let one = Understanding.Clarification(question: "?", choices: ["undo"])
        #expect(one.answer("yes") == "undo" && one.answer("yes please do") == nil)
    }

    @Test(
        arguments: [
            ("draw it", .draw), ("now draw it", .draw), ("조명만 바꿔줘", .only([.lighting])),
            ("무엇이든 바꿔도 돼", .unkeep([])), ("you may change the door", .unkeep([])),
            ("you may change anything", .unkeep([])),
        ] as [(Prompt, Understanding.Wish)])
    func `what asks for no edit buys none`(message: Prompt, wish: Understanding.Wish) async throws {
        #expect(Understanding(message, in: try await session()).wish == wish)
    }

    @Test(
        arguments: [
            "ok", "thanks!", "ok, perfect, thank you", "never mind", "I like it", "looks good",
            "only",
            "👍", "좋아요", "고마워",
        ] as [Prompt])
    func `what asks for nothing buys nothing`(message: Prompt) async throws {
        #expect(Understanding(message, in: try await session()).wish == .remark)
        #expect(try SessionReading(SessionMessage(message), in: try await session()).turn == nil)
    }

    @Test(
        arguments: [
            ("nevermind, undo that", .undo), ("never mind, undo that", .undo),
            ("go back one", .undo),
            ("start over", .reset),
        ] as [(Prompt, Understanding.Wish)])
    func `steps are read however they are said`(
        message: Prompt, wish: Understanding.Wish
    ) async throws {
        #expect(Understanding(message, in: try await session()).wish == wish)
    }

    @Test func `steps that there are not are asked about`() async throws {
        let session = try await session()
        #expect(try asked("undo the last two", in: session).choices == ["undo"])
        #expect(try asked("redo", in: session).choices == ["go back to 2"])
        for words in ["undo all of them", "undo 2 steps", "undo that change to the door"]
            as [Prompt]
        {
            #expect(try asked(words, in: session).choices == ["undo"])
        }
        #expect(try asked("redo it", in: session).choices == ["go back to 2"])
        for words in [
            "redo the sky in orange", "undo the top button of his shirt", "redo the sky",
        ] as [Prompt] {
            #expect(Understanding(words, in: session).wish == .edit(words))
        }
    }

    @Test func `it is no name of what must stay`() async throws {
        let talk = try await SessionFixture()
        try await talk.say("a red bicycle")
        let one = await talk.open.session
        #expect(Understanding("keep it", in: one).wish == .keep([.subject("bicycle")]))
        let choices = try asked("keep it", in: try await session()).choices
        #expect(choices.contains("keep the dog") && choices.count == 4)
        #expect(Facet.said(in: "it") == [] && Facet.said(in: "the door, them all") == [])
    }

    @Test func `a scene is offered without the word that joins it`() async throws {
        #expect(
            try asked("and a fox", in: try await session()).choices
                == ["new picture: a fox", "add a fox"])
    }

    @Test func `a thing is called by its noun`() async throws {
        let talk = try await SessionFixture()
        for line in ["a red bicycle", "put the cat where the dog was"] as [Prompt] {
            try await talk.say(line)
        }
        #expect(await talk.open.session.state.things == ["bicycle", "cat"])
    }

    @Test func `the things of a session are no words of its edits`() async throws {
        let talk = try await SessionFixture()
        for line in ["비 오는 거리의 빨간 자전거와 파란 문", "문을 더 낡게 바꿔줘", "고양이는 그대로 두고 더 어둡게 바꿔줘"] as [Prompt] {
            try await talk.say(line)
        }
        try await talk.open.reset()
        #expect(await talk.open.session.state.things == ["비", "거리", "자전거", "문"])
        try await talk.say("put the word “O'Neill's” on the door")
        #expect(await talk.open.session.state.things == ["비", "거리", "자전거", "문"])
    }

    @Test func `a Korean contract with light is light by rights`() {
        let said = EditTopics("고양이는 그대로 두고 밤으로 바꿔줘")
        #expect(said.facets == [.lighting] && said.names == ["lighting"])
        #expect(
            BriefMerge("빨간 자전거와 고양이", [NetEdit(turn: 2, "고양이는 그대로 두고 밤으로 바꿔줘")]).merged
                == "빨간 자전거와 고양이, 밤")
        #expect(EditTopics("keep the door as it is but darker").facets == [.lighting])
    }
}

/// A reset to the pinned picture says neither too little nor too much.
@Suite struct PinnedResetTests {
    private func talk(_ lines: [Prompt]) async throws -> SessionFixture {
        let talk = try await SessionFixture()
        for line in lines { try await talk.say(line) }
        return talk
    }

    @Test func `what the pinned picture shows is not asked for twice`() async throws {
        let talk = try await talk(["a red bicycle", "add a dog", "make it night"])
        try await talk.open.pin(2)
        try await talk.open.reset(fromPinned: true)
        let turn = try await talk.say("add a cat")
        #expect(turn.asked == "make it night\nadd a cat")
    }

    @Test func `a brief that took in its edits is none of the pinned picture's`() async throws {
        let talk = try await talk(["a red bicycle beside a blue door", "make the door yellow"])
        try await talk.open.reset()
        await #expect(throws: Refusal.self) { try await talk.open.reset(fromPinned: true) }
        try await talk.open.undo()
        try await talk.open.reset(fromPinned: true)
        let turn = try await talk.say("make it snow")
        #expect(turn.asked == "make the door yellow\nmake it snow")
    }

    @Test func `an edit that was taken back is not left in the picture in silence`() async throws {
        let talk = try await talk(["a red bicycle", "add a dog"])
        try await talk.open.pin(2)
        try await talk.say("remove the dog")
        let refusal = await #expect(throws: Refusal.self) {
            try await talk.open.reset(fromPinned: true)
        }
        #expect(refusal?.reason.contains("add a dog") == true)
    }
}
