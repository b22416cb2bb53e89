import Foundation

/// `candid-eval drift`: the drift meter on sessions that are made from seeds, and words alone on a
/// labelled set.
struct DriftEvaluation {
    private let arguments: [String]

    init(_ arguments: [String]) {
        self.arguments = arguments
    }

    private func value(of option: String) -> String? {
        arguments.firstIndex(of: option).flatMap { index in
            arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
        }
    }

    func run() async throws {
        let sessions = value(of: "--sessions").flatMap { Int($0) } ?? 12
        let showsRows = arguments.contains("--rows")
        guard !arguments.contains("--chosen-on") else {
            return try await PixelDriftEvaluation(
                half: .chosenOn, sessions: sessions, showsRows: showsRows
            ).report()
        }
        let evaluation = PixelDriftEvaluation(
            half: .testedOn, sessions: sessions * 4, showsRows: showsRows)
        let played = try await evaluation.played()
        let scores = InjectedDrift.allCases.map { ($0, PixelDriftEvaluation.score(played, $0)) }
        let report = DriftReport(
            chats: try await DriftedChats.played(
                sessions: sessions, turns: 12, side: 256, showsRows: showsRows),
            joined: try await JoinedConversations(dataFolder: arguments[1]),
            pixels: Dictionary(uniqueKeysWithValues: scores),
            clean: PixelDriftEvaluation.score(played, nil),
            command: "candid-eval drift DATA --sessions \(sessions) --page docs")
        print(report.page)
        if let page = value(of: "--page") { try report.write(to: URL(filePath: page)) }
    }
}
