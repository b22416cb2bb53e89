import Candid
import Pixels

/// One conversation with the drifting service, held in one of three ways.
struct DriftedChat {
    /// How it is held.
    enum Manner: String, CaseIterable {
        /// The transcript grows, and the last picture is fed back.
        case naive = "naive chat"
        /// The session composes each order.
        case ours
        /// The same, reset once, when the meter first says high.
        case reset = "ours, one reset"
    }

    let script: DriftScript
    /// What every change does to the picture; nil for nothing.
    let drift: String?
    let seed: UInt64
    var side = 256

    func play(_ manner: Manner) async throws -> [PlayedSession.Turn] {
        let service = try DriftingService(drift: drift, seed: seed, side: side)
        return manner == .naive
            ? try await naive(service) : try await composed(service, resets: manner == .reset)
    }

    private func composed(
        _ service: DriftingService, resets: Bool
    ) async throws -> [PlayedSession.Turn] {
        let session = try await PlayedSession()
        var turns: [PlayedSession.Turn] = []
        var isReset = !resets
        for words in script.said {
            let turn = try await session.say(words) { draft in
                var base: [UInt8]?
                if let file = draft.base?.file { base = await session.paper.bytes(of: file.digest) }
                return try await service.draw(draft.sent, changing: base).picture
            }
            turns.append(turn)
            if !isReset, turn.pixels?.level == .high || turn.words.level == .high {
                try await session.open.reset()
                isReset = true
            }
        }
        return turns
    }

    /// Its pictures go through a session as well, so that the same meter reads them.
    private func naive(_ service: DriftingService) async throws -> [PlayedSession.Turn] {
        let session = try await PlayedSession()
        var transcript: [(role: String, text: String)] = []
        var turns: [PlayedSession.Turn] = []
        var last: [UInt8]?
        for words in script.said {
            transcript.append(("user", words.text))
            let answer = try await service.chat(transcript, showing: last)
            last = answer.picture ?? last
            var turn = try await session.say(words) { _ in answer.picture }
            turn.sent = Prompt(transcript.map(\.text).joined(separator: "\n"))
            turn.words = WordDrift(
                of: turn.sent, brief: script.brief,
                said: transcript.filter { $0.role == "user" }.map { Prompt($0.text) })
            turns.append(turn)
            if let remark = answer.remark { transcript.append(("assistant", remark)) }
        }
        return turns
    }
}
