import Candid
import Foundation
import GRDB
import Synchronization
import Testing

@testable import CandidIO

@Suite struct AheadFileTests {
    @Test func `what a process wrote down and did not live to add is there for the next`()
        async throws
    {
        try await withFolder { folder in
            let drafted = entry(1, .drafted(draft))
            try write([[drafted]], in: folder)
            #expect(try names(folder).count == 1)
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try await ledger.entries(of: RunID(1)) == [drafted])
            #expect(try await ledger.receipts().map(\.state) == [.open])
            #expect(try names(folder).isEmpty, "nobody needs the file any more")
        }
    }

    @Test func `what was added is not added again`() async throws {
        try await withFolder { folder in
            let (drafted, end) = (entry(1, .drafted(draft)), entry(1, .finished))
            try await SQLiteLedger(folder: folder).append([drafted, end])
            try write([[drafted], [end]], in: folder)
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try await ledger.entries(of: RunID(1)) == [drafted, end])
        }
    }

    @Test func `a broken line has its file set aside and named, and whole lines are kept`()
        async throws
    {
        try await withFolder { folder in
            try write((1...3).map { [entry($0, .drafted(draft))] }, in: folder)
            let broken = try change(folder) { bytes in
                let end = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
                bytes[end + 100] ^= 1
            }
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try await ledger.receipts().map(\.id) == [RunID(3), RunID(1)])
            let file = try #require(ledger.setAside.first)
            #expect(file.lastPathComponent.hasPrefix("ledger.damaged-"))
            #expect(try Data(contentsOf: file) == broken, "it is evidence")
            #expect(try names(folder).isEmpty)
            let again = try SQLiteLedger(folder: folder)
            #expect(again.setAside.isEmpty, "it is told once, and named until it is moved away")
            let pictures = FilePictureStore(folder: folder.appending(path: "pictures"))
            #expect(try await again.audit(pictures).damages.map(\.place) == [file.path])
        }
    }

    @Test func `a last line that was cut is what a power cut leaves`() async throws {
        try await withFolder { folder in
            try write([[entry(1, .drafted(draft))], [entry(2, .drafted(draft))]], in: folder)
            _ = try change(folder) { bytes in
                let end = try #require(bytes.firstIndex(of: 0))
                bytes.replaceSubrange((end - 20)..<end, with: Data(count: 20))
            }
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try await ledger.receipts().map(\.id) == [RunID(1)])
            #expect(try ledger.setAside.isEmpty && names(folder).isEmpty)
        }
    }

    @Test func `what older lines left behind the newer ones is no damage`() async throws {
        try await withFolder { folder in
            let kept = try Chain.text(of: entry(1, .drafted(draft)))
            do {
                let file = AheadFile(in: folder)
                for number: UInt64 in 2..<600 {
                    try file.write([try Chain.text(of: entry(number, .drafted(draft)))])
                }
                file.forget(allBut: [[kept]])
            }
            // As where the process ends before it hides them.
            _ = try change(folder) { bytes in
                let end = try #require(bytes.firstIndex(of: 0))
                #expect(bytes[end - 1] == UInt8(ascii: "\n") && bytes[end + 1] != 0)
                bytes[end] = 0x1D
            }
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try await ledger.entries(of: RunID(1)).count == 1)
            #expect(ledger.setAside.isEmpty)
        }
    }

    @Test func `what is in the database is written over, and the rest stays`() throws {
        try withPlainFolder { folder in
            let file = AheadFile(in: folder)
            for number in 0..<3000 { try file.write(["\(number) " + text]) }
            file.forget(allBut: [["2999 " + text]])
            try file.write(["3000 " + text])
            #expect(try numbers(in: folder) == ["2999", "3000"])
            file.forget(allBut: [])
            #expect(try numbers(in: folder) == [])
            try file.write(["3001 " + text])
            #expect(try numbers(in: folder) == ["3001"])
        }
    }

    @Test func `what a relay writes is in the ledger for whoever reads, in its order`()
        async throws
    {
        try await withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder)
            let (drafted, end) = (entry(1, .drafted(draft)), entry(1, .finished))
            try await ledger.append(ahead: [drafted], within: Budgets())
            try await ledger.append([end])
            let others = try SQLiteLedger(folder: folder)
            #expect(try await others.entries(of: RunID(1)) == [drafted, end])
            #expect(try await ledger.entries(of: RunID(1)) == [drafted, end])
            #expect(try await ledger.receipts().map(\.state) == [.finished])
            await #expect(throws: LedgerProblem.ended(run: RunID(1).description)) {
                try await ledger.append([end])
            }
        }
    }

    @Test func `a file larger than any of ours is named and not read`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "ledger.ahead-1").path
            try Data().write(to: URL(filePath: path))
            #expect(truncate(path, 1 << 30) == 0)
            #expect(throws: LedgerProblem.self) { try SQLiteLedger(folder: folder) }
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `a budget sees what another process has only written down`() async throws {
        try await withFolder { folder in
            let (first, second) = (
                try SQLiteLedger(folder: folder), try SQLiteLedger(folder: folder)
            )
            try await first.append(ahead: purchase(1), within: Budgets())
            var budgets = Budgets()
            budgets.day = 5
            let bounded = budgets
            await #expect(throws: Refusal.self) {
                try await second.append(purchase(2), within: bounded)
            }
        }
    }

    /// What another process finds.
    private func numbers(in folder: URL) throws -> [Substring] {
        try AheadFile(in: folder).others().map { $0[0].prefix { $0 != " " } }
    }

    private let text = String(repeating: "pear ", count: 100)
    private var draft: Draft { Draft(Order("a pear", engine: "e", model: "m")) }

    private func entry(_ run: UInt64, _ event: Event) -> Entry {
        Entry(run: RunID(run), time: Timestamp(Date(timeIntervalSince1970: 0)), event: event)
    }

    private func purchase(_ run: UInt64) -> [Entry] {
        let cost = Cost(low: 3, high: 3, basis: .estimate, source: "test")
        let sending = Sending(
            prompt: "a pear", url: "test:", body: Candid.Digest(of: [0]), bytes: 1)
        return [
            entry(run, .drafted(Draft(Order("a pear", engine: "e", model: "m"), estimate: cost))),
            entry(run, .sent(sending)),
        ]
    }

    /// As a process does that ends before it adds them.
    private func write(_ additions: [[Entry]], in folder: URL) throws {
        let file = AheadFile(in: folder)
        for entries in additions { try file.write(try entries.map(Chain.text)) }
    }

    /// Changes the bytes of the only file, and gives them.
    private func change(_ folder: URL, _ act: (inout Data) throws -> Void) throws -> Data {
        let path = folder.appending(path: try #require(try names(folder).first))
        var bytes = try Data(contentsOf: path)
        try act(&bytes)
        try bytes.write(to: path)
        return bytes
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("ledger.ahead-") }
    }

    private func withPlainFolder(_ act: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-test-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try act(folder)
    }
}
