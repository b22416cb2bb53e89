import CandidTesting
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import Candid

@Suite struct RetryTests {
    /// A status, header fields, a body, and whether it is sent again.
    typealias Case = (Int, [String: String], String, Bool)

    private static func error(_ code: String, _ type: String = "x") -> String {
        #"{"error":{"message":"m","code":"\#(code)","type":"\#(type)"}}"#
    }

    private static let again: [Case] = [
        (429, [:], error("rate_limit_exceeded"), true), (429, [:], "{}", true),
        (503, [:], error("server_is_overloaded"), true), (500, [:], error("server_error"), true),
        (408, ["x-should-retry": "true"], error("odd"), true),
    ]

    /// Moderation, billing and invalid input never; nor what the service forbids; nor what may have
    /// been made.
    private static let never: [Case] = [
        (400, [:], error("moderation_blocked"), false),
        (400, ["x-should-retry": "true"], error("moderation_blocked"), false),
        (400, ["x-should-retry": "true"], error("invalid_value"), false),
        (429, [:], error("insufficient_quota"), false),
        (429, ["x-should-retry": "true"], error("insufficient_quota"), false),
        (400, [:], error("billing_hard_limit_reached"), false),
        (401, [:], error("invalid_api_key"), false), (404, [:], error("model_not_found"), false),
        (429, ["x-should-retry": "false"], error("rate_limit_exceeded"), false),
        (503, ["x-should-retry": "false"], error("server_error"), false),
        (502, [:], "<html>bad gateway</html>", false), (200, [:], "{}", false),
    ]

    @Test(arguments: again + never)
    func `it is sent again only where nothing was made and nobody forbids it`(
        _ status: Int, _ headers: [String: String], _ body: String, _ isAgain: Bool
    ) async throws {
        let stage = Stage(
            WireReply(status: status, headers: headers, body: ByteBuffer(string: body)))
        let receipt = try await stage.run()
        #expect(receipt.postponements.count == (isAgain ? 1 : 0))
        #expect(stage.requests == (isAgain ? 2 : 1))
        #expect(receipt.state == (isAgain ? .finished : .failed))
    }

    private static let waits: [([String: String], Double)] = [
        (["retry-after": "7"], 7.0), (["retry-after-ms": "250"], 0.25),
        (["retry-after-ms": "250", "retry-after": "7"], 0.25),
        (
            [
                "retry-after": "Wed, 25 Nov 2026 10:00:09 GMT",
                "date": "Wed, 25 Nov 2026 10:00:00 GMT",
            ], 9
        ),
    ]

    @Test(arguments: waits)
    func `the service says how long to wait`(
        _ headers: [String: String], _ seconds: Double
    ) async throws {
        let stage = Stage(
            WireReply(
                status: 429, headers: headers, body: ByteBuffer(string: Self.error("slow_down"))))
        let receipt = try await stage.run()
        #expect(receipt.postponements.map(\.milliseconds) == [Int64(seconds * 1000)])
        #expect(stage.waited >= .milliseconds(Int(seconds * 1000)))
    }

    @Test func `a wait that is too long ends the run`() async throws {
        let reply = WireReply(
            status: 429, headers: ["retry-after": "3600"],
            body: ByteBuffer(string: Self.error("rate_limit_exceeded")))
        let receipt = try await Stage(reply).run()
        #expect(receipt.state == .failed)
        #expect(!receipt.perhapsCharged)
    }

    @Test func `our own waits have full jitter under a bound that doubles`() {
        let policy = RetryPolicy()
        let failure = ProviderFailure.throttled(code: nil, message: "", retryAfter: nil)
        for (attempt, bound) in [(1, 1.0), (2, 2.0)] {
            #expect(policy.wait(after: failure, attempt: attempt, random: 0) == .zero)
            let most = policy.wait(after: failure, attempt: attempt, random: .max)
            let middle = policy.wait(after: failure, attempt: attempt, random: 1 << 63)
            #expect(most.map { $0 < .seconds(bound) && $0 > .seconds(bound * 0.999) } == true)
            #expect(middle == .seconds(bound / 2))
        }
        #expect(policy.wait(after: failure, attempt: 3, random: 0) == nil)
    }

