public import Candid
public import Foundation
import GRDB

/// A ledger in a folder: `ledger.sqlite` and, beside it, the pictures.
///
/// Every append is durable before it returns (`synchronous=FULL`), so that what the ledger says
/// has been sent survives a power cut; only what a relay sends is written before and durable a few
/// milliseconds later.
public struct SQLiteLedger: Ledger {
    /// The folder.
    public let folder: URL
    let database: DatabasePool
    private let group: GroupCommit<Addition>
    private let recent: RecentRuns
    let keyWatch: KeyWatch
    /// From so many runs under way on, commits are left to a thread of their own.
    private static let crowd = 8

    /// The file in the folder.
    public var file: URL { folder.appending(path: "ledger.sqlite") }

    /// Opens or creates the ledger in a folder, and brings its schema up to date.
    ///
    /// - Throws: ``LedgerProblem``.
    public init(folder: URL) throws {
        self.folder = folder
        let path = folder.appending(path: "ledger.sqlite").path
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            // Two processes that both find a new folder must not both make the tables.
            database = try FolderLock.holding(folder) {
                let database = try DatabasePool(path: path, configuration: Self.configuration)
                // NORMAL could lose the last receipts in a power cut, and they are about money.
                // GRDB sets it when it opens a pool, so this must come after.
                try database.writeWithoutTransaction { db in
                    try db.syncFully()
                    try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Checkpoints.most)")
                }
                guard try !database.read(LedgerSchema.migrator.hasBeenSuperseded) else {
                    throw LedgerProblem.newer(path: path)
                }
                try LedgerSchema.migrator.migrate(database)
                return database
            }
        } catch {
            throw LedgerProblem(error, at: path)
        }
        let (recent, laterSync) = (RecentRuns(), LaterSync(of: path))
        let checkpoints = Checkpoints(of: path)
        self.recent = recent
        keyWatch = KeyWatch(path: path)
        group = GroupCommit { [database] additions, waits in
            do {
                let isAhead = additions.allSatisfy(\.isAhead)
                let added = try database.writeWithoutTransaction { db in
                    try db.committing(waits: waits, syncs: !isAhead) {
                        try Writer(db: db, recent: recent).add(additions)
                    }
                }
                isAhead ? laterSync.isNeeded() : laterSync.isDone()
                checkpoints.committed()
                // Only now: a transaction that was rolled back has added nothing.
                for (run, known) in added { recent.note(known.entries, of: run, last: known.last) }
            } catch let refusal as Refusal {
                throw refusal
            } catch {
                throw LedgerProblem(error, at: path)
            }
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Database.patience)
        configuration.maximumReaderCount = 4
        return configuration
    }

    /// Adds entries of one run, all or none, and returns once they are safe on disk.
    public func append(_ entries: [Entry]) async throws {
        try await add([entries]) { _, _ in }
    }

    /// Entries of runs with their texts, and a look that may throw before those of each are added.
    struct Addition: Sendable {
        fileprivate let runs: [[(entry: Entry, text: String)]]
        fileprivate let look: @Sendable (Database, RunID) throws -> Void
        /// Whether its sync may come later.
        fileprivate let isAhead: Bool
    }

    /// Adds entries of each run in one transaction, each after a look that may throw.
    func add(
        _ runs: [[Entry]], isAhead: Bool = false,
        after look: @escaping @Sendable (Database, RunID) throws -> Void
    ) async throws {
        let texts: [[(entry: Entry, text: String)]]
        do {
            texts = try runs.map { try $0.map { ($0, try Chain.text(of: $0)) } }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
        try await add(texts, isAhead: isAhead, after: look)
    }

    /// Adds entries whose texts are known to the byte.
    func add(
        _ texts: [[(entry: Entry, text: String)]], isAhead: Bool = false,
        after look: @escaping @Sendable (Database, RunID) throws -> Void
    ) async throws {
        try await group.perform(
            Addition(runs: texts, look: look, isAhead: isAhead), inPlace: recent.count < Self.crowd)
    }

    /// The entries of a run, in the order in which they were added.
    public func entries(of run: RunID) async throws -> [Entry] {
        do {
            return try await database.read { try Self.entries(of: run, $0) }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    static func entries(of run: RunID, _ db: Database) throws -> [Entry] {
        let statement = try db.cachedStatement(
            sql: "SELECT text FROM entry WHERE run = ? ORDER BY number")
        return try String.fetchAll(statement, arguments: [run.description]).map(Chain.entry)
    }
}

/// Adds to the chain and keeps what is derived from it in step, in one transaction.
private struct Writer {
    typealias Added = (entries: [Entry], last: Int64)

    let db: Database
    let recent: RecentRuns

    /// Adds everything, and gives what each run holds now.
    func add(_ additions: [SQLiteLedger.Addition]) throws -> [RunID: Added] {
        var added: [RunID: Added] = [:]
        for addition in additions {
            for texts in addition.runs {
                guard let run = texts.first?.entry.run else { continue }
                try addition.look(db, run)
                added[run] = try append(texts, to: run, after: added[run])
            }
        }
        return added
    }

    /// Adds entries, and gives all of the run's with the number of the last.
    func append(
        _ texts: [(entry: Entry, text: String)], to run: RunID,
        after known: Added?
    ) throws -> Added {
        let earlier = try known?.entries ?? earlierEntries(of: run)
        let hasEnded = earlier.contains(where: \.event.isLast)
        if hasEnded, !texts.allSatisfy(\.entry.event.mayFollowTheEnd) {
            throw LedgerProblem.ended(run: run.description)
        }
        try SessionNote.check(texts.map(\.entry), after: earlier)
        try check(keys: texts.map(\.entry), after: earlier)
        var previous = try head()
        for (entry, text) in texts {
            previous = Chain.hash(of: text, after: previous)
            try db.cachedStatement(sql: "INSERT INTO entry (run, text, hash) VALUES (?, ?, ?)")
                .execute(arguments: [entry.run.description, text, previous.description])
        }
        let last = db.lastInsertedRowID
        let all = earlier + texts.map(\.entry)
        if let receipt = Receipt(all) {
            try ReceiptRow(receipt, last: last).write(db)
            try spend(receipt, after: earlier)
        } else if let record = ConversationRecord(all) {
            try ConversationTable.write(record, number: last - Int64(texts.count) + 1, db)
            if let spending = record.spending {
                try SpendingTable.write(spending, of: spending.run, db)
            }
        }
        return (all, last)
    }

    /// Only what is about a key needs to know the others.
    private func check(keys entries: [Entry], after earlier: [Entry]) throws {
        guard entries.contains(where: \.event.isKey) else { return }
        try KeyNote.check(entries, after: earlier, among: try KeyTable.keys(db))
    }

    /// Most runs cost nothing, and need no look at what they counted for before.
    private func spend(_ receipt: Receipt, after earlier: [Entry]) throws {
        let spending = receipt.spending
        guard spending != nil || !receipt.reroutings.isEmpty,
            spending != Receipt(earlier)?.spending
        else { return }
        try SpendingTable.write(spending, of: receipt.id, db)
    }

    private func earlierEntries(of run: RunID) throws -> [Entry] {
        let statement = try db.cachedStatement(sql: "SELECT max(number) FROM entry WHERE run = ?")
        guard let last = try Int64.fetchOne(statement, arguments: [run.description]) else {
            return []
        }
        return try recent.entries(of: run, upTo: last) ?? SQLiteLedger.entries(of: run, db)
    }

    private func head() throws -> Candid.Digest {
        let statement = try db.cachedStatement(
            sql: "SELECT hash FROM entry ORDER BY number DESC LIMIT 1")
        guard let text = try String.fetchOne(statement) else { return Chain.beginning }
        guard let hash = Candid.Digest(text) else {
            throw LedgerProblem.damaged(path: "ledger.sqlite", detail: "the last hash is no hash")
        }
        return hash
    }
}
