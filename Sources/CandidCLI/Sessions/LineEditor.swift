import Foundation

/// Reads lines from a person, who can move in them and call earlier ones back; plain lines from a
/// pipe.
final class LineEditor {
    private var history: [String]
    private let isInteractive: Bool

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
    /// message.
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
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
            Terminal.error.write("\n")
        }
        var field = LineField(prompt: prompt, history: history)
        field.draw()
        while true {
            switch field.take(Key.read()) {
            case .more: field.draw()
            case .done(let text): return text
            case .end: return nil
            }
        }
    }
}

/// What a person pressed.
private enum Key {
    case text(Character)
    case enter, delete, forward, left, right, up, down, home, end, wordBack, killEnd, killAll
    case newline, interrupt, endOfInput, nothing

    static func read() -> Key {
        guard let byte = nextByte() else { return .endOfInput }
        switch byte {
        case 0x0D, 0x0A: return .enter
        case 0x7F, 0x08: return .delete
        case 0x01: return .home
        case 0x02: return .left
        case 0x03: return .interrupt
        case 0x04: return .endOfInput
        case 0x05: return .end
        case 0x06: return .right
        case 0x0B: return .killEnd
        case 0x0E: return .down
        case 0x10: return .up
        case 0x15: return .killAll
        case 0x17: return .wordBack
        case 0x1B: return escape()
        case 0..<0x20: return .nothing
        default: return character(from: byte)
        }
    }

    private static func nextByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = Foundation.read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    private static func escape() -> Key {
        guard let next = nextByte() else { return .endOfInput }
        if next == 0x0D { return .newline }
        guard next == 0x5B || next == 0x4F, let code = nextByte() else { return .nothing }
        switch code {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return .right
        case UInt8(ascii: "D"): return .left
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            var last = nextByte()
            while let byte = last, byte != UInt8(ascii: "~"), byte < 0x40 { last = nextByte() }
            return code == UInt8(ascii: "3") ? .forward : .nothing
        default: return .nothing
        }
    }

    private static func character(from first: UInt8) -> Key {
        let rest = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
        var bytes = [first]
        for _ in 0..<rest { bytes.append(nextByte() ?? 0) }
        guard let character = String(validating: bytes, as: UTF8.self)?.first else {
            return .nothing
        }
        return .text(character)
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
        case .text(let character): insert(character)
        case .newline: insert("\n")
        case .enter: return .done(String(characters))
        case .endOfInput:
            if characters.isEmpty { return .end }
        case .interrupt:
            if characters.isEmpty { return .end }
            (characters, place) = ([], 0)
        case .delete:
            guard place > 0 else { break }
            place -= 1
            characters.remove(at: place)
        case .forward:
            if place < characters.count { characters.remove(at: place) }
        case .left: place = max(0, place - 1)
        case .right: place = min(characters.count, place + 1)
        case .home: place = 0
        case .end: place = characters.count
        case .killEnd: characters.removeSubrange(place...)
        case .killAll:
            characters.removeSubrange(..<place)
            place = 0
        case .wordBack: killWord()
        case .up: recall(past - 1)
        case .down: recall(past + 1)
        case .nothing: break
        }
        return .more
    }

    private mutating func insert(_ character: Character) {
        characters.insert(character, at: place)
        place += 1
    }

    private mutating func killWord() {
        let end = place
        while place > 0, characters[place - 1].isWhitespace { place -= 1 }
        while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
        characters.removeSubrange(place..<end)
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
        let shown = characters.map { $0 == "\n" ? "⏎" : $0 }
        var start = 0
        while TextWidth.of(String(shown[start..<place])) > room { start += 1 }
        var end = place
        while end < shown.count, TextWidth.of(String(shown[start...end])) <= room { end += 1 }
        let left = TextWidth.of(prompt) + TextWidth.of(String(shown[start..<place]))
        Terminal.error.write(
            "\r\u{1B}[K\(prompt)\(Terminal.visible(String(shown[start..<end])))\r"
                + (left > 0 ? "\u{1B}[\(left)C" : ""))
    }
}
