/// One event of a `text/event-stream`.
public struct ServerSentEvent: Hashable, Sendable {
    /// The event's name; `message` where none was given.
    public var name: String
    /// The lines of data, joined by line feeds.
    public var data: [UInt8]

    /// Creates an event.
    public init(name: String, data: [UInt8]) {
        self.name = name
        self.data = data
    }
}

/// Reads a `text/event-stream` as its bytes arrive, however they are cut.
///
/// Follows the WHATWG definition: lines end in CR, LF or CRLF; a blank line dispatches; an event
/// that the stream's end cuts off is dropped, which the caller sees in ``isInEvent``.
public struct ServerSentEvents: Sendable {
    /// What can be wrong with a stream.
    public enum Problem: Error, Hashable, Sendable {
        /// One event holds more bytes than the limit.
        case eventTooLarge(limit: Int)
    }

    private let limit: Int
    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var skipsLineFeed = false
    private var isFirstLine = true

    /// Creates a reader that refuses an event of more than `limit` bytes.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Whether the bytes so far end in the middle of an event.
    public var isInEvent: Bool { hasData || !line.isEmpty }

    /// Takes the next bytes and gives the events that they complete.
    public mutating func take(
        _ bytes: some Sequence<UInt8>
    ) throws(Problem) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            if byte == 0x0A, skipsLineFeed {
                skipsLineFeed = false
                continue
            }
            skipsLineFeed = byte == 0x0D
            if byte == 0x0A || byte == 0x0D {
                if let event = endLine() { events.append(event) }
            } else {
                guard line.count + data.count < limit else { throw .eventTooLarge(limit: limit) }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return dispatch() }
        let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(0x0A) }
            hasData = true
            data.append(contentsOf: value)
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            name = ""
            data = []
            hasData = false
        }
        guard hasData else { return nil }
        return ServerSentEvent(name: name.isEmpty ? "message" : name, data: data)
    }
}
