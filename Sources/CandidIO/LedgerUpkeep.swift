public import Candid
public import Foundation
import GRDB

extension SQLiteLedger {
    /// Copies the ledger and its pictures into a new folder, while others may go on writing.
    ///
    /// - Throws: ``LedgerProblem``, also if the folder holds anything.
    public func backUp(_ pictures: FilePictureStore, to target: URL) async throws {
        do {
            let manager = FileManager.default
            try manager.createDirectory(at: target, withIntermediateDirectories: true)
            guard try manager.contentsOfDirectory(atPath: target.path).isEmpty else {
                throw LedgerProblem.notWritable(
                    path: target.path, detail: "the folder is not empty")
            }
            // Entries first: pictures are written before their entries, so none can be missing.
            let copy = try DatabaseQueue(path: target.appending(path: "ledger.sqlite").path)
            try await catchUp()
            try database.backup(to: copy)
            try copy.close()
            let copies = FilePictureStore(folder: target.appending(path: "pictures"))
            for file in try pictures.files() where file.pathExtension != "tmp" {
                let folder = copies.folder.appending(
                    path: file.deletingLastPathComponent().lastPathComponent)
                try manager.createDirectory(at: folder, withIntermediateDirectories: true)
                try manager.copyItem(at: file, to: folder.appending(path: file.lastPathComponent))
            }
        } catch {
            throw LedgerProblem(error, at: target.path)
        }
    }

    /// Gives every entry, the oldest first, as one line of JSON with its number and hash.
    public func export(_ line: @escaping @Sendable (String) throws -> Void) async throws {
        try await reading { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT number, text, hash FROM entry ORDER BY number")
            while let row = try rows.next() {
                let (number, text, hash): (Int64, String, String) = (
                    row["number"], row["text"], row["hash"]
                )
                try line(#"{"number":\#(number),"hash":"\#(hash)","entry":\#(text)}"#)
            }
        }
    }

    /// Files in the picture store that no receipt names and that nobody can still be about to name.
    ///
    /// - Parameters:
    ///   - pictures: Where the pictures lie.
    ///   - age: How old, in seconds, a file must be; a run names its picture within seconds.
    ///   - now: The time.
    /// - Returns: The files.
    /// - Throws: ``LedgerProblem``.
    public func strays(
        in pictures: FilePictureStore, olderThan age: TimeInterval, now: Date
    ) async throws -> [URL] {
        do {
            let known = try await reading { db in
                try Set(String.fetchAll(db, sql: "SELECT digest FROM picture"))
            }
            return try pictures.files().filter { file in
                guard !known.contains(String(file.lastPathComponent.prefix(64))) else {
                    return false
                }
                let changed = try file.resourceValues(forKeys: [.contentModificationDateKey])
                    .contentModificationDate
                return changed.map { now.timeIntervalSince($0) > age } ?? false
            }
        } catch {
            throw LedgerProblem(error, at: pictures.folder.path)
        }
    }

    /// How long finished runs of a model took, in milliseconds, the newest first.
    public func durations(engine: String, model: String, limit: Int) async throws -> [Int64] {
        var search = LedgerSearch()
        search.engine = engine
        search.model = model
        search.state = .finished
        search.limit = limit
        return try await receipts(search).map(\.milliseconds)
    }

    /// The hash of the receipt before this one, and of this one; nil while it is open.
    ///
    /// A receipt's hash is the chain's at its last entry, which vouches for everything before it.
    public func hashes(
        of run: RunID
    ) async throws -> (previous: Candid.Digest?, own: Candid.Digest)? {
        do {
            return try await reading { db in
                guard
                    let row = try Row.fetchOne(
                        db,
                        sql: """
                            SELECT entry.hash AS own, (
                                SELECT e.hash FROM receipt AS r JOIN entry AS e ON e.number = r.last
                                WHERE r.last < receipt.last AND r.state <> 'open'
                                ORDER BY r.last DESC LIMIT 1
                            ) AS previous
                            FROM receipt JOIN entry ON entry.number = receipt.last
                            WHERE receipt.run = ? AND receipt.state <> 'open'
                            """, arguments: [run.description]),
                    let own = Candid.Digest(row["own"])
                else { return nil }
                let previous: String? = row["previous"]
                return (previous.flatMap { Candid.Digest($0) }, own)
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}
