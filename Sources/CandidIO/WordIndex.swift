import Candid
import Foundation
import GRDB

/// The full-text index over the three texts of every receipt.
///
/// Indexing costs more than everything else in an append, and most receipts are never searched
/// for: so whoever searches brings the index up to date first.
enum WordIndex {
    /// What the index holds of one receipt.
    struct Words: Hashable {
        var asked: String
        var sent: String
        var revised: String

        /// The texts composed, so that a search finds a word however its accents were typed.
        init(_ receipt: Receipt) {
            asked = receipt.asked.text.precomposedStringWithCanonicalMapping
            let same = receipt.sentAsAsked ?? true
            sent = same ? "" : receipt.sent?.prompt.text.precomposedStringWithCanonicalMapping ?? ""
            revised = receipt.revised.filter { $0 != receipt.asked }
                .map(\.text.precomposedStringWithCanonicalMapping).joined(separator: "\n")
        }

        /// Reads the words of a run back; nil where they are not in the index.
        init?(run: String, _ db: Database) throws {
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT asked, sent, revised FROM words
                    WHERE rowid = (SELECT number FROM receipt WHERE run = ?)
                    """, arguments: [run])
            guard let row else { return nil }
            (asked, sent, revised) = (row["asked"], row["sent"], row["revised"])
        }
    }

    /// The newest entry that the index knows.
    static func newest(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT entry FROM indexed") ?? 0
    }

    /// Whether there are entries that the index does not know.
    static func isBehind(_ db: Database) throws -> Bool {
        let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM entry") ?? 0
        return try newest(db) < last
    }

    /// Takes in every receipt that is new, or was told something new, since the last time.
    static func catchUp(_ db: Database) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT number, run FROM receipt
                WHERE run IN (SELECT DISTINCT run FROM entry WHERE number > ?)
                """, arguments: [try newest(db)])
        while let row = try rows.next() { try take(row["number"], run: row["run"], db) }
        try db.execute(sql: "UPDATE indexed SET entry = (SELECT max(number) FROM entry)")
    }

    private static func take(_ number: Int64, run: String, _ db: Database) throws {
        guard let id = RunID(run), let receipt = Receipt(try SQLiteLedger.entries(of: id, db))
        else { return }
        let words = Words(receipt)
        if let before = try Words(run: run, db) {
            if before == words { return }
            try db.cachedStatement(sql: "DELETE FROM words WHERE rowid = ?")
                .execute(arguments: [number])
        }
        try db.cachedStatement(
            sql: "INSERT INTO words (rowid, asked, sent, revised) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [number, words.asked, words.sent, words.revised])
    }
}
