import AsyncHTTPClient
import Candid
@testable import CandidIO
import CandidServer
import NIOCore
import Synchronization
import Testing

// The time of a busy machine, which runs all suites at once: it only ends what hangs.
@Suite(.timeLimit(.minutes(15))) struct LiveWorldTests {
    private static let world = World.live()
    /// Where all suites run at once, a reader may not have its turn for a minute.
    private static var patient: Host.Limits {
        var limits = Host.Limits()
        limits.patience = .seconds(3600)
        return limits
    }

    @Test func `events that came before a connection broke are read before the error`() async throws
    {
        let (broken, breaks) = AsyncStream.makeStream(of: Void.self)
        let responder = Responder { _ in
            let events = Counter(3)
            return WireStream(
                status: 200, headers: ["content-type": "text/event-stream"],
                body: AsyncThrowingStream {
                    if events.next() { return ByteBuffer(string: "data: \(events.made)\n\n") }
                    breaks.finish()
                    throw ProviderFailure.brokeOff("gone")
                })
        }
        try await serving(responder) { address in
            let reply = try await Self.world.stream(WireRequest("GET", address + "/"))
            for await _ in broken {}
            var seen = ""
            await #expect(throws: ProviderFailure.self) {
                for try await chunk in reply.body { seen += String(buffer: chunk) }
            }
            #expect(seen == "data: 1\n\ndata: 2\n\ndata: 3\n\n")
        }
    }

    @Test func `a server that is faster than its reader waits, and is left with the reader`()
        async throws
    {
        let all = 4096
        let counter = Counter(all)
        let (leaves, left) = AsyncStream.makeStream(of: Void.self)
        let responder = Responder { _ in
            let body = Body(left) {
                counter.next() ? ByteBuffer(repeating: 7, count: 64 << 10) : nil
            }
            return WireStream(status: 200, body: AsyncThrowingStream { body.next() })
        }
        try await serving(responder) { address in
            var reply: WireStream? = try await Self.world.stream(WireRequest("GET", address + "/"))
            #expect(reply?.status == 200)
            // What nobody reads fills what the system holds for a connection, and then stands still.
            var (last, still) = (-1, 0)
            while still < 10 {
                try await Task.sleep(for: .milliseconds(20))
                let now = counter.made
                (last, still) = (now, now == last && now > 0 ? still + 1 : 0)
            }
            #expect(last < all)
            reply = nil
            for await _ in leaves {}
            #expect(counter.made < all)
        }
    }

    @Test func `a large answer arrives whole, however it is read`() async throws {
        let piece = ByteBuffer(bytes: (0..<100_003).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let responder = Responder { _ in
            let pieces = Counter(40)
            return WireStream(
                status: 200, body: AsyncThrowingStream { pieces.next() ? piece : nil })
        }
        try await serving(responder, limits: Self.patient) { address in
            let reply = try await Self.world.stream(WireRequest("GET", address + "/"))
            var (whole, count) = (ByteBuffer(), 0)
            for try await chunk in reply.body {
                whole.writeImmutableBuffer(chunk)
                count += 1
                if count.isMultiple(of: 3) { try await Task.sleep(for: .milliseconds(1)) }
            }
            #expect(whole.readableBytes == 40 * piece.readableBytes)
            let isWhole = (0..<40).allSatisfy { index in
                whole.getSlice(at: index * piece.readableBytes, length: piece.readableBytes)
                    == piece
            }
            #expect(isWhole)
        }
    }

    @Test func `many large answers at once arrive whole`() async throws {
        let body = ByteBuffer(repeating: 7, count: 3_000_001)
        let responder = Responder { _ in WireStream(WireReply(status: 200, body: body)) }
        try await serving(responder, limits: Self.patient) { address in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        let reply = try await Self.world.stream(WireRequest("GET", address + "/"))
                        return try await reply.body.reduce(0) { $0 + $1.readableBytes }
                    }
                }
                for try await count in group { #expect(count == 3_000_001) }
            }
        }
    }

    @Test func `an answer that is there and not read to its end is let go`() async throws {
        let body = ByteBuffer(repeating: 7, count: 40_000)
        let responder = Responder { _ in WireStream(WireReply(status: 200, body: body)) }
        try await serving(responder) { address in
            weak var exchange: ProviderExchange?
            do {
                let reader = ProviderReader(
                    try HTTPClient.Request(url: address + "/"), by: .shared,
                    until: .now() + .hours(1))
                exchange = reader.exchange
                _ = try await reader.head()
                // Until the end has come, to the client, which tells of it only after the rest.
                try await Task.sleep(for: .milliseconds(200))
            }
            for _ in 0..<500 where exchange != nil {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(exchange == nil)
        }
    }

    @Test func `whoever is cancelled while waiting for a chunk breaks the request off`()
        async throws
    {
        let (leaves, left) = AsyncStream.makeStream(of: Void.self)
        let silences = Counter(2)
        let responder = Responder { _ in
            let (silence, _) = AsyncStream.makeStream(of: ByteBuffer.self)
            let body = Body(left) { silences.next() ? nil : ByteBuffer() }
            return WireStream(
                status: 200, headers: ["content-type": "text/event-stream"],
                body: AsyncThrowingStream {
                    for await chunk in silence { return chunk }
                    return body.next()
                })
        }
        try await serving(responder) { address in
            let reply = try await Self.world.stream(WireRequest("GET", address + "/"))
            let reading = Task { try await reply.body.reduce(0) { $0 + $1.readableBytes } }
            reading.cancel()
            _ = try? await reading.value
            for await _ in leaves {}
            // The server stopped waiting because nobody was there any more.
            #expect(silences.made == 1)
        }
    }

    @Test func `an answer that does not end within the time is broken off`() async throws {
        var network = Network()
        network.timeout = .seconds(1)
        let world = World.live(network)
        let responder = Responder { _ in
            let (silence, _) = AsyncStream.makeStream(of: ByteBuffer.self)
            return WireStream(
                status: 200, headers: ["content-type": "text/event-stream"],
                body: AsyncThrowingStream {
                    for await chunk in silence { return chunk }
                    return nil
                })
        }
        try await serving(responder) { address in
            let failure = await #expect(throws: ProviderFailure.self) {
                let reply = try await world.stream(WireRequest("GET", address + "/"))
                for try await _ in reply.body {}
            }
            #expect(failure?.message.contains("network.timeout") == true)
        }
    }

    @Test func `an answer without a body ends at once, and its connection is used again`()
        async throws
    {
        let responder = Responder { _ in WireStream(WireReply(status: 204)) }
        try await serving(responder) { address in
            for _ in 0..<3 {
                let reply = try await Self.world.stream(WireRequest("GET", address + "/"))
                #expect(reply.status == 204)
                #expect(try await reply.body.reduce(0) { $0 + $1.readableBytes } == 0)
            }
        }
    }

    @Test(arguments: ["http://", "127.0.0.1/x", "gopher://127.0.0.1/"])
    func `an address that is none is said to be unreachable or broken`(_ address: String) async {
        await #expect(throws: ProviderFailure.self) {
            try await Self.world.stream(WireRequest("GET", address))
        }
    }

    /// Counts up to a number.
    private final class Counter: Sendable {
        private let count = Mutex(0)
        private let most: Int

        init(_ most: Int) { self.most = most }

        var made: Int { count.withLock { $0 } }

        func next() -> Bool {
            count.withLock { count in
                guard count < most else { return false }
                count += 1
                return true
            }
        }
    }

    /// Says when nobody wants it any more.
    private final class Body: Sendable {
        private let left: AsyncStream<Void>.Continuation
        private let make: @Sendable () -> ByteBuffer?

        init(
            _ left: AsyncStream<Void>.Continuation, _ make: @escaping @Sendable () -> ByteBuffer?
        ) {
            (self.left, self.make) = (left, make)
        }

        deinit { left.finish() }

        func next() -> ByteBuffer? { make() }
    }
}
