import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

@Suite struct InquestTests {
    private let ledger = MemoryLedger()
    private let run = RunID(7)

    @Test func `what the service still has is fetched, kept and settled`() async throws {
        let receipt = try await cutOff("openai-responses", job: "resp_1")
        #expect(receipt.perhapsCharged && receipt.isUnsettled)
        let answer = """
            {"id":"resp_1","status":"completed","model":"gpt-6-luna","output":[{"type":
            "image_generation_call","id":"ig_1","status":"completed","result":"iVBORw0KGgo=",
            "revised_prompt":"a pear, red"}]}
            """
        try await ask(about: receipt, reply(200, answer))
        let settled = try #require(await self.receipt)
        #expect(settled.state == .finished)
        #expect(settled.pictures.count == 1)
        #expect(settled.revised == ["a pear, red"])
        #expect(!settled.perhapsCharged)
        #expect(settled.resolutions.map(\.charged) == [true])
    }

    @Test func `a job that is said to have failed is not charged`() async throws {
        let receipt = try await cutOff("sd-server", job: "job-7")
        let answer =
            #"{"id":"job-7","status":"failed","error":{"code":"oom","message":"no memory"}}"#
        try await ask(about: receipt, reply(200, answer))
        let settled = try #require(await self.receipt)
        #expect(settled.state == .failed)
        #expect(settled.resolutions.map(\.charged) == [false])
        #expect(settled.cost?.high == 0)
    }

    @Test(arguments: [401, 404, 429, 500, 503])
    func `an error about the question says nothing of the purchase`(status: Int) async throws {
        let receipt = try await cutOff("openai-responses", job: "resp_1")
        let before = await ledger.entries
        await #expect(throws: ProviderFailure.self) {
            try await ask(
                about: receipt, reply(status, #"{"error":{"message":"no","code":"server_error"}}"#))
        }
        #expect(await ledger.entries == before)
    }

    @Test func `a service that can't be asked is named, with the way out`() async throws {
        let receipt = try await cutOff("openai", job: nil)
        let refusal = await #expect(throws: Refusal.self) {
            try await ask(about: receipt, reply(200, "{}"))
        }
        #expect(refusal?.reason.contains("can't be asked") == true)
        #expect(refusal?.wayOut.contains("--not-charged") == true)
    }

    @Test func `a run that was cut off before the job had a name can't be asked about`()
        async throws
    {
        let receipt = try await cutOff("openai-responses", job: nil)
        let refusal = await #expect(throws: Refusal.self) {
            try await ask(about: receipt, reply(200, "{}"))
        }
        #expect(refusal?.reason.contains("before") == true)
    }

    @Test func `a person's word settles, and frees what was held`() async throws {
        let receipt = try await cutOff("openai", job: nil)
        #expect(receipt.spending?.state == .held)
        try await pipeline("openai", .replaying()).resolve(
            run, Resolution(by: .person, charged: false, note: "not on the bill"))
        let settled = try #require(await self.receipt)
        #expect(settled.spending?.state == .uncharged)
        #expect(settled.spending?.high == 0)
        #expect(!settled.isUnsettled)
    }

    private func reply(_ status: Int, _ text: String) -> WireReply {
        WireReply(status: status, body: ByteBuffer(string: text))
    }

    private var receipt: Receipt? {
        get async { Receipt(await ledger.entries(of: run)) }
    }

    private func cutOff(_ engine: String, job: String?) async throws -> Receipt {
        let engine = try Catalogue.included().engine(named: engine)
        var order = Order("a red pear", engine: engine.id, model: engine.defaultModel)
        order.quality = engine.id == "openai" ? "low" : nil
        let estimate = try PriceList.included().estimate(order, on: engine)
        var events: [Event] = [
            .drafted(Draft(order, estimate: estimate)),
            .sent(
                Sending(prompt: order.prompt, url: "https://test", body: Digest(of: []), bytes: 0)),
        ]
        if let job { events.append(.accepted(Acceptance(job: job))) }
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        try await ledger.append(events.map { Entry(run: run, time: time, event: $0) })
        return try #require(await receipt)
    }

    private func ask(about receipt: Receipt, _ reply: WireReply) async throws {
        _ = try await pipeline(receipt.order.engine, .replaying(reply)).inquire(about: receipt)
    }

    private func pipeline(_ engine: String, _ world: World) throws -> Pipeline {
        var pipeline = Pipeline(
            provider: try Catalogue.included().engine(named: engine).provider(
                Access("https://test")),
            ledger: ledger, pictures: MemoryPictureStore(), world: world)
        pipeline.prices = try PriceList.included()
        return pipeline
    }
}
