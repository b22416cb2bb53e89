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
/// that are whole and not yet there, and removes a file whose process is gone; one with lines that are not
/// as they were written is set aside instead.
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
    private static let damagedPrefix = "ledger.damaged-"
    /// No text of an entry has this character unescaped.
    private static let separator = UInt8(0x1E)
    /// Behind it stands the rest of an older line; no text has it unescaped either.
    private static let seam = UInt8(0x1D)
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
                    // Until the zero hides it, the rest of the line below must not look like damage.
                    try DurableFile.write(
                        lines + [Self.seam], at: 0, of: content.file, content.path)
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
            try Self.held(in: path).lines
        }
    }

    /// Takes in what the files in a folder hold, those of processes that are gone and of others.
    ///
    /// - Parameters:
    ///   - folder: The ledger's folder.
    ///   - take: Adds what is not yet there of the texts of entries that belong together.
    /// - Returns: The files that were set aside, under their new names, because a process that is gone
    ///   left lines in them that are not as it wrote them.
    /// - Throws: What `take` throws; `POSIXError`; ``LedgerProblem/damaged(path:detail:)`` for a file that
    ///   is too large.
    static func takeIn(
        _ folder: URL, _ take: ([[String]]) throws -> Void
    ) throws -> [URL] {
        var setAside: [URL] = []
        for path in try files(in: folder) {
            let file = open(path, O_RDWR | O_CLOEXEC)
            // Its process has just ended, or it is another user's, who will see to it.
            guard file >= 0 else { continue }
            defer { close(file) }
            let isLeft = flock(file, LOCK_EX | LOCK_NB) == 0
            let held = try held(in: path)
            if !held.lines.isEmpty { try take(held.lines) }
            // Of one that is still written, a line may be under way.
            guard isLeft else { continue }
            if held.isDamaged {
                setAside.append(try setAsideFile(at: path, in: folder))
            } else {
                unlink(path)
            }
        }
        return setAside
    }

    /// Files that were set aside in a folder, now or earlier.
    static func setAside(in folder: URL) throws -> [URL] {
        try files(in: folder, prefix: damagedPrefix).map { URL(filePath: $0) }
    }

    private static func setAsideFile(at path: String, in folder: URL) throws -> URL {
        let name = URL(filePath: path).lastPathComponent.dropFirst(prefix.count)
        let place = folder.appending(path: damagedPrefix + name)
        try DurableFile.check(rename(path, place.path), path)
        try DurableFile.syncFolder(folder)
        return place
    }

    /// What a file holds.
    private struct Held {
        /// The whole lines.
        var lines: [[String]] = []
        /// Whether others stand among them that are not as they were written.
        var isDamaged = false
    }

    /// What a file holds; nothing where it is gone.
    private static func held(in path: String) throws -> Held {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return Held() }
        guard facts.st_size <= limit else {
            throw LedgerProblem.damaged(
                path: path, detail: "it is larger than 256 MB, as none of ours is; move it away")
        }
        return held(in: try DurableFile.bytes(at: path) ?? [])
    }

    private static func files(
        in folder: URL, prefix: String = prefix
    ) throws -> [String] {
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
        var text: [UInt8] = []
        text.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count + 1 })
        for (index, one) in texts.enumerated() {
            if index > 0 { text.append(separator) }
            text.append(contentsOf: one.utf8)
        }
        var line = Array("\(Digest(of: text)) ".utf8)
        line.reserveCapacity(line.count + text.count + 1)
        line.append(contentsOf: text)
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// What stands before the first zero.
    ///
    /// An end without a line feed is what a power cut leaves of the
    /// last line; nobody was told that it is kept.
    private static func held(in bytes: [UInt8]) -> Held {
        var held = Held()
        var rest = bytes.prefix { $0 != 0 }
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.first == seam { continue }
            if let texts = texts(of: line) {
                held.lines.append(texts)
            } else {
                held.isDamaged = true
            }
        }
        if let texts = texts(of: rest) { held.lines.append(texts) }
        return held
    }

    /// The texts of a line; nil where its digest is another.
    private static func texts(of line: ArraySlice<UInt8>) -> [String]? {
        guard line.count > 65 else { return nil }
        let text = line.dropFirst(65)
        let digest = String(decoding: line.prefix(64), as: UTF8.self)
        guard Digest(of: Array(text)).description == digest else { return nil }
        return text.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
    }
}
