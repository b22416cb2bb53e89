public import Candid
public import Foundation
import GRDB

/// What runs cost, for adding up; derived from the entries like the other look-up tables.
///
/// Amounts are whole billionths of a dollar, rounded up, so that sums are exact and never too low.
enum SpendingTable {
    static let migration = "003 spending by day, project and engine"
    static let extensionMigration = "004 spending by purpose, and together on one bill"

    /// Makes the table; the migration after it fills it.
    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE spending (
                    run TEXT PRIMARY KEY CHECK (length(run) = 16),
                    day TEXT NOT NULL CHECK (length(day) = 10),
                    project TEXT NOT NULL,
                    engine TEXT NOT NULL,
                    state TEXT NOT NULL,
                    low INTEGER NOT NULL CHECK (low >= 0),
                    high INTEGER CHECK (high >= low)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX spending_day ON spending (day);
                CREATE INDEX spending_project ON spending (project);
                """)
    }

    /// Adds what a conversation was for and what stands on one bill, and makes every row anew.
    static func extend(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM spending;
                ALTER TABLE spending ADD COLUMN purpose TEXT NOT NULL DEFAULT 'picture';
                ALTER TABLE spending ADD COLUMN bill TEXT NOT NULL DEFAULT '';
                CREATE INDEX spending_bill ON spending (bill);
                """)
        for text in try String.fetchAll(db, sql: "SELECT DISTINCT run FROM entry") {
            guard let run = RunID(text) else { continue }
            try write(Spending(try SQLiteLedger.entries(of: run, db)), of: run, db)
        }
    }

    /// Puts what a run counts for in the place of what it counted for before.
    static func write(_ spending: Spending?, of run: RunID, _ db: Database) throws {
        guard let spending else {
            return try db.carryOut("DELETE FROM spending WHERE run = ?", .text(run.description))
        }
        let row = SpendingRow(spending)
        // A migration before the one that adds callers writes rows, too.
        guard !row.caller.isEmpty else { return try insert(row, db) }
        try db.carryOut(
            """
            INSERT INTO spending
            (run, day, project, engine, state, low, high, purpose, bill, caller)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run) DO UPDATE SET engine = excluded.engine, state = excluded.state,
            low = excluded.low, high = excluded.high, caller = excluded.caller
            """,
            .text(row.run), .text(row.day), .text(row.project), .text(row.engine),
            .text(row.state), .whole(row.low), QuickValue(row.high), .text(row.purpose),
            .text(row.bill), .text(row.caller))
    }

    private static func insert(_ row: SpendingRow, _ db: Database) throws {
        try db.carryOut(
            """
            INSERT INTO spending
            (run, day, project, engine, state, low, high, purpose, bill)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run) DO UPDATE SET engine = excluded.engine, state = excluded.state,
            low = excluded.low, high = excluded.high
            """,
            .text(row.run), .text(row.day), .text(row.project), .text(row.engine),
            .text(row.state), .whole(row.low), QuickValue(row.high), .text(row.purpose),
            .text(row.bill))
    }

    /// What everybody but one run has spent or holds.
    static func spent(beside spending: Spending, _ db: Database) throws -> Budgets.Spent {
        func sum(_ column: String, _ value: String) throws -> Decimal {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT coalesce(sum(high), 0) FROM spending WHERE \(column) = ? AND run <> ?
                    """)
            let billionths = try Int64.fetchOne(
                statement, arguments: [value, spending.run.description])
            return Decimal(billionths ?? 0) / 1_000_000_000
        }
        return Budgets.Spent(
            day: try sum("day", spending.began.day),
            project: try spending.project.map { try sum("project", $0) } ?? 0,
            bill: try sum("bill", spending.bill.description),
            caller: try spending.caller.map { try spent(with: $0, beside: spending, db) }
                ?? KeySpending())
    }

    /// What a caller has spent or holds on the day and in the month of a run.
    private static func spent(
        with caller: RunID, beside spending: Spending, _ db: Database
    ) throws -> KeySpending {
        try spent(with: caller, at: spending.began, beside: spending.run, db)
    }

    /// What a caller has spent or holds on the day and in the month of a moment, but for one run.
    static func spent(
        with caller: RunID, at time: Timestamp, beside run: RunID? = nil, _ db: Database
    ) throws -> KeySpending {
        func sum(_ days: String) throws -> Decimal {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT coalesce(sum(high), 0) FROM spending
                    WHERE caller <> '' AND caller = ? AND day >= ? AND day <= ? AND run <> ?
                    """)
            let billionths = try Int64.fetchOne(
                statement,
                arguments: [
                    caller.description, days, days + "~", run?.description ?? "",
                ])
            return Decimal(billionths ?? 0) / 1_000_000_000
        }
        return KeySpending(
            day: try sum(time.day), month: try sum(time.month))
    }
}

/// A row of the table.
struct SpendingRow: Hashable {
    var run: String
    var day: String
    var project: String
    var engine: String
    var state: String
    var low: Int64
    var high: Int64?
    var purpose: String
    var bill: String
    var caller: String

