public import Candid
public import Foundation
import GRDB

extension SQLiteLedger {
    /// A session with everything that belongs to it: its turns' runs, and what judges were asked.
    ///
    /// A picture that is gone from the store or was altered there is listed as missing.
    ///
    /// - Throws: ``LedgerProblem``.
    public func archive(
        of session: Session, _ store: FilePictureStore
    ) async throws -> SessionArchive {
        do {
            let runs = try await reading { try Self.runs(of: session, $0) }
            let texts = runs.flatMap(\.texts)
            let named = SessionArchive.pictures(of: try texts.map(Chain.entry))
            let found = try named.map { try Self.picture($0.digest, $0.format, store) }
            let manifest = SessionArchive.Manifest(
                session: session.id, name: session.name, entries: texts.count,
                head: texts.reduce(Chain.beginning) { Chain.hash(of: $1, after: $0) },
                pictures: found.compactMap(\.self),
                missing: zip(named, found).filter { $0.1 == nil }.map(\.0.digest))
            return SessionArchive(manifest: manifest, runs: runs, session: session) { picture in
                let file = store.path(of: picture.sha256, picture.format)
                return try DurableFile.bytes(at: file.path) ?? []
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    private static func picture(
        _ digest: Candid.Digest, _ format: PictureFormat, _ store: FilePictureStore
    ) throws -> SessionArchive.Manifest.Picture? {
        let bytes = try DurableFile.bytes(at: store.path(of: digest, format).path)
        guard let bytes, Candid.Digest(of: bytes) == digest else { return nil }
        return .init(sha256: digest, format: format, bytes: bytes.count)
    }

    /// Judges are asked in runs of their own, which stand on the bill of the turn.
    private static func runs(of session: Session, _ db: Database) throws -> [SessionArchive.Run] {
        let turns = session.turns.map(\.run)
        let bills = Set(try turns.compactMap { Receipt(try entries(of: $0, db))?.bill })
        let names = (turns + bills).map(\.description)
        let places = names.map { _ in "?" }.joined(separator: ", ")
        let others = try String.fetchAll(
            db,
            sql: """
                SELECT run FROM entry WHERE run IN (\(places)) OR run IN (
                    SELECT conversation.run FROM conversation JOIN entry USING (number)
                    WHERE json_extract(text, '$.event.questioned.bill') IN (\(places)))
                GROUP BY run ORDER BY min(number)
                """, arguments: StatementArguments(names + names))
        return try ([session.id] + others.compactMap { RunID($0) }).map { run in
            SessionArchive.Run(
                id: run,
                texts: try String.fetchAll(
                    db, sql: "SELECT text FROM entry WHERE run = ? ORDER BY number",
                    arguments: [run.description]))
        }
    }
}

extension SessionArchive {
    /// Writes the archive whole or not at all.
    ///
    /// - Throws: ``ArchiveProblem`` where it is too large; `POSIXError`, or a `CocoaError` if the disk
    ///   is full.
    public func write(to target: URL) throws {
        try DurableFile.write(to: target) { file, path in
            var writer = ZipWriter { bytes in
                try bytes.withUnsafeBytes { try DurableFile.write($0, to: file, path) }
            }
            try writer.add("manifest.json", try Self.json(manifest))
            try writer.add("entries.jsonl", lines)
            for picture in manifest.pictures {
                try writer.add(picture.name, try bytes(picture))
            }
            try writer.finish()
        }
    }

    private static func json(_ manifest: Manifest) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(manifest)) + Array("\n".utf8)
    }

    /// Every entry as a line, with the hash that vouches for it and all before it.
    private var lines: [UInt8] {
        var lines: [UInt8] = []
        var head = Chain.beginning
        for text in runs.flatMap(\.texts) {
            head = Chain.hash(of: text, after: head)
            lines += ArchiveLine(hash: head, text: text).bytes
        }
        return lines
    }
}

/// A line of `entries.jsonl`; the entry's text stands in it to the byte.
struct ArchiveLine {
    let hash: Candid.Digest
    let text: String

    private static let (start, middle) = (Array("{\"hash\":\"".utf8), Array("\",\"entry\":".utf8))

    var bytes: [UInt8] {
        Self.start + Array(hash.description.utf8) + Self.middle + Array(text.utf8)
            + Array("}\n".utf8)
    }

    init(hash: Candid.Digest, text: String) {
        (self.hash, self.text) = (hash, text)
    }

    /// Reads a line without its end; nil where it is none.
    init?(_ line: some Collection<UInt8>) {
        let line = Array(line)
        let head = Self.start.count + 64
        guard line.count > head + Self.middle.count + 1, line.starts(with: Self.start),
            line[head...].starts(with: Self.middle), line.last == UInt8(ascii: "}"),
            let hash = Candid.Digest(
                String(decoding: line[Self.start.count..<head], as: UTF8.self)),
            let text = String(
                validating: line[(head + Self.middle.count)...].dropLast(), as: UTF8.self)
        else { return nil }
        self.init(hash: hash, text: text)
    }
}
