import Candid
import Foundation

/// One prompt to be linted, and where it stands.
struct LintItem {
    /// The file, or a name such as `argument 1`.
    let place: String
    /// Whether the place is a file.
    var isFile = false
    /// The prompt.
    let prompt: Prompt
    /// How many lines of the file stand before the prompt.
    var linesBefore = 0
    /// The row of a table, from 1.
    var row: Int?
    /// What the prompt's own front matter sets.
    var settings = Configuration()
}

/// From arguments to prompts.
struct LintInput {
    /// The column of tables that holds the prompts.
    let column: String
    let isRaw: Bool

    /// The prompts that an argument stands for.
    ///
    /// An argument is a file if it has one of the four endings and no line break; otherwise it is
    /// a prompt itself.
    func items(_ argument: String, number: Int) throws -> [LintItem] {
        if argument == "-" {
            return [
                LintItem(
                    place: "standard input",
                    prompt: try PromptSource(argument: "-", file: nil, isRaw: isRaw).read().prompt)
            ]
        }
        let ending = (argument as NSString).pathExtension.lowercased()
        let isOneLine = !argument.contains(where: \.isNewline)
        switch ending {
        case "prompt" where isOneLine: return [try promptFile(argument)]
        case "txt" where isOneLine:
            let prompt = try PromptSource(argument: nil, file: argument, isRaw: isRaw).read().prompt
            return [LintItem(place: argument, isFile: true, prompt: prompt)]
        case "csv" where isOneLine: return try table(argument)
        case "jsonl" where isOneLine: return try lines(argument)
        default:
            guard !isOneLine || !Self.isThere(argument) else {
                throw CommandFailure(
                    .badInput,
                    "\(argument) is there, but files of prompts end in .prompt, .txt, .csv or .jsonl. "
                        + "Rename it, or pass its text with -.")
            }
            return [LintItem(place: "argument \(number)", prompt: Prompt(argument))]
        }
    }

    private static func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    private func promptFile(_ path: String) throws -> LintItem {
        let file = try PromptFile(try Self.text(of: path), path: path, isRaw: isRaw)
        return LintItem(
            place: path, isFile: true, prompt: file.prompt, linesBefore: file.linesBefore,
            settings: file.settings)
    }

    private func table(_ path: String) throws -> [LintItem] {
        var rows = try CommaSeparated.rows(of: try Self.table(at: path), path: path)
        let header = rows.isEmpty ? [] : rows.removeFirst()
        guard let index = header.firstIndex(of: column) else {
            throw CommandFailure(
                .badInput, "\(path) has no column “\(column)”. --column names another.")
        }
        return try rows.enumerated().map { number, row in
            guard row.count == header.count else {
                throw CommandFailure(
                    .badInput,
                    "\(path), row \(number + 2) has \(row.count) fields, and the header "
                        + "\(header.count). Is a prompt with commas not in quotes?")
            }
            return LintItem(
                place: path, isFile: true, prompt: Prompt(row[index]), row: number + 2)
        }
    }

    private func lines(_ path: String) throws -> [LintItem] {
        let text = try Self.table(at: path)
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        return try lines.enumerated().compactMap { number, line in
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
            let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(line))
            guard case .text(let prompt)? = object?[column] else {
                throw CommandFailure(
                    .badInput,
                    "\(path), line \(number + 1): there is no text under “\(column)”. "
                        + "--column names another key.")
            }
            return LintItem(place: path, isFile: true, prompt: Prompt(prompt), row: number + 1)
        }
    }

    static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        guard data.count <= 1 << 30 else {
            throw CommandFailure(.badInput, "\(path) is larger than 1 GB. Split it.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(.badInput, "\(path) is not valid UTF-8. Save it as UTF-8.")
        }
        return text
    }

    /// A table's text; its byte order mark belongs to the file and to no header or key.
    private static func table(at path: String) throws -> String {
        let text = try text(of: path)
        return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    }
}

/// Comma-separated values as RFC 4180 has them.
enum CommaSeparated {
    /// The rows of a text; quoted fields may hold commas, quotes and line breaks.
    static func rows(of text: String, path: String) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var bytes = text.utf8.makeIterator()
        var next = bytes.next()
        func endField() {
            row.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        func endRow() {
            endField()
            if row != [""] { rows.append(row) }
            row = []
        }
        while let byte = next {
            next = bytes.next()
            switch byte {
            case 0x22 where isQuoted && next == 0x22:
                field.append(byte)
                next = bytes.next()
            case 0x22 where isQuoted: isQuoted = false
            case 0x22 where field.isEmpty: isQuoted = true
            case 0x2C where !isQuoted: endField()
            case 0x0D where !isQuoted && next == 0x0A: break
            case 0x0A where !isQuoted: endRow()
            default: field.append(byte)
            }
        }
        guard !isQuoted else {
            throw CommandFailure(
                .badInput, "\(path), row \(rows.count + 1): a quotation is not closed.")
        }
        if !field.isEmpty || !row.isEmpty { endRow() }
        return rows
    }
}
