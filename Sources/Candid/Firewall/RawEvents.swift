import NIOCore

/// Cuts a `text/event-stream` into its events, each with the blank line that ends it, however its
/// bytes are cut.
struct RawEvents {
    private var rest: [UInt8] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Takes the next bytes.
    ///
    /// - Returns: The events that they complete.
    /// - Throws: ``ProviderFailure/tooLarge(limit:)``.
    mutating func take(_ chunk: ByteBuffer) throws(ProviderFailure) -> [[UInt8]] {
        // An end may lie across the border of two chunks.
        var from = max(0, rest.count - 3)
        rest += chunk.readableBytesView
        var events: [[UInt8]] = []
        var start = 0
        while let end = end(from: from) {
            events.append(Array(rest[start..<end]))
            (start, from) = (end, end)
        }
        rest.removeFirst(start)
        guard rest.count <= limit else { throw .tooLarge(limit: limit) }
        return events
    }

    /// What no blank line has ended.
    var unended: [UInt8] { rest }

    private func end(from: Int) -> Int? {
        var index = from
        while index < rest.count {
            guard rest[index] == 0x0A || rest[index] == 0x0D else {
                index += 1
                continue
            }
            let line = lineEnd(at: index)
            guard line < rest.count else { return nil }
            guard rest[line] == 0x0A || rest[line] == 0x0D else {
                index = line
                continue
            }
            return lineEnd(at: line)
        }
        return nil
    }

    private func lineEnd(at index: Int) -> Int {
        let isPair = rest[index] == 0x0D && index + 1 < rest.count && rest[index + 1] == 0x0A
        return index + (isPair ? 2 : 1)
    }
}

/// An event of a stream of JSON that can be changed.
struct RawEvent {
    var lines: [String]
    /// The data; nil where it is no JSON object, or holds more than words.
    let data: [String: JSONValue]?

    private static let longest = 256 << 10

    init(_ bytes: [UInt8]) {
        lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map(String.init)
        let text = lines.filter { $0.hasPrefix("data:") }.map { $0.dropFirst(5) }
            .joined(separator: "\n")
        data = bytes.count > Self.longest ? nil : JSONValue(text: text)?.object
    }

    /// An event with the same name and other data.
    init(named lines: [String], _ data: [String: JSONValue]) {
        self.lines =
            lines.filter { !$0.hasPrefix("data:") } + [
                "data: " + String(buffer: JSONValue.object(data).encoded())
            ]
        self.data = data
    }

    var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n\n").utf8) }
}
