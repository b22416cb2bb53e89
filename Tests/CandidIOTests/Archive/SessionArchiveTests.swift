import Candid
import CandidTesting
import Foundation
import Testing

@testable import CandidIO

/// A ledger with a session of two turns, each with a picture.
private struct Exported {
    let ledger: SQLiteLedger
    let store: FilePictureStore
    let world = World.replaying()
    let open: OpenSession

    init(_ folder: URL, session: RunID? = nil) async throws {
        ledger = try SQLiteLedger(folder: folder)
        store = FilePictureStore(folder: folder.appending(path: "pictures"))
        open = try await OpenSession.begin("poster", in: ledger, world)
        for words in ["a red bicycle", "add a cat"] as [Prompt] { try await say(words) }
    }

    func say(_ words: Prompt) async throws {
        let session = await open.session
        let wish = Understanding(words, in: session).wish
        let draft = try TurnDraft(wish, said: words, in: session)
        let turn = try await open.begin(draft)
        let file = picture + Array(words.text.utf8)
        let digest = try await store.put(file, as: .png)
        let order = Order(turn.sent, engine: "sketch", model: "sketch-1")
        let events: [Event] = [
            .drafted(Draft(order)),
            .sent(Sending(prompt: turn.sent, url: "https://test", body: Digest(of: []), bytes: 0)),
            .received(
                Picture(
                    digest: digest, format: .png, bytes: file.count, size: nil, revised: nil)),
            .finished,
        ]
        let time = Timestamp(world.now())
        let entries = events.map { Entry(run: turn.run, time: time, event: $0) }
        try await ledger.append(entries)
        try await open.end(turn, draft, try #require(Receipt(entries)))
    }

    /// The bytes of an export.
    func archive() async throws -> [UInt8] {
        let file = ledger.folder.appending(path: "out.zip")
        try await ledger.archive(of: await open.session, store).write(to: file)
        return try [UInt8](Data(contentsOf: file))
    }
}

@Suite struct SessionArchiveTests {
    private static func read(_ bytes: [UInt8]) throws -> SessionArchive {
        try SessionArchive(ZipFixture.reader(bytes))
    }

    /// The archive with one of its files changed.
    private static func changing(
        _ archive: [UInt8], _ name: String, _ change: (String) -> String
    ) throws -> [UInt8] {
        let reader = try ZipFixture.reader(archive)
        return try ZipFixture.archive(
            reader.files.map { file in
                let bytes = try reader.bytes(of: file)
                guard file.name == name else { return (file.name, bytes) }
                return (name, Array(change(String(decoding: bytes, as: UTF8.self)).utf8))
            })
    }

    @Test func `a session that was imported is the same, and exports to the same bytes`()
        async throws
    {
        try await withFolder { first in
            try await withFolder { second in
                let here = try await Exported(first)
                let bytes = try await here.archive()
                #expect(try await here.archive() == bytes)
                let ledger = try SQLiteLedger(folder: second)
                let pictures = store(second)
                let done = try await ledger.add(
                    Self.read(bytes), pictures, .replaying())
                let session = await here.open.session
                #expect(done.session == session && done.isNew && done.pictures == 2)
                #expect(try await ledger.audit(pictures).damages == [])
                let again = second.appending(path: "again.zip")
                try await ledger.archive(of: done.session, pictures).write(to: again)
                #expect(try [UInt8](Data(contentsOf: again)) == bytes)
            }
        }
    }

    @Test func `importing twice changes nothing, and what went on elsewhere is added`()
        async throws
    {
        try await withFolder { first in
            try await withFolder { second in
                let here = try await Exported(first)
                let old = try Self.read(try await here.archive())
                try await here.say("add a dog")
                let new = try Self.read(try await here.archive())
                let ledger = try SQLiteLedger(folder: second)
                let world = World.replaying()
                _ = try await ledger.add(old, store(second), world)
                #expect(try await ledger.add(old, store(second), world).entries == 0)
                let done = try await ledger.add(new, store(second), world)
                #expect(done.session.turns.count == 3 && !done.isNew && done.pictures == 1)
                #expect(try await ledger.add(old, store(second), world).entries == 0)
            }
        }
    }

    @Test func `what went on in two ways is refused, and nothing is added`() async throws {
        try await withFolder { first in
            try await withFolder { second in
                let here = try await Exported(first)
                let archive = try Self.read(try await here.archive())
                try await here.say("add a dog")
                let longer = try Self.read(try await here.archive())
                let ledger = try SQLiteLedger(folder: second)
                _ = try await ledger.add(archive, store(second), .replaying())
                let other = try await OpenSession.resume(
                    archive.session.id, in: ledger, .replaying())
                try await other.rename("placard")
                let before = try await ledger.audit(store(second)).entries
                await #expect(throws: Refusal.self) {
                    try await ledger.add(longer, store(second), .replaying())
                }
                #expect(try await ledger.audit(store(second)).entries == before)
            }
        }
    }

