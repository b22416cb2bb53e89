public import Candid
import Foundation
import GRDB

/// Finds what happened to callers' keys, and what was turned away, among the entries.
enum KeyTable {
    static let migration = "008 callers' keys, and whose orders runs are"

    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX entry_gateway ON entry (\(kind), number) WHERE \(isGateways);
                CREATE TABLE key_use (
                    key TEXT PRIMARY KEY CHECK (length(key) = 16),
                    used TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                ALTER TABLE receipt ADD COLUMN caller TEXT;
                CREATE INDEX receipt_caller ON receipt (caller) WHERE caller IS NOT NULL;
                ALTER TABLE spending ADD COLUMN caller TEXT NOT NULL DEFAULT '';
                CREATE INDEX spending_caller ON spending (caller, day) WHERE caller <> '';
                """)
    }

    static let kind = "json_extract(text, '$.event.kind')"

    /// SQLite uses the index only where a query says just this.
    static let isGateways = "\(kind) IN ('key', 'turned_away')"

    static func keys(_ db: Database) throws -> [CallerKey] {
        let runs = try String.fetchAll(
            db,
            sql: """
                SELECT run FROM entry WHERE \(isGateways) AND \(kind) = 'key'
                GROUP BY run ORDER BY min(number)
                """)
        let used = Dictionary(
            try Row.fetchAll(db, sql: "SELECT key, used FROM key_use")
                .map { ($0["key"] as String, $0["used"] as String) }, uniquingKeysWith: max)
        return try runs.compactMap { text in
            guard let run = RunID(text) else { return nil }
            var key = CallerKey(try SQLiteLedger.entries(of: run, db))
            key?.lastUsed = used[text].flatMap(Timestamp.init)
            return key
        }
    }
}

extension SQLiteLedger: KeyStore {
    /// Every key, the oldest first, revoked ones too.
    public func keys() async throws -> [CallerKey] {
        try await found(KeyTable.keys)
    }

    /// The number of the newest entry about a key; 0 where there is none.
    public func keyRevision() async throws -> Int64 {
        do { return try keyWatch.revision() } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// Notes that a key was used.
    public func noteUse(of key: RunID, at time: Timestamp) async throws {
        do {
            try await database.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO key_use (key, used) VALUES (?, ?)
                        ON CONFLICT (key) DO UPDATE SET used = max(used, excluded.used)
                        """, arguments: [key.description, time.description])
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// What the gateway turned away, the newest first.
    public func turnedAway(_ search: TurnedAwaySearch = TurnedAwaySearch()) async throws -> [Entry]
    {
        let (condition, arguments) = search.condition
        let limit = search.limit.map { " LIMIT \(max(0, $0))" } ?? ""
        return try await found { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT text FROM entry WHERE \(KeyTable.isGateways)
                    AND \(KeyTable.kind) = 'turned_away' AND \(condition)
                    ORDER BY number DESC\(limit)
                    """, arguments: arguments
            ).map(Chain.entry)
        }
    }

    /// What a caller has spent or holds on the day and in the month of a moment.
    public func spent(with caller: RunID, at time: Timestamp) async throws -> KeySpending {
        try await found { try SpendingTable.spent(with: caller, at: time, $0) }
    }

    private func found<Value: Sendable>(
        _ look: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do { return try await reading(look) } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}

/// Which requests that were turned away to look for; a nil is not looked at.
public struct TurnedAwaySearch: Hashable, Sendable {
    /// The caller's key.
    public var caller: RunID?
    /// Why.
    public var reason: TurnedAway.Reason?
    /// The earliest time, such as `2026-11-22`.
    public var since: String?
    /// The time before which it was.
    public var before: String?
    /// The most of them.
    public var limit: Int?

    /// Creates a search that finds everything.
    public init() {}

    fileprivate var condition: (String, StatementArguments) {
        var parts = ["1"]
        var arguments = StatementArguments()
        func add(_ path: String, _ comparison: String, _ value: String?) {
            guard let value else { return }
            parts.append("json_extract(text, '\(path)') \(comparison) ?")
            arguments += [value]
        }
        add("$.event.turned_away.caller.key", "=", caller?.description)
        add("$.event.turned_away.reason", "=", reason?.rawValue)
        add("$.time", ">=", since)
        add("$.time", "<", before)
        return (parts.joined(separator: " AND "), arguments)
    }
}
