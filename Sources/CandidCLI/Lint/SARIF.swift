import Candid

/// Findings in the Static Analysis Results Interchange Format 2.1.0.
struct SARIF: Encodable {
    struct Message: Encodable {
        let text: String
    }

    struct Rule: Encodable {
        struct Defaults: Encodable {
            let level: String
        }

        let id: String
        let shortDescription: Message
        let fullDescription: Message
        let defaultConfiguration: Defaults
    }

    struct Driver: Encodable {
        let name = "candid"
        let version = Version.text
        let rules: [Rule]
    }

    struct Tool: Encodable {
        let driver: Driver
    }

    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
        let endLine: Int
        let endColumn: Int
    }

    struct Artifact: Encodable {
        let uri: String
    }

    struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region
    }

    struct Location: Encodable {
        let physicalLocation: Physical
    }

    struct Replacement: Encodable {
        let deletedRegion: Region
        let insertedContent: Message
    }

    struct ArtifactChange: Encodable {
        let artifactLocation: Artifact
        let replacements: [Replacement]
    }

    struct Fix: Encodable {
        let description: Message
        let artifactChanges: [ArtifactChange]
    }

    struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Message
        let locations: [Location]
        let fixes: [Fix]?
    }

    struct Run: Encodable {
        let tool: Tool
        let columnKind = "unicodeCodePoints"
        let results: [Result]
    }

    let version = "2.1.0"
    let runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("https://json.schemastore.org/sarif-2.1.0.json", forKey: .schema)
        try container.encode(version, forKey: .version)
        try container.encode(runs, forKey: .runs)
    }

    init(_ results: [LintResult]) {
        let rules = LintRule.all.map { rule in
            Rule(
                id: rule.id, shortDescription: Message(text: rule.summary),
                fullDescription: Message(text: rule.rationale),
                defaultConfiguration: .init(level: rule.severity.rawValue))
        }
        runs = [
            Run(
                tool: Tool(driver: Driver(rules: rules)),
                results: results.flatMap { result in
                    result.findings.map { Result($0, result.item) }
                })
        ]
    }
}

extension SARIF.Result {
    fileprivate init(_ finding: Finding, _ item: LintItem) {
        let artifact = SARIF.Artifact(uri: item.place.replacing(" ", with: "%20"))
        ruleId = finding.rule
        ruleIndex = LintRule.all.firstIndex { $0.id == finding.rule } ?? -1
        level = finding.severity.rawValue
        message = SARIF.Message(text: finding.message)
        locations = [
            SARIF.Location(
                physicalLocation: SARIF.Physical(
                    artifactLocation: artifact, region: SARIF.Region(finding.range, item)))
        ]
        // A row of a table has no columns of its own in the file, so an edit would miss.
        guard item.row == nil, let fix = finding.fix else {
            fixes = nil
            return
        }
        fixes = [
            SARIF.Fix(
                description: SARIF.Message(text: "Say it positively."),
                artifactChanges: [
                    SARIF.ArtifactChange(
                        artifactLocation: artifact,
                        replacements: [
                            SARIF.Replacement(
                                deletedRegion: SARIF.Region(fix.range, item),
                                insertedContent: SARIF.Message(text: fix.replacement))
                        ])
                ])
        ]
    }
}

extension SARIF.Region {
    fileprivate init(_ range: Range<Int>, _ item: LintItem) {
        let start = LinePlace(range.lowerBound, in: item.prompt)
        let end = LinePlace(range.upperBound, in: item.prompt)
        let before = item.row.map { $0 - 1 } ?? item.linesBefore
        startLine = start.line + before
        startColumn = start.column
        endLine = end.line + before
        endColumn = end.column
    }
}

/// Findings as commands of a GitHub workflow.
enum GitHubAnnotations {
    static func line(_ finding: Finding, _ item: LintItem) -> String {
        let start = LinePlace(finding.range.lowerBound, in: item.prompt)
        let end = LinePlace(finding.range.upperBound, in: item.prompt)
        let command = finding.severity == .note ? "notice" : finding.severity.rawValue
        var fields = item.isFile ? ["file=\(escaped(item.place, inField: true))"] : []
        fields += ["line=\(item.row ?? start.line + item.linesBefore)", "col=\(start.column)"]
        if end.line == start.line { fields.append("endColumn=\(end.column)") }
        fields.append("title=\(finding.rule)")
        return "::\(command) \(fields.joined(separator: ","))::\(escaped(finding.message))"
    }

    private static func escaped(_ text: String, inField: Bool = false) -> String {
        let plain = text.replacing("%", with: "%25").replacing("\r", with: "%0D")
            .replacing("\n", with: "%0A")
        return inField ? plain.replacing(":", with: "%3A").replacing(",", with: "%2C") : plain
    }
}
