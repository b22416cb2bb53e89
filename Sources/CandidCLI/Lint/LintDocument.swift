import Candid

/// A finding as other programs read it; offsets count Unicode scalars.
struct FindingDocument: Encodable {
    struct Fix: Codable {
        let start: Int
        let end: Int
        let text: String
    }

    let rule: String
    let severity: Finding.Severity
    let start: Int
    let end: Int
    /// On `negation` only, where it says “no”.
    let cue: [Int]?
    /// On `negation` only, what is to be absent.
    let scope: [Int]?
    let message: String
    @Nullable var fix: Fix?

    init(_ finding: Finding, _ offsets: ScalarOffsets) {
        let isNegation = finding.rule == "negation"
        rule = finding.rule
        severity = finding.severity
        start = offsets.scalars(before: finding.range.lowerBound)
        end = offsets.scalars(before: finding.range.upperBound)
        cue = isNegation ? finding.cue.map { Self.pair(offsets($0)) } : nil
        scope = isNegation ? finding.scope.map { Self.pair(offsets($0)) } : nil
        message = finding.message
        fix = finding.fix.map { edit in
            let range = offsets(edit.range)
            return Fix(start: range.lowerBound, end: range.upperBound, text: edit.replacement)
        }
    }

    private static func pair(_ range: Range<Int>) -> [Int] { [range.lowerBound, range.upperBound] }
}

/// What linting found, all of it: `docs/schemas/lint.v1.json`.
struct LintDocument: Encodable {
    struct Item: Encodable {
        let place: String
        @Nullable var row: Int?
        let prompt: Prompt
        let findings: [FindingDocument]

        init(_ result: LintResult) {
            let offsets = ScalarOffsets(result.item.prompt)
            place = result.item.place
            row = result.item.row
            prompt = result.item.prompt
            findings = result.findings.map { FindingDocument($0, offsets) }
        }
    }

    let schema = "candid/lint/1"
    let prompts: [Item]
    let errors: Int
    let warnings: Int
    let notes: Int

    init(_ results: [LintResult]) {
        let tally = LintTally(results)
        prompts = results.map { Item($0) }
        errors = tally.errors
        warnings = tally.warnings
        notes = tally.notes
    }
}

/// A prompt and what was found in it.
struct LintResult {
    let item: LintItem
    let findings: [Finding]
}

/// How many findings there are of each severity.
struct LintTally {
    private(set) var errors = 0
    private(set) var warnings = 0
    private(set) var notes = 0

    init() {}

    init(_ results: [LintResult]) {
        for result in results { add(result.findings) }
    }

    mutating func add(_ findings: [Finding]) {
        for finding in findings {
            switch finding.severity {
            case .error: errors += 1
            case .warning: warnings += 1
            case .note: notes += 1
            }
        }
    }

    /// Whether there is a finding at a severity or above it.
    func reaches(_ bar: Finding.Severity) -> Bool {
        switch bar {
        case .error: errors > 0
        case .warning: errors + warnings > 0
        case .note: errors + warnings + notes > 0
        }
    }
}
