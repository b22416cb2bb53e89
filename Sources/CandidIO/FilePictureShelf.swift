import Candid
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A file without a name: the system removes it with the last reference to it, whatever happens.
final class FilePictureShelf: PictureShelf {
    private struct Content {
        var count = 0
        var unsynced = 0
        var failure: (any Error)?
    }

    private let file: OpenFile
    private let folder: String
    private let content = Mutex(Content())
    #if os(Linux)
    private let writes: DirectWrites?
    #endif

    /// How many there may be at once: a part of the files that this process may open.
    static let most: Int = {
        var limit = rlimit()
        #if canImport(Glibc)
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let files = RLIMIT_NOFILE
        #endif
        guard getrlimit(files, &limit) == 0 else { return 48 }
        return Int(clamping: min(limit.rlim_cur, 65_536)) / 16
    }()
    private static let open = Mutex(0)

    /// Makes room in a folder; nil where the system or its disk knows no files without names.
    init?(in folder: URL) {
        #if os(Linux)
        let isTooMany = Self.open.withLock { open in
            open += 1
            return open > Self.most
        }
        self.folder = folder.path
        // Linux's own number, which is no plain constant in its headers.
        let nameless = 0o20_000_000 | O_DIRECTORY
        file = OpenFile(
            isTooMany ? -1 : Glibc.open(folder.path, O_RDWR | O_CLOEXEC | nameless, 0o644))
        // All is set before this can end, so that what was counted is counted back.
        writes = file.number < 0 ? nil : DirectWrites(to: file, folder.path)
        if file.number < 0 { return nil }
        #else
        return nil
        #endif
    }

    deinit { Self.open.withLock { $0 -= 1 } }

    /// Whether it goes past the system's own memory.
    var isDirect: Bool {
        #if os(Linux)
        return writes != nil
        #else
        return false
        #endif
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        content.withLock { content in
            guard content.failure == nil else { return }
            #if os(Linux)
            if let writes {
                content.count += bytes.count
                return writes.append(bytes)
            }
            #endif
            do {
                try DurableFile.write(bytes, to: file.number, folder)
                content.count += bytes.count
                content.unsynced += bytes.count
                startSync(&content)
            } catch {
                content.failure = error
            }
        }
    }

    func bytes() throws -> [UInt8] {
        try finish()
        let count = content.withLock(\.count)
        return try DurableFile.bytes(of: file.number, count, folder)
    }

    /// Gives the file its name, once it is safe on disk.
    ///
    /// - Returns: False where it can't be named, and must be written again.
    func settle(at target: URL) throws -> Bool {
        try finish()
        try DurableFile.sync(file.number, target.path)
        giveBackMemory()
        let own = "/proc/self/fd/\(file.number)"
        guard linkat(AT_FDCWD, own, AT_FDCWD, target.path, AT_SYMLINK_FOLLOW) == 0 else {
            return false
        }
        try DurableFile.syncFolder(target.deletingLastPathComponent())
        return true
    }

    /// - Throws: What kept any of it from being written.
    private func finish() throws {
        #if os(Linux)
        try writes?.finish()
        #endif
        try content.withLock { content in
            if let failure = content.failure { throw failure }
        }
    }

    /// A picture that was just sent on is seldom read again: its pages in memory are worth more to the
    /// next one, which would otherwise take others that nobody has touched for long.
    private func giveBackMemory() {
        #if os(Linux)
        _ = posix_fadvise(file.number, 0, 0, POSIX_FADV_DONTNEED)
        #endif
    }

    /// Lets the disk begin while the rest is still on its way: whoever says that it won't read these
    /// bytes soon has them written at once, and what is being written stays in memory.
    private func startSync(_ content: inout Content) {
        #if os(Linux)
        guard content.unsynced >= 256 << 10 else { return }
        let start = content.count - content.unsynced
        _ = posix_fadvise(file.number, off_t(start), off_t(content.unsynced), POSIX_FADV_DONTNEED)
        content.unsynced = 0
        #endif
    }
}

/// An open file, until nobody uses it any more.
final class OpenFile: Sendable {
    /// Its number; below 0 where it could not be opened.
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { if number >= 0 { close(number) } }
}
