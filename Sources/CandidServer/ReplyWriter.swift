import Candid
import NIOCore
import NIOHTTP1

/// Writes a reply as the responder gives it, no faster than the client reads.
struct ReplyWriter: Sendable {
    let channel: any Channel
    private let version: HTTPVersion
    private let isHead: Bool
    private let closes: Bool

    /// What became of a reply, and of its connection.
    enum Ending: Sendable {
        /// It is whole, and the next request may come.
        case kept
        /// It is whole, and the connection ends with it.
        case closed
        /// It is not whole; the connection must end, so that the client sees it.
        case brokenOff
    }

    init(channel: any Channel, head: HTTPRequestHead, closes: Bool) {
        self.channel = channel
        version = head.version == .http1_0 ? .http1_0 : .http1_1
        isHead = head.method == .HEAD
        self.closes = closes
    }

    /// Has a request answered.
    func reply(to request: WireRequest, from responder: Responder) async -> Ending {
        do {
            let reply: WireStream
            do {
                reply = try await responder.respond(request)
            } catch {
                // A responder that breaks off is a connection that breaks off.
                if case .brokeOff = error { return .brokenOff }
                reply = HostRefusal(error).reply
            }
            let closes = closes || onlyItsEndTellsTheLength(of: reply)
            try await send(reply, closes)
            return closes ? .closed : .kept
        } catch {
            return .brokenOff
        }
    }

    /// HTTP/1.0 has no chunks.
    private func onlyItsEndTellsTheLength(of reply: WireStream) -> Bool {
        version == .http1_0 && !isHead && reply.headers["content-length"] == nil
            && ![204, 304].contains(reply.status)
    }

    private func send(_ reply: WireStream, _ closes: Bool) async throws {
        var parts = [HTTPServerResponsePart.head(head(of: reply, closes))]
        if reply.isEventStream {
            try await write(parts)
            parts = []
        }
        if !isHead {
            for try await chunk in reply.body {
                parts.append(.body(.byteBuffer(chunk)))
                try await write(parts)
                parts = []
            }
            try Task.checkCancellation()
        }
        try await write(parts + [.end(nil)], waits: closes)
    }

    /// Waits only where the client has not read enough of what was written before, and at the end of a
    /// connection, which would take with it what was not yet sent.
    private func write(_ parts: [HTTPServerResponsePart], waits: Bool = false) async throws {
        guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
        let channel = channel
        let room = channel.eventLoop.makePromise(of: Void.self)
        let pass = { @Sendable in
            let written = channel.eventLoop.makePromise(of: Void.self)
            for part in parts.dropLast() { channel.write(part, promise: nil) }
            if let last = parts.last { channel.write(last, promise: written) }
            channel.flush()
            if channel.isWritable, !waits {
                room.succeed()
            } else {
                room.completeWith(written.futureResult)
            }
        }
        // Whether there is room is known only once the bytes were passed on.
        if channel.eventLoop.inEventLoop { pass() } else { channel.eventLoop.execute(pass) }
        try await room.futureResult.get()
    }

    private func head(of reply: WireStream, _ closes: Bool) -> HTTPResponseHead {
        var fields = HTTPHeaders(
            reply.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        // Whoever frames the body by chunks would send the last one even where there is none.
        if isHead, !fields.contains(name: "content-length") {
            fields.add(name: "content-length", value: "0")
        }
        if closes {
            fields.replaceOrAdd(name: "connection", value: "close")
        } else if version == .http1_0 {
            fields.replaceOrAdd(name: "connection", value: "keep-alive")
        }
        return HTTPResponseHead(
            version: version, status: .init(statusCode: reply.status), headers: fields)
    }
}

extension HostRefusal {
    fileprivate init(_ failure: ProviderFailure) {
        if case .tooLarge = failure {
            // Whoever reads a request's body is this host; a responder reads only what answers it.
            self.init(502, "answer_too_large", failure.message)
        } else {
            self.init(500, "server_error", failure.message)
        }
    }

    fileprivate var reply: WireStream {
        WireStream(WireReply(status: status, headers: fields, body: body))
    }
}
