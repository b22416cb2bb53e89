#if os(Linux)
import Dispatch
import Foundation
import Glibc
import NIOPosix
import Synchronization

/// Writes to a file past the system's own memory.
///
/// What is seldom read again need not be copied there first, and driven out again later: that was a fifth
/// of what it costs to store a picture. Such writes are of whole blocks, and wait for the disk on threads
/// of their own. Only so many bytes are held in all; who comes later waits itself.
final class DirectWrites: Sendable {
    private struct State {
        var room: Room
        var filled = 0
        /// Bytes that were handed over.
        var count = 0
        var failure: (any Error)?
    }

    private let file: OpenFile
    private let path: String
    private let state: Mutex<State>
    private let underWay = DispatchGroup()

    /// Begins with an empty file; nil where it can't be written so, or others hold all the room.
    init?(to file: OpenFile, _ path: String) {
        // Linux's own number, which no header gives without an extension.
        let flags = fcntl(file.number, F_GETFL)
        guard flags >= 0, let room = Room.take() else { return nil }
        guard fcntl(file.number, F_SETFL, flags | Self.direct) == 0 else {
            room.giveBack()
            return nil
        }
        (self.file, self.path) = (file, path)
        state = Mutex(State(room: room))
    }

    deinit { state.withLock { $0.room.giveBack() } }

    #if arch(arm64) || arch(arm)
    private static let direct: Int32 = 0o200_000
    #else
    private static let direct: Int32 = 0o40_000
    #endif

    /// Takes more bytes.
    func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            rest = UnsafeRawBufferPointer(rebasing: rest[take(rest)...])
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        state.withLock { state in
            let count = min(bytes.count, Room.size - state.filled)
            let start = state.filled
            state.room.use { room in
                UnsafeMutableRawBufferPointer(rebasing: room[start...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
            state.filled += count
            if state.filled == Room.size { handOver(&state) }
            return count
        }
    }

    private func handOver(_ state: inout State) {
        let (room, place) = (state.room, state.count)
        (state.count, state.filled) = (place + Room.size, 0)
        guard let next = Room.take() else {
            state.failure = state.failure ?? failure(writing: room, Room.size, at: place)
            return
        }
        state.room = next
        underWay.enter()
        NIOThreadPool.singleton.submit { [self] _ in
            let failure = failure(writing: room, Room.size, at: place)
            room.giveBack()
            self.state.withLock { $0.failure = $0.failure ?? failure }
            underWay.leave()
        }
    }

    /// Writes what is left, and waits until all is written; from then on the file is like any other.
    ///
    /// - Throws: What writing threw.
    func finish() throws {
        underWay.wait()
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.filled > 0 else { return try leave() }
            let end = (state.filled + Room.unit - 1) / Room.unit * Room.unit
            if let failure = failure(writing: state.room, end, at: state.count) { throw failure }
            state.count += state.filled
            state.filled = 0
            try leave()
            try DurableFile.check(ftruncate(file.number, off_t(state.count)), path)
        }
    }

    private func leave() throws {
        try DurableFile.check(
            fcntl(file.number, F_SETFL, fcntl(file.number, F_GETFL) & ~Self.direct), path)
    }

    private func failure(writing room: Room, _ count: Int, at place: Int) -> (any Error)? {
        do {
            try room.use { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                do {
                    try DurableFile.write(bytes, at: place, of: file.number, path)
                } catch let error as POSIXError where error.code == .EINVAL {
                    // Whatever this disk's blocks are, it takes them the usual way.
                    try leave()
                    try DurableFile.write(bytes, at: place, of: file.number, path)
                }
            }
            return nil
        } catch {
            return error
        }
    }
}

/// Room for bytes that begins where a block of any disk's may begin.
private final class Room: Sendable {
    static let size = 256 << 10
    static let unit = 4096

    private static let most = 24
    private static let pool = Mutex((made: 0, free: [Room]()))
    private let bytes = Mutex([UInt8](repeating: 0, count: size + unit))

    /// Room that nobody else has; nil where there is none.
    static func take() -> Room? {
        pool.withLock { pool in
            if let room = pool.free.popLast() { return room }
            guard pool.made < most else { return nil }
            pool.made += 1
            return Room()
        }
    }

    func giveBack() { Self.pool.withLock { $0.free.append(self) } }

    func use(_ act: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        try bytes.withLock { bytes in
            try bytes.withUnsafeMutableBytes { bytes in
                let rest = Int(bitPattern: bytes.baseAddress) % Self.unit
                let start = rest == 0 ? 0 : Self.unit - rest
                try act(
                    UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + Self.size]))
            }
        }
    }
}
#endif
