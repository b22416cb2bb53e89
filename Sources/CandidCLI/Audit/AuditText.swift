import Candid

/// An audit for people: a line for each canary, the worst first.
struct AuditText {
    private let report: AuditReport
    private let terminal: Terminal

    init(_ report: AuditReport, _ terminal: Terminal) {
        self.report = report
        self.terminal = terminal
    }

    /// The lines, the answer first.
    var lines: [String] {
        let answer = report.isClean ? "everything was kept" : report.tally
        let head =
            "\(terminal.bold(answer)): \(report.results.count) canaries through \(report.gateway)"
        return [head + " (\(report.model))", ""] + report.results.flatMap(lines)
    }

    private func lines(_ result: CanaryResult) -> [String] {
        let note = result.passage == .kept ? terminal.dim(Self.way(result)) : ""
        let title = padded(result.canary.title, 54)
        let head = "\(styled(result.passage))  \(note.isEmpty ? result.canary.title : title + note)"
        return [head]
            + result.harmed.flatMap { part in
                ["            \(Terminal.visible(part.name)): \(Terminal.visible(part.detail))"]
                    + (part.diff.map(excerpt) ?? [])
            }
    }

    /// How the order came through, where nothing of it was lost.
    private static func way(_ result: CanaryResult) -> String {
        switch result.isExact {
        case true?: "order byte for byte"
        case false?: "order written anew, nothing lost"
        case nil: ""
        }
    }

    private func excerpt(_ diff: WordDiff) -> [String] {
        diff.excerpt().rendered(terminal.hasColour ? .ansi : .markers)
            .split(separator: "\n", omittingEmptySubsequences: false).map { "              \($0)" }
    }

    private func styled(_ passage: Passage) -> String {
        let word = padded(passage.rawValue, 10)
        return switch passage {
        case .kept: terminal.green(word)
        case .refused, .buffered: terminal.yellow(word)
        default: terminal.red(word)
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - TextWidth.of(text)))
    }
}

extension CanaryResult {
    /// What did not come through as it was.
    var harmed: [PassedPart] { parts.filter { $0.passage != .kept } }
}
