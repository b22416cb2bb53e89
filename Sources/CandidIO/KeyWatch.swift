import GRDB
import GRDBSQLite
import Synchronization

/// Looks whether anything happened to a key, for every request that comes with one.
///
/// It has a connection of its own and looks on the caller's thread: among the ledger's readers it
/// would wait for long searches, and handing over to another thread costs more than the look.
final class KeyWatch: Sendable {
    private struct Connection {
        var database: OpaquePointer?
        var statement: OpaquePointer?
    }

    private let path: String
    private let connection = Mutex(Connection())

    /// Creates it for a database.
    init(path: String) { self.path = path }

    deinit {
        connection.withLock { connection in
            sqlite3_finalize(connection.statement)
            sqlite3_close_v2(connection.database)
        }
    }

    /// The number of the newest entry about a key; 0 where there is none.
    ///
    /// - Throws: `DatabaseError`.
    func revision() throws -> Int64 {
        try connection.withLock { connection in
            if connection.statement == nil { try open(&connection) }
            defer { sqlite3_reset(connection.statement) }
            let code = sqlite3_step(connection.statement)
            guard code == SQLITE_ROW else { throw Self.problem(code, connection) }
            // No entry at all is NULL, which is 0 as a number.
            return sqlite3_column_int64(connection.statement, 0)
        }
    }

    private func open(_ connection: inout Connection) throws {
        if connection.database == nil {
            let code = sqlite3_open_v2(
                path, &connection.database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
            guard code == SQLITE_OK else {
                defer { sqlite3_close_v2(connection.database) }
                let problem = Self.problem(code, connection)
                connection.database = nil
                throw problem
            }
            sqlite3_busy_timeout(connection.database, CInt(Database.patience * 1000))
        }
        let sql = """
            SELECT max(number) FROM entry
            WHERE \(KeyTable.isGateways) AND \(KeyTable.kind) = 'key'
            """
        let code = sqlite3_prepare_v3(
            connection.database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT),
            &connection.statement, nil)
        guard code == SQLITE_OK else { throw Self.problem(code, connection) }
    }

    private static func problem(_ code: CInt, _ connection: Connection) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: sqlite3_errmsg(connection.database).map { String(cString: $0) })
    }
}
