import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One process at a time in a folder, for as long as an act takes.
///
/// The system lets go of the lock when a process dies, however it dies.
enum FolderLock {
    /// Acts while holding the lock, and waits for whoever holds it.
    static func holding<Value>(_ folder: URL, _ act: () throws -> Value) throws -> Value {
        let path = folder.appending(path: ".lock").path
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(file) }
        while flock(file, LOCK_EX) != 0 {
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        }
        return try act()
    }
}
