import Foundation
import GRDB
import GRDBSQLite

extension Database {
    /// For how many seconds a program waits for another one that writes.
    static let patience: TimeInterval = 10

    /// Does something in a transaction.
    ///
    /// - Parameters:
    ///   - waits: Whether to wait for another program that writes, or to throw at once.
    ///   - syncs: Whether it is safe on disk at the end, or at the next sync.
    ///   - act: What to do; it is undone if it throws.
    /// - Returns: What it gives.
    /// - Throws: What it throws; `DatabaseError`.
    func committing<Value>(
        waits: Bool, syncs: Bool, _ act: () throws -> Value
    ) throws -> Value {
        if !waits { sqlite3_busy_timeout(sqliteConnection, 0) }
        if !syncs { try cachedStatement(sql: "PRAGMA synchronous = NORMAL").execute() }
        defer {
            if !waits { sqlite3_busy_timeout(sqliteConnection, CInt(Self.patience * 1000)) }
        }
        do {
            try carryOut("BEGIN IMMEDIATE")
            let value = try act()
            try carryOut("COMMIT")
            if !syncs { try syncFully() }
            return value
        } catch {
            // Some errors have undone the transaction already.
            if isInsideTransaction { try carryOut("ROLLBACK") }
            if !syncs { try syncFully() }
            throw error
        }
    }

    /// From here on every commit is safe on disk once it returns.
    func syncFully() throws {
        try cachedStatement(sql: "PRAGMA synchronous = FULL").execute()
    }
}
