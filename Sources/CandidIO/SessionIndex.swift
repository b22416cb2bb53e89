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
        return try runs.compactMap { try Session($0) }.sorted { one, other in
            (other.changed, one.id.description) < (one.changed, other.id.description)
        }
    }

    /// The names of sessions, the one that was last worked on first, without reading the sessions.
    ///
    /// - Parameter place: Only those behind a place in that order; nil is all.
    /// - Returns: Their names.
    /// - Throws: ``LedgerProblem``.
    public func sessionOrder(behind place: SessionPlace? = nil) async throws -> [RunID] {
        let (condition, argument) = place?.condition ?? ("true", nil)
        do {
            return try await reading { db in
                // The last entry alone tells when, and the index finds it.
                try String.fetchAll(
                    db,
                    sql: """
                        WITH last AS (
                            SELECT run, json_extract(text, '$.time') AS changed FROM entry
                            WHERE number IN (
                                SELECT max(number) FROM entry WHERE \(SessionIndex.isSession)
                                GROUP BY run))
                        SELECT run FROM last WHERE \(condition) ORDER BY changed DESC, run
                        """, arguments: argument.map { [$0] } ?? []
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
        let all = try await sessionNames()
        if let known = all.first(where: { $0.name == name }) { return try await session(known.run) }
        let isDigits =
            name.utf8.count >= 4 && name.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
        let found = isDigits ? all.filter { $0.run.description.hasPrefix(name) } : []
        guard found.count < 2 else {
            throw Refusal(
                field: "session", reason: "“\(name)” fits \(found.count) sessions",
                wayOut: "Give more of the digits, or the name.")
        }
        guard let only = found.first else { return nil }
        return try await session(only.run)
    }

    private func session(_ run: RunID) async throws -> Session? {
        try Session(try await entries(of: run))
    }

    /// What sessions are called, the one that was last worked on first, without reading them: a name is
    /// looked up at every turn.
    private func sessionNames() async throws -> [(run: RunID, name: String)] {
        do {
            return try await reading { db in
                // Every note has the name that the session had by then.
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT run, json_extract(text, '$.event.session.name') AS name FROM entry
                        WHERE number IN (
                            SELECT max(number) FROM entry WHERE \(SessionIndex.isSession)
                            GROUP BY run)
                        ORDER BY number DESC
                        """
                ).compactMap { row in RunID(row["run"]).map { ($0, row["name"] ?? "") } }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
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
        guard let name else { return try await takeFree(state, world) }
        if let known = try await takeKnown(name, world) { return known }
        let door = try await door(of: name)
        defer { withExtendedLifetime(door) {} }
        // Whoever was at the door before may have begun it.
        if let known = try await takeKnown(name, world) { return known }
        return try await begin(name, state, world)
    }

    /// Begins a session of a name that is free.
    private func takeFree(_ state: SessionState, _ world: World) async throws -> TakenSession {
        while true {
            let name = try await freeName()
            let door = try await door(of: name)
            defer { withExtendedLifetime(door) {} }
            // Whoever was at the door before may have taken it; then there is another.
            guard try await !sessionNames().contains(where: { $0.name == name }) else { continue }
            return try await begin(name, state, world)
        }
    }

    private func begin(
        _ name: String, _ state: SessionState, _ world: World
    ) async throws -> TakenSession {
        let open = try await OpenSession.begin(name, state, in: self, world)
        return TakenSession(open: open, lock: try lock(await open.session), isKnown: false)
    }

    /// Gives a session another name, unless another has it.
    ///
    /// It goes through the door by which sessions begin, so that no two get one name.
    ///
    /// - Parameters:
    ///   - open: The session, which this process works on.
    ///   - name: The name.
    /// - Throws: `Refusal` with the field ``Candid/Refusal/nameTaken`` where another session has it;
    ///   another `Refusal` where it is no name; ``LedgerProblem``.
    public func rename(_ open: OpenSession, to name: String) async throws {
        try Session.check(name: name)
        let door = try await door(of: name)
        defer { withExtendedLifetime(door) {} }
        let id = await open.session.id
        // A name that is the beginning of another's digits would hide that one.
        guard try await session(named: name).map({ $0.id == id }) ?? true else {
            throw Refusal(
                field: Refusal.nameTaken, reason: "there is a session “\(name)” already",
                wayOut: "Take another name; this one keeps its own.")
        }
        try await open.rename(name)
    }

    /// Waits its turn to look a name up and give it to a session.
    func door(of name: String) async throws -> SessionLock {
        try await SessionLock.door(of: name, in: folder.appending(path: "sessions"))
    }

    private func takeKnown(_ name: String, _ world: World) async throws -> TakenSession? {
        guard let known = try await session(named: name) else { return nil }
        let lock = try lock(known)
        return TakenSession(
            open: try await OpenSession.resume(known.id, in: self, world), lock: lock,
            isKnown: true)
    }

    private func freeName() async throws -> String {
        let taken = Set(try await sessionNames().map(\.name))
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

extension SessionPlace {
    fileprivate var condition: (sql: String, argument: String?) {
        switch self {
        case .moment(let moment): ("changed < ?", moment)
        case .session(let run):
            (
                "EXISTS (SELECT 1 FROM last AS here WHERE here.run = ? AND (last.changed < "
                    + "here.changed OR (last.changed = here.changed AND last.run > here.run)))",
                run.description
            )
        }
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

    /// Waits its turn to look a name up and give it to a session.
    ///
    /// Names share a few doors, so that those that begin others seldom wait and no file stays behind for
    /// each.
    static func door(of name: String, in folder: URL) async throws -> SessionLock {
        let (file, path) = try file("names-\(door(of: name)).lock", in: folder)
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

    /// Names that read the same have the same door.
    static func door(of name: String) -> String {
        String(Digest(of: name.precomposedStringWithCanonicalMapping.utf8).description.prefix(2))
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
