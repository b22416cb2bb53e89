import Candid
import CandidTesting
import Foundation
import Testing

@Suite struct KeyStoreTests {
    private let ledger = MemoryLedger()
    private let world = World.replaying()

    private func at(_ seconds: TimeInterval) -> World {
        var world = world
        world.now = { Date(timeIntervalSince1970: seconds) }
        return world
    }

    private func standing(
        of secret: KeySecret, after seconds: TimeInterval
    ) async -> CallerKey.Standing? {
        let time = Timestamp(Date(timeIntervalSince1970: seconds))
        let finding = KeyRing(await ledger.keys()).finding(secret.revealed, at: time)
        return if case .key(_, let standing) = finding { standing } else { nil }
    }

    private func issue(
        _ name: String = "shop", expires: TimeInterval? = nil
    ) async throws -> IssuedKey {
        var state = CallerKey.State(name: name, policy: KeyPolicy())
        state.expires = expires.map { Timestamp(Date(timeIntervalSince1970: $0)) }
        return try await ledger.issue(state, in: world)
    }

    @Test func `finds a key by its secret, and keeps no secret`() async throws {
        let issued = try await issue()
        #expect(await standing(of: issued.secret, after: 1) == .valid)
        for entry in await ledger.entries {
            #expect(try !Chain.text(of: entry).contains(issued.secret.revealed.dropFirst(3)))
        }
    }

    @Test func `knows no key that it did not issue`() async throws {
        _ = try await issue()
        #expect(await standing(of: KeySecret(random: world.random), after: 1) == nil)
    }

    @Test func `lets a key expire to the millisecond`() async throws {
        let issued = try await issue(expires: 10)
        #expect(await standing(of: issued.secret, after: 9.999) == .valid)
        #expect(await standing(of: issued.secret, after: 10) == .expired)
    }

    @Test func `opens to no revoked key, for ever`() async throws {
        let issued = try await issue()
        let revoked = try await ledger.revoke(issued.key, in: world)
        #expect(await standing(of: issued.secret, after: 1) == .revoked)
        await #expect(throws: Refusal.self) { try await ledger.revoke(revoked, in: world) }
        await #expect(throws: Refusal.self) { try await ledger.rotate(issued.key, in: world) }
    }

    @Test func `rotates at once, or with both secrets for a while`() async throws {
        let first = try await issue()
        let second = try await ledger.rotate(first.key, overlap: .seconds(5), in: at(1))
        #expect(second.key.id == first.key.id)
        #expect(await standing(of: first.secret, after: 5.999) == .valid)
        #expect(await standing(of: first.secret, after: 6) == .revoked)
        let third = try await ledger.rotate(second.key, in: at(7))
        #expect(await standing(of: second.secret, after: 7) == .revoked)
        #expect(await standing(of: third.secret, after: 7) == .valid)
    }

    @Test func `takes no name twice, but a revoked key's`() async throws {
        let issued = try await issue()
        await #expect(throws: Refusal.self) { try await issue() }
        _ = try await ledger.revoke(issued.key, in: world)
        _ = try await issue()
    }

    @Test func `writes a policy down and reads it back`() async throws {
        var policy = KeyPolicy(scopes: [.images, .admin])
        policy.models = [ModelPattern("gpt-*")]
        (policy.rate, policy.atOnce, policy.lint) = (60, 2, .warning)
        policy.budget.day = Decimal(string: "0.05")
        (policy.requiresVerbatim, policy.receipt, policy.cancelsWhenLeft) = (true, true, true)
        let state = CallerKey.State(name: "all", note: "n", policy: policy)
        let key = try await ledger.issue(state, in: world).key
        let entry = try #require(await ledger.entries.first)
        #expect(try Chain.entry(Chain.text(of: entry)) == entry)
        #expect(key.policy == policy && key.state.note == "n")
    }
}

@Suite struct TokenBucketTests {
    @Test func `lets a minute's worth through, then says how long to wait`() {
        let start = Date(timeIntervalSince1970: 0)
        var bucket = TokenBucket(perMinute: 3, at: start)
        for _ in 0..<3 { #expect(bucket.take(at: start) == nil) }
        #expect(bucket.take(at: start) == 20)
        let left = bucket.take(at: start.addingTimeInterval(19))
        #expect(abs((left ?? 0) - 1) < 0.001)
        #expect(bucket.take(at: start.addingTimeInterval(20.001)) == nil)
    }

    @Test func `gains nothing from a clock that is set back`() {
        let start = Date(timeIntervalSince1970: 100)
        var bucket = TokenBucket(perMinute: 1, at: start)
        #expect(bucket.take(at: start) == nil)
        #expect(bucket.take(at: start.addingTimeInterval(-90)) == 60)
    }
}
