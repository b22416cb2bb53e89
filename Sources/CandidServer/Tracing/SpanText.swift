import NIOCore
import Tracing

/// Spans as OTLP's JSON (1.x) has them: names in hexadecimal, times and whole numbers as text.
///
/// Thousands may end in a second, and whoever ends one has a request to answer: each is written as it
/// stands, without a tree in between.
struct SpanText: Sendable {
    private(set) var buffer = ByteBuffer()

    /// Writes what needs no escape.
    mutating func write(raw text: StaticString) { buffer.writeStaticString(text) }

    /// Writes a string.
    mutating func write(_ text: String) {
        write(raw: "\"")
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where Self.mustEscape(bytes[index]) {
                buffer.writeBytes(bytes[start..<index])
                let digits = String(bytes[index], radix: 16)
                buffer.writeString(digits.utf8.count > 1 ? "\\u00\(digits)" : "\\u000\(digits)")
                start = index + 1
            }
            buffer.writeBytes(bytes[start...])
        }
        write(raw: "\"")
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C
    }

    /// Writes a span.
    mutating func write(_ span: SpanRecord) {
        write(place: span.place)
        if let cause = span.cause {
            write(raw: #","parentSpanId":"#)
            write(cause)
        }
        if let state = span.place.state {
            write(raw: #","traceState":"#)
            write(state)
        }
        write(raw: #","name":"#)
        write(span.name)
        write(raw: #","kind":"#)
        buffer.writeString("\(span.kind.number)")
        write(raw: #","startTimeUnixNano":"#)
        write(whole: span.start)
        write(raw: #","endTimeUnixNano":"#)
        write(whole: max(span.start, span.end))
        write(raw: #","attributes":"#)
        write(span.attributes)
        write(span.events)
        write(span.links)
        write(span.status)
        write(raw: "}")
    }

    /// Begins an object with a place in a trace.
    private mutating func write(place: TraceContext) {
        write(raw: #"{"traceId":"#)
        write(place.trace)
        write(raw: #","spanId":"#)
        write(place.span)
    }

    private mutating func write(_ events: [SpanEvent]) {
        guard !events.isEmpty else { return }
        write(raw: #","events":"#)
        writeList(events) { text, event in
            text.write(raw: #"{"name":"#)
            text.write(event.name)
            text.write(raw: #","timeUnixNano":"#)
            text.write(whole: event.nanosecondsSinceEpoch)
            text.write(raw: #","attributes":"#)
            text.write(event.attributes)
            text.write(raw: "}")
        }
    }

    private mutating func write(_ links: [SpanLink]) {
        let known = links.compactMap { link in
            link.context[TraceContextKey.self].map { (place: $0, attributes: link.attributes) }
        }
        guard !known.isEmpty else { return }
        write(raw: #","links":"#)
        writeList(known) { text, link in
            text.write(place: link.place)
            text.write(raw: #","attributes":"#)
            text.write(link.attributes)
            text.write(raw: "}")
        }
    }

    private mutating func write(_ status: SpanStatus?) {
        write(raw: #","status":{"#)
        if let status {
            write(raw: status.code == .ok ? #""code":1"# : #""code":2"#)
            if let message = status.message {
                write(raw: #","message":"#)
                write(message)
            }
        }
        write(raw: "}")
    }
}

extension SpanText {
    /// Writes a list of attributes.
    mutating func write(_ attributes: SpanAttributes) {
        write(raw: "[")
        var isFirst = true
        attributes.forEach { key, value in
            write(raw: isFirst ? #"{"key":"# : #",{"key":"#)
            isFirst = false
            write(key)
            write(raw: #","value":"#)
            write(value)
            write(raw: "}")
        }
        write(raw: "]")
    }

    private mutating func write(_ value: SpanAttribute) {
        switch value {
        case .int32(let number): write(.int64(Int64(number)))
        case .int64(let number):
            write(raw: #"{"intValue":"#)
            write(whole: number)
            write(raw: "}")
        case .double(let number):
            write(raw: #"{"doubleValue":"#)
            buffer.writeString(number.isFinite ? "\(number)" : "null")
            write(raw: "}")
        case .bool(let truth):
            write(raw: truth ? #"{"boolValue":true}"# : #"{"boolValue":false}"#)
        case .string(let text):
            write(raw: #"{"stringValue":"#)
            write(text)
            write(raw: "}")
        case .stringConvertible(let value): write(.string("\(value)"))
        case .int32Array(let list): write(list.map(SpanAttribute.int32))
        case .int64Array(let list): write(list.map(SpanAttribute.int64))
        case .doubleArray(let list): write(list.map(SpanAttribute.double))
        case .boolArray(let list): write(list.map(SpanAttribute.bool))
        case .stringArray(let list): write(list.map(SpanAttribute.string))
        case .stringConvertibleArray(let list): write(list.map { .string("\($0)") })
        default: write(raw: "{}")
        }
    }

    private mutating func write(_ values: [SpanAttribute]) {
        write(raw: #"{"arrayValue":{"values":"#)
        writeList(values) { $0.write($1) }
        write(raw: "}}")
    }

    private mutating func writeList<Element>(
        _ list: [Element], _ write: (inout SpanText, Element) -> Void
    ) {
        self.write(raw: "[")
        for (index, element) in list.enumerated() {
            if index > 0 { self.write(raw: ",") }
            write(&self, element)
        }
        self.write(raw: "]")
    }

    private mutating func write(whole number: some BinaryInteger) {
        write(raw: "\"")
        buffer.writeString("\(number)")
        write(raw: "\"")
    }
}

extension SpanKind {
    fileprivate var number: Int {
        switch self {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}
