public import Candid
import Foundation
import GRDB

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finds sessions among the entries; an index over what can't be changed never goes stale.
enum SessionIndex {
    static let migration = "007 sessions can be found"

    static func migrate(_ db: Database) throws {
        try db.execute(sql: "CREATE INDEX entry_session ON entry (run) WHERE \(isSession)")
    }

    static let isSession = "json_extract(text, '$.event.kind') = 'session'"
}

extension SQLiteLedger {
    /// Every session, the one that was last worked on first.
    ///
    /// - Throws: ``LedgerProblem``; `Refusal` for a session that a newer Candid wrote.
    public func sessions() async throws -> [Session] {
        let runs: [[Entry]]
        do {
            runs = try await reading { db in
                try String.fetchAll(
                    db, sql: "SELECT DISTINCT run FROM entry WHERE \(SessionIndex.isSession)"
                ).compactMap { try RunID($0).map { try Self.entries(of: $0, db) } }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
        return try runs.compactMap { try Session($0) }.sorted { $0.changed > $1.changed }
    }

    /// The names of sessions, the one that was last worked on first, without reading the sessions.
    ///
    /// - Parameter moment: Only those that were last worked on before; a time as the ledger writes it, or
    ///   the beginning of one.
    /// - Returns: Their names.
    /// - Throws: ``LedgerProblem``.
    public func sessionOrder(before moment: String? = nil) async throws -> [RunID] {
        do {
            return try await reading { db in
                // The last entry alone tells when, and the index finds it.
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT run FROM (
                            SELECT run, json_extract(text, '$.time') AS changed FROM entry
                            WHERE number IN (
                                SELECT max(number) FROM entry WHERE \(SessionIndex.isSession)
                                GROUP BY run))
                        WHERE ?1 IS NULL OR changed < ?1 ORDER BY changed DESC, run
                        """, arguments: [moment]
                ).compactMap(RunID.init)
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }

    /// The session of a name, or of the beginning of its digits; nil where there is none.
    ///
    /// - Throws: ``LedgerProblem``; `Refusal` where the digits fit several.
    public func session(named name: String) async throws -> Session? {
        let all = try await sessions()
        if let session = all.first(where: { $0.name == name }) { return session }
        let isDigits =
            name.utf8.count >= 4 && name.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
        let found = isDigits ? all.filter { $0.id.description.hasPrefix(name) } : []
        guard found.count < 2 else {
            throw Refusal(
                field: "session", reason: "“\(name)” fits \(found.count) sessions",
                wayOut: "Give more of the digits, or the name.")
        }
        return found.first
    }

    /// Takes the session of a name up for this process, or begins it.
    ///
    /// Of several programs that begin one name at once, one begins it and the others find it taken.
    ///
    /// - Parameters:
    ///   - name: The name; nil for one that is free.
    ///   - state: How a new one stands before anything was said.
    ///   - world: For the time.
    /// - Returns: The session, and whether it was there before.
    /// - Throws: `Refusal` where another process works on it, or the name is none; ``LedgerProblem``.
    public func take(
        _ name: String?, beginning state: SessionState = SessionState(), _ world: World
    ) async throws -> TakenSession {
        let door = try await SessionLock.door(in: folder.appending(path: "sessions"))
        defer { withExtendedLifetime(door) {} }
        if let name, let known = try await session(named: name) {
            let lock = try lock(known)
            return TakenSession(
                open: try await OpenSession.resume(known.id, in: self, world), lock: lock,
                isKnown: true)
        }
        let free = try await freeName()
        let open = try await OpenSession.begin(name ?? free, state, in: self, world)
        return TakenSession(open: open, lock: try lock(await open.session), isKnown: false)
    }

    private func freeName() async throws -> String {
        let taken = Set(try await sessions().map(\.name))
        var number = taken.count + 1
        while taken.contains("session-\(number)") { number += 1 }
        return "session-\(number)"
    }

    /// Takes a session for this process, for as long as the lock lives.
    ///
    /// - Throws: `Refusal` where another process works on it.
    public func lock(_ session: Session) throws -> SessionLock {
        try SessionLock(session, in: folder.appending(path: "sessions"))
    }
}

/// A session that this process works on.
public struct TakenSession: Sendable {
    /// The session.
    public let open: OpenSession
    /// What keeps others from it.
    public let lock: SessionLock
    /// Whether it was there before.
    public let isKnown: Bool
}

/// That one process works on a session; the system lets go of it when the process dies.
public final class SessionLock: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    private static func file(_ name: String, in folder: URL) throws -> (Int32, path: String) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: name).path
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            throw LedgerProblem.notWritable(path: path, detail: String(cString: strerror(errno)))
        }
        return (file, path)
    }

    /// Waits its turn to look a name up and begin a session of it.
    fileprivate static func door(in folder: URL) async throws -> SessionLock {
        let (file, path) = try file("names.lock", in: folder)
        let door = SessionLock(file)
        for _ in 0..<doorTries {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return door }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Refusal(
            field: Refusal.sessionInUse,
            reason: "another program has been opening a session for ten seconds",
            wayOut: "End the one that holds \(path); nothing was written.")
    }

    /// Ten seconds, of 20 ms each.
    private static let doorTries = 500

    fileprivate convenience init(_ session: Session, in folder: URL) throws {
        let (file, path) = try Self.file("\(session.id).lock", in: folder)
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder =
                FileManager.default.contents(atPath: path)
                .map { String(decoding: $0, as: UTF8.self) } ?? ""
            close(file)
            throw Refusal(
                field: Refusal.sessionInUse,
                reason: "another program works on “\(session.name)”"
                    + (holder.isEmpty ? "" : " (process \(holder))"),
                wayOut: "Wait until it is done, or end it; nothing was written.")
        }
        self.init(file)
        let own = Array("\(getpid())".utf8)
        ftruncate(file, 0)
        // Who holds it is a courtesy: the lock does not depend on it.
        _ = own.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    deinit { close(descriptor) }
}
