public import Candid
import Foundation
import GRDB

extension SQLiteLedger {
    /// The batches of which orders are still open, whoever began them.
    ///
    /// They are found by their orders, so that it takes no longer where the ledger is long.
    ///
    /// - Throws: ``LedgerProblem``.
    public func openBatches() async throws -> [BatchRecord] {
        do {
            return try await reading { db in
                let names = try String.fetchAll(
                    db,
                    sql: """
                        SELECT DISTINCT json_extract(entry.text, '$.event.drafted.batch')
                        FROM receipt JOIN entry ON entry.run = receipt.run
                        WHERE receipt.state = 'open'
                        AND json_extract(entry.text, '$.event.drafted.batch') IS NOT NULL
                        """)
                return try names.compactMap { name in
                    try RunID(name).flatMap { BatchRecord(try Self.entries(of: $0, db)) }
                }.filter { $0.state == .open }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}
