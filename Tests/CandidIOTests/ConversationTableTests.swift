import Candid
import Foundation
import GRDB
import Testing

@testable import CandidIO

@Suite struct ConversationTableTests {
    @Test func `conversations are found by words, speaker, model and state, the newest first`()
        async throws
    {
        try await withLedger { ledger in
            try await talk(1, "a poster for a bicycle shop", answer: "A red Bicycle.", in: ledger)
            try await talk(2, "두 마리 고양이", answer: nil, in: ledger)
            let all = try await ledger.conversations()
            #expect(all.map(\.id) == [RunID(2), RunID(1)])
            #expect(all.map(\.state) == [.open, .finished])
            #expect(try await found(ledger) { $0.words = "bicycle RED" } == [1])
            #expect(try await found(ledger) { $0.words = "고양이" } == [2])
            #expect(try await found(ledger) { $0.words = "bicycle cat" } == [])
            #expect(try await found(ledger) { $0.state = .finished } == [1])
            #expect(try await found(ledger) { $0.engine = "s" } == [2, 1])
            #expect(try await found(ledger) { $0.model = "other" } == [])
            #expect(try await found(ledger) { $0.limit = 1 } == [2])
            #expect(try await found(ledger) { $0.delivery = .verbatim } == [])
            #expect(try await found(ledger) { $0.purposes = [.plan] } == [2, 1])
            #expect(try await found(ledger) { $0.purposes = [.verify, .describe] } == [])
            #expect(try await ledger.receipts().isEmpty, "a conversation has no receipt")
        }
    }

    @Test func `what an older program wrote down is listed, too`() async throws {
        try await withLedger { ledger in
            try await talk(1, "a poster", answer: "One.", in: ledger)
            try await ledger.database.write {
                try $0.execute(
                    sql: """
                        DROP TABLE conversation;
                        DELETE FROM grdb_migrations
                        WHERE identifier >= '005' AND identifier < '007';
                        """)
            }
            let again = try SQLiteLedger(folder: ledger.folder)
            #expect(try await again.conversations().map(\.state) == [.finished])
            #expect(try await damages(again) == [])
        }
    }

    @Test func `a table that says something else than the entries is damage`() async throws {
        try await withLedger { ledger in
            try await talk(1, "a poster", answer: "One.", in: ledger)
            #expect(try await damages(ledger) == [])
            try await ledger.database.write {
                try $0.execute(sql: "UPDATE conversation SET state = 'failed'")
            }
            #expect(try await damages(ledger) == ["run \(RunID(1))"])
        }
    }

    private func found(
        _ ledger: SQLiteLedger, _ set: (inout LedgerSearch) -> Void
    ) async throws -> [UInt64] {
        var search = LedgerSearch()
        set(&search)
        let names = try await ledger.conversations(search).map(\.id)
        return (1...2).reversed().filter { names.contains(RunID($0)) }
    }

    private func damages(_ ledger: SQLiteLedger) async throws -> [String] {
        let store = FilePictureStore(folder: ledger.folder.appending(path: "pictures"))
        return try await ledger.audit(store).damages.map(\.place)
    }

    /// A conversation of one question; without an answer it is still open.
    private func talk(
        _ run: UInt64, _ text: String, answer: String?, in ledger: SQLiteLedger
    ) async throws {
        var note = try JSONDecoder().decode(
            Questioning.self,
            from: Data(
                #"""
                {"purpose": "plan", "speaker": "s", "model": "m", "rule_based": false, "url": "",
                 "question": {"messages": [], "form": {"kind": "words"}, "tokenLimit": 1},
                 "body": "\#(Candid.Digest(of: []))", "bytes": 0}
                """#.utf8))
        note.question.messages = [Message(text)]
        try await ledger.append([entry(run, .questioned(note))])
        guard let answer else { return }
        try await ledger.append([entry(run, .answered(Saying(answer))), entry(run, .finished)])
    }

    private func entry(_ run: UInt64, _ event: Event) -> Entry {
        Entry(run: RunID(run), time: Timestamp(Date(timeIntervalSince1970: 0)), event: event)
    }

    private func withLedger(_ act: (SQLiteLedger) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await act(try SQLiteLedger(folder: folder))
    }
}
