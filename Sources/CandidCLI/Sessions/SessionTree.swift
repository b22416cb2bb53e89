import Candid
import Foundation

/// A session's turns as a tree: each picture under the one that it was made from.
struct SessionTree {
    private let session: Session
    private let terminal: Terminal

    init(_ session: Session, _ terminal: Terminal) {
        self.session = session
        self.terminal = terminal
    }

    /// The lines.
    var lines: [String] {
        let roots = session.turns.filter { session.turn($0.parent) == nil }
        guard !roots.isEmpty else { return ["No turn yet."] }
        return roots.flatMap { lines($0, indent: "", isLast: true, isRoot: true) }
    }

    private func lines(
        _ turn: SessionTurn, indent: String, isLast: Bool, isRoot: Bool
    ) -> [String] {
        let children = session.turns.filter { $0.parent == turn.number }
        let branch = isRoot ? "" : isLast ? "└─ " : "├─ "
        let below = isRoot ? "" : indent + (isLast ? "   " : "│  ")
        return [indent + branch + words(turn)]
            + children.enumerated().flatMap { index, child in
                lines(
                    child, indent: below, isLast: index == children.count - 1, isRoot: false)
            }
    }

    /// The name of the branch that begins with a turn, or at it where nothing was drawn on it yet.
    private func branch(of turn: SessionTurn) -> String? {
        let own = session.state(after: turn.number)?.branch
        let before = turn.parent.flatMap { session.state(after: $0)?.branch }
        if let own, own != before { return own }
        let now = session.state
        return now.turn == turn.number && now.branch != own ? now.branch : nil
    }

    private func words(_ turn: SessionTurn) -> String {
        let here = session.state.turn == turn.number ? terminal.green("● ") : ""
        let said = turn.said ?? turn.asked
        let text = Terminal.visible(said.text).split(whereSeparator: \.isNewline).joined(
            separator: " ")
        let short = text.count > 60 ? text.prefix(59) + "…" : text[...]
        var facts: [String] = []
        switch turn.outcome {
        case .finished: break
        case nil: facts.append(terminal.yellow("goes on"))
        case .lost: facts.append(terminal.red("cut off; perhaps charged"))
        case .failed: facts.append(terminal.red("failed"))
        case .cancelled: facts.append(terminal.yellow("cancelled"))
        }
        if let verdict = turn.verdict, turn.kind == .edit { facts.append(verdict.rawValue) }
        if let worst = turn.pixels?.worst {
            facts.append(
                String(format: "%@ %.1f×", worst.channel.rawValue as NSString, worst.value))
        }
        if session.state.pinned?.turn == turn.number { facts.append("pinned") }
        if let branch = branch(of: turn) { facts.append("on “\(Terminal.visible(branch))”") }
        if let contract = turn.contract, !contract.isEmpty {
            facts.append("contract: \(contract.words(for: turn.asked) ?? "a region")")
        }
        let notes = facts.isEmpty ? "" : "  " + terminal.dim("(\(facts.joined(separator: ", ")))")
        return "\(here)\(terminal.bold("\(turn.number)")) \(short)\(notes)  "
            + terminal.dim(turn.run.description)
    }
}
