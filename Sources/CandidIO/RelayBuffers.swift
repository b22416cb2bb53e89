import NIOCore
import Synchronization

/// How large the buffers are that answers are read into.
///
/// Each buffer of a picture costs the same on its way, however large, and NIO stops at half of this. Where
/// many connections are open, busy or kept, buffers are smaller, since together they are what memory goes
/// into.
struct RelayBuffers: RecvByteBufferAllocator {
    /// How many connections there are.
    final class Crowd: Sendable {
        private let count = Atomic(0)

        /// From so many on, buffers are small.
        private static let many = 64

        var isLarge: Bool { count.load(ordering: .relaxed) > Self.many }

        /// Counts a connection until it ends.
        func join(_ channel: any Channel) {
            count.add(1, ordering: .relaxed)
            channel.closeFuture.whenComplete { _ in self.count.subtract(1, ordering: .relaxed) }
        }
    }

    private static let large = 128 << 10
    private static let small = 32 << 10

    private let crowd: Crowd
    private var size = AdaptiveRecvByteBufferAllocator(
        minimum: 64, initial: 2048, maximum: Self.large)

    init(_ crowd: Crowd) { self.crowd = crowd }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        allocator.buffer(capacity: nextBufferSize() ?? Self.small)
    }

    func nextBufferSize() -> Int? {
        size.nextBufferSize().map { crowd.isLarge ? min($0, Self.small) : $0 }
    }

    mutating func record(actualReadBytes: Int) -> Bool {
        size.record(actualReadBytes: actualReadBytes)
    }
}
