import NIOCore
import NIOEmbedded
import Testing

@testable import CandidIO

struct GatheredFlushesTests {
    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(GatheredFlushes(), position: .first)
        return channel
    }

    private func sent(_ channel: EmbeddedChannel) throws -> [String] {
        var texts: [String] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
            texts.append(String(buffer: bytes))
        }
        return texts
    }

    @Test func `what is flushed in one turn of the loop leaves at its end, in order`() throws {
        let channel = try channel()
        for text in ["head", "body"] {
            channel.write(ByteBuffer(string: text), promise: nil)
            channel.flush()
        }
        #expect(try sent(channel) == [])
        channel.embeddedEventLoop.run()
        #expect(try sent(channel) == ["head", "body"])
        channel.writeAndFlush(ByteBuffer(string: "next"), promise: nil)
        channel.embeddedEventLoop.run()
        #expect(try sent(channel) == ["next"])
    }

    @Test func `what was never flushed stays`() throws {
        let channel = try channel()
        channel.write(ByteBuffer(string: "head"), promise: nil)
        channel.embeddedEventLoop.run()
        #expect(try sent(channel) == [])
    }

    @Test func `a connection that is closed has sent what was flushed`() throws {
        let channel = try channel()
        channel.writeAndFlush(ByteBuffer(string: "head"), promise: nil)
        channel.close(promise: nil)
        #expect(try sent(channel) == ["head"])
        channel.embeddedEventLoop.run()
    }
}