    @Test func `a name that is taken is refused, and another one is given`() async throws {
        try await withFolder { first in
            try await withFolder { second in
                let archive = try Self.read(try await Exported(first).archive())
                let ledger = try SQLiteLedger(folder: second)
                _ = try await OpenSession.begin("poster", in: ledger, .replaying())
                await #expect(throws: Refusal.self) {
                    try await ledger.add(archive, store(second), .replaying())
                }
                let done = try await ledger.add(
                    archive, as: "poster-2", store(second), .replaying())
                #expect(done.session.name == "poster-2")
                #expect(done.session.notes.last?.note.kind == .imported)
                let again = try await ledger.add(
                    archive, as: "poster-2", store(second), .replaying())
                #expect(again.entries == 0 && again.session == done.session)
            }
        }
    }

    @Test func `what went on elsewhere under a name that is taken here is refused`() async throws {
        try await withFolder { first in
            try await withFolder { second in
                let there = try await Exported(first)
                let ledger = try SQLiteLedger(folder: second)
                _ = try await ledger.add(
                    try Self.read(try await there.archive()), store(second), .replaying())
                try await there.ledger.rename(there.open, to: "placard")
                _ = try await OpenSession.begin(
                    "placard", in: ledger, .replaying())
                let longer = try Self.read(try await there.archive())
                await #expect(throws: Refusal.self) {
                    try await ledger.add(longer, store(second), .replaying())
                }
                let names = try await ledger.sessions().map(\.name)
                #expect(names.sorted() == ["placard", "poster"])
            }
        }
    }

    @Test func `a picture that is gone is listed, and the rest is imported`() async throws {
        try await withFolder { first in
            try await withFolder { second in
                let here = try await Exported(first)
                let gone = try #require(await here.open.session.state.picture?.file)
                try FileManager.default.removeItem(at: here.store.path(of: gone.digest, .png))
                let archive = try Self.read(try await here.archive())
                #expect(archive.manifest.missing == [gone.digest])
                let done = try await SQLiteLedger(folder: second).add(
                    archive, store(second), .replaying())
                #expect(done.pictures == 1 && done.missing == [gone.digest])
            }
        }
    }

    @Test(arguments: [
        ("manifest.json", "archive/1", "archive/2"),
        ("manifest.json", "\"notes\" : 1", "\"notes\" : 9"),
        ("entries.jsonl", "\"schema\":1", "\"schema\":9"), ("entries.jsonl", "bicycle", "tricycle"),
        ("manifest.json", "poster", "placard"), ("manifest.json", "\"missing\"", "\"gone\""),
        ("manifest.json", "{", "["), ("entries.jsonl", "\n", "\n\n{}\n"),
    ])
    func `an archive that was changed by hand is refused`(
        name: String, old: String, new: String
    ) async throws {
        try await withFolder { first in
            let archive = try await Exported(first).archive()
            let changed = try Self.changing(archive, name) { $0.replacing(old, with: new) }
            #expect(changed != archive)
            #expect(throws: ArchiveProblem.self) { try Self.read(changed) }
        }
    }

    @Test func `a newer form is told from damage`() async throws {
        try await withFolder { first in
            let archive = try await Exported(first).archive()
            let newer = try Self.changing(archive, "manifest.json") {
                $0.replacing("archive/1", with: "archive/2")
            }
            let problem = #expect(throws: ArchiveProblem.self) { try Self.read(newer) }
            guard case .newer = problem else { return #expect(Bool(false), "\(problem as Any)") }
        }
    }

    @Test func `another picture under a digest, and a file more, are refused`() async throws {
        try await withFolder { first in
            let archive = try await Exported(first).archive()
            let reader = try ZipFixture.reader(archive)
            let files = try reader.files.map { ($0.name, try reader.bytes(of: $0)) }
            let swapped = try ZipFixture.archive(
                files.map { ($0.0, $0.0.hasPrefix("pictures/") ? picture : $0.1) })
            #expect(throws: ArchiveProblem.self) { try Self.read(swapped) }
            let more = try ZipFixture.archive(files + [("notes.txt", [1])])
            #expect(throws: ArchiveProblem.strange(name: "notes.txt")) { try Self.read(more) }
            let less = try ZipFixture.archive(files.dropLast().map { $0 })
            #expect(throws: ArchiveProblem.self) { try Self.read(less) }
        }
    }

    @Test func `no mutated archive is imported as anything but what it was`() async throws {
        try await withFolder { first in
            let archive = try await Exported(first).archive()
            let manifest = try Self.read(archive).manifest
            var dice = Dice(state: 7)
            var (read, refused) = (0, 0)
            for _ in 0..<1500 {
                do {
                    let other = try Self.read(dice.mutated([archive]))
                    #expect(other.manifest.head == manifest.head)
                    #expect(other.manifest.pictures == manifest.pictures)
                    read += 1
                } catch {
                    refused += 1
                }
            }
            #expect(read > 0 && refused > 1000)
        }
    }
}
