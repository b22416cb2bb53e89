import Foundation

/// What a person pressed.
enum Key: Equatable {
    /// Something to be read: one character, or all of a paste.
    case text(String)
    case enter, newline, interrupt, endOfInput, closed
    case left, right, up, down, home, end, wordLeft, wordRight
    case delete, forward, killEnd, killStart, killWord, killWordForward, yank, clear
    /// The window has another width.
    case resized
    case nothing
}

/// What was typed before it was asked for.
enum TypedAhead {
    /// Whether a line waits to be read.
    static var isThere: Bool {
        var place = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&place, 1, 0) > 0
    }
}

/// Reads keys from a terminal that hands every byte on.
final class KeyReader {
    /// How long, in milliseconds, the rest of a key's bytes may take behind an escape.
    private static let pause: Int32 = 50
    /// How long the rest of a character's or a sequence's bytes may take, over a slow line.
    private static let patience: Int32 = 2000
    /// The longest paste, in bytes.
    private static let paste = 1 << 20

    private let resizes: (any DispatchSourceSignal)?
    private let ends: (read: Int32, write: Int32)

    init() {
        var pipes: [Int32] = [-1, -1]
        guard isatty(STDIN_FILENO) == 1, pipe(&pipes) == 0 else {
            (resizes, ends) = (nil, (-1, -1))
            return
        }
        let ends = (read: pipes[0], write: pipes[1])
        self.ends = ends
        let source = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
        source.setEventHandler {
            var byte: UInt8 = 0
            // The byte only wakes the reader: a full pipe wakes it as well.
            _ = write(ends.write, &byte, 1)
        }
        source.resume()
        resizes = source
    }

    deinit {
        resizes?.cancel()
        if ends.read >= 0 { close(ends.read) }
        if ends.write >= 0 { close(ends.write) }
    }

    /// The next key.
    func next() -> Key {
        guard let byte = byte(within: -1) else { return .closed }
        guard byte != Self.woken else { return .resized }
        return key(from: UInt8(truncatingIfNeeded: byte))
    }

    private func key(from byte: UInt8) -> Key {
        switch byte {
        case 0x1B: escape()
        case 0..<0x20, 0x7F: Self.controls[byte] ?? .nothing
        default: character(from: byte)
        }
    }

    private static let controls: [UInt8: Key] = [
        0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right,
        0x08: .delete, 0x0A: .enter, 0x0B: .killEnd, 0x0C: .clear, 0x0D: .enter, 0x0E: .down,
        0x10: .up, 0x15: .killStart, 0x17: .killWord, 0x19: .yank, 0x7F: .delete,
    ]

    /// No byte: the window changed.
    private static let woken = 0x100

    /// The next byte, or ``woken``; nil at the end, or where none came in time.
    private func byte(within milliseconds: Int32) -> Int? {
        var places = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = poll(&places, 2, milliseconds)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            var byte: UInt8 = 0
            if places[0].revents != 0 {
                let read = Foundation.read(STDIN_FILENO, &byte, 1)
                if read < 0, errno == EINTR { continue }
                return read == 1 ? Int(byte) : nil
            }
            _ = Foundation.read(ends.read, &byte, 1)
            if milliseconds < 0 { return Self.woken }
        }
    }

    private func part(within milliseconds: Int32) -> UInt8? {
        byte(within: milliseconds).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// An escape by itself is no key; with a letter it is that of the Alt key.
    private func escape() -> Key {
        guard let next = part(within: Self.pause) else { return late() }
        switch next {
        case 0x1B: return escape()
        case 0x0D, 0x0A: return .newline
        case 0x7F, 0x08: return .killWord
        case UInt8(ascii: "b"): return .wordLeft
        case UInt8(ascii: "f"): return .wordRight
        case UInt8(ascii: "d"): return .killWordForward
        case UInt8(ascii: "["), UInt8(ascii: "O"): return sequence()
        default: return .nothing
        }
    }

    /// What follows an escape that stood alone for a while: over a slow line the rest of an arrow, and
    /// else whatever is typed next.
    private func late() -> Key {
        guard let next = part(within: Self.patience) else { return .nothing }
        return next == UInt8(ascii: "[") ? sequence() : key(from: next)
    }

    private func sequence() -> Key {
        var parameters = ""
        while let byte = part(within: Self.patience) {
            guard byte < 0x40 else { return key(byte, parameters) }
            parameters.append(Character(UnicodeScalar(byte)))
            guard parameters.utf8.count < 32 else { return .nothing }
        }
        return .nothing
    }

    private func key(_ last: UInt8, _ parameters: String) -> Key {
        let isHeld = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
        switch last {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return isHeld ? .wordRight : .right
        case UInt8(ascii: "D"): return isHeld ? .wordLeft : .left
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "u") where parameters == "13;2": return .newline
        case UInt8(ascii: "~"): return numbered(parameters)
        default: return .nothing
        }
    }

    private func numbered(_ parameters: String) -> Key {
        switch parameters.split(separator: ";").first {
        case "1", "7": .home
        case "4", "8": .end
        case "3": parameters.hasSuffix(";5") ? .killWordForward : .forward
        case "200": .text(pasted())
        default: .nothing
        }
    }

    /// All that stands between the marks of a paste; line ends are the ones of this machine.
    ///
    /// Nothing of one that is too long: half of it would read as if it were all.
    private func pasted() -> String {
        let end = Array("\u{1B}[201~".utf8)
        var bytes: [UInt8] = []
        var isWhole = true
        while let next = byte(within: -1) {
            guard next != Self.woken else { continue }
            bytes.append(UInt8(truncatingIfNeeded: next))
            if bytes.suffix(end.count).elementsEqual(end) {
                bytes.removeLast(end.count)
                break
            }
            if bytes.count > Self.paste + end.count {
                bytes.removeFirst(Self.paste)
                isWhole = false
            }
        }
        guard isWhole, bytes.count <= Self.paste else {
            Terminal.error.say(
                "\r\u{1B}[KThat paste is longer than \(Self.paste) bytes; it is left out.\r")
            return ""
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }

    private func character(from first: UInt8) -> Key {
        let rest = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
        var bytes = [first]
        for _ in 0..<rest {
            guard let byte = byte(within: Self.patience) else { return .nothing }
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return .nothing }
        return .text(text)
    }
}
