import Candid
import Foundation
import Pixels

/// Verdicts as a person reads them.
struct JudgementText {
    private let judgement: Judgement
    private let terminal: Terminal

    init(_ judgement: Judgement, _ terminal: Terminal) {
        self.judgement = judgement
        self.terminal = terminal
    }

    /// The lines.
    var lines: [String] {
        var lines: [String] = []
        if let contradiction = judgement.contradiction { lines.append(terminal.red(contradiction)) }
        if let time = judgement.time { lines.append(row("verified", time.description)) }
        if let comparison = judgement.comparison { lines.append(row("comparison", comparison)) }
        if let floor = judgement.floor { lines.append(row("held against", "\(floor)")) }
        for verdict in judgement.verdicts {
            lines.append(row(verdict))
            lines += places(verdict)
        }
        if let seen = judgement.seenWords, let judge = judgement.judge {
            lines.append(row("judged", "\(seen), by \(judge)"))
        }
        if !judgement.uncovered.isEmpty {
            lines.append(
                row("unchecked", Terminal.visible(judgement.uncovered.joined(separator: ", "))))
        }
        lines.append(row("verdict", coloured(judgement.outcome)))
        return lines
    }

    private func row(_ name: String, _ text: String) -> String {
        terminal.bold(name.padding(toLength: 13, withPad: " ", startingAt: 0)) + text
    }

    private func row(_ verdict: Verdict) -> String {
        let pad = String(repeating: " ", count: max(1, 13 - verdict.outcome.rawValue.count))
        let reader = verdict.claim.inferred.map { " (inferred by \($0))" } ?? ""
        let words = Terminal.visible("\(verdict.claim.words)\(reader): \(verdict.reason)")
        return coloured(verdict.outcome) + pad + words
    }

    private func places(_ verdict: Verdict) -> [String] {
        verdict.evidence.compactMap { evidence in
            guard let box = evidence.box, evidence.question == nil else { return nil }
            let judge = evidence.namedBy.map { " (named by \($0))" } ?? ""
            let name = evidence.text.map { ", \(Terminal.visible($0 + judge))" } ?? ""
            let place = "\(evidence.name) at \(box.x),\(box.y), \(box.width)x\(box.height)\(name)"
            return String(repeating: " ", count: 13) + terminal.dim(place)
        }
    }

    private func coloured(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .confirmed: terminal.green(outcome.rawValue)
        case .refuted: terminal.red(outcome.rawValue)
        case .inconclusive: terminal.yellow(outcome.rawValue)
        }
    }
}
