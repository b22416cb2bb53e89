import Candid
import NIOCore
import Testing
import Tracing

@testable import CandidServer

struct SpanTextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    private func record(_ name: String = "a", state: String? = nil) -> SpanRecord {
        SpanRecord(
            place: TraceContext(trace: Self.trace, span: Self.span, isSampled: true, state: state),
            cause: nil, name: name, kind: .client, start: 1_700_000_000_000_000_001)
    }

    private func json(_ span: SpanRecord) throws -> JSONValue {
        var text = SpanText()
        text.write(span)
        return try #require(JSONValue(text: String(buffer: text.buffer)))
    }

    private func member(_ value: SpanAttribute) throws -> JSONValue? {
        var span = record()
        span.attributes.set("what", value: value)
        return try json(span)["attributes"]?.list?.first?["value"]
    }

    @Test func `a bare span has its place, its times and nothing else`() throws {
        #expect(
            try json(record())
                == .object([
                    "traceId": .text(Self.trace), "spanId": .text(Self.span), "name": .text("a"),
                    "kind": .whole(3), "startTimeUnixNano": .text("1700000000000000001"),
                    "endTimeUnixNano": .text("1700000000000000001"), "attributes": .list([]),
                    "status": .object([:]),
                ]))
    }

    @Test func `what caused it, what went wrong and what happened on the way stand in it`() throws {
        var span = record(state: "rojo=1")
        var place = InstrumentationContext.topLevel
        place[TraceContextKey.self] = TraceContext(
            trace: Self.trace, span: Self.span, isSampled: true)
        span = SpanRecord(
            place: span.place, cause: "b7ad6b7169203331", name: "a", kind: .server, start: 5,
            end: 7, attributes: ["n": 1, "m": "two"],
            events: [
                SpanEvent(name: "head", at: Moment(nanosecondsSinceEpoch: 6), attributes: ["k": 1]),
                SpanEvent(name: "first byte", at: Moment(nanosecondsSinceEpoch: 7)),
            ],
            links: [
                SpanLink(context: .topLevel, attributes: [:]),
                SpanLink(context: place, attributes: ["l": true]),
            ], status: SpanStatus(code: .error, message: "no"))
        let found = try json(span)
        #expect(found["parentSpanId"]?.text == "b7ad6b7169203331")
        #expect(found["traceState"]?.text == "rojo=1")
        #expect((found["kind"], found["endTimeUnixNano"]) == (.whole(2), .text("7")))
        #expect(found["status"] == .object(["code": .whole(2), "message": .text("no")]))
        #expect(Set(found["attributes"]?.list?.compactMap { $0["key"]?.text } ?? []) == ["n", "m"])
        #expect(found["events"]?.list?.map { $0["name"]?.text } == ["head", "first byte"])
        #expect(found["events"]?.list?.first?["attributes"]?.list?.count == 1)
        // A link to what is in no trace leads nowhere.
        #expect(found["links"]?.list?.map { $0["spanId"]?.text } == [Self.span])
    }

    @Test(arguments: ["\"", "\\", "\n\t\u{0}\u{1F}", "a\"b\\c", "사과 🍐 é", "\u{7F}/", ""])
    func `any name is read back as it was`(name: String) throws {
        #expect(try json(record(name))["name"]?.text == name)
    }

    @Test func `every kind of value stands under the name that the format has for it`() throws {
        let values: [(SpanAttribute, String)] = [
            (.int32(-4), #"{"intValue":"-4"}"#), (.int64(.max), #"{"intValue":"\#(Int64.max)"}"#),
            (.double(0.5), #"{"doubleValue":0.5}"#), (.double(.nan), #"{"doubleValue":null}"#),
            (.bool(false), #"{"boolValue":false}"#), (.string("a"), #"{"stringValue":"a"}"#),
            (.stringConvertible(3), #"{"stringValue":"3"}"#),
            (.boolArray([true]), #"{"arrayValue":{"values":[{"boolValue":true}]}}"#),
            (.int64Array([]), #"{"arrayValue":{"values":[]}}"#),
            (
                .stringArray(["a", "b"]),
                #"{"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"b"}]}}"#
            ),
        ]
        for (value, text) in values {
            #expect(try member(value)?.json == JSONValue(text: text)?.json)
        }
    }
}

/// A point in time that a test chooses.
private struct Moment: TracerInstant {
    let nanosecondsSinceEpoch: UInt64

    static func < (left: Moment, right: Moment) -> Bool {
        left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
    }
}
