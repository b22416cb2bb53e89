public import NIOCore

/// What was seen of one canary at both ends of a gateway.
public struct CanaryTrace: Sendable {
    /// What the client got.
    public enum Answer: Sendable {
        /// A whole answer.
        case reply(WireReply)
        /// None, or one that broke off; why.
        case broken(String)
    }

    /// What reached the recorder, in order.
    public var arrivals: [WireRequest]
    /// What the client got, in the end.
    public var answer: Answer
    /// Of a stream, how many events the client saw before the next one was sent; nil where the
    /// recorder sent none.
    public var seenInTime: Int?
    /// How long the client waited.
    public var waited: Duration

    /// Creates a trace.
    public init(
        arrivals: [WireRequest], answer: Answer, seenInTime: Int? = nil, waited: Duration = .zero
    ) {
        self.arrivals = arrivals
        self.answer = answer
        self.seenInTime = seenInTime
        self.waited = waited
    }

    /// The status that the client got.
    var status: Int? {
        if case .reply(let reply) = answer { reply.status } else { nil }
    }

    /// The client's answer in a few words, such as `HTTP 400: unknown model`.
    var answerInWords: String {
        switch answer {
        case .broken(let reason): reason
        case .reply(let reply):
            "HTTP \(reply.status)" + (Self.message(reply).map { ": \($0)" } ?? "")
        }
    }

    /// What an error's body says, cut to a line.
    private static func message(_ reply: WireReply) -> String? {
        guard reply.status >= 400 else { return nil }
        let text = String(decoding: reply.body.readableBytesView.prefix(4096), as: UTF8.self)
        let json = JSONValue(text: text)
        let message =
            json?["error"]?["message"]?.text ?? json?["detail"]?.text ?? json?["message"]?.text
            ?? text
        let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.isEmpty ? nil : line.count > 160 ? "\(line.prefix(160))…" : line
    }
}

/// Counts the events of a stream as their bytes arrive.
public struct EventCount: Sendable {
    private var events = RawEvents(limit: 16 << 20)
    /// How many are whole so far.
    public private(set) var count = 0

    /// Creates a count of nothing.
    public init() {}

    /// Takes the next bytes.
    ///
    /// - Throws: ``ProviderFailure/tooLarge(limit:)``.
    public mutating func take(_ chunk: ByteBuffer) throws(ProviderFailure) {
        for bytes in try events.take(chunk) where StreamedEvent(bytes) != nil { count += 1 }
    }
}

/// An event as it was sent.
struct StreamedEvent {
    let name: String
    let data: [UInt8]

    /// Reads an event; nil for comments and blank lines.
    init?(_ bytes: [UInt8]) {
        var name = ""
        var data: [[UInt8]] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if line.starts(with: "data:".utf8) {
                data.append(Self.value(line.dropFirst(5)))
            } else if line.starts(with: "event:".utf8) {
                name = String(decoding: Self.value(line.dropFirst(6)), as: UTF8.self)
            }
        }
        guard !data.isEmpty else { return nil }
        self.name = name
        self.data = Array(data.joined(separator: [0x0A]))
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(bytes.first == 0x20 ? bytes.dropFirst() : bytes)
    }

    /// All events of a body, the last one even if no blank line ends it.
    static func all(in body: ByteBuffer) -> [StreamedEvent] {
        var cutter = RawEvents(limit: body.readableBytes + 1)
        let whole = (try? cutter.take(body)) ?? []
        return (whole + [cutter.unended]).compactMap(StreamedEvent.init)
    }
}
