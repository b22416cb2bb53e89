import Candid
import NIOCore
import Testing

@Suite struct EventReaderTests {
    private static let stream =
        "\u{FEFF}: hello\nevent: a\r\ndata: {\"a\":\rdata:[1]}\n\n\r\ndata\n\nevent: b\nid: 7\n\n"
        + "data: [DONE]\n\ndata: {\"p\":\"AQID\"}\n\ndata: {\"cut\":1"

    @Test(arguments: [1, 2, 3, 7, 64, 4096])
    func `events are the same however the bytes are cut`(size: Int) throws {
        var reader = EventReader(limits: JSONReader.Limits(bytes: 1000), pictureKeys: ["p"])
        var events: [WireEvent] = []
        let bytes = Array(Self.stream.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += try reader.take(
                ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(
            events == [
                WireEvent(name: "a", data: .object(["a": .list([.whole(1)])])),
                WireEvent(name: "message", data: nil),
                WireEvent(name: "message", data: .object(["p": .bytes([1, 2, 3])])),
            ])
        #expect(try reader.finish() == nil, "half an event is none")
    }

    @Test func `a whole event that nothing closes is given at the end`() throws {
        var reader = EventReader(limits: JSONReader.Limits(bytes: 1000))
        #expect(try reader.take(ByteBuffer(string: "event: done\ndata: [1]")).isEmpty)
        #expect(try reader.finish() == WireEvent(name: "done", data: .list([.whole(1)])))
    }

    @Test func `an event beyond the limit is refused before it is held`() {
        var reader = EventReader(limits: JSONReader.Limits(bytes: 10))
        #expect(throws: JSONProblem.tooLarge(limit: 10)) {
            try reader.take(ByteBuffer(string: #"data: "0123456789""#))
        }
    }

    @Test func `random bytes never break the reader`() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("data: event\r\n\n\r:{}[]1,\"x\\\u{0}é".utf8)
        for _ in 0..<500 {
            var reader = EventReader(limits: JSONReader.Limits(bytes: 1 << 16))
            let bytes = (0..<500).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = try? reader.take(ByteBuffer(bytes: bytes))
            _ = try? reader.finish()
        }
    }
}
