import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Sends one request over and over, and measures when its answer is there.
struct Load: Sendable {
    /// What is sent.
    struct Request: Sendable {
        var path: String
        var body: String

        static func chat(_ model: String) -> Request {
            Request(
                path: "/v1/chat/completions",
                body:
                    #"{"model":"\#(model)","messages":[{"role":"user","content":"Describe a pear."}]}"#
            )
        }

        static func picture(_ model: String, stream: Bool = false) -> Request {
            Request(
                path: "/v1/images/generations",
                body: #"{"model":"\#(model)","prompt":"a red pear","stream":\#(stream),"#
                    + #""partial_images":1}"#)
        }
    }

    var port: Int
    var request: Request
    var key: String?
    var connections = 1
    /// Requests in all.
    var count: Int
    /// Requests a second, whether or not answers come; nil sends the next when one is answered.
    var rate: Double?

    /// The milliseconds of each request.
    ///
    /// They count to the end of its answer, or, of a stream, from when an event left to when it came;
    /// in an open loop from when the request was due.
    func run(on group: MultiThreadedEventLoopGroup) async throws -> [Double] {
        let tally = LoadTally(count: count)
        let start = NIODeadline.now() + .milliseconds(20)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<min(connections, count) {
                let channel = try await connect(tally, number, start, group)
                tasks.addTask { try await channel.closeFuture.get() }
            }
            try await tasks.waitForAll()
        }
        guard tally.failures == 0 else { throw LoadProblem(failures: tally.failures) }
        return tally.latencies
    }

    private func connect(
        _ tally: LoadTally, _ number: Int, _ start: NIODeadline,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        try await ClientBootstrap(group: group)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(
                        LoadConnection(self, tally, number, start))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }
}

struct LoadProblem: Error {
    let failures: Int
}

/// What all connections found.
final class LoadTally: Sendable {
    private struct State {
        var left: Int
        var latencies: [Double] = []
        var failures = 0
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(left: count)) }

    var latencies: [Double] { state.withLock(\.latencies) }
    var failures: Int { state.withLock(\.failures) }

    /// Takes a request's number, from 0; nil where there is none left.
    func next(of count: Int) -> Int? {
        state.withLock { state in
            guard state.left > 0 else { return nil }
            state.left -= 1
            return count - state.left - 1
        }
    }

    func note(_ milliseconds: Double) { state.withLock { $0.latencies.append(milliseconds) } }

    func fail() { state.withLock { $0.failures += 1 } }
}

private final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let load: Load
    private let tally: LoadTally
    private let start: NIODeadline
    private var due = NIODeadline.now()
    private var eventDelay: Double?
    private var isUnderWay = false

    init(_ load: Load, _ tally: LoadTally, _ number: Int, _ start: NIODeadline) {
        (self.load, self.tally, self.start) = (load, tally, start)
    }

    func channelActive(context: ChannelHandlerContext) { next(context) }

    private func next(_ context: ChannelHandlerContext) {
        guard let number = tally.next(of: load.count) else { return context.close(promise: nil) }
        guard let rate = load.rate else {
            due = .now()
            return send(context)
        }
        due = start + .nanoseconds(Int64(Double(number) / rate * 1e9))
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(deadline: due) { bound.value.0.send(bound.value.1) }
    }

    private func send(_ context: ChannelHandlerContext) {
        isUnderWay = true
        let body = ByteBuffer(string: load.request.body)
        var headers: HTTPHeaders = [
            "host": "127.0.0.1:\(load.port)", "content-type": "application/json",
            "content-length": "\(body.readableBytes)",
        ]
        if let key = load.key { headers.add(name: "authorization", value: "Bearer \(key)") }
        let head = HTTPRequestHead(
            version: .http1_1, method: body.readableBytes > 0 ? .POST : .GET,
            uri: load.request.path, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if head.status != .ok { tally.fail() }
        case .body(let part):
            if eventDelay == nil { eventDelay = part.delay }
        case .end:
            let whole = Double((NIODeadline.now() - due).nanoseconds) / 1e6
            tally.note(eventDelay ?? whole)
            (eventDelay, isUnderWay) = (nil, false)
            next(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isUnderWay { tally.fail() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

extension ByteBuffer {
    /// The milliseconds since the event in it left; nil where none does.
    fileprivate var delay: Double? {
        guard readableBytes < 4096,
            let range = readableBytesView.firstRange(of: Array(#""at":"#.utf8))
        else { return nil }
        let digits = readableBytesView[range.upperBound...].prefix { (0x30...0x39).contains($0) }
        guard let left = UInt64(String(decoding: digits, as: UTF8.self)) else { return nil }
        return Double(DispatchTime.now().uptimeNanoseconds - left) / 1e6
    }
}
