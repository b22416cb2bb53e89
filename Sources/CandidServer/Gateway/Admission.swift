import Candid
import Foundation
import Synchronization

/// The stage before every route: tells who a request is from, or turns it away.
///
/// No actor: it would cost every request two turns of the event loop.
final class Admission: Sendable {
    private struct State {
        var ring = KeyRing()
        var revision: Int64 = -1
        var buckets: [RunID: TokenBucket] = [:]
        var uses: [RunID: Date] = [:]
        var book: RefusalBook?

        /// Takes a token of a key's; nil where there was one, otherwise how long to wait for it.
        mutating func take(from key: CallerKey, at now: Date) -> TimeInterval? {
            guard let rate = key.policy.rate else {
                buckets[key.id] = nil
                return nil
            }
            var bucket = buckets[key.id] ?? TokenBucket(perMinute: rate, at: now)
            if bucket.perMinute != rate { bucket = TokenBucket(perMinute: rate, at: now) }
            defer { buckets[key.id] = bucket }
            return bucket.take(at: now)
        }

        /// Whether a key's use is to be written down, which is done once a minute.
        mutating func uses(_ key: CallerKey, at now: Date) -> Bool {
            guard uses[key.id].map({ now.timeIntervalSince($0) >= 60 }) ?? true else {
                return false
            }
            uses[key.id] = now
            return true
        }
    }

    private let state = Mutex(State())
    private let turnstile = Turnstile()

    /// Lets a request in.
    ///
    /// - Parameters:
    ///   - request: The request as it came.
    ///   - door: Who may come in; nil is everybody.
    /// - Returns: The request without its key, and who sent it.
    /// - Throws: ``GatewayProblem``, after writing it down; whatever the ledger throws.
    func admit(_ request: WireRequest, by door: Door?) async throws -> Admitted {
        let visit = Visit(request)
        guard let door else { return Admitted(request, visit, at: Date()) }
        let book = opened(door)
        if let problem = door.problem(with: request) {
            await book.write(visit.note(.origin))
            throw problem
        }
        let key = try await key(of: visit, door, book)
        let admitted = Admitted(request, visit, at: door.world.now(), from: key, to: book)
        if let key { try await hold(key, to: visit, admitted, door) }
        guard visit.isOrder else { return admitted }
        return Admitted(admitted, pass: try await pass(for: admitted, door, book, visit))
    }

    /// Whether a request will be let in as far as its head tells: host, page, key and scope.
    ///
    /// It writes nothing down and takes nothing: whoever is not let in is turned away by ``admit(_:by:)``.
    func admits(_ head: WireRequest, by door: Door) async -> Bool {
        let visit = Visit(head)
        guard door.problem(with: head) == nil else { return false }
        if case .nothing = visit.opening { return true }
        guard door.asking != .off else { return true }
        guard let presented = visit.presented else { return door.asking == .optional }
        // A ledger that can't be read has the whole request answered, with the reason.
        guard let ring = try? await ring(of: door.keys) else { return true }
        switch ring.finding(presented, at: Timestamp(door.world.now())) {
        case .key(let key, .valid):
            guard case .scope(let scope) = visit.opening else { return true }
            return key.policy.allows(scope)
        case .foreign: return door.asking == .optional
        default: return false
        }
    }

    /// Waits for what is under way, and writes down what is still only counted.
    func close(_ door: Door?, within grace: Duration) async {
        let step = Duration.milliseconds(100)
        var left = grace
        while let door, left > .zero, !turnstile.isEmpty {
            // Nobody cancels the end of the program; if somebody did, there is no more waiting.
            guard (try? await door.world.pause(step)) != nil else { break }
            left -= step
        }
        await state.withLock { $0.book }?.close()
    }

    private func opened(_ door: Door) -> RefusalBook {
        state.withLock { state in
            let book = state.book ?? RefusalBook(for: door)
            state.book = book
            return book
        }
    }

    /// Whose request it is; nil is nobody in particular, where that is enough.
    private func key(
        of visit: Visit, _ door: Door, _ book: RefusalBook
    ) async throws -> CallerKey? {
        if case .nothing = visit.opening { return nil }
        guard door.asking != .off else { return nil }
        guard let presented = visit.presented else {
            guard door.asking == .required else { return nil }
            await book.write(visit.note(.missingKey))
            throw KeyProblem.missing.problem
        }
        let finding = try await ring(of: door.keys).finding(
            presented, at: Timestamp(door.world.now()))
        if case .key(let key, .valid) = finding { return key }
        if case .foreign = finding, door.asking == .optional { return nil }
        let problem = KeyProblem(finding)
        var note = visit.note(problem.reason)
        note.fingerprint = Digest(of: presented.utf8).fingerprint
        if case .key(let key, _) = finding { note.caller = Caller(key) }
        await book.write(note)
        throw problem.problem
    }

