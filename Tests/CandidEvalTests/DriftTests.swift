import Candid
import Sketch
import Testing

@testable import CandidEval

/// A small version of `make eval-drift`.
@Suite struct DriftTests {
    private static let seeds: [UInt64] = [30_001, 30_002]
    private static let illustrator = Illustrator()

    private static func chats(
        _ drift: String?, _ manner: DriftedChat.Manner
    ) async throws -> DriftedChats {
        var all: [[PlayedSession.Turn]] = []
        for seed in seeds {
            let script = try DriftScript(seed: seed, .testedOn, turns: 4, side: 160, illustrator)
            let chat = DriftedChat(script: script, drift: drift, seed: seed, side: 160)
            all.append(try await chat.play(manner))
        }
        return DriftedChats(chats: [.init(drift: drift, manner: manner): all])
    }

    @Test func `a session's words stay the person's where a naive chat's do not`() async throws {
        let ours = try await Self.chats("cast", .ours).mostStrange(.ours)
        let naive = try await Self.chats("cast", .naive).mostStrange(.naive)
        #expect(ours < 0.05)
        #expect(naive > 0.05)
    }

    @Test(arguments: ["cast", "blur"])
    func `drift raises the alarm by the second turn that drifts`(kind: String) async throws {
        let (seen, all) = try await Self.chats(kind, .ours).seen(kind)
        #expect(all == Self.seeds.count)
        #expect(seen == all)
    }

    @Test func `a service that only lies and leaks raises none`() async throws {
        let (alarms, all) = try await Self.chats(nil, .ours).falseAlarms
        #expect(all == Self.seeds.count)
        #expect(alarms == 0)
    }

    @Test func `a reset draws without any picture, and the damage is gone`() async throws {
        let turns = try #require(
            try await Self.chats("cast", .reset)
                .chats[.init(drift: "cast", manner: .reset)]?.first)
        let first = try #require(turns.firstIndex { $0.pixels?.level == .high })
        let next = try #require(turns.indices.contains(first + 1) ? turns[first + 1] : nil)
        #expect(next.pixels?.cast == nil)
        #expect(next.words.share < 0.05)
    }

    @Test func `a script is the same for the same seed and speaks of its own half only`() throws {
        let one = try DriftScript(seed: 9, .chosenOn, turns: 3, side: 96, Self.illustrator)
        let again = try DriftScript(seed: 9, .chosenOn, turns: 3, side: 96, Self.illustrator)
        #expect(one.said == again.said && one.pictures == again.pictures)
        #expect(one.said.count == 3 && one.pictures.count == 3)
    }
}
