import GRDB
import GRDBSQLite

/// A value for a statement on the way of every run.
enum QuickValue {
    case text(String)
    case whole(Int64)
    case none

    init(_ text: String?) { self = text.map { .text($0) } ?? .none }
    init(_ whole: Int64?) { self = whole.map { .whole($0) } ?? .none }
}

/// Statements as SQLite has them.
///
/// What GRDB does around each one, for observers and values of any kind, takes longer than the statement
/// itself; it still prepares them and gives them back.
extension Database {
    /// Carries a statement out.
    ///
    /// - Throws: `DatabaseError`.
    func carryOut(_ sql: String, _ values: QuickValue...) throws {
        try quickly(sql, values) { _ in () }
    }

    /// The text in the first column of the first row; nil where there is none.
    ///
    /// - Throws: `DatabaseError`.
    func firstText(_ sql: String, _ values: QuickValue...) throws -> String? {
        try quickly(sql, values) { statement in
            sqlite3_column_text(statement, 0).map { String(cString: $0) }
        } ?? nil
    }

    /// The whole number in the first column of the first row; nil where there is none.
    ///
    /// - Throws: `DatabaseError`.
    func firstWhole(_ sql: String, _ values: QuickValue...) throws -> Int64? {
        try quickly(sql, values) { statement in
            sqlite3_column_type(statement, 0) == SQLITE_NULL
                ? nil : sqlite3_column_int64(statement, 0)
        } ?? nil
    }

    /// Carries a statement out, and gives what is read from its first row; nil where there is none.
    private func quickly<Value>(
        _ sql: String, _ values: [QuickValue], _ read: (SQLiteStatement) -> Value
    ) throws -> Value? {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() {
            try check(Self.bind(value, at: CInt(index + 1), of: statement), sql)
        }
        var found: Value?
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return found }
            guard code == SQLITE_ROW else {
                try check(code, sql)
                return found
            }
            if found == nil { found = read(statement) }
        }
    }

    private func check(_ code: CInt, _ sql: String) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(sqliteConnection)), sql: sql)
    }

    private static func bind(
        _ value: QuickValue, at place: CInt, of statement: SQLiteStatement
    ) -> CInt {
        switch value {
        case .none: return sqlite3_bind_null(statement, place)
        case .whole(let whole): return sqlite3_bind_int64(statement, place, whole)
        case .text(var text):
            // An empty text may have no address, which SQLite would take for no text at all.
            guard !text.isEmpty else { return sqlite3_bind_text(statement, place, "", 0, copied) }
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    sqlite3_bind_text(
                        statement, place, bytes.baseAddress, CInt(bytes.count), copied)
                }
            }
        }
    }

    /// Has SQLite copy a text, which is gone after the call.
    private static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
