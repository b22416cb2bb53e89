import Candid
import Foundation

/// The person's own editor.
struct Editor {
    /// A command of the shell's, such as `code --wait`.
    let command: String

    /// The editor of the environment; nil where none is set.
    static var ofThePerson: Editor? {
        let environment = ProcessInfo.processInfo.environment
        return ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty }
            .map(Editor.init)
    }

    /// The text after the person has worked on it.
    ///
    /// Editors put a line ending at the end; one that was not there before is taken off again.
    ///
    /// - Throws: ``CommandFailure`` where the editor fails, or what it leaves is no prompt.
    func edit(_ prompt: Prompt) throws -> Prompt {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "candid-\(UUID().uuidString).txt")
        defer { unlink(file.path) }
        let endsLine = prompt.text.utf8.last == 0x0A
        try Data((prompt.text + (endsLine ? "" : "\n")).utf8).write(
            to: file, options: .withoutOverwriting)
        let status = system("\(command) '\(file.path.replacing("'", with: "'\\''"))'")
        guard status == 0 else {
            throw CommandFailure(.badInput, "the editor “\(command)” \(Self.ending(status)).")
        }
        let data = try Data(contentsOf: file)
        guard data.count <= 1 << 20, var text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(
                .badInput, "the editor left no UTF-8 text of at most 1 MB.")
        }
        if !endsLine, text.utf8.last == 0x0A { text.unicodeScalars.removeLast() }
        guard text.contains(where: \.isLetter) else {
            throw CommandFailure(.badInput, "the editor left no words.")
        }
        return Prompt(text)
    }

    /// How a command of the shell's ended, from `wait`'s own number.
    private static func ending(_ status: Int32) -> String {
        if status < 0 { return "can't be started" }
        let signal = status & 0x7F
        return signal == 0 ? "exited with \((status >> 8) & 0xFF)" : "was ended by signal \(signal)"
    }
}
