import CandidTesting
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import Candid

@Suite struct TrafficTests {
    @Test func `a route that breaks down again and again is left alone for a while`() async throws {
        let clock = Clock()
        let traffic = Traffic(clock.world, breakdownsToOpen: 3, pauseAfterBreakdowns: 30)
        for _ in 0..<3 { try await visit(traffic, .brokeOff("cut")) }
        let failure = await #expect(throws: ProviderFailure.self) { try await traffic.enter("r") }
        #expect(failure?.isPerhapsCharged == false, "nothing was sent")
        try await traffic.enter("another")
        clock.advance(30)
        try await traffic.enter("r")
        await #expect(throws: ProviderFailure.self, "only one may try") {
            try await traffic.enter("r")
        }
        await traffic.leave("r", nil)
        try await traffic.enter("r")
    }

    @Test func `a refusal shows that a route stands`() async throws {
        let traffic = Traffic(Clock().world, breakdownsToOpen: 2)
        for _ in 0..<4 {
            try await visit(traffic, .brokeOff("cut"))
            try await visit(traffic, .refused(code: "moderation_blocked", message: "", status: 400))
        }
        await #expect(throws: Never.self) { try await traffic.enter("r") }
    }

    private static let limits: [([String: String], Double)] = [
        (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"], 120.0),
        (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1.5s"], 1.5),
        (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "12ms"], 0.012),
        (["x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "60s"], 0),
        (["x-ratelimit-remaining-requests": "0"], 0),
        (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"], 0),
    ]

    @Test(arguments: limits)
    func `what a service says it has left is waited for`(
        _ headers: [String: String], _ seconds: Double
    ) async throws {
        let clock = Clock()
        let traffic = Traffic(clock.world)
        await traffic.learn(headers, on: "r")
        try await traffic.enter("r")
        #expect(abs(clock.seconds - seconds) < 1e-6)
    }

    @Test func `after a 429 fewer go at once`() async throws {
        let traffic = Traffic(Clock().world, mostAtOnce: 4)
        try await visit(traffic, .throttled(code: nil, message: "", retryAfter: nil))
        for _ in 0..<2 { try await traffic.enter("r") }
        let third = Task { try await traffic.enter("r") }
        third.cancel()
        await #expect(throws: CancellationError.self) { try await third.value }
    }

    @Test func `who waits for a place gets it when one is free`() async throws {
        let traffic = Traffic(Clock().world, mostAtOnce: 1)
        try await traffic.enter("r")
        let next = Task { try await traffic.enter("r") }
        await traffic.leave("r", nil)
        await #expect(throws: Never.self) { try await next.value }
    }

    private func visit(_ traffic: Traffic, _ failure: ProviderFailure?) async throws {
        try await traffic.enter("r")
        await traffic.leave("r", failure)
    }
}

@Suite struct SecretTests {
    @Test func `a key that a service repeats is taken out of the failure and the ledger`()
        async throws
    {
        let ledger = MemoryLedger()
        let said =
            #"{"error":{"message":"Incorrect key sk-secret-1234 (Bearer sk-secret-1234)","code":"invalid_api_key"}}"#
        let reply = WireReply(status: 401, body: ByteBuffer(string: said))
        let engine = try Catalogue.included().engine(named: "openai")
        let pipeline = Pipeline(
            provider: try engine.provider(
                Access("https://u:pw@test/v1?k=1", key: "sk-secret-1234")),
            ledger: ledger, pictures: MemoryPictureStore(), world: .replaying(reply))
        let order = Order("a red pear", engine: "openai", model: "gpt-image-2")
        let receipt = try await pipeline.run(Draft(order)).receipt()
        #expect(receipt?.state == .failed)
        for entry in await ledger.entries {
            let text = try Chain.text(of: entry)
            #expect(!text.contains("sk-secret") && !text.contains("pw@"), "\(text)")
        }
    }

    @Test func `the model list is asked with the key, and read`() async throws {
        let engine = try Catalogue.included().engine(named: "openai")
        let list =
            #"{"data":[{"id":"z-2","shutdown_date":"2027-01-31"},{"id":"a-1","shutdown_date":null}]}"#
        let inquiry = try #require(
            ModelInquiry(engine, Access("https://test/v1", key: "k", organization: "org")))
        let world = World.answering { request async throws(ProviderFailure) in
            #expect(request.method == "GET" && request.url == "https://test/v1/models")
            #expect(request.headers["authorization"] == "Bearer k")
            #expect(request.headers["openai-organization"] == "org")
            return WireStream(WireReply(status: 200, body: ByteBuffer(string: list)))
        }
        let models = try await inquiry.models(in: world)
        #expect(models.map(\.name) == ["a-1", "z-2"])
        #expect(models.map(\.shutdownDate) == [nil, "2027-01-31"])
    }

    @Test func `a list of several pages is read to its end`() async throws {
        let engine = try Catalogue.included().engine(named: "gemini")
        let inquiry = try #require(ModelInquiry(engine, Access("https://test/v1", key: "k")))
        func page(_ text: String) -> WireReply {
            WireReply(status: 200, body: ByteBuffer(string: text))
        }
        let world = World.replaying(
            page(#"{"models":[{"name":"models/b"}],"nextPageToken":"t"}"#),
            page(#"{"models":[{"name":"models/a"}]}"#))
        #expect(try await inquiry.models(in: world).map(\.name) == ["a", "b"])
    }
}

/// A clock that only pauses move.
private final class Clock: Sendable {
    private let time = Mutex(0.0)

    var seconds: Double { time.withLock { $0 } }

    func advance(_ seconds: Double) {
        time.withLock { $0 += seconds }
    }

    var world: World {
        World { _ async throws(ProviderFailure) in
            throw .unreachable("nobody is there")
        } pause: {
            self.advance($0 / .seconds(1))
        } now: {
            Date(timeIntervalSince1970: self.seconds)
        } random: {
            1
        }
    }
}
