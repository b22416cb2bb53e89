import Candid
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file beside the database in which a process writes down what it adds there a moment later.
///
/// A write to a place that the file has already takes a tenth of a commit, with a sync and without, and
/// outlasts the end of the process as well. Each line is what one append adds, behind its digest; a zero
/// ends the last. What is in the database is written over. Whoever opens the ledger takes in the lines
/// that are whole and not yet there, and removes a file whose process is gone.
final class AheadFile: Sendable {
    private struct Content {
        var file: Int32 = -1
        var path = ""
        /// Where the next line goes.
        var end = 0
        /// Whether everything is in the database.
        var isSettled = true
    }

    private static let prefix = "ledger.ahead-"
    /// No text of an entry has this character unescaped.
    private static let separator = UInt8(0x1E)
    /// Bytes that the file has from its beginning, so that a sync need not write its length.
    private static let room = 256 << 10
    /// Bytes from which on what is not in the database is written again, at the beginning.
    private static let most = 64 << 10
    /// Bytes from which on a file is not read: what waits is at most 4,096 entries.
    private static let limit = 256 << 20
    private let folder: URL
    private let content = Mutex(Content())

    /// Creates it in a ledger's folder; the file is made when it is needed.
    init(in folder: URL) { self.folder = folder }

    deinit {
        content.withLock { content in
            guard content.file >= 0 else { return }
            // What is not in the database is for whoever opens the ledger next.
            if content.isSettled { unlink(content.path) }
            close(content.file)
        }
    }

    /// Writes down the texts of entries that belong together.
    ///
    /// - Throws: `POSIXError`, or a `CocoaError` if the disk is full; nothing is written then.
    func write(_ texts: [String]) throws {
        let line = Self.line(texts)
        try content.withLock { content in
            if content.file < 0 { try make(&content) }
            try DurableFile.write(line + [0], at: content.end, of: content.file, content.path)
            content.end += line.count
            content.isSettled = false
        }
    }

    /// Makes what was written down survive a power cut.
    func sync() throws {
        let (file, path) = content.withLock { ($0.file, $0.path) }
        guard file >= 0 else { return }
        try DurableFile.syncBytes(file, path)
    }

    /// Learns what is not in the database yet, so that the rest may be written over.
    ///
    /// - Parameter rest: The texts of what was written down last.
    func forget(allBut rest: [[String]]) {
        content.withLock { content in
            content.isSettled = rest.isEmpty
            guard content.isSettled || content.end > Self.most else { return }
            let lines = rest.flatMap(Self.line)
            // Where they stand now they must not be written over.
            guard lines.count < content.end / 2 || lines.isEmpty else { return }
            do {
                if !lines.isEmpty {
                    try DurableFile.write(lines, at: 0, of: content.file, content.path)
                    try DurableFile.syncBytes(content.file, content.path)
                }
                // Only now, because it hides where they stood.
                try DurableFile.write([0], at: lines.count, of: content.file, content.path)
                content.end = lines.count
            } catch {
                // The file only grows longer than need be.
                return
            }
        }
    }

    /// What the files of other processes hold.
    ///
    /// - Throws: `POSIXError`; ``LedgerProblem/damaged(path:detail:)`` for a file that is too large.
    func others() throws -> [[String]] {
        let own = content.withLock(\.path)
        return try Self.files(in: folder).filter { $0 != own }.flatMap { path in
            try Self.held(in: path)
        }
    }

    /// Takes in what the files in a folder hold, those of processes that are gone and of others.
    ///
    /// - Parameters:
    ///   - folder: The ledger's folder.
    ///   - take: Adds what is not yet there of the texts of entries that belong together.
    /// - Throws: What `take` throws; `POSIXError`; ``LedgerProblem/damaged(path:detail:)`` for a file that
    ///   is too large.
    static func takeIn(_ folder: URL, _ take: ([[String]]) throws -> Void) throws {
        for path in try files(in: folder) {
            let file = open(path, O_RDWR | O_CLOEXEC)
            // Its process has just ended, or it is another user's, who will see to it.
            guard file >= 0 else { continue }
            defer { close(file) }
            let isLeft = flock(file, LOCK_EX | LOCK_NB) == 0
            let lines = try held(in: path)
            if !lines.isEmpty { try take(lines) }
            if isLeft { unlink(path) }
        }
    }

    /// The lines that a file holds; none where it is gone.
    private static func held(in path: String) throws -> [[String]] {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return [] }
        guard facts.st_size <= limit else {
            throw LedgerProblem.damaged(
                path: path, detail: "it is larger than 256 MB, as none of ours is; move it away")
        }
        return lines(try DurableFile.bytes(at: path) ?? [])
    }

    private static func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix(prefix) }.sorted().map { folder.appending(path: $0).path }
    }

    /// Makes the file, which is held from the moment at which others can see it.
    private func make(_ content: inout Content) throws {
        let name = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        let draft = folder.appending(path: ".ahead-\(name).tmp").path
        let path = folder.appending(path: Self.prefix + name).path
        let file = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        do {
            try DurableFile.check(file, draft)
            try DurableFile.check(flock(file, LOCK_EX | LOCK_NB), draft)
            let room = [UInt8](repeating: 0, count: Self.room)
            try DurableFile.write(room, at: 0, of: file, draft)
            try DurableFile.syncBytes(file, draft)
            try DurableFile.check(rename(draft, path), draft)
            try DurableFile.syncFolder(folder)
        } catch {
            if file >= 0 { close(file) }
            unlink(draft)
            throw error
        }
        (content.file, content.path) = (file, path)
    }

    private static func line(_ texts: [String]) -> [UInt8] {
        let text = Array(texts.map { Array($0.utf8) }.joined(separator: [separator]))
        return Array("\(Digest(of: text)) ".utf8) + text + [UInt8(ascii: "\n")]
    }

    /// What the whole lines hold; of one that a power cut took a part of, the digest is another.
    private static func lines(_ bytes: [UInt8]) -> [[String]] {
        bytes.prefix { $0 != 0 }.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard line.count > 65 else { return nil }
            let text = line.dropFirst(65)
            let digest = String(decoding: line.prefix(64), as: UTF8.self)
            guard Digest(of: Array(text)).description == digest else { return nil }
            return text.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
