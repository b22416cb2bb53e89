public import NIOCore

/// One event of a `text/event-stream` whose data is JSON.
public struct WireEvent: Hashable, Sendable {
    /// The event's name; `message` where none was given.
    public var name: String
    /// The data; nil for the sentinel `[DONE]` with which some services end.
    public var data: JSONValue?

    /// Creates an event.
    public init(name: String, data: JSONValue?) {
        self.name = name
        self.data = data
    }
}

/// Reads a `text/event-stream` of JSON as its bytes arrive, however they are cut.
///
/// Follows the WHATWG definition: lines end in CR, LF or CRLF; a blank line dispatches; comments and
/// unknown fields are passed over. An event's data goes straight on to a ``JSONReader``, so that a
/// picture of many megabytes on one line is decoded while it arrives and never held as text.
public struct EventReader: Sendable {
    private enum Place {
        case field, afterColon, value
    }

    private enum Field {
        case data, event, other
    }

    private let limits: JSONReader.Limits
    private let pictureKeys: Set<String>
    private let store: (any PictureStore)?
    private var place = Place.field
    private var field: [UInt8] = []
    private var kind = Field.other
    private var skipsLineFeed = false
    private var isFirstLine = true
    private var name: [UInt8] = []
    /// The first bytes of the data, until it is clear that they are not `[DONE]`.
    private var head: [UInt8] = []
    private var reader: JSONReader?
    private var hasData = false

    private static let sentinel = Array("[DONE]".utf8)
    private static let longestName = 256

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - limits: What is too much for one event.
    ///   - pictureKeys: The keys whose strings are pictures in base64.
    ///   - store: Where large pictures go while they arrive; nil holds them in memory.
    public init(
        limits: JSONReader.Limits, pictureKeys: Set<String> = [],
        into store: (any PictureStore)? = nil
    ) {
        self.limits = limits
        self.store = store
        self.pictureKeys = pictureKeys
    }

    /// Takes the next bytes and gives the events that they complete.
    public mutating func take(_ chunk: ByteBuffer) throws(JSONProblem) -> [WireEvent] {
        let outcome: Result<[WireEvent], JSONProblem> = chunk.withUnsafeReadableBytes { bytes in
            do throws(JSONProblem) {
                return .success(try take(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Ends the stream.
    ///
    /// - Returns: The event that no blank line closed, if its data is whole: the definition drops
    ///   it, but it may be a picture that was paid for.
    public mutating func finish() throws(JSONProblem) -> WireEvent? {
        if place != .field || !field.isEmpty { _ = try endLine() }
        guard hasData, reader?.isComplete ?? true else { return nil }
        return try dispatch()
    }

    private mutating func take(
        _ chunk: UnsafeRawBufferPointer
    ) throws(JSONProblem) -> [WireEvent] {
        var events: [WireEvent] = []
        var index = 0
        while index < chunk.count {
            let byte = chunk[index]
            if byte == 0x0A, skipsLineFeed {
                skipsLineFeed = false
                index += 1
                continue
            }
            skipsLineFeed = byte == 0x0D
            if byte == 0x0A || byte == 0x0D {
                if let event = try endLine() { events.append(event) }
                index += 1
            } else {
                index = try takeText(chunk, from: index)
            }
        }
        return events
    }

    /// Takes bytes within a line.
    private mutating func takeText(
        _ chunk: UnsafeRawBufferPointer, from start: Int
    ) throws(JSONProblem) -> Int {
        switch place {
        case .field:
            if chunk[start] == 0x3A { try endField() } else { takeFieldByte(chunk[start]) }
            return start + 1
        case .afterColon:
            place = .value
            return chunk[start] == 0x20 ? start + 1 : start
        case .value:
            let end = Self.lineEnd(chunk, from: start)
            try takeValue(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
            return end
        }
    }

    /// The next line end, looked for 32 bytes at a time, because a picture is one line.
    private static func lineEnd(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var end = start
        while chunk.count - end >= 32 {
            let bytes = chunk.loadUnaligned(fromByteOffset: end, as: SIMD32<UInt8>.self)
            guard !any((bytes .== 0x0A) .| (bytes .== 0x0D)) else { break }
            end += 32
        }
        while end < chunk.count, chunk[end] != 0x0A, chunk[end] != 0x0D { end += 1 }
        return end
    }

    private mutating func takeFieldByte(_ byte: UInt8) {
        // Longer than any field there is, so it is an unknown one.
        if field.count < 16 { field.append(byte) }
    }

    private mutating func endField() throws(JSONProblem) {
        if isFirstLine, field.starts(with: [0xEF, 0xBB, 0xBF]) { field.removeFirst(3) }
        place = .afterColon
        switch String(decoding: field, as: UTF8.self) {
        case "data":
            kind = .data
            if hasData { try takeData([0x0A]) }
            hasData = true
        case "event":
            kind = .event
            name = []
        default: kind = .other
        }
    }

    private mutating func takeValue(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) {
        switch kind {
        case .data: try takeData(bytes)
        case .event: name += bytes.prefix(max(0, Self.longestName - name.count))
        case .other: break
        }
    }

    private mutating func takeData(_ bytes: [UInt8]) throws(JSONProblem) {
        let outcome: Result<Void, JSONProblem> = bytes.withUnsafeBytes { raw in
            do throws(JSONProblem) {
                return .success(try takeData(raw))
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }

    private mutating func takeData(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) {
        if reader != nil {
            try reader?.take(bytes)
            return
        }
        let early = min(bytes.count, Self.sentinel.count - head.count)
        head += bytes.prefix(early)
        // Still a part of the sentinel, or the whole of it: nothing of JSON's begins so.
        guard !Self.sentinel.starts(with: head) else { return }
        var fresh = JSONReader(limits: limits, pictureKeys: pictureKeys, into: store)
        try fresh.take(ByteBuffer(bytes: head))
        try fresh.take(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(early)))
        reader = fresh
    }

    private mutating func endLine() throws(JSONProblem) -> WireEvent? {
        defer {
            field.removeAll(keepingCapacity: true)
            place = .field
            isFirstLine = false
        }
        guard place == .field else { return nil }
        if isFirstLine, field == [0xEF, 0xBB, 0xBF] { field = [] }
        guard !field.isEmpty else { return try dispatch() }
        try endField()
        return nil
    }

    private mutating func dispatch() throws(JSONProblem) -> WireEvent? {
        defer {
            name = []
            head = []
            reader = nil
            hasData = false
        }
        guard hasData else { return nil }
        let name = name.isEmpty ? "message" : String(decoding: name, as: UTF8.self)
        if var reader { return WireEvent(name: name, data: try reader.finish()) }
        // Nothing but blanks, or the sentinel, reached no reader.
        return head.isEmpty ? nil : WireEvent(name: name, data: nil)
    }
}