    @Test func `what broke off is never sent again`() async throws {
        let stage = Stage(failing: .brokeOff("cut"))
        let receipt = try await stage.run()
        #expect(stage.requests == 1)
        #expect(receipt.perhapsCharged)
    }

    @Test func `a second sending is written down before it leaves`() async throws {
        let stage = Stage(
            WireReply(status: 429, body: ByteBuffer(string: Self.error("rate_limit_exceeded"))))
        _ = try await stage.run()
        let kinds = await stage.ledger.entries.map(\.event.kind)
        #expect(Array(kinds.prefix(4)) == ["drafted", "sent", "postponed", "sent"])
    }
}

/// Another route is asked where nothing was made, where a person configured it, and on the record.
@Suite struct FallbackTests {
    @Test func `another route is asked where nothing was made, and it is recorded`() async throws {
        let stage = Stage(failing: .unreachable("no route"))
        let receipt = try await stage.run(fallback: "gpt-image-2.5-flare")
        #expect(receipt.state == .finished)
        #expect(receipt.order.model == "gpt-image-2.5-flare")
        #expect(receipt.reroutings.map(\.reason) == ["no route"])
        #expect(receipt.asked == receipt.order.prompt)
    }

    @Test(arguments: [
        ProviderFailure.brokeOff("cut"),
        .refused(code: "moderation_blocked", message: "no", status: 400),
        .failing(code: nil, message: "bad gateway", status: 502),
    ])
    func `no other route buys what may have been made, or was refused`(
        _ failure: ProviderFailure
    ) async throws {
        let stage = Stage(failing: failure)
        let receipt = try await stage.run(fallback: "gpt-image-2.5-flare")
        #expect(receipt.state == .failed)
        #expect(receipt.reroutings.isEmpty)
        #expect(stage.requests == 1)
    }

    @Test func `without a fallback nobody else is asked`() async throws {
        let stage = Stage(failing: .unreachable("no route"))
        #expect(try await stage.run().state == .failed)
        #expect(stage.requests == 1)
    }
}

/// A service that first misbehaves and then draws, and a clock that only pauses move.
private final class Stage: Sendable {
    let ledger = MemoryLedger()
    private let first: Result<WireReply, ProviderFailure>
    private let state = Mutex((requests: 0, waited: Duration.zero))

    init(_ reply: WireReply) { first = .success(reply) }

    init(failing failure: ProviderFailure) { first = .failure(failure) }

    var requests: Int { state.withLock { $0.requests } }
    var waited: Duration { state.withLock { $0.waited } }

    func run(fallback: String? = nil) async throws -> Receipt {
        let engine = try Catalogue.included().engine(named: "openai")
        let provider = OpenAIImagesProvider(engine, baseURL: "https://test/v1")
        var pipeline = Pipeline(
            provider: provider, ledger: ledger, pictures: MemoryPictureStore(), world: world)
        if let fallback { pipeline.fallbacks = [Fallback(provider, model: fallback)] }
        let order = Order("a red pear", engine: "openai", model: "gpt-image-2")
        return try #require(await pipeline.run(Draft(order)).receipt())
    }

    private var world: World {
        World { _ async throws(ProviderFailure) in
            let count = self.state.withLock {
                $0.requests += 1
                return $0.requests
            }
            guard count == 1 else {
                let picture = #"{"data":[{"b64_json":"iVBORw0KGgo="}]}"#
                return WireStream(WireReply(status: 200, body: ByteBuffer(string: picture)))
            }
            return WireStream(try self.first.get())
        } pause: { wait in
            self.state.withLock { $0.waited += wait }
        } now: {
            Date(timeIntervalSince1970: self.state.withLock { $0.waited / .seconds(1) })
        } random: {
            1 << 62
        }
    }
}
