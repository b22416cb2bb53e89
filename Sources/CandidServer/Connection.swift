import Candid
import NIOCore
import NIOHTTP1

/// One client: collects a request, has it answered, and takes the next one.
///
/// It goes on reading while a request is answered, since that is how a client that has gone is
/// noticed; what a client sends ahead waits, and too much of it stops the reading.
final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Place {
        /// Between requests.
        case idle
        /// Waits to hear whether a request may come in, before its body is read.
        case asking(Task<Void, Never>)
        /// In a request.
        case reading(RequestInProgress)
        /// Its answer is on the way.
        case answering(Task<Void, Never>)
        /// Its answer is on the way, and its body is not read.
        case turningAway(Task<Void, Never>)
        /// Nothing more is taken; what still comes is thrown away, so that the client can read why.
        case leaving
    }

    private let responder: Responder
    private let limits: Host.Limits
    private let admits: (@Sendable (WireRequest) async -> Bool)?
    private let tellsPeer: Bool
    /// The other end's address, which is a system call each time that it is asked for.
    private var peer: String?
    private let passesThrough: Bool
    private var place = Place.idle
    private var ahead: [HTTPServerRequestPart] = []
    private var isClosing = false
    /// When patience ends; nil while there is nothing to wait for.
    private var deadline: NIODeadline?
    private var watch: RepeatedTask?

    private static let mostAhead = 64
    /// Bytes of a body that are read in no time.
    private static let small = 128 << 10

    init(
        _ responder: Responder, _ limits: Host.Limits,
        _ admits: (@Sendable (WireRequest) async -> Bool)? = nil, tellsPeer: Bool,
        passesThrough: Bool
    ) {
        (self.responder, self.limits, self.admits) = (responder, limits, admits)
        (self.tellsPeer, self.passesThrough) = (tellsPeer, passesThrough)
    }

    func channelActive(context: ChannelHandlerContext) {
        if tellsPeer { peer = context.remoteAddress?.ipAddress }
        deadline = .now() + .init(limits.idle)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleRepeatedTask(
            initialDelay: .seconds(5), delay: .seconds(5)
        ) { _ in
            let (connection, context) = bound.value
            connection.look(context)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch?.cancel()
        switch place {
        case .answering(let work), .asking(let work), .turningAway(let work): work.cancel()
        default: break
        }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch place {
        case .answering, .asking: ahead.append(part)
        default: return take(part, context)
        }
        if ahead.count == Self.mostAhead { setReading(false, context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is Reception.Closing else {
            return context.fireUserInboundEventTriggered(event)
        }
        isClosing = true
        if case .idle = place { context.close(promise: nil) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        deadline = context.channel.isWritable ? nil : .now() + .init(limits.patience)
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        switch (place, error) {
        case (.answering, _), (.turningAway, _), (.leaving, _): context.close(promise: nil)
        case (_, .headerOverflow):
            refuse(
                HostRefusal(431, "header_too_large", "The request's head is too large."), context)
        default:
            refuse(
                HostRefusal(400, "invalid_request", "This is no HTTP request (\(error))."), context)
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, place) {
        case (.head(let head), .idle): begin(head, context)
        case (.body(let bytes), .reading(var request)):
            place = .idle
            guard request.add(bytes, limit: limits.body) else {
                return refuse(.tooLarge(limit: limits.body), context)
            }
            deadline = .now() + .init(limits.patience)
            place = .reading(request)
        case (.end, .reading(let request)): answer(request, context)
        default: break
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = RequestInProgress(head)
        guard request.length <= limits.body else {
            return refuse(.tooLarge(limit: limits.body), context)
        }
        guard let admits, request.mayBeLarge else { return read(request, context) }
        // Nothing of the body is read meanwhile, but what came with the head.
        setReading(false, context)
        deadline = nil
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (wire, loop) = (wire(of: request), context.eventLoop)
        place = .asking(
            Task {
                let isIn = await admits(wire)
                loop.execute {
                    let (connection, context) = bound.value
                    connection.hear(isIn, request, context)
                }
            })
    }

    /// Reads the body of a request that may come in, or answers one that may not.
    private func hear(
        _ isIn: Bool, _ request: RequestInProgress, _ context: ChannelHandlerContext
    ) {
        guard case .asking = place, context.channel.isActive else { return }
        let parts = ahead
        ahead = []
        setReading(true, context)
        guard isIn else {
            return reply(to: request, context, closes: true) { .turningAway($0) }
        }
        read(request, context)
        for part in parts { channelRead(context: context, data: wrapInboundIn(part)) }
    }

    private func read(_ request: RequestInProgress, _ context: ChannelHandlerContext) {
        deadline = .now() + .init(limits.patience)
        place = .reading(request)
        guard request.head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" })
        else {
            return
        }
        let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
    }

    private func answer(_ request: RequestInProgress, _ context: ChannelHandlerContext) {
        reply(to: request, context, closes: isClosing || !request.head.isKeepAlive) {
            .answering($0)
        }
    }

    private func wire(of request: RequestInProgress) -> WireRequest {
        var whole = request.wire
        if tellsPeer { whole.headers[Visit.peer] = peer }
        return whole
    }

    private func reply(
        to request: RequestInProgress, _ context: ChannelHandlerContext, closes: Bool,
        _ next: (Task<Void, Never>) -> Place
    ) {
        deadline = nil
        let writer = ReplyWriter(channel: context.channel, head: request.head, closes: closes)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (responder, wire, loop) = (responder, wire(of: request), context.eventLoop)
        let isQuick = passesThrough && wire.body.readableBytes <= Self.small
        let executor = isQuick ? LoopExecutor(loop) : nil
        place = next(
            Task(executorPreference: executor) {
                let isWhole = await Workplace.$executor.withValue(executor) {
                    await writer.reply(to: wire, from: responder)
                }
                loop.execute { bound.value.0.end(isWhole, writer.closes, bound.value.1) }
            })
    }

    private func end(_ isWhole: Bool, _ closes: Bool, _ context: ChannelHandlerContext) {
        if case .turningAway = place, isWhole { return leave(context) }
        guard isWhole, !closes, !isClosing, context.channel.isActive else {
            return context.close(promise: nil)
        }
        place = .idle
        deadline = .now() + .init(limits.idle)
        if ahead.count >= Self.mostAhead { setReading(true, context) }
        let parts = ahead
        ahead = []
        for part in parts { channelRead(context: context, data: wrapInboundIn(part)) }
    }

    /// Says why nothing more is taken, and lets the client read it: a connection that is closed over
    /// unread bytes takes what was written with it.
    private func refuse(_ refusal: HostRefusal, _ context: ChannelHandlerContext) {
        place = .leaving
        deadline = .now() + .seconds(5)
        let body = refusal.body
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: refusal.status),
            headers: [
                "connection": "close", "content-length": "\(body.readableBytes)",
                "content-type": "application/json",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            bound.value.close(mode: .output, promise: nil)
        }
    }

    /// Lets the client read the answer, although what it sends is thrown away.
    private func leave(_ context: ChannelHandlerContext) {
        place = .leaving
        deadline = .now() + .seconds(5)
        context.close(mode: .output, promise: nil)
    }

    /// Closes a connection that kept silent, or did not read, for too long.
    private func look(_ context: ChannelHandlerContext) {
        if let deadline, deadline < .now() { context.close(promise: nil) }
    }

    private func setReading(_ isReading: Bool, _ context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: isReading).whenFailure { _ in }
    }

    private func wrapInboundIn(_ part: HTTPServerRequestPart) -> NIOAny { NIOAny(part) }
}
