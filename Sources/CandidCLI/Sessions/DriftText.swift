import Candid
import Foundation

/// The drift meter in a terminal: two scales, both named, and a bar for each turn.
///
/// A level is a word before it is a colour, and a full bar is an alarm and nothing else is one, so
/// that it reads without colours as well.
struct DriftText {
    private let terminal: Terminal

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// A turn's reading, with those of the turns that led to it.
    func lines(of turn: SessionTurn, after past: [SessionTurn]) -> [String] {
        var lines: [String] = []
        if let words = turn.words {
            let growth = words.growth.map { String(format: ", %.1f × the brief", $0) } ?? ""
            lines.append(
                line(
                    "words", words.level, Self.plot(past.map { $0.words?.share }, WordDrift.alarm),
                    String(format: "%.0f %% strange", words.share * 100) + growth))
            if !words.strange.isEmpty {
                lines.append(
                    row("", terminal.dim(Terminal.visible(words.strange.joined(separator: ", ")))))
            }
            lines += words.contradictions.map { row("", terminal.red($0)) }
        }
        guard let pixels = turn.pixels else { return lines }
        lines += channels(pixels, past)
        if let cast = pixels.cast { lines.append(row("", terminal.yellow(cast))) }
        return lines
    }

    /// The bars alone, each with its name.
    func plots(of turns: [SessionTurn]) -> [String] {
        let words = row("words", Self.plot(turns.map { $0.words?.share }, WordDrift.alarm))
        return [words]
            + PixelDrift.Channel.allCases.map { channel in
                row(
                    channel.rawValue,
                    Self.plot(turns.map { $0.pixels?[channel] }, PixelDrift.alarm))
            }
    }

    private func channels(_ pixels: PixelDrift, _ past: [SessionTurn]) -> [String] {
        let all = PixelDrift.Channel.allCases.map { channel in
            let plot = Self.plot(past.map { $0.pixels?[channel] }, PixelDrift.alarm)
            let value = pixels[channel].map {
                String(format: "%.1f × the picture's own spread", $0)
            }
            return line(
                channel.rawValue, pixels.level(of: channel), plot,
                value ?? "changed as asked; measured from here on")
        }
        guard pixels.compared > 0, pixels.compared < 0.995 else { return all }
        let share = String(format: "%.0f %%", pixels.compared * 100)
        return all + [row("", terminal.dim("of the \(share) that this turn left alone"))]
    }

    private func line(
        _ name: String, _ level: DriftLevel?, _ plot: String, _ figures: String
    ) -> String {
        let word = level?.rawValue ?? "–"
        let pad = String(repeating: " ", count: 8 - word.count)
        return row(name, (level.map { styled(word, $0) } ?? word) + pad + plot + "  " + figures)
    }

    private func styled(_ text: String, _ level: DriftLevel) -> String {
        switch level {
        case .low: terminal.green(text)
        case .rising: terminal.yellow(text)
        case .high: terminal.red(text)
        }
    }

    private func row(_ name: String, _ value: String) -> String {
        TurnText(terminal).row(name, value)
    }

    /// A bar for each turn; a full one is an alarm, a dot stands where nothing was measured.
    static func plot(_ values: [Double?], _ alarm: Double) -> String {
        let bars = Array("▁▂▃▄▅▆▇")
        return String(
            values.suffix(24).map { value -> Character in
                guard let value else { return "·" }
                return value >= alarm ? "█" : bars[max(0, min(6, Int(value / alarm * 7)))]
            })
    }
}
