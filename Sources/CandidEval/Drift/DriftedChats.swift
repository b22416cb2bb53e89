import Candid
import Foundation
import Sketch

/// Many conversations with the drifting service, and what they come to.
struct DriftedChats {
    /// The turns of each conversation.
    let chats: [Key: [[PlayedSession.Turn]]]

    /// What the service does, and how the chat is held.
    struct Key: Hashable {
        let drift: String?
        let manner: DriftedChat.Manner
    }

    /// What the simulator's `drift` does.
    static let drifts = ["cast", "blur", "identity"]

    static func played(
        sessions: Int, turns: Int, side: Int, showsRows: Bool = false
    ) async throws -> DriftedChats {
        let illustrator = Illustrator()
        var chats: [Key: [[PlayedSession.Turn]]] = [:]
        for number in 0..<sessions {
            // Seeds that no threshold was chosen on.
            let seed = 20_001 + UInt64(number)
            let script = try DriftScript(
                seed: seed, .testedOn, turns: turns, side: side, illustrator)
            for drift in drifts.map(Optional.some) + [nil] {
                let chat = DriftedChat(script: script, drift: drift, seed: seed, side: side)
                for manner in DriftedChat.Manner.allCases where drift != nil || manner == .ours {
                    let turns = try await chat.play(manner)
                    chats[Key(drift: drift, manner: manner), default: []].append(turns)
                    if showsRows, manner == .ours {
                        print(rows(turns, chat).joined(separator: "\n"))
                    }
                }
            }
            FileHandle.standardError.write(Data("\(number + 1)/\(sessions)\r".utf8))
        }
        return DriftedChats(chats: chats)
    }

    private static func rows(_ turns: [PlayedSession.Turn], _ chat: DriftedChat) -> [String] {
        zip(turns, chat.script.said).enumerated().map { index, turn in
            let values = PixelDrift.Channel.allCases.map {
                turn.0.pixels?[$0].map { "\($0)" } ?? "-"
            }
            let facts =
                ["CHAT", "\(chat.seed)", chat.drift ?? "none", "\(index + 1)"] + values
                + [turn.1.text]
            return facts.joined(separator: "\t")
        }
    }

    /// Every conversation with a drifting service, held so.
    private func drifting(_ manner: DriftedChat.Manner) -> [[PlayedSession.Turn]] {
        Self.drifts.flatMap { chats[Key(drift: $0, manner: manner)] ?? [] }
    }

    /// The middle of a figure at each turn; nil where no conversation has it.
    func middle(
        _ manner: DriftedChat.Manner, drift: String? = nil,
        _ figure: (PlayedSession.Turn) -> Double?
    ) -> [Double?] {
        let all = drift.map { chats[Key(drift: $0, manner: manner)] ?? [] } ?? drifting(manner)
        return (0..<(all.map(\.count).max() ?? 0)).map { turn in
            let values = all.compactMap { $0.indices.contains(turn) ? figure($0[turn]) : nil }
            return values.isEmpty ? nil : values.sorted()[values.count / 2]
        }
    }

    /// The largest share of strange words in any turn of any conversation.
    func mostStrange(_ manner: DriftedChat.Manner) -> Double {
        drifting(manner).flatMap { $0.map(\.words.share) }.max() ?? 0
    }

    /// How many conversations raise the alarm by the second turn that drifted, and of how many.
    func seen(_ drift: String) -> (seen: Int, of: Int) {
        let all = (chats[Key(drift: drift, manner: .ours)] ?? []).compactMap { turns in
            Self.second(turns).map { turns[...$0].contains { $0.pixels?.level == .high } }
        }
        return (all.count { $0 }, all.count)
    }

    /// How many conversations with a service that does not drift raise the alarm, and of how many.
    var falseAlarms: (alarms: Int, of: Int) {
        let all = chats[Key(drift: nil, manner: .ours)] ?? []
        return (all.count { $0.contains { $0.pixels?.level == .high } }, all.count)
    }

    /// The second turn whose picture is not the one before: a lie changes nothing, and drifts not.
    private static func second(_ turns: [PlayedSession.Turn]) -> Int? {
        var last = turns.first?.picture
        var drifted = 0
        for index in turns.indices.dropFirst() {
            guard let picture = turns[index].picture, picture != last else { continue }
            last = picture
            drifted += 1
            if drifted == 2 { return index }
        }
        return nil
    }
}
