import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

@Suite struct ConversationMoneyTests {
    private let ledger = MemoryLedger()

    @Test(arguments: [
        ("openai", responses, Decimal(string: "0.0055")),
        ("openai-chat", chat, Decimal(string: "0.0055")),
        ("openai-chat", #"{"choices":[{"message":{"content":"A cat."}}]}"#, nil),
        (
            "anthropic",
            #"{"content":[{"type":"text","text":"A cat."}],"usage":{"input_tokens":9}}"#, nil
        ),
        ("ollama", chat, 0),
    ])
    func `an answer is settled by what the service says it used`(
        speaker: String, body: String, cost: Decimal?
    ) async throws {
        let route = try route(speaker, .replaying(Self.reply(body)))
        _ = try await route.ask(Question([Message("What is it?")]), for: .describe)
        let record = try #require(ConversationRecord(await ledger.entries))
        if speaker == "ollama" {
            #expect(record.spending == nil, "nobody is charged")
        } else {
            #expect(record.spending?.state == (cost == nil ? .unsettled : .settled))
        }
        #expect(cost == nil || record.cost?.low == cost && record.cost?.high == cost)
        #expect(cost == nil || record.cost?.basis == .settled)
    }

    @Test func `a range stands in the ledger before the question leaves`() async throws {
        let ledger = ledger
        let world = World.answering { _ async throws(ProviderFailure) in
            guard case .questioned(let question) = await ledger.entries.first?.event,
                let range = question.estimate, range.basis == .estimate, range.low < range.high,
                question.project == "posters"
            else { throw .unreachable("no range") }
            return WireStream(Self.reply(Self.responses))
        }
        await #expect(throws: Never.self) {
            try await route("openai", world).ask(Question([Message("x")]), for: .plan)
        }
    }

    @Test func `the range holds the longest answer and the pictures`() throws {
        let prices = try PriceList.included()
        let speaker = try SpeakerCatalogue.included().speaker(named: "openai")
        let picture = SpeakerCodecTests.picture
        let bare = Question([Message("x")], tokenLimit: 1000)
        let seeing = Question([Message("x", pictures: [picture])], tokenLimit: 1000)
        let least = try #require(prices.estimate(bare, to: speaker, "gpt-6.1-terra"))
        let more = try #require(prices.estimate(seeing, to: speaker, "gpt-6.1-terra"))
        #expect(least.high >= Decimal(1000) * 5 / 1_000_000)
        #expect(more.high - least.high == Decimal(10_000) / 1_000_000)
        #expect(prices.estimate(bare, to: speaker, "gpt-nobody-knows") == nil)
    }

    @Test func `a decision costs what goes in, and its answers nothing`() throws {
        let prices = try PriceList.included()
        let judge = try SpeakerCatalogue.included().speaker(named: "openai-decisions")
        let question = Question([Message("x")], form: .likelihoods(["a cat is seen"]))
        let saying = Saying("", usage: ["input_tokens": 1_000_000, "output_tokens": 50])
        let cost = prices.settlement(of: saying, to: question, by: judge, "gpt-6-luna")
        #expect(cost?.high == Decimal(string: "0.1"))
    }

    @Test(arguments: [
        ([Event](), Spending.State.held, true),
        ([.answered(Saying("x"))], .unsettled, true),
        (
            [.answered(Saying("x")), .settled(ConversationMoneyTests.cent), .finished], .settled,
            false
        ),
        ([.postponed(Postponement(attempt: 1, milliseconds: 1, reason: ""))], .uncharged, false),
        ([.failed(Failure(.unreachable, "", perhapsCharged: true))], .perhapsCharged, true),
        ([.failed(Failure(.refusedByProvider, ""))], .uncharged, false),
        ([.cancelled(Cancellation(perhapsCharged: true))], .perhapsCharged, true),
        (
            [
                .failed(Failure(.unreachable, "", perhapsCharged: true)),
                .resolved(Resolution(by: .person, charged: false, note: "not charged")),
            ], .uncharged, false
        ),
        (
            [
                .failed(Failure(.unreachable, "", perhapsCharged: true)),
                .resolved(
                    Resolution(
                        by: .person, charged: true, cost: ConversationMoneyTests.cent,
                        note: "charged")),
            ], .settled, false
        ),
    ])
    func `what is not known of a question is held`(
        events: [Event], state: Spending.State, isUnsettled: Bool
    ) throws {
        let asked = try #require(Self.questioning)
        let entries = ([.questioned(asked)] + events).map {
            Entry(run: RunID(1), time: Timestamp(Date(timeIntervalSince1970: 1)), event: $0)
        }
        let record = try #require(ConversationRecord(entries))
        #expect(record.spending?.state == state)
        #expect(record.isUnsettled == isUnsettled)
        switch state {
        case .uncharged: #expect(record.spending?.high == 0)
        case .settled: #expect(record.spending?.high == Self.cent.high)
        default: #expect(record.spending?.high == asked.estimate?.high)
        }
    }

    @Test func `a budget that nobody can keep stops the question before it leaves`() async throws {
        var route = try route("openai", .replaying())
        route.purse.budgets.run = 1
        await #expect(throws: SpeakerFailure.self) {
            try await route.ask(Question([Message("x")]), for: .plan)
        }
        #expect(await ledger.entries.isEmpty)
    }

    private static let cent = Cost(low: 0.01, high: 0.01, basis: .settled, source: "")

    private static let questioning: Questioning? = {
        try? JSONDecoder().decode(
            Questioning.self,
            from: Data(
                #"""
                {"purpose": "plan", "speaker": "openai", "model": "m", "rule_based": false, "url": "",
                 "question": {"messages": [], "form": {"kind": "words"}, "tokenLimit": 1},
                 "estimate": {"low": 0.001, "high": 0.05, "basis": "estimate", "source": ""},
                 "body": "\#(Digest(of: []))", "bytes": 0}
                """#.utf8))
    }()

    private static let chat = #"""
        {"model":"m-1","choices":[{"finish_reason":"stop","message":{"content":"A cat."}}],
         "usage":{"prompt_tokens":500,"completion_tokens":1000,"total_tokens":1500}}
        """#

    private static let responses = #"""
        {"model":"m-1","status":"completed","output":[{"type":"message","content":
          [{"type":"output_text","text":"A cat."}]}],
         "usage":{"input_tokens":500,"output_tokens":1000,"total_tokens":1500,
                  "output_tokens_details":{"reasoning_tokens":400}}}
        """#

    private static func reply(_ body: String) -> WireReply {
        WireReply(status: 200, body: ByteBuffer(string: body))
    }

    private func route(_ name: String, _ world: World) throws -> SpeakerRoute {
        let speaker = try SpeakerCatalogue.included().speaker(named: name)
        var route = SpeakerRoute(
            speaker.provider(at: SpeakerAddress("https://test/v1")),
            model: speaker.defaultModel ?? "m", ledger: ledger, world: world)
        route.purse.prices = try .included()
        route.purse.project = "posters"
        return route
    }
}
