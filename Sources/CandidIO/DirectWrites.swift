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
/// of their own. Only so many bytes are held in all; who comes later writes the usual way.
final class DirectWrites: Sendable {
    private struct State {
        /// nil once all is written, or another way.
        var room: Room?
        var filled = 0
        /// Bytes that were handed over.
        var count = 0
        var failure: (any Error)?
    }

    private let file: OpenFile
    private let path: String
    private let state: Mutex<State>
    private let underWay = DispatchGroup()

    /// What waits for the disk waits here, and for nobody else.
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        return threads
    }()
    /// So many files at once have room to hand over.
    private static let most = Room.most / 3
    private static let count = Mutex(0)

    /// Begins with an empty file; nil where it can't be written so, or enough others are.
    init?(to file: OpenFile, _ path: String) {
        let isOneTooMany = Self.count.withLock { count in
            count += 1
            return count > Self.most
        }
        let flags = fcntl(file.number, F_GETFL)
        (self.file, self.path) = (file, path)
        // All is set before this can end, so that what was counted is counted back.
        state = Mutex(State(room: isOneTooMany || flags < 0 ? nil : Room.take()))
        guard state.withLock({ $0.room != nil }),
            fcntl(file.number, F_SETFL, flags | Self.direct) == 0
        else { return nil }
    }

    deinit {
        state.withLock { $0.room?.giveBack() }
        Self.count.withLock { $0 -= 1 }
    }

    // Linux's own number, which no header gives without an extension.
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
            guard let room = state.room else { return write(bytes, &state) }
            let count = min(bytes.count, Room.size - state.filled)
            let start = state.filled
            room.use { room in
                UnsafeMutableRawBufferPointer(rebasing: room[start...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
            state.filled += count
            if state.filled == Room.size { handOver(room, &state) }
            return count
        }
    }

    /// Writes the usual way, which waits for no disk.
    private func write(_ bytes: UnsafeRawBufferPointer, _ state: inout State) -> Int {
        guard state.failure == nil else { return bytes.count }
        do {
            try DurableFile.write(bytes, at: state.count, of: file.number, path)
            state.count += bytes.count
        } catch {
            state.failure = error
        }
        return bytes.count
    }

    private func handOver(_ room: Room, _ state: inout State) {
        let place = state.count
        (state.count, state.filled) = (place + Room.size, 0)
        state.room = Room.take()
        underWay.enter()
        Self.threads.submit { [self] _ in
            let failure = failure(writing: room, Room.size, at: place)
            room.giveBack()
            self.state.withLock { $0.failure = $0.failure ?? failure }
            underWay.leave()
        }
        guard state.room == nil else { return }
        do { try leave() } catch { state.failure = state.failure ?? error }
    }

    /// Writes what is left, and waits until all is written; from then on the file is like any other.
    ///
    /// - Throws: What writing threw.
    func finish() throws {
        underWay.wait()
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            if let room = state.room {
                let end = (state.filled + Room.unit - 1) / Room.unit * Room.unit
                if let failure = failure(writing: room, end, at: state.count) { throw failure }
                state.count += state.filled
                room.giveBack()
                (state.room, state.filled) = (nil, 0)
                try leave()
            }
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

    static let most = 36
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
