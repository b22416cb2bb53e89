import Candid
import Foundation

/// A turn as a person reads it, before it is sent and after.
struct TurnText {
    private let terminal: Terminal

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// What will be sent, what goes along, and what it may cost.
    func lines(_ prepared: PreparedTurn) -> [String] {
        let turn = prepared.turn
        var lines = [row("turn \(turn.number)", what(turn))]
        lines.append(row("sends", parts(turn)))
        if let mask = turn.mask {
            let form = turn.contract?.box.map { "the box \($0)" } ?? "a mask"
            let alone =
                turn.start.form == .remembered
                ? "; it lies on the picture itself, so nothing is left to the provider's memory"
                : ""
            lines.append(
                row(
                    "region",
                    form + terminal.dim(", sha256 \(mask.digest.description.prefix(16))…\(alone)")))
        }
        lines.append(row("history", carried(turn)))
        lines.append(row("costs", prepared.draft.estimate.map(\.description) ?? "unpriced"))
        if let drift = turn.drift().strange.nonEmpty {
            lines.append(row("strange", terminal.yellow(drift.joined(separator: ", "))))
        }
        return lines
    }

    private func what(_ turn: TurnDraft) -> String {
        let form = turn.start.form == .direct ? "" : ", \(turn.start.form.rawValue)"
        switch turn.kind {
        case .new: return "a new picture\(form)"
        case .draw: return "the brief with its edits, drawn anew\(form)"
        case .edit:
            let base = turn.base?.turn.map { "the picture of turn \($0)" } ?? "your picture"
            return "changes \(base)\(form)"
        }
    }

    private func carried(_ turn: TurnDraft) -> String {
        let base = turn.base.map { ", sha256 \($0.file.digest.description.prefix(16))…" } ?? ""
        return turn.carried.description + base
    }

    /// The person's words plain, ours dimmed with their reason.
    private func parts(_ turn: TurnDraft) -> String {
        var text = Terminal.visible(turn.asked.text)
        if let words = turn.contract?.words(for: turn.asked) {
            text += "\n" + terminal.dim("+ \(Terminal.visible(words))  (the contract)")
        }
        if let card = turn.start.card {
            text +=
                "\n"
                + terminal.dim(
                    "+ \(Terminal.visible(card.text.text))  (the style card, sha256 "
                        + "\(card.digest.description.prefix(12))…)")
        }
        return text
    }

    /// What came of it.
    func lines(_ result: TurnResult) -> [String] {
        var lines: [String] = []
        for (index, picture) in result.receipt.pictures.enumerated() {
            let size = picture.size.map { "\($0) " } ?? ""
            let facts = "\(size)\(picture.format.rawValue), \(ReceiptText.amount(picture.bytes))"
            let file = index < result.files.count ? result.files[index] + "  " : ""
            lines.append(row("picture", file + terminal.dim(facts)))
        }
        lines += unfinished(result)
        if result.turn.kind == .edit {
            lines += result.receipt.judgements.flatMap { JudgementText($0, terminal).lines }
        }
        if result.turn.outcome == .finished {
            let past = result.session.branch(to: result.turn.number)
            lines += DriftText(terminal).lines(of: result.turn, after: past)
        }
        if let cost = result.receipt.cost { lines.append(row("cost", cost.description)) }
        lines.append(row("receipt", result.receipt.id.description))
        return lines + advice(result)
    }

    private func advice(_ result: TurnResult) -> [String] {
        if result.advisesReset {
            return [
                terminal.yellow(
                    "Drift is high. :reset starts afresh from the brief and its edits; :undo takes it "
                        + "back.")
            ]
        }
        guard result.turn.pixels?.level == .high else { return [] }
        return [
            terminal.yellow(
                "This picture was drawn anew and looks otherwise than the pinned one. :pin measures "
                    + "from this one on.")
        ]
    }

    /// Why there is no picture, and what to do.
    func unfinished(_ result: TurnResult) -> [String] {
        var lines: [String] = []
        if let failure = result.receipt.failure {
            lines.append(row("failed", terminal.red(Terminal.visible(failure.message))))
            if failure.code == "previous_response_not_found" {
                lines.append(
                    row(
                        "",
                        "The provider has forgotten the conversation. :wire direct goes on from "
                            + "the picture; nothing is lost."))
            }
        }
        if result.turn.outcome == .cancelled {
            let charged =
                result.receipt.perhapsCharged
                ? "perhaps charged: candid log settle \(result.receipt.id) finds out"
                : "not charged"
            lines.append(
                row("state", terminal.yellow("cancelled; the session stands as before")))
            lines.append(row("", charged))
        }
        return lines
    }

    /// A line with its name.
    func row(_ name: String, _ value: String) -> String {
        let pad = String(repeating: " ", count: max(1, 11 - name.count))
        return terminal.bold(name) + pad
            + value.replacing("\n", with: "\n" + String(repeating: " ", count: 11))
    }
}

extension Array {
    /// The array, or nil where it is empty.
    fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}

extension Session {
    /// The turns from the first to one, along their parents; where a reset cut the line, the turns
    /// before it in time.
    func branch(to number: Int) -> [SessionTurn] {
        var line: [SessionTurn] = []
        var next = turn(number)
        while let turn = next, line.count < 1000 {
            line.append(turn)
            next = self.turn(turn.parent)
        }
        if let first = line.last, first.kind == .draw {
            line += turns.filter { $0.number < first.number && $0.outcome == .finished }.reversed()
        }
        return line.reversed()
    }
}
