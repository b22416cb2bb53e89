import NIOCore
import NIOEmbedded
import Testing

@testable import CandidIO

@Suite struct RelayBuffersTests {
    /// What a buffer holds once all before it were full.
    private func size(_ crowd: RelayBuffers.Crowd) -> Int {
        var buffers = RelayBuffers(crowd)
        for _ in 0..<20 { _ = buffers.record(actualReadBytes: buffers.nextBufferSize() ?? 0) }
        return buffers.buffer(allocator: ByteBufferAllocator()).capacity
    }

    @Test func `a few answers get large buffers, many small ones, until some have ended`() throws {
        let crowd = RelayBuffers.Crowd()
        let channels = (0..<65).map { _ in EmbeddedChannel() }
        for channel in channels.dropLast() { crowd.join(channel) }
        #expect(size(crowd) == 128 << 10)
        crowd.join(channels[64])
        #expect(size(crowd) == 32 << 10)
        _ = try channels[0].finish()
        #expect(size(crowd) == 128 << 10)
    }

    @Test func `a small answer gets a small buffer`() {
        var buffers = RelayBuffers(RelayBuffers.Crowd())
        for _ in 0..<20 { _ = buffers.record(actualReadBytes: 100) }
        #expect(buffers.nextBufferSize().map { $0 <= 256 } == true)
    }
}
