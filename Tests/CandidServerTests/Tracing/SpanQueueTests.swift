import Candid
import NIOCore
import Testing
import Tracing

@testable import CandidServer

struct SpanQueueTests {
    private func span(_ name: String = "a") -> SpanRecord {
        SpanRecord(
            place: TraceContext { 7 }, cause: nil, name: name, kind: .internal, start: 1)
    }

    @Test func `what finds no room is dropped and counted, and the rest stays`() {
        let queue = SpanQueue(room: 2)
        for _ in 0..<5 { queue.add(span()) }
        #expect(queue.tally == SpanTally(sent: 0, dropped: 3))
        #expect(queue.take()?.count == 2)
        queue.add(span())
        #expect(queue.take()?.count == 1)
        #expect(queue.take()?.count == nil)
    }

    @Test func `the oldest leave first, so many together, each batch a text of its own`() throws {
        let collector = OTLPTracer.Collector("http://127.0.0.1:9")
        let queue = SpanQueue(room: 9, most: 2, beginning: collector.beginning)
        for name in ["a", "b", "c"] { queue.add(span(name)) }
        for names in [["a", "b"], ["c"]] {
            let batch = try #require(queue.take())
            let json = try #require(JSONValue(text: String(buffer: batch.text.buffer)))
            let resource = try #require(json["resourceSpans"]?.list?.first)
            let scope = try #require(resource["scopeSpans"]?.list?.first)
            #expect(scope["spans"]?.list?.map { $0["name"]?.text } == names)
            #expect(scope["scope"]?["name"]?.text == "candid.gateway")
            #expect(resource["resource"]?["attributes"]?.list?.count == 2)
        }
    }

    @Test func `a closed queue takes nothing and ends its bell`() async {
        let queue = SpanQueue(room: 2)
        queue.add(span())
        queue.close()
        queue.add(span())
        var rings = 0
        for await _ in queue.rings { rings += 1 }
        #expect(rings == 1)
        #expect(queue.tally.dropped == 1)
    }
}
