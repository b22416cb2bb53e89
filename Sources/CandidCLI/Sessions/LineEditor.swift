import Foundation

/// Reads lines from a person, who can move in them and call earlier ones back; plain lines from a
/// pipe.
final class LineEditor {
    private var history: [String]
    private let isInteractive: Bool
    private let keys = KeyReader()

    /// Creates an editor.
    ///
    /// - Parameter history: Earlier lines, the oldest first.
    init(history: [String]) {
        self.history = history
        isInteractive = isatty(STDIN_FILENO) == 1 && Terminal.error.canRedraw
    }

    /// Whether a person types.
    var hasPerson: Bool { isInteractive }

    /// One message, which may have several lines.
    ///
    /// A line that ends in a backslash goes on in the next one; `"""` opens and closes a longer
    /// message. Ctrl-C forgets what was begun, and on an empty line leaves.
    ///
    /// - Returns: nil at the end of the input.
    func message(_ prompt: String) -> String? {
        guard var text = line(prompt) else { return nil }
        if text.trimmingCharacters(in: .whitespaces) == "\"\"\"" {
            var lines: [String] = []
            while let next = line("… "), next.trimmingCharacters(in: .whitespaces) != "\"\"\"" {
                lines.append(next)
            }
            text = lines.joined(separator: "\n")
        } else {
            while text.hasSuffix("\\") {
                guard let next = line("… ") else { break }
                text = String(text.dropLast()) + "\n" + next
            }
        }
        if isInteractive, !text.isEmpty, history.last != text { history.append(text) }
        return text
    }

    private func line(_ prompt: String) -> String? {
        guard isInteractive else { return readLine(strippingNewline: true) }
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return readLine() }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        // Pasted lines are then told from typed ones, and no paste sends itself.
        Terminal.error.write("\u{1B}[?2004h")
        defer {
            Terminal.error.write("\u{1B}[?2004l\n")
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
        }
        var field = LineField(prompt: prompt, history: history)
        field.draw()
        while true {
            switch field.take(keys.next()) {
            case .more: field.draw()
            case .done(let text): return text
            case .end: return nil
            }
        }
    }
}

/// The line that is being typed.
private struct LineField {
    enum Step {
        case more, end
        case done(String)
    }

    private let prompt: String
    private var characters: [Character] = []
    private var place = 0
    private var killed: [Character] = []
    private let history: [String]
    private var past: Int
    private var draft: [Character] = []

    init(prompt: String, history: [String]) {
        self.prompt = prompt
        self.history = history
        past = history.count
    }

    mutating func take(_ key: Key) -> Step {
        switch key {
        case .enter: return .done(String(characters))
        case .closed: return .end
        case .endOfInput, .interrupt:
            if characters.isEmpty { return .end }
            if key == .interrupt { (characters, place) = ([], 0) } else { removeForward() }
        case .text(let text): insert(text)
        case .newline: insert("\n")
        case .up: recall(past - 1)
        case .down: recall(past + 1)
        case .clear: Terminal.error.write("\u{1B}[H\u{1B}[2J")
        case .resized, .nothing: break
        default: edit(key)
        }
        return .more
    }

    private mutating func edit(_ key: Key) {
        switch key {
        case .left: place = max(0, place - 1)
        case .right: place = min(characters.count, place + 1)
        case .home: place = 0
        case .end: place = characters.count
        case .wordLeft: place = wordStart
        case .wordRight: place = wordEnd
        case .delete:
            guard place > 0 else { break }
            place -= 1
            characters.remove(at: place)
        case .forward: removeForward()
        case .killEnd: kill(place..<characters.count)
        case .killStart: kill(0..<place)
        case .killWord: kill(wordStart..<place)
        case .killWordForward: kill(place..<wordEnd)
        case .yank: insert(String(killed))
        default: break
        }
    }

    /// What was typed joins what stands before it: a vowel its consonant, a skin colour its hand.
    private mutating func insert(_ text: String) {
        let before = Array(String(characters[..<place]) + text)
        characters = before + characters[place...]
        place = before.count
    }

    private mutating func removeForward() {
        if place < characters.count { characters.remove(at: place) }
    }

    private mutating func kill(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        killed = Array(characters[range])
        characters.removeSubrange(range)
        place = range.lowerBound
    }

    private var wordStart: Int {
        var start = place
        while start > 0, characters[start - 1].isWhitespace { start -= 1 }
        while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
        return start
    }

    private var wordEnd: Int {
        var end = place
        while end < characters.count, characters[end].isWhitespace { end += 1 }
        while end < characters.count, !characters[end].isWhitespace { end += 1 }
        return end
    }

    private mutating func recall(_ index: Int) {
        guard 0...history.count ~= index else { return }
        if past == history.count { draft = characters }
        past = index
        characters = index == history.count ? draft : Array(history[index])
        place = characters.count
    }

    /// The part of the line that fits, with the cursor in it.
    func draw() {
        let room = max(10, Terminal.error.columns - TextWidth.of(prompt) - 2)
        let shown = characters.map { $0 == "\n" ? "⏎" : Character(Terminal.visible(String($0))) }
        var start = 0
        while TextWidth.of(String(shown[start..<place])) > room { start += 1 }
        var end = place
        while end < shown.count, TextWidth.of(String(shown[start...end])) <= room { end += 1 }
        let left = TextWidth.of(prompt) + TextWidth.of(String(shown[start..<place]))
        Terminal.error.write(
            "\r\u{1B}[K\(prompt)\(String(shown[start..<end]))\r"
                + (left > 0 ? "\u{1B}[\(left)C" : ""))
    }
}
