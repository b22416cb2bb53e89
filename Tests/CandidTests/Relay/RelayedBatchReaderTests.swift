import NIOCore
import Testing

@testable import Candid

@Suite struct RelayedBatchReaderTests {
    private static let file = """
        {"custom_id":"a","url":"/v1/images/generations","body":{"model":"m","prompt":"a pear"}}
        {broken

        {"custom_id":"b","url":"/v1/images/generations","body":{"prompt":"두 마리\\r\\n"}}
        {"custom_id":"a","url":"/v1/images/generations","body":{"prompt":"the name is taken"}}
        {"custom_id":"c","url":"/v1/chat/completions","body":{"prompt":"no picture"}}
        {"custom_id":"d","url":"/v1/images/generations","body":"none"}
        """

    private func read(
        _ bytes: [UInt8], inPiecesOf size: Int, limit: Int = 1 << 20, most: Int = 100
    ) throws -> RelayedBatch? {
        var reader = RelayedBatchReader(
            endpoint: "/v1/images/generations", limit: limit, most: most)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.take(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        return try reader.finish()
    }

    @Test(arguments: [1, 2, 7, 100, 4096])
    func `orders are read however the file arrives`(size: Int) throws {
        let bytes = Array(Self.file.utf8)
        let batch = try #require(try read(bytes, inPiecesOf: size))
        #expect(batch.items.map(\.name) == ["a", "b"])
        #expect(batch.items.map(\.order.prompt.text) == ["a pear", "두 마리\r\n"])
        #expect(batch.file == Digest(of: bytes))
        #expect(batch.bytes == bytes.count)
        #expect(batch.items.map(\.line) == [1, 4])
        #expect(batch.unread == 2 && batch.repeated == nil)
    }

    @Test func `a line in which something stands twice is told, and no order`() throws {
        let line = """
            {"custom_id":"a","url":"/v1/images/generations","body":{"prompt":"a","prompt":"b"}}
            """
        let batch = try #require(try read(Array("\n\(line)\n".utf8), inPiecesOf: 9))
        #expect(batch.items.isEmpty && batch.repeated == 2 && batch.unread == 2)
    }

    @Test func `what stands twice is told behind the most orders as well`() throws {
        let first = Self.file.prefix { $0 != "\n" }
        let batch = try #require(
            try read(Array("\(first)\n{\"a\":1,\"a\":2}\n".utf8), inPiecesOf: 9, most: 1))
        #expect(batch.items.count == 1 && batch.repeated == 2)
    }

    @Test func `blank lines are no lines that can't be read`() throws {
        let first = Self.file.prefix { $0 != "\n" }
        let batch = try #require(try read(Array("\(first)\r\n\r\n \n".utf8), inPiecesOf: 9))
        #expect(batch.items.count == 1 && batch.unread == nil)
    }

    @Test func `a file without an order for a picture is no batch of ours`() throws {
        #expect(try read(Array("{}\n[1]\nnull".utf8), inPiecesOf: 5) == nil)
        #expect(try read([], inPiecesOf: 1) == nil)
    }

    @Test func `a file that is too large is refused before it is held`() {
        #expect(throws: ProviderFailure.self) {
            try read(Array(Self.file.utf8), inPiecesOf: 64, limit: 100)
        }
    }

    @Test func `no file that was damaged brings it down`() throws {
        var numbers = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var bytes = Array(Self.file.utf8)
            for _ in 0..<Int.random(in: 1...20, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            }
            #expect((try read(bytes, inPiecesOf: 33)?.items.count ?? 0) <= 8)
        }
    }
}
