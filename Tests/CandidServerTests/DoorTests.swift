import Candid
import CandidIO
import Foundation
import Testing

@testable import CandidServer

@Suite struct AddressRangeTests {
    @Test(
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("192.0.2.0/25", "192.0.2.127", true), ("192.0.2.0/25", "192.0.2.128", false),
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "203.0.113.1", true), ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fe80::1", false), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("10.0.0.0/8", "fd00::1", false), ("10.0.0.0/8", "localhost", false),
        ] as [(String, String, Bool)])
    func `holds an address by its first bits`(
        range: String, address: String, holds: Bool
    ) throws {
        #expect(try #require(AddressRange(range)).contains(address) == holds)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "proxy.example", "fd00::/129"])
    func `is told from what is none`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}

// The time of a busy machine, which runs all suites at once: it only ends what hangs.
@Suite(.timeLimit(.minutes(15))) struct TurnstileTests {
    private func withDoor(_ act: (Door) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "candid-door-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        var door = Door(try SQLiteLedger(folder: folder), asking: .off, world: .live())
        (door.atOnce, door.waiting) = (1, 1)
        try await act(door)
    }

    @Test func `a place is free again when nobody holds its pass`() async throws {
        try await withDoor { door in
            let turnstile = Turnstile()
            for _ in 0..<3 {
                guard case .inside(let pass) = await turnstile.enter(door, nil) else {
                    return #expect(Bool(false), "no place")
                }
                #expect(!turnstile.isEmpty)
                withExtendedLifetime(pass) {}
            }
            #expect(turnstile.isEmpty)
        }
    }

    @Test func `a caller has no more under way than it may, others have`() async throws {
        try await withDoor { door in
            var door = door
            door.atOnce = 9
            let turnstile = Turnstile()
            let (mine, other) = (RunID(1), RunID(2))
            let first = await turnstile.enter(door, (mine, 1))
            guard case .callerIsBusy = await turnstile.enter(door, (mine, 1)) else {
                return #expect(Bool(false), "let in twice")
            }
            guard case .inside = await turnstile.enter(door, (other, 1)) else {
                return #expect(Bool(false), "the other was not let in")
            }
            withExtendedLifetime(first) {}
        }
    }

    @Test func `who stops waiting leaves the queue to the next one`() async throws {
        try await withDoor { door in
            let turnstile = Turnstile()
            var first: Turnstile.Entrance? = await turnstile.enter(door, nil)
            let second = Task { await turnstile.enter(door, nil) }
            second.cancel()
            guard case .crowded = await second.value else {
                return #expect(Bool(false), "waited on")
            }
            let third = Task { await turnstile.enter(door, nil) }
            withExtendedLifetime(first) {}
            first = nil
            guard case .inside = await third.value else {
                return #expect(Bool(false), "the third was not let in")
            }
        }
    }
}
