import Candid

/// Findings as a good compiler would print them.
struct LintText {
    let terminal: Terminal

    /// The lines for one prompt's findings.
    func lines(_ result: LintResult) -> [String] {
        result.findings.flatMap { lines($0, result.item) }
    }

    /// The last line.
    func summary(_ tally: LintTally) -> String {
        if !tally.reaches(.note) { return terminal.green("nothing found") }
        let parts = [
            Self.count(tally.errors, "error"), Self.count(tally.warnings, "warning"),
            Self.count(tally.notes, "note"),
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func count(_ number: Int, _ name: String) -> String? {
        number == 0 ? nil : "\(number) \(name)\(number == 1 ? "" : "s")"
    }

    private func lines(_ finding: Finding, _ item: LintItem) -> [String] {
        let place = LinePlace(finding.range.lowerBound, in: item.prompt)
        let number = String(item.row ?? place.line + item.linesBefore)
        let pad = String(repeating: " ", count: number.count)
        let (shown, before, marks) = window(place, length: finding.range.count)
        let head = "\(coloured(finding.severity))[\(finding.rule)]: \(finding.message)"
        var lines = [
            head, "\(pad)\(terminal.dim("-->")) \(item.place):\(number):\(place.column)",
            "\(terminal.dim("\(number) |")) \(shown)",
            "\(terminal.dim("\(pad) |")) \(String(repeating: " ", count: before))"
                + mark(finding.severity, String(repeating: "^", count: marks)),
        ]
        if let fix = finding.fix { lines.append("\(pad) \(words(fix, item.prompt))") }
        return lines + [""]
    }

    private func words(_ fix: TextEdit, _ prompt: Prompt) -> String {
        let old = visible(Array(prompt.text.utf8)[fix.range])
        return fix.replacement.isEmpty
            ? "\(terminal.dim("fix:")) remove “\(old)”"
            : "\(terminal.dim("fix:")) “\(old)” → “\(fix.replacement)”"
    }

    private func coloured(_ severity: Finding.Severity) -> String {
        terminal.bold(mark(severity, severity.rawValue))
    }

    private func mark(_ severity: Finding.Severity, _ text: String) -> String {
        switch severity {
        case .error: terminal.red(text)
        case .warning: terminal.yellow(text)
        case .note: terminal.green(text)
        }
    }

    /// As much of a line as fits, with the columns before and under the finding.
    private func window(
        _ place: LinePlace, length: Int
    ) -> (shown: String, before: Int, marks: Int) {
        let bytes = Array(place.text.utf8)
        let room = max(40, terminal.columns - 12)
        let end = min(bytes.count, place.offset + length)
        var start = max(0, place.offset - room / 2)
        while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        var stop = min(bytes.count, max(start + room, end))
        stop = min(stop, place.offset + room)
        while stop < bytes.count, bytes[stop] & 0xC0 == 0x80 { stop += 1 }
        let lead = start > 0 ? "…" : ""
        let trail = stop < bytes.count ? "…" : ""
        let before = lead + visible(bytes[start..<place.offset])
        let marked = visible(bytes[place.offset..<min(end, stop)])
        return (
            lead + visible(bytes[start..<stop]) + trail, TextWidth.of(before),
            max(1, TextWidth.of(marked))
        )
    }

    private func visible(_ bytes: ArraySlice<UInt8>) -> String {
        Terminal.visible(String(decoding: bytes, as: UTF8.self)).replacing("\n", with: "␊")
    }
}
