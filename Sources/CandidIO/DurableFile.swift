public import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writing a file so that it is there whole after a power cut, or not at all.
public enum DurableFile {
    /// Writes the bytes beside the target, syncs them, puts the file in its place, and syncs the
    /// folder.
    ///
    /// - Throws: `POSIXError`, or a `CocoaError` if the disk is full; the target is untouched then.
    public static func write(_ bytes: [UInt8], to target: URL) throws {
        try write(to: target) { file, path in
            try bytes.withUnsafeBytes { try write($0, to: file, path) }
        }
    }

    /// Copies a file, with other bytes in the place of its first ones, and never holds it.
    ///
    /// - Parameters:
    ///   - source: The file to copy.
    ///   - head: The bytes that come first.
    ///   - count: How many of the file's own first bytes are left out.
    ///   - target: Where the copy goes.
    /// - Throws: As ``write(_:to:)``.
    public static func copy(
        _ source: URL, head: [UInt8] = [], insteadOf count: Int = 0, to target: URL
    ) throws {
        let own = open(source.path, O_RDONLY | O_CLOEXEC)
        try check(own, source.path)
        defer { close(own) }
        try write(to: target) { file, path in
            try head.withUnsafeBytes { try write($0, to: file, path) }
            var offset = count
            while true {
                let piece = try bytes(of: own, from: offset, 256 << 10, source.path)
                guard !piece.isEmpty else { return }
                try piece.withUnsafeBytes { try write($0, to: file, path) }
                offset += piece.count
            }
        }
    }

    /// The first bytes of a file, or fewer if there are fewer.
    ///
    /// - Throws: `POSIXError`.
    public static func head(of source: URL, _ count: Int) throws -> [UInt8] {
        let file = open(source.path, O_RDONLY | O_CLOEXEC)
        try check(file, source.path)
        defer { close(file) }
        return try bytes(of: file, count, source.path)
    }

    /// Fills a file beside the target, syncs it, and puts it in its place.
    static func write(
        to target: URL, _ fill: (Int32, String) throws -> Void
    ) throws {
        let folder = target.deletingLastPathComponent()
        if access(folder.path, F_OK) != 0 {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
        }
        let draft = folder.appending(
            path: ".\(target.lastPathComponent).\(UInt64.random(in: 0...UInt64.max)).tmp")
        do {
            try writeSynced(to: draft.path, fill)
            try check(rename(draft.path, target.path), draft.path)
        } catch {
            unlink(draft.path)
            throw error
        }
        try syncFolder(folder)
    }

    private static func writeSynced(
        to path: String, _ fill: (Int32, String) throws -> Void
    ) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        try check(file, path)
        defer { close(file) }
        try fill(file, path)
        try sync(file, path)
    }

    /// Writes all bytes to an open file.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = systemWrite(
                file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            try check(Int32(clamping: count), path)
            rest = rest.dropFirst(count)
        }
    }

    /// Writes all bytes to a place of an open file.
    static func write(_ bytes: [UInt8], at place: Int, of file: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { try write($0, at: place, of: file, path) }
    }

    /// Writes all bytes to a place of an open file.
    static func write(
        _ bytes: UnsafeRawBufferPointer, at place: Int, of file: Int32, _ path: String
    ) throws {
        var done = 0
        while done < bytes.count {
            let more = pwrite(
                file, bytes.baseAddress?.advanced(by: done), bytes.count - done,
                off_t(place + done))
            if more < 0, errno == EINTR { continue }
            try check(Int32(clamping: more), path)
            done += more
        }
    }

    /// Makes an open file's bytes survive a power cut, but not when it was changed.
    static func syncBytes(_ file: Int32, _ path: String) throws {
        #if canImport(Glibc)
        try check(fdatasync(file), path)
        #else
        try check(fsync(file), path)
        #endif
    }

    /// Makes an open file's bytes survive a power cut.
    static func sync(_ file: Int32, _ path: String) throws {
        try check(fsync(file), path)
    }

    /// The bytes of a file, held once; nil if there is none.
    ///
    /// - Throws: `POSIXError`.
    static func bytes(at path: String) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        try check(file, path)
        defer { close(file) }
        var facts = stat()
        try check(fstat(file, &facts), path)
        return try bytes(of: file, Int(facts.st_size), path)
    }

    /// The bytes of an open file from a place on, or fewer if there are fewer.
    static func bytes(
        of file: Int32, from start: Int = 0, _ count: Int, _ path: String
    ) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let more = pread(
                    file, UnsafeMutableRawBufferPointer(buffer).baseAddress?.advanced(by: filled),
                    count - filled, off_t(start + filled))
                if more < 0, errno == EINTR { continue }
                try check(Int32(clamping: more), path)
                guard more > 0 else { break }
                filled += more
            }
        }
    }

    /// Makes a file's bytes survive a power cut.
    static func sync(fileAt path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        try check(file, path)
        defer { close(file) }
        try syncBytes(file, path)
    }

    /// Makes what was put into a folder, or taken out of it, survive a power cut.
    static func syncFolder(_ url: URL) throws {
        let path = url.path
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try check(folder, path)
        defer { close(folder) }
        try check(fsync(folder), path)
    }

    /// - Throws: What the system says, where a call of it failed.
    static func check(_ result: Int32, _ path: String) throws {
        guard result < 0 else { return }
        let code = errno
        if code == ENOSPC || code == EDQUOT {
            throw CocoaError(.fileWriteOutOfSpace, userInfo: [NSFilePathErrorKey: path])
        }
        throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }
}

/// The system's own `write`, by whichever name its module goes: within ``DurableFile`` another one hides
/// it.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
