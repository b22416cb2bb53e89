import Candid
import GRDB

/// Adds to the chain and keeps what is derived from it in step, in one transaction.
///
/// What is derived of a run is written once, however often the transaction adds to it.
struct LedgerWriter {
    /// What a run holds now.
    typealias Held = (entries: [Entry], last: Int64)

    private struct Run {
        var entries: [Entry]
        /// Those of them that what is derived knows of.
        var derived: [Entry]
        /// The numbers of the first and the last entry that were added.
        var numbers: ClosedRange<Int64>
    }

    private let db: Database
    private let recent: RecentRuns
    private var head: Candid.Digest?
    private var runs: [RunID: Run] = [:]
    /// The runs whose derived rows are behind, in the order in which they were added to.
    private var behind: [RunID] = []

    init(_ db: Database, _ recent: RecentRuns) {
        self.db = db
        self.recent = recent
    }

    /// Adds everything.
    ///
    /// - Parameters:
    ///   - additions: What to add.
    ///   - breathe: Called between one step and the next.
    /// - Returns: What each run holds now.
    /// - Throws: What a look throws; ``LedgerProblem``; `DatabaseError`.
    @discardableResult
    mutating func add(
        _ additions: [SQLiteLedger.Addition], _ breathe: () -> Void = {}
    ) throws -> [RunID: Held] {
        for addition in additions {
            breathe()
            for texts in addition.runs {
                guard let run = texts.first?.entry.run else { continue }
                if let look = addition.look {
                    try derive(breathe)
                    try look(db, run)
                }
                try append(texts, to: run, mayBeThere: addition.mayBeThere)
            }
        }
        try derive(breathe)
        return runs.mapValues { ($0.entries, $0.numbers.upperBound) }
    }

    private mutating func append(
        _ texts: [(entry: Entry, text: String)], to run: RunID, mayBeThere: Bool
    ) throws {
        let earlier = try runs[run]?.entries ?? earlierEntries(of: run)
        let texts =
            mayBeThere && !earlier.isEmpty
            ? texts.filter { !earlier.contains($0.entry) } : texts
        guard !texts.isEmpty else { return }
        if earlier.contains(where: \.event.isLast),
            !texts.allSatisfy(\.entry.event.mayFollowTheEnd)
        {
            // Whoever ended a run since it was written down knew better what became of it.
            if mayBeThere { return }
            throw LedgerProblem.ended(run: run.description)
        }
        let entries = texts.map(\.entry)
        try SessionNote.check(entries, after: earlier)
        try check(keys: entries, after: earlier)
        var previous = try head ?? newest()
        for (entry, text) in texts {
            previous = Chain.hash(of: text, after: previous)
            try db.carryOut(
                "INSERT INTO entry (run, text, hash) VALUES (?, ?, ?)",
                .text(entry.run.description), .text(text), .text(previous.description))
        }
        head = previous
        let last = db.lastInsertedRowID
        if behind.last != run, !behind.contains(run) { behind.append(run) }
        let first = runs[run]?.numbers.lowerBound ?? last - Int64(texts.count) + 1
        runs[run] = Run(
            entries: earlier + entries, derived: runs[run]?.derived ?? earlier,
            numbers: first...last)
    }

    /// Brings what is derived of the runs into step.
    private mutating func derive(_ breathe: () -> Void) throws {
        for id in behind {
            breathe()
            guard let run = runs[id] else { continue }
            if let receipt = Receipt(run.entries) {
                try ReceiptRow(receipt, last: run.numbers.upperBound).write(db)
                try spend(receipt, after: run.derived)
            } else if let record = ConversationRecord(run.entries) {
                try ConversationTable.write(record, number: run.numbers.lowerBound, db)
                if let spending = record.spending {
                    try SpendingTable.write(spending, of: spending.run, db)
                }
            }
            runs[id]?.derived = run.entries
        }
        behind = []
    }

    /// Only what is about a key needs to know the others.
    private func check(keys entries: [Entry], after earlier: [Entry]) throws {
        guard entries.contains(where: \.event.isKey) else { return }
        try KeyNote.check(entries, after: earlier, among: try KeyTable.keys(db))
    }

    /// Most runs cost nothing, and need no look at what they counted for before.
    private func spend(_ receipt: Receipt, after earlier: [Entry]) throws {
        let spending = receipt.spending
        guard spending != nil || !receipt.reroutings.isEmpty,
            spending != Receipt(earlier)?.spending
        else { return }
        try SpendingTable.write(spending, of: receipt.id, db)
    }

    private func earlierEntries(of run: RunID) throws -> [Entry] {
        let last = try db.firstWhole(
            "SELECT max(number) FROM entry WHERE run = ?", .text(run.description))
        guard let last else { return [] }
        return try recent.entries(of: run, upTo: last) ?? SQLiteLedger.entries(of: run, db)
    }

    /// The hash of the chain's last entry.
    private func newest() throws -> Candid.Digest {
        let text = try db.firstText("SELECT hash FROM entry ORDER BY number DESC LIMIT 1")
        guard let text else { return Chain.beginning }
        guard let hash = Candid.Digest(text) else {
            throw LedgerProblem.damaged(path: "ledger.sqlite", detail: "the last hash is no hash")
        }
        return hash
    }
}
