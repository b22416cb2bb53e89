import Candid
import CandidTesting
import NIOCore
import Testing

@Suite struct ConversationTests {
    private let ledger = MemoryLedger()

    @Test func `a question is in the ledger before it leaves, and the answer after`() async throws {
        let ledger = ledger
        let world = World.answering { _ async throws(ProviderFailure) in
            let kinds = await ledger.entries.map(\.event.kind)
            guard kinds == ["questioned"] else { throw .unreachable("too early: \(kinds)") }
            return WireStream(Self.chat("A cat."))
        }
        let saying = try await route(world).ask(Question([Message("What is it?")]), for: .describe)
        #expect(saying.text == "A cat.")
        #expect(await ledger.entries.map(\.event.kind) == ["questioned", "answered", "finished"])
    }

    @Test func `the record holds every word, the model and who asked for what`() async throws {
        _ = try await route(.replaying(Self.chat("A cat."))).ask(
            Question(system: "Be brief.", [Message("What is it?")]), for: .describe)
        let entries = await ledger.entries
        for entry in entries { #expect(try Chain.entry(Chain.text(of: entry)) == entry) }
        let record = try #require(ConversationRecord(entries))
        let turn = try #require(record.turns.first)
        #expect(turn.questioning.purpose == .describe)
        #expect(turn.questioning.question.system == "Be brief.")
        #expect(turn.questioning.isRuleBased)
        #expect(turn.saying?.text == "A cat.")
        #expect(turn.saying?.model == "m-1")
        #expect(record.state == .finished)
    }

    @Test func `a busy service is asked again, and the wait is written down`() async throws {
        let busy = WireReply(
            status: 429, headers: ["retry-after": "2"],
            body: ByteBuffer(string: #"{"error":{"message":"slow","code":"rate_limit_exceeded"}}"#))
        let saying = try await route(.replaying(busy, Self.chat("A cat."))).ask(
            Question([Message("What is it?")]), for: .describe)
        #expect(saying.text == "A cat.")
        #expect(
            await ledger.entries.map(\.event.kind) == [
                "questioned", "postponed", "questioned", "answered", "finished",
            ])
    }

    @Test func `a refusal by the service ends the conversation with its words`() async throws {
        let blocked = WireReply(
            status: 400,
            body: ByteBuffer(string: #"{"error":{"message":"blocked","code":"content_policy"}}"#))
        await #expect(throws: SpeakerFailure.self) {
            try await route(.replaying(blocked)).ask(Question([Message("x")]), for: .plan)
        }
        let record = try #require(ConversationRecord(await ledger.entries))
        #expect(record.state == .failed)
        #expect(record.failure?.kind == .refusedByProvider)
        #expect(record.failure?.message == "blocked")
    }

    @Test func `an answer that is no JSON ends the conversation, and its words are kept`()
        async throws
    {
        let schema = AnswerSchema("thing", .object(["type": .text("object")]))
        await #expect(throws: SpeakerFailure.notJSON("Sure!")) {
            try await route(.replaying(Self.chat("Sure!"))).look(
                at: [], "What?", schema: schema, for: .verify)
        }
        let record = try #require(ConversationRecord(await ledger.entries))
        #expect(record.turns.first?.saying?.text == "Sure!")
        #expect(record.failure?.kind == .unreadable)
    }

    @Test func `what can't be asked leaves nothing in the ledger`() async throws {
        let question = Question([Message("x")], form: .likelihoods(["y"]))
        await #expect(throws: SpeakerFailure.self) {
            try await route(.replaying()).ask(question, for: .verify)
        }
        #expect(await ledger.entries.isEmpty)
    }

    @Test func `a conversation is no receipt of a picture`() async throws {
        _ = try await route(.replaying(Self.chat("A cat."))).ask(
            Question([Message("x")]), for: .plan)
        #expect(Receipt(await ledger.entries) == nil)
    }

    private func route(_ world: World) throws -> SpeakerRoute {
        let speaker = try SpeakerCatalogue.included().speaker(named: "sketch")
        return SpeakerRoute(
            speaker.provider(at: SpeakerAddress("https://test/v1")), model: "m", ledger: ledger,
            world: world)
    }

    private static func chat(_ text: String) -> WireReply {
        let body = JSONValue.object([
            "model": .text("m-1"),
            "choices": .list([
                .object([
                    "finish_reason": .text("stop"), "message": .object(["content": .text(text)]),
                ])
            ]),
        ])
        return WireReply(status: 200, body: body.encoded())
    }
}
