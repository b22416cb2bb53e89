import Candid
import CandidTesting
import Foundation
import NIOCore
import Pixels
import Testing

@Suite struct ContractRunTests {
    private let ledger = MemoryLedger()
    private let store = MemoryPictureStore()

    private static func picture(_ spot: UInt8?) throws -> [UInt8] {
        var rgba: [UInt8] = []
        for index in 0..<64 * 64 { rgba += [UInt8(index / 64), UInt8(index / 64 * 3), 40, 255] }
        if let spot {
            for y in 16..<48 { for x in 16..<48 { rgba[(y * 64 + x) * 4] = spot } }
        }
        return try Pixmap(width: 64, height: 64, rgba: rgba).png()
    }

    /// An edit of the picture without a spot, answered by the picture given.
    private func receipt(
        _ answer: [UInt8], box: PictureBox = PictureBox(x: 8, y: 8, width: 48, height: 48)
    ) async throws -> Receipt {
        let base = try Self.picture(nil)
        let mask = try EditMask(box, in: Size(width: 64, height: 64))
        var order = Order("make the spot red", engine: "openai", model: "gpt-image-2")
        order.inputs = [try #require(InputPicture(base))]
        order.mask = InputPicture(mask.file)
        _ = await store.put(base, as: .png)
        _ = await store.put(mask.file, as: .png)
        let reply = WireReply(
            status: 200,
            body: ByteBuffer(
                string: #"{"data":[{"b64_json":"\#(Data(answer).base64EncodedString())"}]}"#))
        var pipeline = Pipeline(
            provider: OpenAIImagesProvider(
                try Catalogue.included().engine(named: "openai"),
                baseURL: "https://example.test/v1"),
            ledger: ledger, pictures: store, world: .replaying(reply))
        let contract = try EditContract(only: [.palette], box: box)
        pipeline.verification = Verification(
            Verifier { UInt64.random(in: 0...UInt64.max) },
            of: [Claim(.changed), Claim(.kept, facet: .everythingElse)])
        let draft = try pipeline.draft(order, under: contract)
        return try #require(try await pipeline.run(draft).receipt())
    }

    @Test func `the receipt holds the contract, what was sent for it, and the verdicts`()
        async throws
    {
        let receipt = try await receipt(try Self.picture(255))
        #expect(receipt.asked == "make the spot red")
        #expect(
            receipt.sent?.prompt.text
                == "make the spot red\n\nChange only the colours. Keep everything else exactly as it is."
        )
        #expect(receipt.contract?.only == [.palette])
        #expect(receipt.state == .finished)
        #expect(receipt.judgements.first?.outcome == .confirmed)
        #expect(receipt.judgements.first?.parent == Digest(of: try Self.picture(nil)))
    }

    @Test func `the picture is in the ledger before it is judged, and the end after`() async throws
    {
        let receipt = try await receipt(try Self.picture(255))
        let entries = await ledger.entries(of: receipt.id)
        #expect(
            entries.map(\.event.kind) == [
                "drafted", "sent", "received", "reported", "judged", "finished",
            ])
        let written = try entries.map { try Chain.entry(try Chain.text(of: $0)) }
        #expect(written == entries)
    }

    @Test func `an unchanged picture is refuted in the receipt although the run finished`()
        async throws
    {
        let receipt = try await receipt(try Self.picture(nil))
        #expect(receipt.judgements.first?.verdicts.map(\.outcome) == [.refuted, .confirmed])
    }

    @Test func `a mask that was ignored is refuted with the leak`() async throws {
        let receipt = try await receipt(
            try Self.picture(255), box: PictureBox(x: 16, y: 16, width: 8, height: 32))
        let kept = try #require(receipt.judgements.first?.verdicts.last)
        #expect(kept.outcome == .refuted)
        #expect(kept.evidence.contains { $0.name == "leak" && $0.box != nil })
    }

    @Test func `an answer that can't be decoded leaves every claim inconclusive`() async throws {
        let broken = Array(try Self.picture(255).prefix(120))
        let receipt = try await receipt(broken)
        #expect(receipt.judgements.first?.outcome == .inconclusive)
    }

    @Test func `a contract without a picture is refused`() throws {
        let pipeline = Pipeline(
            provider: OpenAIImagesProvider(
                try Catalogue.included().engine(named: "openai"), baseURL: "https://example.test/v1"
            ),
            ledger: ledger, pictures: store, world: .replaying())
        #expect(throws: Refusal.self) {
            try pipeline.draft(
                Order("a", engine: "openai", model: "gpt-image-2"), under: EditContract())
        }
    }
}
