import Candid
import Foundation
import Pixels

/// A comparison for people.
struct ComparisonText {
    private let result: ComparisonResult
    private let terminal: Terminal

    init(_ result: ComparisonResult, _ terminal: Terminal) {
        self.result = result
        self.terminal = terminal
    }

    /// The lines, the answer first.
    var lines: [String] {
        var lines = [answer]
        if !result.isSame {
            lines.append(row("changed", shares))
            for (index, box) in result.comparison.boxes.prefix(8).enumerated() {
                lines.append(
                    row(
                        index == 0 ? "where" : "",
                        "\(box.x),\(box.y),\(box.width),\(box.height)"))
            }
            let rest = result.comparison.boxes.count - 8
            if rest > 0 { lines.append(row("", "and \(rest) more: --json lists them")) }
        }
        lines.append(row("score", number(result.comparison.score) + " (above 1 shows)"))
        if let floor = result.floor { lines.append(row("limits", "\(floor)")) }
        if let cast { lines.append(row("cast", cast)) }
        if let move { lines.append(row("lies", move)) }
        if let sharpness = result.comparison.sharpness, abs(sharpness - 1) > 0.1 {
            lines.append(row("sharpness", "\(number(sharpness)) of the first picture's"))
        }
        return lines + peers + result.notes.map { row("colours", $0) }
    }

    private var answer: String {
        switch result.comparison.answer {
        case .identical: terminal.bold("identical") + ": every pixel is the same"
        case .noVisibleChange:
            terminal.bold("no visible change")
                + (result.floor.map { ": nothing beyond what \($0.route) changes unasked" }
                    ?? ": nothing beyond what recompression and resampling make")
        case .changed: terminal.bold("changed")
        case .changedWhereAsked: terminal.bold("changed where asked") + ": only inside the mask"
        case .changedElsewhere: terminal.bold("changed elsewhere") + ": also outside the mask"
        case .recomposed: terminal.bold("recomposed") + ": another picture, not comparable"
        }
    }

    private var shares: String {
        let gate = result.comparison
        var words = "\(percent(gate.changedShare)) of the picture"
        if let inside = gate.insideShare, let outside = gate.outsideShare {
            words += "; \(percent(inside)) inside the mask, \(percent(outside)) outside"
        }
        return words
    }

    private var cast: String? {
        let gate = result.comparison
        guard gate.castDistance >= 0.3 else { return nil }
        return "L* \(signed(gate.cast.lightness)), a* \(signed(gate.cast.a)), b* "
            + "\(signed(gate.cast.b)) over the whole (ΔE \(number(gate.castDistance)))"
    }

    private var move: String? {
        let map = result.comparison.alignment
        guard map != .identity else { return nil }
        let long = Double(max(result.first.width, result.first.height))
        let shift = map.shiftShares * long
        return "shifted \(signed(shift.x)), \(signed(shift.y)) px; scaled "
            + "\(String(format: "%.4f", map.scaleX)) x \(String(format: "%.4f", map.scaleY)); turned "
            + "\(number(map.rotation))°"
    }

    private var peers: [String] {
        let peers = result.peers
        var lines: [String] = []
        if let ssim = peers.ssim { lines.append(row("SSIM", String(format: "%.4f", ssim))) }
        if let shift = peers.maxBlockShift {
            lines.append(row("8x8 blocks", "shift by up to \(number(shift)) levels"))
        }
        if let yiq = peers.pixelmatchYIQ, let oklab = peers.pixelmatchOKLab {
            lines.append(row("pixelmatch", "\(yiq) pixels by YIQ, \(oklab) by OKLab"))
        }
        let apart = peers.frequencies[0].distance(to: peers.frequencies[1])
        lines.append(row("pHash", "\(apart) of 64 bits differ"))
        if let reason = peers.reason { lines.append(row("note", reason)) }
        return lines
    }

    private func row(_ name: String, _ words: String) -> String {
        terminal.dim(name.padding(toLength: 12, withPad: " ", startingAt: 0)) + words
    }

    private func number(_ value: Double) -> String { String(format: "%.2f", value) }
    private func signed(_ value: Double) -> String { String(format: "%+.1f", value) }

    private func percent(_ share: Double) -> String {
        share > 0 && share < 0.001 ? "under 0.1 %" : String(format: "%.1f %%", share * 100)
    }
}
