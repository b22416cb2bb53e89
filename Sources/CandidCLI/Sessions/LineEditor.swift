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

    /// What a person, or a pipe, said.
    enum Message: Equatable {
        case said(String)
        /// The input ended inside of a message, which is therefore none.
        case unfinished
        /// There is no more.
        case end
    }

    /// A line of one.
    private enum Line {
        case text(String)
        case interrupted, end
    }

    /// One message, which may have several lines.
    ///
    /// A line that ends in a backslash goes on in the next one; `"""` opens and closes a longer
    /// message. Ctrl-C forgets what was begun, and on an empty first line leaves.
    func message(_ prompt: String) -> Message {
        while true {
            guard case .text(let first) = line(prompt) else { return .end }
            switch rest(of: first) {
            case .text(let text):
                if isInteractive, !text.isEmpty, history.last != text { history.append(text) }
                return .said(text)
            case .interrupted: continue
            case .end: return .unfinished
            }
        }
    }

    /// A message whole, from its first line.
    private func rest(of first: String) -> Line {
        var lines: [String] = []
        guard first.trimmingCharacters(in: .whitespaces) == "\"\"\"" else {
            var last = first
            while last.hasSuffix("\\") {
                guard case .text(let next) = line("… ") else { return ending }
                lines.append(String(last.dropLast()))
                last = next
            }
            return .text((lines + [last]).joined(separator: "\n"))
        }
        while true {
            guard case .text(let next) = line("… ") else { return ending }
            guard next.trimmingCharacters(in: .whitespaces) != "\"\"\"" else {
                return .text(lines.joined(separator: "\n"))
            }
            lines.append(next)
        }
    }

    /// A person who ends a message half-way forgets it, and may say another; a pipe has no more.
    private var ending: Line { isInteractive ? .interrupted : .end }

    private func line(_ prompt: String) -> Line {
        guard isInteractive else { return Self.plainLine }
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return Self.plainLine }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        // Pasted lines are then told from typed ones, and no paste sends itself.
        Terminal.error.write("\u{1B}[?2004h")
        let restored = before
        // Whoever ends the program from outside gets the terminal back as it was.
        let interrupts = Interrupts {
            var before = restored
            Terminal.error.write("\u{1B}[?2004l\n")
            tcsetattr(STDIN_FILENO, TCSANOW, &before)
            _exit(ExitStatus.cancelledCode)
        }
        defer {
            interrupts.stop()
            Terminal.error.write("\u{1B}[?2004l\n")
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
        }
        var field = LineField(prompt: prompt, history: history)
        field.draw()
        while true {
            switch field.take(keys.next()) {
            case .more: field.draw()
            case .done(let text): return .text(text)
            case .interrupted: return .interrupted
            case .end: return .end
            }
        }
    }

    private static var plainLine: Line {
        readLine(strippingNewline: true).map { .text($0) } ?? .end
    }
}

/// The line that is being typed.
private struct LineField {
    enum Step {
        case more, interrupted, end
        case done(String)
    }

    private let wholePrompt: String
    private var characters: [Character] = []
    private var place = 0
    private var killed: [Character] = []
    private let history: [String]
    private var past: Int
    private var draft: [Character] = []

    init(prompt: String, history: [String]) {
        wholePrompt = prompt
        self.history = history
        past = history.count
    }

    mutating func take(_ key: Key) -> Step {
        switch key {
        case .enter: return .done(String(characters))
        case .closed: return .end
        case .endOfInput, .interrupt:
            if characters.isEmpty { return key == .interrupt ? .interrupted : .end }
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
    ///
    /// It is looked for from the cursor on: a long line costs no more than what is seen of it.
    func draw() {
        let prompt = prompt
        let room = max(4, Terminal.error.columns - TextWidth.of(prompt) - 2)
        var (start, width) = (place, 0)
        while start > 0 {
            let next = TextWidth.of(shown(start - 1))
            guard width + next <= room else { break }
            (start, width) = (start - 1, width + next)
        }
        let left = TextWidth.of(prompt) + width
        var end = place
        while end < characters.count {
            let next = TextWidth.of(shown(end))
            guard width + next <= room else { break }
            (end, width) = (end + 1, width + next)
        }
        let text = (start..<end).map(shown).joined()
        Terminal.error.write(
            "\r\u{1B}[K\(prompt)\(text)\r" + (left > 0 ? "\u{1B}[\(left)C" : ""))
    }

    private func shown(_ index: Int) -> String {
        characters[index] == "\n" ? "⏎" : Terminal.visible(String(characters[index]))
    }

    /// The prompt, shortened where it would leave less than half of the window.
    private var prompt: String {
        let most = max(4, Terminal.error.columns / 2)
        guard TextWidth.of(wholePrompt) > most else { return wholePrompt }
        var short = Array(wholePrompt.dropLast(2))
        while !short.isEmpty, TextWidth.of(String(short)) > most - 3 { short.removeLast() }
        return String(short) + "…> "
    }
}
