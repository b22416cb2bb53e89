import Candid
import Foundation
import Yams

/// A file with a prompt: the body is sent to the byte, the front matter never is.
///
///     ---
///     size: 1024x1024
///     lint:
///       off: [negation]
///     ---
///     a street with no cars
struct PromptFile {
    /// What the front matter sets for the picture.
    private(set) var settings = Configuration()
    /// The prompt.
    let prompt: Prompt
    /// How many lines stand before the prompt.
    private(set) var linesBefore = 0
    /// What was left off the prompt, in words.
    private(set) var note: String?

    /// Whether a path is such a file's.
    static func isPromptFile(_ path: String) -> Bool { path.hasSuffix(".prompt") }

    /// Reads a file's text.
    ///
    /// - Throws: ``CommandFailure`` that names the file, the line and the key.
    init(_ text: String, path: String, isRaw: Bool) throws {
        var body = Substring(text)
        guard !text.hasPrefix("\u{FEFF}") else {
            throw CommandFailure(
                .badInput, "\(path):1:1: the file begins with a byte order mark. Save it without.")
        }
        if text.utf8.starts(with: "---".utf8), Self.split(text) == nil {
            throw CommandFailure(
                .badInput, "\(path):1:1: the front matter has no second line of three hyphens.")
        }
        if let (front, rest) = Self.split(text) {
            // Padded, so that the marks of the YAML are those of the file.
            settings = try ConfigurationFile(
                text: "\n" + front, path: path, isPersonal: false
            ).configuration
            guard settings.ledger == nil, settings.output == nil, settings.embed == nil else {
                throw CommandFailure(
                    .badInput,
                    "\(path): a prompt's front matter sets the picture and linting only; ledger, "
                        + "output and embed belong in candid.yaml.")
            }
            body = rest
            linesBefore = front.utf8.count { $0 == 0x0A } + 2
        }
        guard !isRaw, let ending = ["\r\n", "\n"].first(where: { body.utf8.ends(with: $0.utf8) })
        else {
            prompt = Prompt(String(body))
            return
        }
        prompt = Prompt(String(decoding: body.utf8.dropLast(ending.utf8.count), as: UTF8.self))
        note = "note: the last line ending of \(path) is not part of the prompt (--raw keeps it)"
    }

    /// The text between two lines of three hyphens, and what follows the second.
    private static func split(_ text: String) -> (front: String, body: Substring)? {
        let bytes = Array(text.utf8)
        guard let start = fence(bytes, at: 0) else { return nil }
        var line = start
        while line < bytes.count {
            if let end = fence(bytes, at: line) {
                return (
                    String(decoding: bytes[start..<line], as: UTF8.self),
                    Substring(String(decoding: bytes[end...], as: UTF8.self))
                )
            }
            line = (bytes[line...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
        }
        return nil
    }

    /// Where the line after a line of three hyphens begins.
    private static func fence(_ bytes: [UInt8], at start: Int) -> Int? {
        guard bytes[start...].starts(with: "---".utf8) else { return nil }
        let rest = bytes[(start + 3)...]
        if rest.isEmpty { return bytes.count }
        if rest.starts(with: [0x0A]) { return start + 4 }
        return rest.starts(with: [0x0D, 0x0A]) ? start + 5 : nil
    }
}

extension Collection where Element == UInt8 {
    fileprivate func ends(with suffix: some Collection<UInt8>) -> Bool {
        count >= suffix.count && self.suffix(suffix.count).elementsEqual(suffix)
    }
}
