import Candid
import NIOCore
import NIOHTTP1

/// One client: collects a request, has it answered, and takes the next one.
///
/// It goes on reading while a request is answered, since that is how a client that has gone is
/// noticed; what a client sends ahead waits, and too much of it stops the reading.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
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
    private let refused: Host.Refused?
    private var place = Place.idle
    private var ahead: [HTTPServerRequestPart] = []
    private var isClosing = false
    /// Whether the client said that it sends nothing more.
    private var isInputClosed = false
    /// When the answer began to be awaited, or something of it was written last.
    private var lastSign = NIODeadline.now()
    private var isListening = false
    /// When patience with what the client sends ends; nil while there is nothing to wait for.
    private var deadline: NIODeadline?
    /// When patience with a client ends that does not read its answer.
    private var readDeadline: NIODeadline?
    /// Whether bytes of a head came since the last request.
    private var hasBegun = false
    private var watch: RepeatedTask?

    private static let mostAhead = 64
    /// Bytes of a body that are read in no time.
    private static let small = 128 << 10
    /// How long after its head a body may come without a question.
    private static let tarrying = TimeAmount.milliseconds(20)

    init(_ host: Host) {
        (responder, limits, admits) = (host.responder, host.limits, host.admits)
        (tellsPeer, passesThrough) = (host.tellsPeer, host.passesThrough)
        refused = host.refused
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

    /// A body that tarries is asked for, however small it is; most clients write head and body one right
    /// after the other, and are not held up.
    func channelReadComplete(context: ChannelHandlerContext) {
        if case .reading(let request) = place, !request.isAsked, let admits {
            request.isAsked = true
            let bound = NIOLoopBound((self, request, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: Self.tarrying) {
                let (connection, request, context) = bound.value
                guard case .reading(let current) = connection.place, current === request,
                    context.channel.isActive
                else { return }
                connection.ask(admits, request, context)
            }
        }
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (event, place) {
        case (is Arrival.Bytes, .idle) where !hasBegun:
            // Once for a head, so that its bytes one by one buy no time.
            hasBegun = true
            deadline = .now() + .init(limits.patience)
        case (is Arrival.Bytes, _): break
        case (is Reception.Closing, .idle), (is Reception.Closing, .reading):
            // What is not whole by now may never be.
            isClosing = true
            context.close(promise: nil)
        case (is Reception.Closing, _): isClosing = true
        case (ChannelEvent.inputClosed, .answering), (ChannelEvent.inputClosed, .turningAway):
            (isInputClosed, lastSign) = (true, .now())
            listen(context)
        case (ChannelEvent.inputClosed, .leaving): break
        case (ChannelEvent.inputClosed, _): context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        lastSign = .now()
        context.write(data, promise: promise)
    }

    /// A client that sends nothing more may wait for its answer or be gone, and only writing tells
    /// which: where nothing is written for a while, it is taken for gone, because the rest may cost
    /// something.
    private func listen(_ context: ChannelHandlerContext) {
        guard !isListening else { return }
        isListening = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .init(limits.farewell)) {
            let (connection, context) = bound.value
            connection.hear(context)
        }
    }

    private func hear(_ context: ChannelHandlerContext) {
        isListening = false
        switch place {
        case .answering, .turningAway: break
        default: return
        }
        let isSilent = lastSign + .init(limits.farewell) <= .now()
        // What it has yet to read would tell that it is gone.
        guard isSilent, context.channel.isWritable else { return listen(context) }
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readDeadline = context.channel.isWritable ? nil : .now() + .init(limits.patience)
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, context.channel.isActive else {
            return context.close(promise: nil)
        }
        switch place {
        case .answering, .turningAway, .leaving: context.close(promise: nil)
        case .reading(let request): refuse(HostRefusal(error), request, context)
        case .idle, .asking: refuse(HostRefusal(error), nil, context)
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, place) {
        case (.head(let head), .idle): begin(head, context)
        case (.body(let bytes), .reading(let request)):
            guard request.add(bytes, limit: limits.body) else {
                return refuse(.tooLarge(limit: limits.body), request, context)
            }
            deadline = request.deadline(limits, at: .now())
        case (.end, .reading(let request)): answer(request, context)
        default: break
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = RequestInProgress(head)
        if let problem = request.problem { return refuse(problem, request, context) }
        guard request.length <= limits.body else {
            return refuse(.tooLarge(limit: limits.body), request, context)
        }
        guard let admits, request.mayBeLarge else { return read(request, context) }
        ask(admits, request, context)
    }

    private func ask(
        _ admits: @escaping @Sendable (WireRequest) async -> Bool, _ request: RequestInProgress,
        _ context: ChannelHandlerContext
    ) {
        request.isAsked = true
        // Nothing more of the body is read meanwhile.
        setReading(false, context)
        deadline = nil
        let bound = NIOLoopBound((self, request, context), eventLoop: context.eventLoop)
        let (wire, loop) = (told(request.wireHead), context.eventLoop)
        place = .asking(
            Task {
                let isIn = await admits(wire)
                loop.execute {
                    let (connection, request, context) = bound.value
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
            let head = RequestInProgress(request.head)
            return reply(to: head, context, closes: true) { .turningAway($0) }
        }
        if isClosing, !parts.contains(where: \.isEnd) { return context.close(promise: nil) }
        read(request, context)
        for part in parts { channelRead(context: context, data: wrapInboundIn(part)) }
    }

    private func read(_ request: RequestInProgress, _ context: ChannelHandlerContext) {
        deadline = request.deadline(limits, at: .now())
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

    /// The request with the other end's address, where that is told.
    private func told(_ request: WireRequest) -> WireRequest {
        guard tellsPeer else { return request }
        var request = request
        request.headers[Visit.peer] = peer
        return request
    }

    private func reply(
        to request: RequestInProgress, _ context: ChannelHandlerContext, closes: Bool,
        _ next: (Task<Void, Never>) -> Place
    ) {
        (deadline, hasBegun, lastSign) = (nil, false, .now())
        if isInputClosed { listen(context) }
        let writer = ReplyWriter(channel: context.channel, head: request.head, closes: closes)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (responder, wire, loop) = (responder, told(request.wire), context.eventLoop)
        let isQuick = passesThrough && wire.body.readableBytes <= Self.small
        let executor = isQuick ? LoopExecutor(loop) : nil
        place = next(
            Task(executorPreference: executor) {
                let ending = await Workplace.$executor.withValue(executor) {
                    await writer.reply(to: wire, from: responder)
                }
                loop.execute { bound.value.0.end(ending, bound.value.1) }
            })
    }

    private func end(_ ending: ReplyWriter.Ending, _ context: ChannelHandlerContext) {
        if case .turningAway = place, ending != .brokenOff { return leave(context) }
        guard ending == .kept, !isClosing, context.channel.isActive,
            !isInputClosed || ahead.contains(where: \.isEnd)
        else { return context.close(promise: nil) }
        place = .idle
        deadline = .now() + .init(limits.idle)
        if ahead.count >= Self.mostAhead { setReading(true, context) }
        let parts = ahead
        ahead = []
        for part in parts { channelRead(context: context, data: wrapInboundIn(part)) }
    }

    /// Says why nothing more is taken, and lets the client read it: a connection that is closed over
    /// unread bytes takes what was written with it.
    private func refuse(
        _ refusal: HostRefusal, _ request: RequestInProgress?, _ context: ChannelHandlerContext
    ) {
        place = .leaving
        deadline = .now() + .seconds(5)
        refused?(request?.wireHead, refusal.status, refusal.code)
        var head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: refusal.status),
            headers: ["connection": "close"])
        for (name, value) in refusal.fields { head.headers.add(name: name, value: value) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(refusal.body))), promise: nil)
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
        let now = NIODeadline.now()
        if [deadline, readDeadline].compactMap(\.self).contains(where: { $0 < now }) {
            context.close(promise: nil)
        }
    }

    private func setReading(_ isReading: Bool, _ context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: isReading).whenFailure { _ in }
    }

    private func wrapInboundIn(_ part: HTTPServerRequestPart) -> NIOAny { NIOAny(part) }
}

extension HTTPServerRequestPart {
    fileprivate var isEnd: Bool {
        if case .end = self { true } else { false }
    }
}

/// Says that bytes came, before anybody knows what they are: a head's first bytes are all that is seen
/// of a client that never ends it.
final class Arrival: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Told ahead of the bytes themselves.
    struct Bytes: Sendable {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireUserInboundEventTriggered(Bytes())
        context.fireChannelRead(data)
    }
}
