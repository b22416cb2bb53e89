import Candid
import Testing

@Suite struct ServerSentEventsTests {
    private static let stream =
        "\u{FEFF}: hello\nevent: a\r\ndata: one\rdata:two\n\n\r\ndata\n\nevent: b\nid: 7\n\ndata: cut"

    @Test(arguments: [1, 2, 3, 7, 64, 4096])
    func `events are the same however the bytes are cut`(size: Int) throws {
        var reader = ServerSentEvents(limit: 1000)
        var events: [ServerSentEvent] = []
        let bytes = Array(Self.stream.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += try reader.take(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(
            events == [
                ServerSentEvent(name: "a", data: Array("one\ntwo".utf8)),
                ServerSentEvent(name: "message", data: []),
            ])
        #expect(reader.isInEvent, "the last event was cut off, and that shows")
    }

    @Test func `an event beyond the limit is refused before it is held`() {
        var reader = ServerSentEvents(limit: 10)
        #expect(throws: ServerSentEvents.Problem.eventTooLarge(limit: 10)) {
            try reader.take(Array("data: 0123456789".utf8))
        }
    }

    @Test func `random bytes never break the reader`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var reader = ServerSentEvents(limit: 1 << 16)
            let alphabet = Array("data: event\r\n\n\r:x\u{0}é".utf8)
            let bytes = (0..<500).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            for event in try reader.take(bytes) { #expect(event.data.count < 500) }
        }
    }
}
