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
    var caller: String?
    var last: Int64
    var pictures: Set<PictureRow>

    init(_ receipt: Receipt, last: Int64) {
        run = receipt.id.description
        began = receipt.began.description
        state = receipt.state.rawValue
        engine = receipt.order.engine
        model = receipt.order.model
        delivery = receipt.delivery?.rawValue
        caller = receipt.caller?.key.description
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
    }

    /// Puts the row in the place of the run's earlier one.
    func write(_ db: Database) throws {
        try db.carryOut(
            """
            INSERT INTO receipt (run, began, state, engine, model, delivery, caller, last)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run) DO UPDATE
            SET state = excluded.state, engine = excluded.engine, model = excluded.model,
                delivery = excluded.delivery, last = excluded.last
            """,
            .text(run), .text(began), .text(state), .text(engine), .text(model),
            QuickValue(delivery), QuickValue(caller), .whole(last))
        for picture in pictures {
            try db.carryOut(
                "INSERT OR IGNORE INTO picture (digest, run, role, format) VALUES (?, ?, ?, ?)",
                .text(picture.digest), .text(run), .text(picture.role), .text(picture.format))
        }
    }

    /// Reads the row of a run back.
    init?(run: String, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM receipt WHERE run = ?", arguments: [run])
        else { return nil }
        self.run = run
        began = row["began"]
        state = row["state"]
        engine = row["engine"]
        model = row["model"]
        delivery = row["delivery"]
        caller = row["caller"]
        last = row["last"]
        pictures = Set(
            try Row.fetchAll(
                db, sql: "SELECT digest, role, format FROM picture WHERE run = ?", arguments: [run]
            ).map { PictureRow(digest: $0["digest"], role: $0["role"], format: $0["format"]) })
    }
}
