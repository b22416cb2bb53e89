import GRDB

/// The schema's history.
///
/// Migrations are only ever added, at the end.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 entries, receipts, pictures, words") { db in
            try db.execute(sql: entries + receipts)
        }
        migrator.registerMigration("002 words are indexed when they are searched") { db in
            try db.execute(sql: indexed)
        }
        migrator.registerMigration(SpendingTable.migration, migrate: SpendingTable.migrate)
        migrator.registerMigration(
            SpendingTable.extensionMigration, migrate: SpendingTable.extend)
        migrator.registerMigration(
            ConversationTable.migration, migrate: ConversationTable.migrate)
        migrator.registerMigration(
            ConversationTable.extensionMigration, migrate: ConversationTable.extend)
        migrator.registerMigration(SessionIndex.migration, migrate: SessionIndex.migrate)
        migrator.registerMigration(KeyTable.migration, migrate: KeyTable.migrate)
        migrator.registerMigration(CalibrationIndex.migration, migrate: CalibrationIndex.migrate)
        migrator.registerMigration(BelongingTable.migration, migrate: BelongingTable.migrate)
        migrator.registerMigration(RecallIndex.migration, migrate: RecallIndex.migrate)
        return migrator
    }

    /// The truth: entries that hold on to one another and can't be changed.
    private static let entries = """
        CREATE TABLE entry (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            run TEXT NOT NULL CHECK (length(run) = 16),
            text TEXT NOT NULL CHECK (json_valid(text)),
            hash TEXT NOT NULL CHECK (length(hash) = 64)
        ) STRICT;
        CREATE INDEX entry_run ON entry (run, number);
        CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """

    /// How far the index of words has come, in entries; before, every append kept it in step.
    private static let indexed = """
        CREATE TABLE indexed (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            entry INTEGER NOT NULL
        ) STRICT;
        INSERT INTO indexed (id, entry) SELECT 1, coalesce(max(number), 0) FROM entry;
        """

    /// What is derived from it, for looking things up.
    ///
    /// The index keeps no column sizes, which only a ranking needs, and merges in larger lots.
    private static let receipts = """
        CREATE TABLE receipt (
            number INTEGER PRIMARY KEY,
            run TEXT NOT NULL UNIQUE,
            began TEXT NOT NULL,
            state TEXT NOT NULL,
            engine TEXT NOT NULL,
            model TEXT NOT NULL,
            delivery TEXT,
            last INTEGER NOT NULL REFERENCES entry (number)
        ) STRICT;
        CREATE TABLE picture (
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            run TEXT NOT NULL REFERENCES receipt (run),
            role TEXT NOT NULL CHECK (role IN ('finished', 'partial')),
            format TEXT NOT NULL,
            PRIMARY KEY (digest, run, role)
        ) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE words
        USING fts5 (asked, sent, revised, tokenize = 'trigram', columnsize = 0);
        INSERT INTO words (words, rank) VALUES ('automerge', 0);
        """
}
