import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

@Suite struct PipelineTests {
    private let ledger = MemoryLedger()
    private let pictures = MemoryPictureStore()

    @Test func `a run is drafted, sent, received, reported and finished, in the ledger's order`()
        async throws
    {
        let run = try pipeline(.replaying(picture())).run(draft())
        var told: [Entry] = []
        for try await entry in run { told.append(entry) }
        #expect(told.map(\.event.kind) == ["drafted", "sent", "received", "reported", "finished"])
        #expect(await ledger.entries(of: run.id) == told)
    }

    @Test func `sent is in the ledger before the bytes leave`() async throws {
        let ledger = ledger
        let reply = WireStream(picture())
        let world = World.answering { request async throws(ProviderFailure) in
            let kinds = await ledger.entries.map(\.event.kind)
            #expect(kinds == ["drafted", "sent"])
            return reply
        }
        let receipt = try await pipeline(world).run(draft()).receipt()
        #expect(receipt?.state == .finished)
    }

    @Test func `what is sent is the body whose digest is recorded`() async throws {
        let bodies = Bodies()
        let reply = WireStream(picture())
        let world = World.answering { request async throws(ProviderFailure) in
            await bodies.add(request.body)
            return reply
        }
        let receipt = try await pipeline(world).run(draft()).receipt()
        let body = try #require(await bodies.all.first)
        #expect(receipt?.sent?.body == Digest(of: body.readableBytesView))
    }

    @Test func `the picture's bytes are kept untouched`() async throws {
        let receipt = try await pipeline(.replaying(picture())).run(draft()).receipt()
        let digest = try #require(receipt?.pictures.first?.digest)
        #expect(await pictures.bytes(of: digest) == Self.bytes)
    }

