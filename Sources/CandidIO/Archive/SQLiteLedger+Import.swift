public import Candid
import Foundation
import GRDB

/// What an import did.
public struct SessionImport: Sendable {
    /// The session as it now stands.
    public var session: Session
    /// Whether the ledger did not know it before.
    public var isNew: Bool
    /// How many entries were added.
    public var entries: Int
    /// How many pictures were not in the store before.
    public var pictures: Int
    /// Pictures that the archive goes without.
    public var missing: [Candid.Digest]
}

extension SQLiteLedger {
    /// Adds what an archive has more of than this ledger: all of a new session, or what happened
    /// elsewhere since.
    ///
    /// Pictures come first, then all entries in one transaction: whatever goes wrong, no entry is
    /// there without the others, and a second import goes on.
    ///
    /// - Parameters:
    ///   - archive: A proved archive.
    ///   - name: Another name for the session.
    ///   - store: Where the pictures go.
    ///   - world: For the time.
    /// - Returns: What was done.
    /// - Throws: `Refusal` where the name is taken, or the session is here under another one, or went
    ///   on here in another way; ``LedgerProblem``.
    public func add(
        _ archive: SessionArchive, as name: String? = nil, _ store: FilePictureStore,
        _ world: World
    ) async throws -> SessionImport {
        let id = archive.session.id
        let known = try Session(try await entries(of: id))
        if let known, let name, known.name != name {
            throw Refusal(
                field: "name", reason: "the session is here already, as “\(known.name)”",
                wayOut: "Import it without --name; :name in candid chat gives it another one. "
                    + "Nothing was imported.")
        }
        let own = name ?? archive.name(after: known)
        try await checkName(own, of: id)
        let lock = try lock(archive.session)
        defer { withExtendedLifetime(lock) {} }
        let missing = try await missingEntries(of: archive)
        var pictures = 0
        for picture in archive.manifest.pictures
        where try await store.bytes(of: picture.sha256) == nil {
            _ = try await store.put(try archive.bytes(picture), as: picture.format)
            pictures += 1
        }
        // Somebody may have taken the name while the pictures were written.
        let door = try await door(of: own)
        defer { withExtendedLifetime(door) {} }
        try await checkName(own, of: id)
        try await add(missing.map(\.added)) { db, run in
            let before = missing.first { $0.run == run }?.before
            guard try Self.texts(of: run, db).count == before else {
                throw Self.wentOn(archive.session.name)
            }
        }
        try await rename(id, name, world)
        guard let session = try Session(try await entries(of: id)) else {
            throw LedgerProblem.damaged(path: file.path, detail: "the session \(id) is gone")
        }
        return SessionImport(
            session: session, isNew: known == nil,
            entries: missing.reduce(0) { $0 + $1.added.count }, pictures: pictures,
            missing: archive.manifest.missing)
    }

    /// The part of a run that is not here yet.
    private struct Missing: Sendable {
        let run: RunID
        /// How many entries are here.
        let before: Int
        let added: [(entry: Entry, text: String)]
    }

    private func missingEntries(of archive: SessionArchive) async throws -> [Missing] {
        do {
            return try await reading { db in
                try archive.runs.compactMap { run in
                    let here = try Self.texts(of: run.id, db)
                    let shared = min(here.count, run.texts.count)
                    guard here.prefix(shared) == run.texts.prefix(shared) else {
                        throw Self.diverged(archive.session.name)
                    }
                    let added = try run.texts.dropFirst(shared).map { (try Chain.entry($0), $0) }
                    return added.isEmpty
                        ? nil : Missing(run: run.id, before: here.count, added: added)
                }
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    private static func texts(of run: RunID, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db, sql: "SELECT text FROM entry WHERE run = ? ORDER BY number",
            arguments: [run.description])
    }

    private func checkName(_ name: String, of id: RunID) async throws {
        try Session.check(name: name)
        guard try await sessions().contains(where: { $0.name == name && $0.id != id }) else {
            return
        }
        throw Refusal(
            field: "name", reason: "there is another session “\(name)” here",
            wayOut: "Import it under a name of its own: --name \(name)-2. Nothing was imported.")
    }

    private func rename(_ id: RunID, _ name: String?, _ world: World) async throws {
        guard let name else { return }
        let open = try await OpenSession.resume(id, in: self, world)
        let session = await open.session
        guard session.name != name else { return }
        try await open.note(.imported, session.state, name: name)
    }

    private static func diverged(_ name: String) -> Refusal {
        Refusal(
            field: "session",
            reason: "“\(name)” went on here and in the archive in different ways",
            wayOut: "Nothing was imported. Keep both: import the archive into a ledger of its own "
                + "with --ledger FOLDER.")
    }

    private static func wentOn(_ name: String) -> Refusal {
        Refusal(
            field: Refusal.sessionInUse, reason: "another program went on with “\(name)” meanwhile",
            wayOut: "Nothing was imported. Import it again.")
    }
}

extension SessionArchive {
    /// The name that the session has once it is imported: that of whichever went on further.
    fileprivate func name(after known: Session?) -> String {
        guard let known, known.notes.count >= session.notes.count else { return session.name }
        return known.name
    }
}
