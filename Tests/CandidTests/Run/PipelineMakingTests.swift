import Candid
import CandidTesting
import Foundation
import NIOCore
import Pixels
import Testing

@Suite struct PipelineMakingTests {
    private let ledger = MemoryLedger()
    private let store = MemoryPictureStore()

    private func file(_ spot: UInt8) throws -> [UInt8] {
        var rgba: [UInt8] = []
        for index in 0..<64 * 64 { rgba += [UInt8(index / 64), UInt8(index / 64 * 3), 40, 255] }
        for y in 16..<48 { for x in 16..<48 { rgba[(y * 64 + x) * 4] = spot } }
        return try Pixmap(width: 64, height: 64, rgba: rgba).png()
    }

    private func pipeline(answering file: [UInt8]) throws -> Pipeline {
        let picture = Data(file).base64EncodedString()
        let reply = WireReply(
            status: 200, body: ByteBuffer(string: #"{"data":[{"b64_json":"\#(picture)"}]}"#))
        return Pipeline(
            provider: OpenAIImagesProvider(
                try Catalogue.included().engine(named: "openai"),
                baseURL: "https://example.test/v1"),
            ledger: ledger, pictures: store, world: .replaying(reply))
    }

    @Test func `words alone go to the usual model and come back as a receipt and a file`()
        async throws
    {
        let file = try file(9)
        let pipeline = try pipeline(answering: file)
        let receipt = try await pipeline.make("a spot")
        #expect(receipt.state == .finished)
        #expect(receipt.sent?.prompt == "a spot")
        #expect(receipt.order.model == pipeline.provider.engine.defaultModel)
        #expect(try await pipeline.file(of: receipt.pictures[0]) == file)
    }

    @Test func `what can't be honoured is refused before anything is written down`() async throws {
        let pipeline = try pipeline(answering: file(9))
        await #expect(throws: Refusal.self) { try await pipeline.make(" ") }
        #expect(await ledger.entries.isEmpty)
    }

    @Test func `an edit sends its contract's region and is held to it`() async throws {
        let before = try file(40)
        let pipeline = try pipeline(answering: file(250))
        let box = PictureBox(x: 8, y: 8, width: 48, height: 48)
        let contract = try EditContract(only: [.palette], box: box)
        let receipt = try await pipeline.edit(before, "make the spot red", under: contract)
        #expect(receipt.alsoSent?.pictures.map(\.role) == [.base, .mask])
        #expect(receipt.contract == contract)
        #expect(receipt.asked == "make the spot red")
        let judgement = try #require(receipt.judgements.first)
        #expect(judgement.parent == Digest(of: before))
        #expect(judgement.verdicts.contains { $0.outcome == .confirmed })
    }

    @Test func `a file that is no picture is refused`() async throws {
        let pipeline = try pipeline(answering: file(9))
        let contract = try EditContract(only: [.palette])
        await #expect(throws: Refusal.self) {
            try await pipeline.edit([1, 2, 3], "make it red", under: contract)
        }
    }

    @Test func `a picture that is gone is named`() async throws {
        let gone = Picture(
            digest: Digest(of: [1]), format: .png, bytes: 1, size: nil, revised: nil)
        let pipeline = try pipeline(answering: file(9))
        await #expect(throws: Refusal.self) { try await pipeline.file(of: gone) }
    }
}
