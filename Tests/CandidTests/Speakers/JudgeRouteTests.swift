import Candid
import CandidTesting
import NIOCore
import Testing

@Suite struct JudgeRouteTests {
    private let ledger = MemoryLedger()
    private let question = JudgeQuestion("Is there a cat?", about: SpeakerCodecTests.png)

    @Test func `a judge behind a route answers with its reason, and the ledger knows`() async throws
    {
        let judge = try judge(
            "openai-chat",
            #"{"choices":[{"message":{"content":"{\"answer\":\"no\",\"reason\":\"only a dog\"}"}}]}"#
        )
        #expect(try await judge.ask(question) == Look(reason: "only a dog", answer: .no))
        let record = try #require(ConversationRecord(await ledger.entries))
        #expect(record.turns.first?.questioning.purpose == .verify)
        #expect(record.turns.first?.questioning.question.pictures.first?.format == .png)
    }

    @Test(arguments: [
        (0.95, Look.Answer.yes), (0.8, .yes), (0.5, .cannotTell), (0.2, .no), (0.01, .no),
    ])
    func `a likelihood is an answer only at its ends`(
        likelihood: Double, answer: Look.Answer
    ) async throws {
        let judge = try judge(
            "openai-decisions",
            #"{"answers":[{"type":"predicate","probability":\#(likelihood)}]}"#)
        #expect(try await judge.ask(question).answer == answer)
    }

    @Test func `an answer that is none is unreadable and never a yes`() async throws {
        let judge = try judge(
            "openai-chat", #"{"choices":[{"message":{"content":"Yes, certainly!"}}]}"#)
        await #expect {
            try await judge.ask(question)
        } throws: { error in
            if case ProviderFailure.unreadable = error { true } else { false }
        }
    }

    private func judge(_ name: String, _ body: String) throws -> Judge {
        let speaker = try SpeakerCatalogue.included().speaker(named: name)
        return Judge(
            SpeakerRoute(
                speaker.provider(at: SpeakerAddress("https://test/v1")), model: "m",
                ledger: ledger,
                world: .replaying(WireReply(status: 200, body: ByteBuffer(string: body)))))
    }
}