    @Test func `a provider's refusal is an entry and not an error`() async throws {
        let reply = WireReply(
            status: 400,
            body: ByteBuffer(string: #"{"error":{"message":"no","code":"moderation_blocked"}}"#))
        let receipt = try await pipeline(.replaying(reply)).run(draft()).receipt()
        #expect(receipt?.state == .failed)
        #expect(receipt?.failure?.code == "moderation_blocked")
        #expect(receipt?.perhapsCharged == false)
    }

    @Test func `an order that can't be honoured is refused before anything is sent`() async throws {
        let draft = Draft(Order(" ", engine: "openai", model: "gpt-image-2"))
        let receipt = try await pipeline(.replaying(picture())).run(draft).receipt()
        #expect(receipt?.failure?.kind == .refusedByUs)
        #expect(receipt?.sent == nil)
    }

    @Test func `an answer that breaks off is perhaps charged`() async throws {
        let world = World.answering { _ async throws(ProviderFailure) in
            WireStream(
                status: 200,
                body: AsyncThrowingStream { stream in
                    stream.yield(ByteBuffer(string: #"{"data":["#))
                    stream.finish(throwing: ProviderFailure.brokeOff("reset"))
                })
        }
        let receipt = try await pipeline(world).run(draft()).receipt()
        #expect(receipt?.state == .failed)
        #expect(receipt?.perhapsCharged == true)
    }

    @Test func `no connection is not charged`() async throws {
        let receipt = try await pipeline(.replaying()).run(draft()).receipt()
        #expect(receipt?.failure?.kind == .unreachable)
        #expect(receipt?.perhapsCharged == false)
    }

    @Test func `a cancelled run is written down as cancelled and perhaps charged`() async throws {
        let (waits, arrived) = AsyncStream.makeStream(of: Void.self)
        let world = World.answering { _ async throws(ProviderFailure) in
            arrived.yield()
            do { try await Task.sleep(for: .seconds(3600)) } catch {}
            throw .brokeOff("closed")
        }
        let run = try pipeline(world).run(draft())
        for await _ in waits { break }
        run.cancel()
        let receipt = try await run.receipt()
        #expect(receipt?.state == .cancelled)
        #expect(receipt?.perhapsCharged == true)
        #expect(await ledger.entries(of: run.id).last?.event.kind == "cancelled")
    }

    @Test func `an answer larger than the limit is refused`() async throws {
        var small = try pipeline(.replaying(picture()))
        small.replyLimit = 10
        let receipt = try await small.run(draft()).receipt()
        #expect(receipt?.failure?.kind == .unreadable)
        #expect(receipt?.perhapsCharged == true)
    }

    @Test func `an answer that says that it is too large is not waited for`() async throws {
        let endless = WireStream(
            status: 200, headers: ["content-length": "10737418240"],
            body: AsyncThrowingStream { ByteBuffer(string: " ") })
        let world = World.answering { _ async throws(ProviderFailure) in endless }
        let receipt = try await pipeline(world).run(draft()).receipt()
        #expect(receipt?.failure?.message.contains("larger") == true)
    }

    @Test func `an error whose page has no end is still that error`() async throws {
        let endless = WireStream(
            status: 401, body: AsyncThrowingStream { ByteBuffer(repeating: 0x3C, count: 1 << 16) })
        let world = World.answering { _ async throws(ProviderFailure) in endless }
        let receipt = try await pipeline(world).run(draft()).receipt()
        #expect(receipt?.failure?.message.contains("HTTP 401") == true)
    }

    @Test func `a stream of nothing but comments has an end`() async throws {
        let endless = WireStream(
            status: 200, headers: ["content-type": "text/event-stream"],
            body: AsyncThrowingStream { ByteBuffer(string: ":\n\n") })
        var small = try pipeline(.answering { _ async throws(ProviderFailure) in endless })
        small.replyLimit = 100
        let receipt = try await small.run(draft()).receipt()
        #expect(receipt?.failure?.kind == .unreadable)
    }

    @Test func `a run that can't be written down throws`() async throws {
        var broken = try pipeline(.replaying(picture()))
        broken.ledger = BrokenLedger()
        let run = broken.run(draft())
        await #expect(throws: BrokenLedger.Problem.self) { try await run.receipt() }
    }

    @Test func `partial pictures are kept as they come`() async throws {
        let base64 = Data(Self.bytes).base64EncodedString()
        let events =
            #"data: {"type":"image_generation.partial_image","partial_image_index":0,"b64_json":"\#(base64)"}"#
            + "\n\n"
            + #"data: {"type":"image_generation.completed","b64_json":"\#(base64)"}"# + "\n\n"
        let receipt = try await pipeline(.replaying(stream(events))).run(draft()).receipt()
        #expect(receipt?.partials.count == 1)
        #expect(receipt?.pictures.count == 1)
    }

    @Test func `a stream that is cut before its picture is perhaps charged`() async throws {
        let receipt = try await pipeline(.replaying(stream("data: {\"type\""))).run(draft())
            .receipt()
        #expect(receipt?.state == .failed)
        #expect(receipt?.perhapsCharged == true)
    }

    private static let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2]

    private func picture() -> WireReply {
        let base64 = Data(Self.bytes).base64EncodedString()
        return WireReply(
            status: 200, body: ByteBuffer(string: #"{"data":[{"b64_json":"\#(base64)"}]}"#))
    }

    private func stream(_ events: String) -> WireReply {
        WireReply(
            status: 200, headers: ["content-type": "text/event-stream; charset=utf-8"],
            body: ByteBuffer(string: events))
    }

    private func draft() -> Draft {
        Draft(Order("a red pear", engine: "openai", model: "gpt-image-2"))
    }

    private func pipeline(_ world: World) throws -> Pipeline {
        Pipeline(
            provider: OpenAIImagesProvider(
                try Catalogue.included().engine(named: "openai"), baseURL: "https://test/v1"),
            ledger: ledger, pictures: pictures, world: world)
    }
}

private actor Bodies {
    private(set) var all: [ByteBuffer] = []

    func add(_ body: ByteBuffer) {
        all.append(body)
    }
}

private struct BrokenLedger: Ledger {
    struct Problem: Error {}

    func append(_ entries: [Entry]) async throws { throw Problem() }
    func entries(of run: RunID) async throws -> [Entry] { [] }
}
