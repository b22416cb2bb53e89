import Tracing

/// Which trace a request belongs to, and which span caused it, by W3C's Trace Context (level 1).
struct TraceContext: Hashable, Sendable {
    /// The trace's 16 bytes in hexadecimal, never all zero.
    let trace: String
    /// The span's 8 bytes in hexadecimal, never all zero.
    let span: String
    /// Whether whoever began the trace keeps it.
    let isSampled: Bool
    /// What other tracers said of it, handed on as it came.
    var state: String?

    init(trace: String, span: String, isSampled: Bool, state: String? = nil) {
        (self.trace, self.span, self.isSampled, self.state) = (trace, span, isSampled, state)
    }

    /// A trace of its own.
    init(drawing random: () -> UInt64) {
        self.init(
            trace: Self.name(random) + Self.name(random), span: Self.name(random), isSampled: true)
    }

    /// Reads `traceparent` and `tracestate`; nil where the first is not what the standard says, in
    /// which case the second counts for nothing.
    init?(parent: String, state: String?) {
        let parts = parent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, let version = Self.byte(parts[0]), version != 0xFF,
            parts.count == 4 || version > 0,
            parts[1].utf8.count == 32, Self.isName(parts[1]),
            parts[2].utf8.count == 16, Self.isName(parts[2]),
            let flags = Self.byte(parts[3])
        else { return nil }
        self.init(
            trace: String(parts[1]), span: String(parts[2]), isSampled: flags & 1 == 1,
            state: state.flatMap { Self.isState($0) ? $0 : nil })
    }

    /// The next span of the same trace.
    func child(drawing random: () -> UInt64) -> TraceContext {
        TraceContext(trace: trace, span: Self.name(random), isSampled: isSampled, state: state)
    }

    /// As a field.
    var parent: String { "00-\(trace)-\(span)-0\(isSampled ? 1 : 0)" }

    /// Eight bytes that are not all zero.
    private static func name(_ random: () -> UInt64) -> String {
        var number = random()
        if number == 0 { number = 1 }
        return String(unsafeUninitializedCapacity: 16) { text in
            for place in 0..<16 {
                let digit = UInt8((number >> (60 - UInt64(place) * 4)) & 0xF)
                text[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 16
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isName(_ text: Substring) -> Bool {
        text.utf8.allSatisfy(isDigit) && text.utf8.contains { $0 != 0x30 }
    }

    private static func byte(_ text: Substring) -> UInt8? {
        text.utf8.count == 2 && text.utf8.allSatisfy(isDigit) ? UInt8(text, radix: 16) : nil
    }

    /// At most 32 members with a key each, of characters that can stand in a field.
    private static func isState(_ text: String) -> Bool {
        guard text.utf8.count <= 8192, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return false
        }
        let members = text.split(separator: ",").filter { $0.contains { $0 != " " } }
        return (1...32).contains(members.count)
            && members.allSatisfy { member in
                let bare = member.drop { $0 == " " }
                return bare.firstIndex(of: "=").map { $0 > bare.startIndex } ?? false
            }
    }
}

/// Under which key a trace's place is kept.
enum TraceContextKey: InstrumentationContextKey {
    typealias Value = TraceContext
}

/// Fields of a request, for whoever reads or writes a trace's place in them.
struct TraceFields: Extractor, Injector {
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }

    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }
}
