public import Candid
import Foundation
import GRDB

/// Which receipts to look for; a nil is not looked at.
public struct LedgerSearch: Hashable, Sendable {
    /// Words that must all stand in one of the three texts, whole or in part.
    public var words: String?
    /// The engine.
    public var engine: String?
    /// The model.
    public var model: String?
    /// How the run stands.
    public var state: Receipt.State?
    /// What became of the words.
    public var delivery: Delivery?
    /// Whose order it was, by the key's name in the ledger.
    public var caller: RunID?
    /// What conversations are for; it says nothing about receipts.
    public var purposes: Set<Questioning.Purpose>?
    /// The earliest time at which the run began, such as `2026-11-22` or a full timestamp.
    public var since: String?
    /// The time before which it began.
    public var before: String?
    /// The run that came right after; a page that goes on from the last one's name skips nothing.
    public var beforeRun: RunID?
    /// The most receipts, the newest first.
    public var limit: Int?

    /// The most words.
    public static let mostWords = 100

    /// Creates a search that finds everything.
    public init() {}

    func check() throws {
        let count = (words ?? "").split(separator: " ").count
        guard count > Self.mostWords else { return }
        throw Refusal(
            field: "words", reason: "\(count) words are too many to look for",
            wayOut: "Give at most \(Self.mostWords).")
    }
}

/// What a run's or a picture's name stands for.
public enum LedgerMatch: Hashable, Sendable {
    /// Nothing.
    case none
    /// One run.
    case run(RunID)
    /// Several runs, so the name is too short or the picture was made more than once.
    case several([RunID])
}

extension SQLiteLedger {
    /// The receipts that a search finds, the newest first.
    ///
    /// - Throws: `Refusal` for more words than can be looked for; ``LedgerProblem``.
    public func receipts(_ search: LedgerSearch = LedgerSearch()) async throws -> [Receipt] {
        try search.check()
        let (condition, arguments) = search.condition
        var sql = "SELECT run FROM receipt WHERE \(condition) ORDER BY number DESC"
        if let limit = search.limit { sql += " LIMIT \(max(0, limit))" }
        let query = sql
        do {
            if search.words != nil, try await reading(WordIndex.isBehind) {
                try await database.write(WordIndex.catchUp)
            }
            return try await reading { db in
                try String.fetchAll(db, sql: query, arguments: arguments).compactMap { text in
                    try RunID(text).flatMap { Receipt(try Self.entries(of: $0, db)) }
                }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// The run whose name begins with the given digits.
    public func run(beginning prefix: String) async throws -> LedgerMatch {
        guard !prefix.isEmpty, prefix.utf8.allSatisfy(Self.isHexadecimal) else { return .none }
        return try await match(
            "SELECT run FROM receipt WHERE run >= ? AND run < ? ORDER BY number DESC LIMIT 9",
            [prefix, prefix + "g"])
    }

    /// The conversations whose names begin with the given digits, nine at the most.
    public func conversations(beginning prefix: String) async throws -> [ConversationRecord] {
        try await others(beginning: prefix).compactMap { ConversationRecord($0) }
    }

    /// What was found out about pictures that no receipt knows, by the beginning of its name; nine at
    /// the most.
    public func verifications(beginning prefix: String) async throws -> [VerificationRecord] {
        try await others(beginning: prefix).compactMap { VerificationRecord($0) }
    }

    /// The batches whose names begin with the given digits; the newest first, a hundred at the most.
    public func batches(beginning prefix: String = "") async throws -> [BatchRecord] {
        guard prefix.utf8.allSatisfy(Self.isHexadecimal) else { return [] }
        do {
            return try await reading { db in
                let names = try String.fetchAll(
                    db,
                    sql: """
                        SELECT run FROM entry WHERE run >= ? AND run < ?
                        AND run NOT IN (SELECT run FROM receipt)
                        AND json_extract(text, '$.event.kind') = 'batched'
                        ORDER BY number DESC LIMIT 100
                        """, arguments: [prefix, prefix + "g"])
                return try names.compactMap { name in
                    try RunID(name).flatMap { BatchRecord(try Self.entries(of: $0, db)) }
                }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// The entries of runs that made no picture.
    private func others(beginning prefix: String) async throws -> [[Entry]] {
        guard !prefix.isEmpty, prefix.utf8.allSatisfy(Self.isHexadecimal) else { return [] }
        do {
            return try await reading { db in
                let names = try String.fetchAll(
                    db,
                    sql: """
                        SELECT DISTINCT run FROM entry
                        WHERE run >= ? AND run < ? AND run NOT IN (SELECT run FROM receipt)
                        LIMIT 9
                        """, arguments: [prefix, prefix + "g"])
                return try names.compactMap { name in
                    try RunID(name).map { try Self.entries(of: $0, db) }
                }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// The runs that a picture came from; with a caller only those of its orders, by the key's name
    /// in the ledger.
    public func runs(
        of digest: Candid.Digest, orderedBy caller: RunID? = nil
    ) async throws -> LedgerMatch {
        try await match(
            """
            SELECT run FROM receipt WHERE run IN (SELECT run FROM picture WHERE digest = ?)
            AND (? IS NULL OR caller = ?) ORDER BY number LIMIT 9
            """,
            [digest.description, caller?.description, caller?.description])
    }

    private func match(_ sql: String, _ arguments: StatementArguments) async throws -> LedgerMatch {
        do {
            let runs = try await reading { db in
                try String.fetchAll(db, sql: sql, arguments: arguments).compactMap { RunID($0) }
            }
            if runs.count > 1 { return .several(runs) }
            return runs.first.map(LedgerMatch.run) ?? .none
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

extension LedgerSearch {
    fileprivate var condition: (String, StatementArguments) {
        var parts = ["1"]
        var arguments = StatementArguments()
        func add(_ sql: String, _ value: String?) {
            guard let value else { return }
            parts.append(sql)
            arguments += [value]
        }
        add("engine = ?", engine)
        add("model = ?", model)
        add("state = ?", state?.rawValue)
        add("delivery = ?", delivery?.rawValue)
        add("caller = ?", caller?.description)
        add("began >= ?", since)
        add("began < ?", before)
        add("number < (SELECT number FROM receipt WHERE run = ?)", beforeRun?.description)
        for word in (words ?? "").precomposedStringWithCanonicalMapping.split(separator: " ") {
            // The index is of three letters and more; Korean words often have two.
            if word.unicodeScalars.count >= 3 {
                let phrase = word.replacing("\"", with: "\"\"")
                add("number IN (SELECT rowid FROM words WHERE words MATCH ?)", "\"\(phrase)\"")
            } else {
                let pattern = word.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
                    .replacing("_", with: "\\_")
                add(
                    """
                    number IN (SELECT rowid FROM words WHERE
                    asked || char(10) || sent || char(10) || revised LIKE ? ESCAPE '\\')
                    """, "%\(pattern)%")
            }
        }
        return (parts.joined(separator: " AND "), arguments)
    }
}
