import Foundation

/// A file of comma-separated values with a first row of names (RFC 4180).
struct CommaTable {
    /// Each row's values by their names.
    let rows: [[String: String]]

    init(_ path: String) throws {
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        var lines = Self.lines(text)
        guard !lines.isEmpty else {
            rows = []
            return
        }
        let names = lines.removeFirst()
        rows = lines.map { line in Dictionary(zip(names, line)) { first, _ in first } }
    }

    private static func lines(_ text: String) -> [[String]] {
        var lines: [[String]] = []
        var line: [String] = []
        var value = ""
        var isQuoted = false
        for letter in text {
            switch letter {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                line.append(value)
                value = ""
            case _ where letter.isNewline && !isQuoted:
                lines.append(line + [value])
                (line, value) = ([], "")
            default: value.append(letter)
            }
        }
        if !value.isEmpty || !line.isEmpty { lines.append(line + [value]) }
        return lines
    }
}
