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

    private let file: Int32
    private let folder: String
    private let content = Mutex(Content())

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
        file = isTooMany ? -1 : Glibc.open(folder.path, O_RDWR | O_CLOEXEC | nameless, 0o644)
        if file < 0 { return nil }
        #else
        return nil
        #endif
    }

    deinit {
        if file >= 0 { close(file) }
        Self.open.withLock { $0 -= 1 }
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        content.withLock { content in
            guard content.failure == nil else { return }
            do {
                try DurableFile.write(bytes, to: file, folder)
                content.count += bytes.count
                content.unsynced += bytes.count
                startSync(&content)
            } catch {
                content.failure = error
            }
        }
    }

    func bytes() throws -> [UInt8] {
        let count = try content.withLock { content in
            if let failure = content.failure { throw failure }
            return content.count
        }
        return try DurableFile.bytes(of: file, count, folder)
    }

    /// Gives the file its name, once it is safe on disk.
    ///
    /// - Returns: False where it can't be named, and must be written again.
    func settle(at target: URL) throws -> Bool {
        try content.withLock { content in
            if let failure = content.failure { throw failure }
        }
        try DurableFile.sync(file, target.path)
        giveBackMemory()
        let own = "/proc/self/fd/\(file)"
        guard linkat(AT_FDCWD, own, AT_FDCWD, target.path, AT_SYMLINK_FOLLOW) == 0 else {
            return false
        }
        try DurableFile.syncFolder(target.deletingLastPathComponent())
        return true
    }

    /// A picture that was just sent on is seldom read again: its pages in memory are worth more to the
    /// next one, which would otherwise take others that nobody has touched for long.
    private func giveBackMemory() {
        #if os(Linux)
        _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        #endif
    }

    /// Lets the disk begin while the rest is still on its way: whoever says that it won't read these
    /// bytes soon has them written at once, and what is being written stays in memory.
    private func startSync(_ content: inout Content) {
        #if os(Linux)
        guard content.unsynced >= 256 << 10 else { return }
        let start = content.count - content.unsynced
        _ = posix_fadvise(file, off_t(start), off_t(content.unsynced), POSIX_FADV_DONTNEED)
        content.unsynced = 0
        #endif
    }
}
