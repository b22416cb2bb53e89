import NIOCore
import Synchronization

/// A share of memory for answers that may be asked for again.
public final class AnswerMemory: Sendable {
    private let free: Mutex<Int>

    /// Creates a memory of so many bytes.
    public init(bytes: Int) { free = Mutex(bytes) }

    /// Bytes that are still free.
    public var left: Int { free.withLock { $0 } }

    /// Takes a part; false where there is not enough.
    func take(_ bytes: Int) -> Bool {
        free.withLock { free in
            guard free >= bytes else { return false }
            free -= bytes
            return true
        }
    }

    func giveBack(_ bytes: Int) { free.withLock { $0 += bytes } }
}

/// An answer's bytes as long as there is room for all of them.
final class KeptAnswer: Sendable {
    private struct State {
        var chunks: [ByteBuffer] = []
        var bytes = 0
        var isWhole = true
    }

    private let memory: AnswerMemory?
    private let state = Mutex(State())

    init(_ memory: AnswerMemory?) { self.memory = memory }

    deinit {
        memory?.giveBack(state.withLock { $0.bytes })
    }

    func add(_ chunk: ByteBuffer) {
        state.withLock { state in
            guard state.isWhole, let memory else { return }
            if memory.take(chunk.readableBytes) {
                state.chunks.append(chunk)
                state.bytes += chunk.readableBytes
            } else {
                memory.giveBack(state.bytes)
                state = State(isWhole: false)
            }
        }
    }

    /// All of it; nil where it was too large, or nothing was to be kept.
    var chunks: [ByteBuffer]? {
        state.withLock { $0.isWhole && memory != nil ? $0.chunks : nil }
    }
}
