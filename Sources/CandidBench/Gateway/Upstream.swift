import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A provider that answers at once, and costs as little as it can.
///
/// The model in the request says what comes back: `bench-small` a few hundred bytes of JSON,
/// `bench-picture` a picture of its own in 2 MB of base64, `bench-stream` events that carry the time
/// at which they left, `bench-wait` nothing until ``release()``. Spans are taken and thrown away.
final class Upstream: Sendable {
    let port: Int
    private let channel: any Channel
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    fileprivate let content = UpstreamContent()
    private let gate: UpstreamGate

    init() throws {
        let (content, gate) = (content, UpstreamGate())
        self.gate = gate
        channel = try ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(
                        UpstreamConnection(content, gate))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = channel.localAddress?.port ?? 0
    }

    /// Requests that wait now.
    var waiting: Int { gate.count }

    /// Bytes of spans that came.
    var told: Int { content.told.load(ordering: .relaxed) }

    /// Answers everybody who waits.
    func release() { gate.open() }

    func close() throws {
        try channel.close().wait()
        try group.syncShutdownGracefully()
    }
}

/// What is sent back.
final class UpstreamContent: Sendable {
    static let small =
        #"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench-small","#
        + #""choices":[{"index":0,"message":{"role":"assistant","content":"A red pear on a table, "#
        + #"in soft light from the left.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":21,"completion_tokens":13,"total_tokens":34}}"#

    private let head: ByteBuffer
    private let tail: ByteBuffer
    private let count = Atomic<UInt32>(0)
    fileprivate let told = Atomic(0)

    init() {
        var state: UInt64 = 1
        let noise = (0..<1_500_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let size: [UInt8] = [0, 0, 4, 0, 0, 0, 4, 0, 8, 2, 0, 0, 0]
        let start =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", size)
            + Self.length(noise.count + 6 + 2) + Array("IDAT".utf8)
        // Text in base64 goes together only where its bytes come in threes.
        head = ByteBuffer(
            string: #"{"created":1,"data":[{"b64_json":""#
                + Data(start + noise.dropLast((start.count + noise.count) % 3))
                .base64EncodedString())
        let rest = (start.count + noise.count) % 3
        let end = [UInt8](repeating: 0, count: rest + 2 + 4) + Self.chunk("IEND", [])
        tail = ByteBuffer(
            string: Data(end).base64EncodedString()
                + #""}],"usage":{"input_tokens":12,"output_tokens":4160}}"#)
    }

    /// A part of a PNG file; what its checksum would be is nobody's business here.
    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        length(bytes.count) + Array(name.utf8) + bytes + [0, 0, 0, 0]
    }

    private static func length(_ count: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(count).bigEndian) { Array($0) }
    }

    /// An answer whose picture no other answer has.
    func picture() -> [ByteBuffer] {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        let own = withUnsafeBytes(of: number) { Data($0) + Data([1, 2]) }.base64EncodedString()
        return [head, ByteBuffer(string: own), tail]
    }

    static func event() -> ByteBuffer {
        let now = DispatchTime.now().uptimeNanoseconds
        return ByteBuffer(
            string: "event: image_generation.partial_image\ndata: "
                + #"{"type":"image_generation.partial_image","partial_image_index":0,"at":\#(now),"#
                + #""b64_json":"\#(Data(tiny).base64EncodedString())"}"# + "\n\n")
    }

    static let lastEvent = ByteBuffer(
        string: "event: image_generation.completed\ndata: "
            + #"{"type":"image_generation.completed","b64_json":""#
            + Data(tiny).base64EncodedString() + "\"}\n\n")

    private static let tiny: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 1, count: 500)
}

/// Holds requests back.
final class UpstreamGate: Sendable {
    private let waiting = Mutex<[EventLoopPromise<Void>]>([])

    var count: Int { waiting.withLock(\.count) }

    func wait(_ promise: EventLoopPromise<Void>) { waiting.withLock { $0.append(promise) } }

    func open() {
        let all = waiting.withLock { all in
            defer { all = [] }
            return all
        }
        for promise in all { promise.succeed() }
    }
}

private final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let content: UpstreamContent
    private let gate: UpstreamGate
    private var body = ByteBuffer()
    private var path = ""

    init(_ content: UpstreamContent, _ gate: UpstreamGate) {
        (self.content, self.gate) = (content, gate)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (body, path) = (ByteBuffer(), head.uri)
        case .body(let part) where path == Self.spans:
            content.told.wrappingAdd(part.readableBytes, ordering: .relaxed)
        case .body(var part): body.writeBuffer(&part)
        case .end: answer(context)
        }
    }

    private static let spans = "/v1/traces"

    private func answer(_ context: ChannelHandlerContext) {
        if path == Self.spans {
            return send([ByteBuffer(string: "{}")], "application/json", context)
        }
        if path.hasSuffix("/content") || body.mentions("bench-picture") {
            return send(content.picture(), "application/json", context)
        }
        if body.mentions("bench-stream") { return stream(context) }
        let small = ByteBuffer(string: UpstreamContent.small)
        guard body.mentions("bench-wait") else {
            return send([small], "application/json", context)
        }
        let promise = context.eventLoop.makePromise(of: Void.self)
        gate.wait(promise)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenSuccess {
            let (connection, context) = bound.value
            connection.send([small], "application/json", context)
        }
    }

    private func send(_ parts: [ByteBuffer], _ type: String, _ context: ChannelHandlerContext) {
        let length = parts.reduce(0) { $0 + $1.readableBytes }
        begin(["content-type": type, "content-length": "\(length)"], context)
        for part in parts { context.write(wrapOutboundOut(.body(.byteBuffer(part))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// A head, then an event that says when it left, then the last one.
    private func stream(_ context: ChannelHandlerContext) {
        begin(["content-type": "text/event-stream", "transfer-encoding": "chunked"], context)
        context.flush()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(20)) {
            let (connection, context) = bound.value
            context.writeAndFlush(
                connection.wrapOutboundOut(.body(.byteBuffer(UpstreamContent.event()))),
                promise: nil)
        }
        context.eventLoop.scheduleTask(in: .milliseconds(40)) {
            let (connection, context) = bound.value
            context.write(
                connection.wrapOutboundOut(.body(.byteBuffer(UpstreamContent.lastEvent))),
                promise: nil)
            context.writeAndFlush(connection.wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func begin(_ fields: [String: String], _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(
            version: .http1_1, status: .ok, headers: HTTPHeaders(fields.map { ($0.key, $0.value) }))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }
}

extension ByteBuffer {
    func mentions(_ text: String) -> Bool {
        readableBytesView.firstRange(of: Array(text.utf8)) != nil
    }
}
