public import Candid
import Foundation
import GRDB

/// Where conversations are found; derived from the entries like the other look-up tables.
enum ConversationTable {
    static let migration = "005 conversations are listed"
    static let extensionMigration = "006 conversations by purpose"

    /// Makes the table; the migration after it fills it.
    static func migrate(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE conversation (
                    number INTEGER PRIMARY KEY,
                    run TEXT NOT NULL UNIQUE CHECK (length(run) = 16),
                    began TEXT NOT NULL,
                    state TEXT NOT NULL,
                    speaker TEXT NOT NULL,
                    model TEXT NOT NULL
                ) STRICT;
                """)
    }

    /// Adds what a conversation was for, and makes every row anew.
    static func extend(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM conversation;
                ALTER TABLE conversation ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
                """)
        let runs = try Row.fetchAll(
            db,
            sql: """
                SELECT run, min(number) AS first FROM entry
                WHERE run NOT IN (SELECT run FROM receipt) GROUP BY run ORDER BY first
                """)
        for row in runs {
            guard let run = RunID(row["run"]),
                let record = ConversationRecord(try SQLiteLedger.entries(of: run, db))
            else { continue }
            try write(record, number: row["first"], db)
        }
    }

    /// Puts a conversation in its place, which is that of its first entry.
    static func write(_ record: ConversationRecord, number: Int64, _ db: Database) throws {
        let row = ConversationRow(record)
        try db.carryOut(
            """
            INSERT INTO conversation (number, run, began, state, speaker, model, purpose)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run) DO UPDATE SET state = excluded.state
            """,
            .whole(number), .text(row.run), .text(row.began), .text(row.state),
            .text(row.speaker), .text(row.model), .text(row.purpose))
    }
}

/// A row of the table.
struct ConversationRow: Hashable {
    var run: String
    var began: String
    var state: String
    var speaker: String
    var model: String
    var purpose: String

    init(_ record: ConversationRecord) {
        run = record.id.description
        began = record.began.description
        state = record.state.rawValue
        speaker = record.turns.first?.questioning.speaker ?? ""
        model = record.turns.first?.questioning.model ?? ""
        purpose = record.turns.first?.questioning.purpose.rawValue ?? ""
    }

    init?(run: String, _ db: Database) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM conversation WHERE run = ?", arguments: [run])
        guard let row else { return nil }
        (self.run, began, state) = (row["run"], row["began"], row["state"])
        (speaker, model, purpose) = (row["speaker"], row["model"], row["purpose"])
    }
}

extension SQLiteLedger {
    /// The conversations with speakers and judges that a search finds, the newest first.
    ///
    /// ``LedgerSearch/engine`` is the speaker's name here; a search for a delivery finds none, because
    /// a conversation delivers nothing. Words are looked for in what was asked and what was answered.
    public func conversations(
        _ search: LedgerSearch = LedgerSearch()
    ) async throws -> [ConversationRecord] {
        guard search.delivery == nil else { return [] }
        let (condition, arguments) = search.conversationCondition
        let words = search.wanted
        do {
            return try await reading { db in
                let names = try String.fetchCursor(
                    db,
                    sql: "SELECT run FROM conversation WHERE \(condition) ORDER BY number DESC",
                    arguments: arguments)
                var found: [ConversationRecord] = []
                while found.count < search.limit ?? Int.max, let name = try names.next() {
                    guard let run = RunID(name),
                        let record = ConversationRecord(try Self.entries(of: run, db)),
                        record.holds(words)
                    else { continue }
                    found.append(record)
                }
                return found
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}

extension LedgerSearch {
    /// The words, in the one spelling in which they are compared.
    fileprivate var wanted: [String] {
        (words ?? "").searchable.split(separator: " ").map(String.init)
    }

    fileprivate var conversationCondition: (String, StatementArguments) {
        let columns = [
            ("speaker = ?", engine), ("model = ?", model), ("state = ?", state?.rawValue),
            ("began >= ?", since), ("began < ?", before),
            (
                """
                (SELECT json_extract(text, '$.event.questioned.caller.key') FROM entry
                WHERE entry.number = conversation.number) = ?
                """, caller?.description
            ),
        ].compactMap { sql, value in value.map { (sql, $0) } }
        let wanted = (purposes ?? Set(Questioning.Purpose.allCases)).map(\.rawValue).sorted()
        let places = wanted.map { _ in "?" }.joined(separator: ", ")
        return (
            (["purpose IN (\(places))"] + columns.map(\.0)).joined(separator: " AND "),
            StatementArguments(wanted + columns.map(\.1))
        )
    }
}

extension ConversationRecord {
    fileprivate func holds(_ words: [String]) -> Bool {
        guard !words.isEmpty else { return true }
        let texts = turns.flatMap { turn in
            turn.questioning.question.messages.map(\.text) + [turn.saying?.text ?? ""]
        }
        let text = texts.joined(separator: "\n").searchable
        return words.allSatisfy { text.contains($0) }
    }
}

extension String {
    fileprivate var searchable: String { precomposedStringWithCanonicalMapping.lowercased() }
}
