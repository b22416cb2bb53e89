import Foundation
import Synchronization

/// One of the two places for words: colour and movement only where someone is looking.
struct Terminal: Sendable {
    /// Standard output: results only.
    static let output = Terminal(STDOUT_FILENO)
    /// Standard error: everything else.
    static let error = Terminal(STDERR_FILENO)

    private let descriptor: Int32
    /// Whether a person sees it as it is written.
    let isInteractive: Bool
    /// Whether the cursor can be moved, so that a line can be drawn over.
    let canRedraw: Bool
    /// Whether words may be coloured.
    let hasColour: Bool

    /// Standard output as a file sees it: without colour.
    static let plain = Terminal(plain: STDOUT_FILENO)

    private init(plain descriptor: Int32) {
        self.descriptor = descriptor
        (isInteractive, canRedraw, hasColour) = (false, false, false)
    }

    private init(_ descriptor: Int32) {
        let environment = ProcessInfo.processInfo.environment
        self.descriptor = descriptor
        isInteractive = isatty(descriptor) == 1
        canRedraw = isInteractive && (environment["TERM"] ?? "dumb") != "dumb"
        // https://no-color.org: present and not empty.
        hasColour = canRedraw && (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// The width in columns; 80 where nobody knows.
    var columns: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes a line.
    func say(_ line: String) {
        write(line + "\n")
    }

    /// Writes text as it is.
    func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes bytes as they are; what can't be written is told at the end of the program.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let slice = UnsafeRawBufferPointer(rebasing: rest)
                let count = Foundation.write(descriptor, slice.baseAddress, slice.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return LostOutput.note(descriptor, errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// A text whose control and direction characters are shown instead of obeyed, so that no prompt
    /// and no provider's answer can repaint the screen.
    static func visible(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: shown.append(scalar)
            case 0..<0x20: shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? "�")
            case 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: shown.append("�")
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    func bold(_ text: String) -> String { styled(text, "1") }
    func dim(_ text: String) -> String { styled(text, "2") }
    func red(_ text: String) -> String { styled(text, "31") }
    func green(_ text: String) -> String { styled(text, "32") }
    func yellow(_ text: String) -> String { styled(text, "33") }

    private func styled(_ text: String, _ code: String) -> String {
        hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

/// Whether something was meant for standard output and could not be written.
enum LostOutput {
    private static let cause = Mutex<Int32?>(nil)

    /// Notes a failed write.
    ///
    /// A reader that has gone away, as `head` does, is no failure.
    static func note(_ descriptor: Int32, _ code: Int32) {
        guard descriptor == STDOUT_FILENO, code != EPIPE else { return }
        cause.withLock { $0 = $0 ?? code }
    }

    /// The failure to tell, if a result was lost.
    static var failure: CommandFailure? {
        cause.withLock { $0 }.map { code in
            CommandFailure(
                .badInput,
                "standard output can't be written (\(String(cString: strerror(code)))). Pictures and "
                    + "receipts are in the ledger: candid log lists them.")
        }
    }
}

/// Writing results for programs.
enum Console {
    /// Prints one JSON object, its keys sorted.
    static func printJSON(_ value: some Encodable) {
        Terminal.output.say(json(value))
    }

    /// Prints one JSON object on a line of its own.
    static func printJSONLine(_ value: some Encodable) {
        Terminal.output.say(json(value, [.sortedKeys, .withoutEscapingSlashes]))
    }

    /// A value as JSON text.
    static func json(
        _ value: some Encodable,
        _ formatting: JSONEncoder.OutputFormatting = [
            .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
        ]
    ) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            // Only a number that JSON has no word for could do this, and our values hold none.
            return #"{"schema":"candid/error/1","message":"the result can't be written as JSON"}"#
        }
    }
}
