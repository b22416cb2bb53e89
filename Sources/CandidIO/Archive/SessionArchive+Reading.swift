import Candid
public import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension SessionArchive {
    /// The room for what is no picture and no entry.
    private static let manifestBytes = 8 << 20

    /// Reads an archive and proves all of it: the directory, every checksum, the chain, that the
    /// session and its turns can be read, and every picture's digest.
    ///
    /// - Throws: ``ArchiveProblem``; `POSIXError` where the file can't be read.
    public init(contentsOf url: URL) throws {
        let file = try ReadFile(url)
        try self.init(ZipReader(length: file.length) { try file.bytes($0, $1) })
    }

    init(_ zip: ZipReader) throws {
        let manifest = try Self.manifest(in: zip)
        let texts = try Self.texts(in: zip, manifest)
        let entries = try texts.map(Self.entry)
        (runs, session) = try Self.runs(entries, texts, manifest)
        self.manifest = manifest
        bytes = { try Self.bytes(of: $0, in: zip) }
        try Self.checkPictures(manifest, SessionArchive.pictures(of: entries))
        try Self.checkNames(of: zip, manifest)
        for picture in manifest.pictures { _ = try bytes(picture) }
    }

    private static func bytes(named name: String, in zip: ZipReader) throws -> [UInt8] {
        guard let file = zip.file(named: name) else {
            if let other = zip.files.first(where: { !$0.name.hasPrefix("pictures/") }),
                !["manifest.json", "entries.jsonl"].contains(other.name)
            {
                throw ArchiveProblem.strange(name: other.name)
            }
            throw ArchiveProblem.damaged("“\(name)” is missing")
        }
        return try zip.bytes(of: file)
    }

    private static func manifest(in zip: ZipReader) throws -> Manifest {
        if let size = zip.file(named: "manifest.json")?.size, size > manifestBytes {
            throw ArchiveProblem.oversized("“manifest.json” claims \(size >> 20) MB")
        }
        let data = Data(try bytes(named: "manifest.json", in: zip))
        struct Head: Decodable { let schema: String }
        guard let schema = try? JSONDecoder().decode(Head.self, from: data).schema else {
            throw ArchiveProblem.damaged("its manifest can't be read")
        }
        let parts = schema.split(separator: "/")
        guard parts.count == 3, parts.starts(with: ["candid", "session-archive"]),
            let version = Int(parts[2])
        else { throw ArchiveProblem.damaged("its manifest is of the schema “\(schema)”") }
        guard version <= 1 else {
            throw ArchiveProblem.newer(
                "the archive is in the form \(version), and this Candid reads 1")
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data) else {
            throw ArchiveProblem.damaged("its manifest can't be read")
        }
        guard manifest.notes <= SessionNote.schema else {
            throw ArchiveProblem.newer(
                "its session was written by a newer Candid (schema \(manifest.notes); this one reads "
                    + "\(SessionNote.schema))")
        }
        return manifest
    }

    /// The entries' texts, each held against its place in the chain.
    private static func texts(in zip: ZipReader, _ manifest: Manifest) throws -> [String] {
        var head = Chain.beginning
        var texts: [String] = []
        for line in try bytes(named: "entries.jsonl", in: zip).split(separator: UInt8(ascii: "\n"))
        {
            guard let entry = ArchiveLine(line) else {
                throw ArchiveProblem.damaged("line \(texts.count + 1) of its entries is none")
            }
            head = Chain.hash(of: entry.text, after: head)
            guard entry.hash == head else {
                throw ArchiveProblem.damaged(
                    "entry \(texts.count + 1) was changed, or stands in another's place")
            }
            texts.append(entry.text)
        }
        guard texts.count == manifest.entries, head == manifest.head else {
            throw ArchiveProblem.damaged(
                "it holds \(texts.count) entries, and its manifest vouches for \(manifest.entries)")
        }
        return texts
    }

    private static func entry(_ text: String) throws -> Entry {
        do {
            return try Chain.entry(text)
        } catch let error as DecodingError {
            guard case .dataCorrupted(let context) = error else {
                throw ArchiveProblem.damaged("an entry lacks what it must have")
            }
            throw ArchiveProblem.newer(
                "it holds what this Candid can't read (\(context.debugDescription))")
        }
    }

    /// The session, then the runs that belong to it; each in one piece.
    private static func runs(
        _ entries: [Entry], _ texts: [String], _ manifest: Manifest
    ) throws -> ([Run], Session) {
        var runs: [Run] = []
        var known: Set<RunID> = []
        for (entry, text) in zip(entries, texts) {
            if runs.last?.id != entry.run {
                guard known.insert(entry.run).inserted else {
                    throw ArchiveProblem.damaged("the run \(entry.run) is in two pieces")
                }
                runs.append(Run(id: entry.run, texts: []))
            }
            runs[runs.count - 1].texts.append(text)
        }
        let own = entries.prefix(runs.first?.texts.count ?? 0)
        guard let session = try Session(Array(own)), session.id == manifest.session,
            session.name == manifest.name
        else { throw ArchiveProblem.damaged("its first entries are not the session’s") }
        let turns = Set(session.turns.map(\.run))
        var place = own.count
        for run in runs.dropFirst() {
            try check(run, begin: entries[place].event, turns)
            place += run.texts.count
        }
        return (runs, session)
    }

    /// A run beside the session's is a turn's, or a question to a judge.
    private static func check(_ run: Run, begin event: Event, _ turns: Set<RunID>) throws {
        switch event {
        case .drafted where turns.contains(run.id), .questioned: break
        default:
            throw ArchiveProblem.damaged("the run \(run.id) is no turn of its session")
        }
    }

    private static func checkPictures(
        _ manifest: Manifest, _ named: [(digest: Candid.Digest, format: PictureFormat)]
    ) throws {
        let listed = manifest.pictures.map(\.sha256) + manifest.missing
        guard Set(listed) == Set(named.map(\.digest)), Set(listed).count == listed.count else {
            throw ArchiveProblem.damaged("its pictures are not those that its turns name")
        }
    }

    private static func checkNames(of zip: ZipReader, _ manifest: Manifest) throws {
        let wanted = Set(["manifest.json", "entries.jsonl"] + manifest.pictures.map(\.name))
        if let strange = zip.files.first(where: { !wanted.contains($0.name) }) {
            throw ArchiveProblem.strange(name: strange.name)
        }
    }

    private static func bytes(of picture: Manifest.Picture, in zip: ZipReader) throws -> [UInt8] {
        let file = try bytes(named: picture.name, in: zip)
        guard Candid.Digest(of: file) == picture.sha256, file.count == picture.bytes else {
            throw ArchiveProblem.damaged("the picture \(picture.sha256) differs from its digest")
        }
        return file
    }
}

/// A file that is read here and there.
private final class ReadFile: Sendable {
    let length: Int
    private let descriptor: Int32
    private let path: String

    init(_ url: URL) throws {
        path = url.path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ArchiveProblem.noArchive
        }
        length = Int(facts.st_size)
    }

    func bytes(_ start: Int, _ count: Int) throws -> [UInt8] {
        try DurableFile.bytes(of: descriptor, from: start, count, path)
    }

    deinit { close(descriptor) }
}
