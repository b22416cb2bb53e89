import Candid
import Foundation
import GRDB

/// What the ledger's look-up tables hold of a receipt.
///
/// All of it is derived from the entries.
struct ReceiptRow: Hashable {
    struct PictureRow: Hashable {
        var digest: String
        var role: String
        var format: String
    }

    var run: String
    var began: String
    var state: String
    var engine: String
    var model: String
    var delivery: String?
    var last: Int64
    var pictures: Set<PictureRow>
    var asked: String
    var sent: String
    var revised: String

    init(_ receipt: Receipt, last: Int64) {
        run = receipt.id.description
        began = receipt.began.description
        state = receipt.state.rawValue
        engine = receipt.order.engine
        model = receipt.order.model
        delivery = receipt.delivery?.rawValue
        self.last = last
        pictures = Set(
            receipt.pictures.map {
                PictureRow(
                    digest: $0.digest.description, role: "finished", format: $0.format.rawValue)
            }
                + receipt.partials.map {
                    PictureRow(
                        digest: $0.digest.description, role: "partial", format: $0.format.rawValue)
                })
        // Composed, so that a search finds a word however its accents were typed.
        asked = receipt.asked.text.precomposedStringWithCanonicalMapping
        let same = receipt.sentAsAsked ?? true
        sent = same ? "" : receipt.sent?.prompt.text.precomposedStringWithCanonicalMapping ?? ""
        revised = receipt.revised.filter { $0 != receipt.asked }
            .map(\.text.precomposedStringWithCanonicalMapping).joined(separator: "\n")
    }

    /// Puts the row in the place of the run's earlier one.
    func write(_ db: Database, inPlaceOf before: ReceiptRow?) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO receipt (run, began, state, engine, model, delivery, last)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (run) DO UPDATE
                SET state = excluded.state, delivery = excluded.delivery, last = excluded.last
                """
        ).execute(arguments: [run, began, state, engine, model, delivery, last])
        for picture in pictures {
            try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO picture (digest, run, role, format) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [picture.digest, run, picture.role, picture.format])
        }
        try writeWords(db, inPlaceOf: before)
    }

    private func writeWords(_ db: Database, inPlaceOf before: ReceiptRow?) throws {
        // Indexing is the dearest part of an append, and most runs are told nothing new.
        if let before, before.asked == asked, before.sent == sent, before.revised == revised {
            return
        }
        let number = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT number FROM receipt WHERE run = ?"), arguments: [run])
        if before != nil {
            try db.cachedStatement(sql: "DELETE FROM words WHERE rowid = ?")
                .execute(arguments: [number])
        }
        try db.cachedStatement(
            sql: "INSERT INTO words (rowid, asked, sent, revised) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [number, asked, sent, revised])
    }

    /// Reads the row of a run back.
    init?(run: String, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT receipt.*, words.asked, words.sent, words.revised
                    FROM receipt LEFT JOIN words ON words.rowid = receipt.number
                    WHERE run = ?
                    """, arguments: [run])
        else { return nil }
        self.run = run
        began = row["began"]
        state = row["state"]
        engine = row["engine"]
        model = row["model"]
        delivery = row["delivery"]
        last = row["last"]
        asked = row["asked"] ?? ""
        sent = row["sent"] ?? ""
        revised = row["revised"] ?? ""
        pictures = Set(
            try Row.fetchAll(
                db, sql: "SELECT digest, role, format FROM picture WHERE run = ?", arguments: [run]
            ).map { PictureRow(digest: $0["digest"], role: $0["role"], format: $0["format"]) })
    }
}
