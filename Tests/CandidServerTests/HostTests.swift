import Candid
import CandidIO
import CandidServer
import NIOCore
import NIOPosix
import Testing

// The time of a busy machine, which runs all suites at once: it only ends what hangs.
@Suite(.timeLimit(.minutes(15))) struct HostTests {
    private static let world = World.live()

    @Test func `a request arrives and its answer returns to the byte`() async throws {
        let echo = Responder { request in
            WireStream(
                WireReply(
                    status: 201,
                    headers: [
                        "x-seen": "\(request.method) \(request.url) \(request.headers["x-a"] ?? "")"
                    ],
                    body: request.body))
        }
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await serving(echo) { address in
            let reply = try await Self.world.stream(
                WireRequest(
                    "POST", address + "/v1/x?y=1", headers: ["x-a": "b"],
                    body: ByteBuffer(bytes: bytes)))
            #expect(reply.status == 201)
            #expect(reply.headers["x-seen"]?.hasPrefix("POST /v1/x") == true)
            #expect(reply.headers["x-seen"]?.hasSuffix(" b") == true)
            #expect(try await reply.whole() == bytes)
        }
    }

    @Test func `a chunk leaves before the next one exists`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let responder = Responder { _ in
            WireStream(
                status: 200, headers: ["content-type": "text/event-stream"],
                body: AsyncThrowingStream { stream in
                    Task {
                        stream.yield(ByteBuffer(string: "data: 1\n\n"))
                        for await _ in gate { break }
                        stream.yield(ByteBuffer(string: "data: 2\n\n"))
                        stream.finish()
                    }
                })
        }
        try await serving(responder) { address in
            let reply = try await Self.world.stream(WireRequest("GET", address + "/"))
            var seen: [String] = []
            for try await chunk in reply.body {
                seen.append(String(decoding: chunk.readableBytesView, as: UTF8.self))
                opener.finish()
            }
            #expect(seen == ["data: 1\n\n", "data: 2\n\n"])
        }
    }

    @Test(arguments: [(true, 10, true), (true, 1 << 20, false), (false, 10, false)])
    func `what only passes through is answered on its connection's loop, unless it is large`(
        passesThrough: Bool, bytes: Int, staysOnLoop: Bool
    ) async throws {
        let responder = Responder { _ in
            let isOnLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
            return WireStream(
                WireReply(status: isOnLoop ? 200 : 202, headers: [:], body: ByteBuffer()))
        }
        try await serving(responder, passesThrough: passesThrough) { address in
            let reply = try await Self.world.stream(
                WireRequest(
                    "POST", address + "/", headers: [:],
                    body: ByteBuffer(repeating: 0x61, count: bytes)))
            #expect((reply.status == 200) == staysOnLoop)
        }
    }

    @Test func `an answer arrives whole though the connection ends with it`() async throws {
        let body = ByteBuffer(repeating: 0x61, count: 16 << 20)
        let responder = Responder { _ in
            WireStream(WireReply(status: 200, headers: [:], body: body))
        }
        var limits = Host.Limits()
        // Where all suites run at once, a reader may not have its turn for a minute.
        limits.patience = .seconds(3600)
        try await serving(responder, limits: limits) { address in
            let reply = try await Self.world.stream(
                WireRequest("GET", address + "/", headers: ["connection": "close"]))
            var count = 0
            for try await chunk in reply.body { count += chunk.readableBytes }
            #expect(count == 16 << 20)
        }
    }

    @Test func `a body over the limit is answered with 413`() async throws {
        let (calls, called) = AsyncStream.makeStream(of: Void.self)
        let responder = Responder { _ in
            called.yield()
            return WireStream(WireReply(status: 200))
        }
        try await serving(responder, limits: Host.Limits(body: 1000)) { address in
            var statuses: [Int] = []
            for size in [1000, 1001] {
                let body = ByteBuffer(repeating: 65, count: size)
                let request = WireRequest("POST", address + "/", body: body)
                statuses.append(try await Self.world.stream(request).status)
            }
            #expect(statuses == [200, 413])
        }
        called.finish()
        #expect(await calls.reduce(0) { count, _ in count + 1 } == 1)
    }

    @Test func `a client that leaves cancels the work`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let responder = Responder { _ async throws(ProviderFailure) in
            started.yield()
            do {
                try await Task.sleep(for: .seconds(3600))
            } catch {
                ended.yield()
            }
            throw .brokeOff("cancelled")
        }
        try await serving(responder) { address in
            let client = Task { try await Self.world.stream(WireRequest("GET", address + "/")) }
            for await _ in starts { break }
            client.cancel()
            for await _ in ends { break }
            await #expect(throws: (any Error).self) { try await client.value }
        }
    }

    @Test func `a responder that breaks off breaks the connection off`() async throws {
        let responder = Responder { _ async throws(ProviderFailure) in throw .brokeOff("drop") }
        try await serving(responder) { address in
            await #expect(throws: ProviderFailure.self) {
                try await Self.world.stream(WireRequest("GET", address + "/"))
            }
        }
    }

    @Test func `a head that is never finished is left, however long a connection may be idle`()
        async throws
    {
        var limits = Host.Limits()
        (limits.patience, limits.idle) = (.seconds(1), .seconds(36_000))
        let responder = Responder { _ in WireStream(WireReply(status: 200)) }
        try await serving(responder, limits: limits) { address in
            let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
            let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            try await client.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\nhost: a"))
            try await client.closeFuture.get()
        }
    }

    @Test func `a port that is taken is named`() async throws {
        let responder = Responder { _ in WireStream(WireReply(status: 200)) }
        try await serving(responder) { address in
            let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
            let problem = await #expect(throws: HostProblem.self) {
                try await Host(responder, port: port).run(endingOnSignals: false) { _ in }
            }
            #expect(problem?.description.contains("127.0.0.1:\(port)") == true)
        }
    }
}

extension WireStream {
    fileprivate func whole() async throws -> [UInt8] {
        var whole = ByteBuffer()
        for try await chunk in body { whole.writeImmutableBuffer(chunk) }
        return Array(whole.readableBytesView)
    }
}
