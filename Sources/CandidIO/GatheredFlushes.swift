import NIOCore

/// Sends together what is to be sent within one turn of the event loop.
///
/// The client flushes a request's head before it writes the body: two system calls and two packets for
/// what is one, and the service is woken twice.
final class GatheredFlushes: ChannelOutboundHandler {
    typealias OutboundIn = Never

    private var isPlanned = false

    func flush(context: ChannelHandlerContext) {
        guard !isPlanned else { return }
        isPlanned = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (flushes, context) = bound.value
            flushes.pass(context)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        pass(context)
        context.close(mode: mode, promise: promise)
    }

    private func pass(_ context: ChannelHandlerContext) {
        guard isPlanned else { return }
        isPlanned = false
        context.flush()
    }
}
