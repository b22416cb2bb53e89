public import NIOCore

/// The bytes that go to a provider, and where to.
public struct WireRequest: Hashable, Sendable {
    /// The HTTP method.
    public var method: String
    /// The address.
    public var url: String
    /// The header fields, their names in lower case.
    ///
    /// Keys live here and nowhere else.
    public var headers: [String: String]
    /// The body.
    public var body: ByteBuffer

    /// Creates a request.
    public init(
        _ method: String, _ url: String, headers: [String: String] = [:],
        body: ByteBuffer = ByteBuffer()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The bytes that came back, all of them.
public struct WireReply: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// The header fields, their names in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: ByteBuffer

    /// Creates a reply.
    public init(status: Int, headers: [String: String] = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The head of a reply at once, and its body chunk by chunk as it arrives.
public struct WireStream: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The header fields, their names in lower case.
    public var headers: [String: String]
    /// The body's chunks.
    public var body: AsyncThrowingStream<ByteBuffer, any Error>

    /// Creates a stream.
    public init(
        status: Int, headers: [String: String] = [:],
        body: AsyncThrowingStream<ByteBuffer, any Error>
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A stream of a reply that is here already.
    public init(_ reply: WireReply) {
        self.init(
            status: reply.status, headers: reply.headers,
            body: AsyncThrowingStream { stream in
                if reply.body.readableBytes > 0 { stream.yield(reply.body) }
                stream.finish()
            })
    }

    /// Whether the body is a stream of server-sent events.
    public var isEventStream: Bool {
        headers["content-type"]?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}

extension WireRequest {
    /// The body's bytes in place.
    public var bodyBytes: ByteBufferView { body.readableBytesView }
}
