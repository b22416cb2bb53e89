import Candid
import Foundation
import Pixels

/// Conversations of people about one picture, four of a kind joined to one of twelve turns, in words
/// alone.
///
/// Records are sorted by the last word of the first thing that they name (shirt, hat, sign) and
/// taken by fours.
struct JoinedConversations {
    /// How far the words of each turn have drifted, for each conversation.
    let naive: [[WordDrift]]
    let ours: [[WordDrift]]
    /// The same with a reset after the sixth turn.
    let reset: [[WordDrift]]

    /// What an assistant says when it hands a picture over, and the naive chat sends back.
    private static let remark = "Here is the changed picture."

    /// Reads the set in a folder; nil where there is none.
    init?(dataFolder: String) async throws {
        let path = "\(dataFolder)/drift_edival.jsonl"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let usable = try records(in: path, of: DriftRecord.self)
            .filter { !$0.brief.isEmpty && $0.turns.count == 3 }
            .sorted { ($0.scene, $0.id) < ($1.scene, $1.id) }
        var (naive, ours, reset): ([[WordDrift]], [[WordDrift]], [[WordDrift]]) = ([], [], [])
        for start in stride(from: 0, to: usable.count - 3, by: 4) {
            let four = usable[start..<start + 4]
            let brief = Prompt(four.map(\.brief).joined(separator: ", "))
            let said = four.flatMap(\.turns).map { Prompt($0) }
            naive.append(Self.piled(brief, said))
            ours.append(try await Self.composed(brief, said, resetAfter: nil))
            reset.append(try await Self.composed(brief, said, resetAfter: 6))
        }
        (self.naive, self.ours, self.reset) = (naive, ours, reset)
    }

    private static func piled(_ brief: Prompt, _ said: [Prompt]) -> [WordDrift] {
        var transcript = [brief.text]
        return said.indices.map { index in
            transcript += [remark, said[index].text]
            return WordDrift(
                of: Prompt(transcript.joined(separator: "\n")), brief: brief,
                said: Array(said[...index]))
        }
    }

    private static func composed(
        _ brief: Prompt, _ said: [Prompt], resetAfter turn: Int?
    ) async throws -> [WordDrift] {
        let session = try await PlayedSession()
        let picture = try Pixmap(width: 1, height: 1, rgba: [128, 128, 128, 255]).png()
        _ = try await session.say(brief, .known(nil)) { _ in picture }
        var words: [WordDrift] = []
        for (index, message) in said.enumerated() {
            words.append(try await session.say(message, .known(nil)) { _ in picture }.words)
            if index + 1 == turn { try await session.open.reset() }
        }
        return words
    }
}

extension DriftRecord {
    /// What kind of scene it is: the last word of the first thing that is named.
    fileprivate var scene: String {
        brief.split(separator: ",").first?.split(separator: " ").last.map(String.init) ?? ""
    }
}
