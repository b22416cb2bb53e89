public import Candid
import Foundation
import GRDB

/// What a look through the whole ledger found.
public struct LedgerAudit: Hashable, Sendable {
    /// One thing that is not as it must be.
    public struct Damage: Hashable, Sendable, Codable {
        /// What is damaged, such as `entry 17` or a picture's path.
        public var place: String
        /// What is wrong with it.
        public var problem: String
    }

    /// How many entries were read.
    public var entries = 0
    /// How many receipts were made again.
    public var receipts = 0
    /// How many picture files were hashed.
    public var pictures = 0
    /// Runs that have not ended, or whose end was lost in a crash.
    public var open: [RunID] = []
    /// Files in the picture store that no receipt names; harmless, `candid ledger gc` removes them.
    public var strays: [String] = []
    /// Everything that is wrong.
    public var damages: [Damage] = []
    /// The hash of the newest entry, which vouches for all before it.
    ///
    /// Keep it elsewhere to be able
    /// to prove later that nothing was cut off.
    public var head = Chain.beginning
}

extension SQLiteLedger {
    /// Reads everything and proves it: the chain, every receipt, every picture's digest.
    ///
    /// - Parameters:
    ///   - pictures: Where the pictures lie.
    ///   - anchor: A head that was noted earlier and must still be part of the chain.
    /// - Returns: What was found, good and bad.
    /// - Throws: ``LedgerProblem`` if the database itself can't be read.
    public func audit(
        _ pictures: FilePictureStore, anchor: Candid.Digest? = nil
    ) async throws -> LedgerAudit {
        do {
            let (audit, files) = try await reading { db in
                var audit = LedgerAudit()
                try audit.readDatabase(db)
                try audit.readChain(db, anchor: anchor)
                try audit.readReceipts(db)
                return (audit, try Self.pictureFiles(db))
            }
            var whole = audit
            try whole.readPictures(files, in: pictures)
            try whole.readSetAside(folder)
            return whole
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    private static func pictureFiles(_ db: Database) throws -> [(digest: String, format: String)] {
        try Row.fetchAll(db, sql: "SELECT DISTINCT digest, format FROM picture ORDER BY digest")
            .map { ($0["digest"], $0["format"]) }
    }
}

extension LedgerAudit {
    private mutating func add(_ place: String, _ problem: String) {
        damages.append(Damage(place: place, problem: problem))
    }

    fileprivate mutating func readDatabase(_ db: Database) throws {
        for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where line != "ok" {
            add("ledger.sqlite", line)
        }
        for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
            add("table \(row["table"] ?? "?")", "a row points at nothing")
        }
    }

    fileprivate mutating func readChain(_ db: Database, anchor: Candid.Digest?) throws {
        var foundAnchor = anchor == nil || anchor == Chain.beginning
        var number: Int64 = 0
        let rows = try Row.fetchCursor(
            db, sql: "SELECT number, text, hash FROM entry ORDER BY number")
        while let row = try rows.next() {
            entries += 1
            number += 1
            let here: Int64 = row["number"]
            if here != number {
                add(
                    here == number + 1 ? "entry \(number)" : "entries \(number) to \(here - 1)",
                    "missing")
                number = here
            }
            let (text, hash): (String, String) = (row["text"], row["hash"])
            if hash != Chain.hash(of: text, after: head).description {
                add("entry \(number)", "its text or its place in the chain was changed")
            }
            head = Candid.Digest(hash) ?? head
            foundAnchor = foundAnchor || head == anchor
        }
        let counted = try Int64.fetchOne(
            db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'entry'")
        if let counted, counted > number {
            add("entries \(number + 1) to \(counted)", "missing from the end")
        }
        if !foundAnchor, let anchor {
            add(
                "head \(anchor)", "the chain does not hold it: newer entries were cut off or edited"
            )
        }
    }

    fileprivate mutating func readReceipts(_ db: Database) throws {
        let runs = try Row.fetchCursor(
            db, sql: "SELECT run, max(number) AS last FROM entry GROUP BY run ORDER BY min(number)")
        while let row = try runs.next() {
            let text: String = row["run"]
            do {
                try readReceipt(text, last: row["last"], db)
            } catch let error as DecodingError {
                add("run \(text)", "an entry can't be read: \(error)")
            }
        }
        let known = try Int.fetchOne(db, sql: "SELECT count(*) FROM receipt") ?? 0
        if known != receipts { add("table receipt", "holds \(known) rows for \(receipts) runs") }
    }

    private mutating func readReceipt(_ text: String, last: Int64, _ db: Database) throws {
        let all = try RunID(text).map { try SQLiteLedger.entries(of: $0, db) } ?? []
        if all.first?.event.beginsNoReceipt == true { return }
        // A conversation has no receipt, nor has a look at somebody else's picture, nor a batch.
        if ConversationRecord(all) != nil || VerificationRecord(all) != nil
            || BatchRecord(all) != nil
        {
            let row = ConversationRecord(all).map(ConversationRow.init)
            if try row != ConversationRow(run: text, db) {
                add("run \(text)", "the table of conversations differs from its entries")
            }
            return try readSpending(Spending(all), "run \(text)", text, db)
        }
        receipts += 1
        guard let run = RunID(text), let receipt = Receipt(all) else {
            return add("run \(text)", "begins with no draft, batch, question or verdict")
        }
        if receipt.state == .open { open.append(run) }
        if try ReceiptRow(run: text, db) != ReceiptRow(receipt, last: last) {
            add("receipt \(text)", "the look-up tables differ from its entries")
        }
        try readSpending(receipt.spending, "receipt \(text)", text, db)
        guard try last <= WordIndex.newest(db) else { return }
        if try WordIndex.Words(run: text, db) != WordIndex.Words(receipt) {
            add("receipt \(text)", "the index of words differs from its entries")
        }
    }

    private mutating func readSpending(
        _ spending: Spending?, _ place: String, _ run: String, _ db: Database
    ) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM spending WHERE run = ?", arguments: [run])
        if row.map(SpendingRow.init) != spending.map(SpendingRow.init) {
            add(place, "the table of spending differs from its entries")
        }
    }

    fileprivate mutating func readSetAside(_ folder: URL) throws {
        for file in try AheadFile.setAside(in: folder) {
            add(
                file.path,
                "set aside, because lines in it are not as they were written: what they held may be "
                    + "missing here, the rest is in the ledger; move it away once you know")
        }
    }

    fileprivate mutating func readPictures(
        _ files: [(digest: String, format: String)], in store: FilePictureStore
    ) throws {
        var known: Set<String> = []
        for (text, name) in files {
            guard let digest = Candid.Digest(text), let format = PictureFormat(rawValue: name)
            else {
                add("picture \(text)", "its row holds no digest or no format")
                continue
            }
            let file = store.path(of: digest, format)
            known.insert(file.path)
            pictures += 1
            guard let bytes = FileManager.default.contents(atPath: file.path) else {
                add(file.path, "missing")
                continue
            }
            if Candid.Digest(of: bytes) != digest { add(file.path, "its bytes were changed") }
        }
        strays = try store.files().map(\.path).filter { !known.contains($0) }
        if entries == 0, !strays.isEmpty {
            add("ledger.sqlite", "it is empty, but there are \(strays.count) pictures")
        }
    }
}
