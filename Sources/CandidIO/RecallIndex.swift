public import Candid
import Foundation
import GRDB

/// Finds orders by what was asked, to the byte; an index over what can't be changed never goes stale.
enum RecallIndex {
    static let migration = "011 equal orders can be found"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql:
                "CREATE INDEX entry_content ON entry (\(content), number) WHERE \(content) IS NOT NULL"
        )
    }

    static let content = "json_extract(text, '$.event.drafted.content')"
}

extension SQLiteLedger {
    /// Runs whose order was written down as one that may be given again, the newest first.
    ///
    /// - Parameters:
    ///   - content: What was asked, ``Candid/Draft/content``.
    ///   - limit: The most runs.
    /// - Returns: Their names, whatever became of them.
    /// - Throws: ``LedgerProblem``.
    public func runs(asking content: Digest, limit: Int = 16) async throws -> [RunID] {
        do {
            return try await reading { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT run FROM entry WHERE \(RecallIndex.content) = ?
                        ORDER BY number DESC LIMIT ?
                        """, arguments: [content.description, limit]
                ).compactMap(RunID.init)
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}
