public import Candid
import Foundation
import GRDB

/// Which caller a provider gave the name of a file, a batch or a response.
///
/// All callers' things lie in one account of the provider's, which can't tell them apart.
enum BelongingTable {
    static let migration = "010 whose files, batches and responses are"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE belonging (
                    caller TEXT NOT NULL CHECK (length(caller) = 16),
                    name TEXT NOT NULL,
                    PRIMARY KEY (caller, name)
                ) STRICT, WITHOUT ROWID;
                """)
    }
}

extension SQLiteLedger {
    /// Notes that a provider gave a caller these names.
    public func note(_ names: [String], belongTo caller: RunID) async throws {
        do {
            try await database.write { db in
                for name in names {
                    try db.cachedStatement(
                        sql: "INSERT OR IGNORE INTO belonging (caller, name) VALUES (?, ?)"
                    ).execute(arguments: [caller.description, name])
                }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// Those of some names that a provider gave a caller.
    public func names(among names: [String], of caller: RunID) async throws -> Set<String> {
        do {
            return try await database.read { db in
                let statement = try db.cachedStatement(
                    sql: "SELECT 1 FROM belonging WHERE caller = ? AND name = ?")
                return Set(
                    try names.filter { name in
                        try Int.fetchOne(statement, arguments: [caller.description, name]) != nil
                    })
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}