    /// Another process may have made or revoked a key; that holds from the next request on.
    private func ring(of keys: any KeyStore) async throws -> KeyRing {
        let newest = try await keys.keyRevision()
        let known = state.withLock { $0.revision == newest ? $0.ring : nil }
        if let known { return known }
        let ring = KeyRing(try await keys.keys())
        // Where another request was quicker with newer ones, the next request sees that these are old.
        state.withLock { ($0.ring, $0.revision) = (ring, newest) }
        return ring
    }

    /// Holds a key to its rate and its scopes, and notes that it was used.
    private func hold(
        _ key: CallerKey, to visit: Visit, _ admitted: Admitted, _ door: Door
    ) async throws {
        let now = door.world.now()
        if let wait = state.withLock({ $0.take(from: key, at: now) }) {
            throw await admitted.turnedAway(.rate, .tooOften(key.policy.rate ?? 0, wait))
        }
        if case .scope(let scope) = visit.opening, !key.policy.allows(scope) {
            throw await admitted.turnedAway(
                .scope,
                GatewayProblem(
                    403, "insufficient_permissions",
                    "This key does not open \(scope.rawValue); it opens "
                        + "\(key.policy.scopes.sorted().map(\.rawValue).joined(separator: ", "))."))
        }
        guard state.withLock({ $0.uses(key, at: now) }) else { return }
        do {
            try await door.keys.noteUse(of: key.id, at: Timestamp(now))
        } catch {
            // When it was last used is a courtesy, and no reason to turn somebody away.
            door.complain("that the key \(key.id) was used is not written down: \(error)")
        }
    }

    private func pass(
        for admitted: Admitted, _ door: Door, _ book: RefusalBook, _ visit: Visit
    ) async throws -> Pass {
        let mine = admitted.key.flatMap { key in key.policy.atOnce.map { (key.id, $0) } }
        switch await turnstile.enter(door, mine) {
        case .inside(let pass): return pass
        case .callerIsBusy:
            throw await admitted.turnedAway(
                .atOnce,
                .comeBack(
                    429, "rate_limit_exceeded",
                    "This key has \(mine?.1 ?? 0) requests under way, as many as it may. Wait for one "
                        + "of them.", in: 1))
        case .crowded:
            var note = visit.note(.crowded)
            note.caller = admitted.caller
            await book.write(note)
            throw GatewayProblem.comeBack(
                503, "overloaded", "The gateway has too much under way. Try again.", in: 5)
        }
    }
}

/// What is wrong with a key.
private enum KeyProblem {
    case missing, unknown, mistyped, foreign, expired(Timestamp?), revoked

    init(_ finding: KeyRing.Finding) {
        switch finding {
        case .foreign: self = .foreign
        case .mistyped: self = .mistyped
        case .unknown: self = .unknown
        case .key(let key, .expired): self = .expired(key.state.expires)
        case .key: self = .revoked
        }
    }

    var reason: TurnedAway.Reason {
        switch self {
        case .missing: .missingKey
        case .unknown: .unknownKey
        case .mistyped: .mistypedKey
        case .foreign: .foreignKey
        case .expired: .expiredKey
        case .revoked: .revokedKey
        }
    }

    /// Only whoever holds a key's secret is told that it expired or was revoked.
    var problem: GatewayProblem {
        let other = "Ask whoever runs the gateway for another one."
        let message =
            switch self {
            case .missing:
                "You didn't provide an API key. Send the gateway's own as Authorization: Bearer "
                    + "YOUR_KEY; whoever runs it makes one with candid keys create."
            case .unknown: "Incorrect API key provided: the gateway knows no such key."
            case .mistyped:
                "Incorrect API key provided: it has a typing mistake, or a part of it is missing."
            case .foreign:
                "Incorrect API key provided: the gateway's own begin with ck_. A provider's key is "
                    + "not wanted here."
            case .expired(let time):
                "This API key expired at \(time.map { "\($0)" } ?? "?"). \(other)"
            case .revoked: "This API key was revoked. \(other)"
            }
        var problem = GatewayProblem(401, "invalid_api_key", message)
        problem.headers = ["www-authenticate": "Bearer", "x-should-retry": "false"]
        return problem
    }
}

extension GatewayProblem {
    /// Not now, but later.
    static func comeBack(
        _ status: Int, _ code: String, _ message: String, in seconds: TimeInterval
    ) -> GatewayProblem {
        var problem = GatewayProblem(status, code, message)
        problem.headers = [
            "retry-after": "\(Int(seconds.rounded(.up)))", "x-should-retry": "true",
        ]
        return problem
    }

    fileprivate static func tooOften(_ rate: Int, _ wait: TimeInterval) -> GatewayProblem {
        var problem = comeBack(
            429, "rate_limit_exceeded",
            "This key may send \(rate) requests a minute. Try again in "
                + "\(Int(wait.rounded(.up))) seconds.", in: wait)
        problem.type = "requests"
        problem.headers["retry-after-ms"] = "\(Int((wait * 1000).rounded(.up)))"
        problem.headers["x-ratelimit-limit-requests"] = "\(rate)"
        problem.headers["x-ratelimit-remaining-requests"] = "0"
        return problem
    }
}
