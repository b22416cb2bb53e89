public import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder of a ledger, and what room there is in it.
public struct LedgerRoom: Sendable {
    private let folder: URL
    /// With less room than this, in bytes, an order's pictures could not be kept.
    private static let least = 64 << 20
    /// With less room than this, in bytes, SQLite can't even open it.
    private static let none = 64 << 10

    /// Names the folder.
    public init(_ folder: URL) {
        self.folder = folder
    }

    /// Names the folder in which a file lies.
    init(of path: String) {
        folder = URL(filePath: path).deletingLastPathComponent()
    }

    /// Makes the folder where there is none.
    ///
    /// It is for nobody but its owner: prompts, pictures and the hashes of keys lie in it.
    func make() throws {
        guard !FileManager.default.fileExists(atPath: folder.path) else { return }
        try FileManager.default.createDirectory(
            at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch CocoaError.fileWriteFileExists {
            // Another process made it at the same time.
        }
    }

    /// Why nothing should be ordered now; nil where there is room.
    public var trouble: String? {
        guard let room = left, room < Self.least else { return nil }
        return "The disk of the ledger has room for \(room >> 20) MB: pictures could not be kept."
    }

    /// Whether there is no room at all.
    var isFull: Bool { left.map { $0 < Self.none } ?? false }

    /// Bytes; nil where nobody knows.
    private var left: UInt64? {
        var facts = statvfs()
        guard statvfs(folder.path, &facts) == 0 else { return nil }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
    }
}