    init(_ spending: Spending) {
        run = spending.run.description
        day = spending.began.day
        project = spending.project ?? ""
        engine = spending.engine
        state = spending.state.rawValue
        low = Self.billionths(spending.low, .down)
        high = spending.high.map { Self.billionths($0, .up) }
        purpose = spending.purpose?.rawValue ?? "picture"
        bill = spending.bill.description
        caller = spending.caller?.description ?? ""
    }

    init(_ row: Row) {
        run = row["run"]
        day = row["day"]
        project = row["project"]
        engine = row["engine"]
        state = row["state"]
        low = row["low"]
        high = row["high"]
        purpose = row["purpose"]
        bill = row["bill"]
        caller = row["caller"]
    }

    /// A price list may hold anything; more than a billion dollars is counted as a billion.
    private static func billionths(_ amount: Decimal, _ rounding: Decimal.RoundingMode) -> Int64 {
        var (value, rounded) = (min(amount, 1_000_000_000) * 1_000_000_000, Decimal())
        NSDecimalRound(&rounded, &value, 0, rounding)
        return NSDecimalNumber(decimal: rounded).int64Value
    }
}

/// A sum of spending.
public struct SpendingTotal: Hashable, Sendable {
    /// What was added up: a day, a project, an engine, what it was for, or a caller's key.
    public var name: String
    /// How many runs.
    public var runs: Int
    /// What is known to be spent, in US dollars.
    public var settled: Decimal
    /// The upper bound of what is held: on its way, perhaps charged, or never settled.
    public var held: Decimal
    /// How many runs hold something.
    public var holding: Int
    /// How many runs nobody can price.
    public var unpriced: Int
}

/// By what spending is added up.
public enum SpendingGroup: String, Hashable, Sendable, CaseIterable {
    case day, project, engine, purpose, caller
}

extension SQLiteLedger {
    /// Adds entries, unless a budget would be passed; looking and adding are one transaction, which
    /// no other process can come between.
    public func append(_ entries: [Entry], within budgets: Budgets) async throws {
        try await add([entries], after: Self.look(at: budgets) { _ in entries })
    }

    /// Adds entries in the same way, but leaves the disk to a later sync; what no budget holds is only
    /// written down, and nobody waits for the database.
    public func append(ahead entries: [Entry], within budgets: Budgets) async throws {
        guard !budgets.isEmpty else { return try writeAhead(entries) }
        try await add(
            [entries], isSyncedLater: true, after: Self.look(at: budgets) { _ in entries })
    }

    /// Adds entries of several runs, all or none; each counts for those after it.
    public func append(together runs: [[Entry]], within budgets: Budgets) async throws {
        let entries = Dictionary(grouping: runs.joined(), by: \.run)
        try await add(runs, after: Self.look(at: budgets) { entries[$0] ?? [] })
    }

    /// Holds what each run adds to budgets; nil where there are none, because a look costs everybody
    /// who is committed with it.
    private static func look(
        at budgets: Budgets, _ entries: @escaping @Sendable (RunID) -> [Entry]
    ) -> Look? {
        guard !budgets.isEmpty else { return nil }
        return { db, run in
            let spending = Spending(try Self.entries(of: run, db) + entries(run))
            guard let spending else { return }
            try budgets.check(spending, try SpendingTable.spent(beside: spending, db))
        }
    }

    /// Adds spending up, the dearest first; days the newest first.
    ///
    /// - Parameters:
    ///   - group: By what.
    ///   - since: The first day (UTC), such as `2026-11-22`.
    ///   - before: The day after the last.
    /// - Returns: The sums.
    /// - Throws: ``LedgerProblem``.
    public func spending(
        by group: SpendingGroup, since: String? = nil, before: String? = nil
    ) async throws -> [SpendingTotal] {
        let order = group == .day ? "day DESC" : "sum(high) DESC, \(group.rawValue)"
        let sql = """
            SELECT \(group.rawValue) AS name, count(*) AS runs,
            coalesce(sum(high) FILTER (WHERE state IN ('settled', 'uncharged')), 0) AS settled,
            coalesce(sum(high) FILTER (WHERE state NOT IN ('settled', 'uncharged')), 0) AS held,
            count(*) FILTER (WHERE state NOT IN ('settled', 'uncharged')) AS holding,
            count(*) FILTER (WHERE high IS NULL) AS unpriced
            FROM spending WHERE day >= ? AND day < ? GROUP BY name ORDER BY \(order)
            """
        do {
            return try await reading { db in
                try Row.fetchAll(db, sql: sql, arguments: [since ?? "", before ?? "~"])
                    .map(SpendingTotal.init)
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// What earlier runs of an engine's model used, the newest first.
    public func pastUses(engine: String, model: String, limit: Int = 40) async throws -> [PastUse] {
        var search = LedgerSearch()
        (search.engine, search.model, search.state) = (engine, model, .finished)
        search.limit = limit
        return try await receipts(search).compactMap(PastUse.init)
    }
}

extension SpendingTotal {
    fileprivate init(_ row: Row) {
        func dollars(_ column: String) -> Decimal {
            Decimal(row[column] as Int64) / 1_000_000_000
        }
        self.init(
            name: row["name"], runs: row["runs"], settled: dollars("settled"),
            held: dollars("held"), holding: row["holding"], unpriced: row["unpriced"])
    }
}
