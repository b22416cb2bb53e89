public import Candid
public import Foundation
import GRDB

/// A ledger in a folder: `ledger.sqlite` and, beside it, the pictures.
///
/// Every append is durable before it returns (`synchronous=FULL`), so that what the ledger says
/// has been sent survives a power cut; only what a relay sends is written down before, in a file beside,
/// and in the database and durable a few milliseconds later.
public struct SQLiteLedger: Ledger {
    /// The folder.
    public let folder: URL
    /// Files in which a process that is gone wrote down what it would add, and in which lines are not as it
    /// wrote them: they were set aside when this ledger was opened, and what was whole in them is in it.
    public private(set) var setAside: [URL] = []
    let database: DatabasePool
    private let group: GroupCommit<Addition>
    private let recent: RecentRuns
    let keyWatch: KeyWatch
    /// From so many runs under way on, commits are left to a thread of their own.
    private static let crowd = 8
    /// So much may be written down and wait for the database.
    private static let backlog = 4096

    /// The file in the folder.
    public var file: URL { folder.appending(path: "ledger.sqlite") }

    /// Opens or creates the ledger in a folder, and brings its schema up to date.
    ///
    /// - Throws: ``LedgerProblem``.
    public init(folder: URL) throws {
        self.folder = folder
        let path = folder.appending(path: "ledger.sqlite").path
        do {
            try LedgerRoom(folder).make()
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
        let recent = RecentRuns()
        self.recent = recent
        keyWatch = KeyWatch(path: path)
        let ahead = AheadFile(in: folder)
        let notes = GroupCommit<Addition>.Notes { addition in
            try ahead.write(addition.texts)
        } sync: {
            try ahead.sync()
        } forget: { rest in
            ahead.forget(allBut: rest.map(\.texts))
        }
        group = GroupCommit(notes, Self.commit(to: database, path, recent, beside: ahead))
        do {
            let takeIn = takeIn
            setAside = try FolderLock.holding(folder) { try AheadFile.takeIn(folder, takeIn) }
        } catch {
            throw LedgerProblem(error, at: path)
        }
    }

    /// What commits additions.
    private static func commit(
        to database: DatabasePool, _ path: String, _ recent: RecentRuns, beside ahead: AheadFile
    ) -> GroupCommit<Addition>.Commit {
        let (laterSync, checkpoints) = (LaterSync(of: path), Checkpoints(of: path))
        return { additions, waits, breathe in
            do {
                let isLater = additions.allSatisfy(\.isSyncedLater)
                let added = try database.writeWithoutTransaction { db in
                    try db.committing(waits: waits, syncs: !isLater) {
                        var writer = LedgerWriter(db, recent)
                        if additions.contains(where: { $0.look != nil }) {
                            // Whoever looks must see what others have written down, too.
                            try writer.add(ahead.others().map(Addition.init(writtenDown:)))
                        }
                        return try writer.add(additions, breathe)
                    }
                }
                isLater ? laterSync.isNeeded() : laterSync.isDone()
                checkpoints.committed(additions.count)
                // Only now: a transaction that was rolled back has added nothing.
                for (run, held) in added { recent.note(held.entries, of: run, last: held.last) }
            } catch let refusal as Refusal {
                throw refusal
            } catch {
                throw LedgerProblem(error, at: path)
            }
        }
    }

    /// Adds what a process wrote down and perhaps did not live to add.
    private func takeIn(_ lines: [[String]]) throws {
        let additions = try lines.map(Addition.init(writtenDown:))
        try database.writeWithoutTransaction { db in
            try db.committing(waits: true, syncs: true) {
                var writer = LedgerWriter(db, recent)
                try writer.add(additions)
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
        guard recent.areAhead(entries), group.ahead < Self.backlog else {
            return try await add([entries], after: nil)
        }
        // What it follows is only written down as well.
        let addition = try Addition(entries, in: file)
        do {
            try await group.writeSafely(addition, inPlace: recent.count < Self.crowd)
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// Entries of runs with their texts, and a look that may throw before those of each are added.
    struct Addition: Sendable {
        let runs: [[(entry: Entry, text: String)]]
        /// Nil where there is nothing to look at.
        let look: Look?
        /// Whether its sync may come later.
        var isSyncedLater = false
        /// Whether another process may have added it already.
        var mayBeThere = false

        var texts: [String] { runs.joined().map(\.text) }
    }

    /// A look at the database before entries of a run are added, which may throw.
    typealias Look = @Sendable (Database, RunID) throws -> Void

    /// Adds entries of each run in one transaction, each after a look that may throw.
    func add(_ runs: [[Entry]], isSyncedLater: Bool = false, after look: Look?) async throws {
        let texts: [[(entry: Entry, text: String)]]
        do {
            texts = try runs.map { try $0.map { ($0, try Chain.text(of: $0)) } }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
        try await add(texts, isSyncedLater: isSyncedLater, after: look)
    }

    /// Adds entries whose texts are known to the byte.
    func add(
        _ texts: [[(entry: Entry, text: String)]], isSyncedLater: Bool = false, after look: Look?
    ) async throws {
        try await group.perform(
            Addition(runs: texts, look: look, isSyncedLater: isSyncedLater),
            inPlace: recent.count < Self.crowd)
    }

    /// Writes the beginning of a run down, which is added soon.
    func writeAhead(_ entries: [Entry]) throws {
        let addition = try Addition(entries, in: file)
        do {
            try group.writeAhead(addition)
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
        if let run = entries.first?.run { recent.beganAhead(run) }
    }

    /// Reads, once everything that was written down is there to be read.
    func reading<Value: Sendable>(
        _ look: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await catchUp()
        return try await database.read(look)
    }

    /// Adds what was written down.
    func catchUp() async throws {
        guard group.ahead > 0 else { return }
        try await group.perform(Addition(runs: [], look: nil))
    }

    /// The entries of a run, in the order in which they were added.
    public func entries(of run: RunID) async throws -> [Entry] {
        do {
            return try await reading { try Self.entries(of: run, $0) }
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

extension SQLiteLedger.Addition {
    /// What is written down of a run, to be added.
    fileprivate init(_ entries: [Entry], in file: @autoclosure () -> URL) throws {
        do {
            let texts = try entries.map { (entry: $0, text: try Chain.text(of: $0)) }
            self.init(runs: [texts], look: nil, mayBeThere: true)
        } catch {
            throw LedgerProblem(error, at: file().path)
        }
    }

    /// What a process wrote down.
    fileprivate init(writtenDown texts: [String]) throws {
        self.init(
            runs: [try texts.map { (entry: try Chain.entry($0), text: $0) }], look: nil,
            mayBeThere: true)
    }
}
