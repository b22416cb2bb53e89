import NIOCore
import Synchronization

/// Who is connected.
final class Reception: Sendable {
    /// Told to connections when no further request is taken.
    struct Closing: Sendable {}

    private struct State {
        var connections: [ObjectIdentifier: any Channel] = [:]
        var isClosing = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let most: Int
    private let state = Mutex(State())

    init(limits: Host.Limits) { most = limits.connections }

    /// Whether there is room for one more.
    var hasRoom: Bool { state.withLock { $0.connections.count < most } }

    func enter(_ channel: any Channel) {
        let isClosing = state.withLock { state in
            state.connections[ObjectIdentifier(channel)] = channel
            return state.isClosing
        }
        if isClosing { channel.pipeline.fireUserInboundEventTriggered(Closing()) }
    }

    func leave(_ channel: any Channel) {
        let waiting = state.withLock { state in
            state.connections[ObjectIdentifier(channel)] = nil
            guard state.connections.isEmpty else { return nil as CheckedContinuation<Void, Never>? }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Tells everybody to end after what is under way.
    func close() {
        let all = state.withLock { state in
            state.isClosing = true
            return Array(state.connections.values)
        }
        for channel in all { channel.pipeline.fireUserInboundEventTriggered(Closing()) }
    }

    /// Waits until nobody is connected; a caller that is cancelled waits no longer.
    func isEmpty() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isEmpty = state.withLock { state in
                    if state.connections.isEmpty || Task.isCancelled { return true }
                    state.waiting = continuation
                    return false
                }
                if isEmpty { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume()
        }
    }

    /// Closes every connection, which cancels its work.
    func evict() {
        for channel in state.withLock({ Array($0.connections.values) }) {
            channel.close(promise: nil)
        }
    }
}

/// Lets connections in as long as there is room; the system holds the others back.
final class Doorway: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let reception: Reception
    private var isHoldingBack = false

    init(_ reception: Reception) { self.reception = reception }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        reception.enter(channel)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        channel.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
            let (doorway, context) = bound.value
            doorway.reception.leave(channel)
            guard doorway.isHoldingBack, doorway.reception.hasRoom else { return }
            doorway.isHoldingBack = false
            context.read()
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        guard reception.hasRoom else {
            isHoldingBack = true
            return
        }
        context.read()
    }
}
