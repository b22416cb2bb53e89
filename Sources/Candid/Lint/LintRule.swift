/// One thing that image models are known to misread, or that a prompt should not carry.
public struct LintRule: Identifiable, Sendable {
    /// The name by which people switch the rule off, such as `negation`.
    public let id: String
    /// How much its findings matter unless configured otherwise.
    public let severity: Finding.Severity
    /// What to do about it, in one sentence.
    public let summary: String
    /// Why it matters.
    public let rationale: String
    /// Where the claim comes from.
    public let source: String
    /// Prompts the rule must flag, with the flagged words between « and ».
    public let flags: [String]
    /// Prompts the rule must leave alone.
    public let passes: [String]
    /// What a prompt must hold for the rule to be worth asking; empty for always.
    let triggers: Traits
    let find: @Sendable (borrowing Reading, inout Findings) -> Void

    init(
        _ id: String, _ severity: Finding.Severity, _ text: Text, flags: [String],
        passes: [String], triggers: Traits = [],
        find: @escaping @Sendable (borrowing Reading, inout Findings) -> Void
    ) {
        self.id = id
        self.severity = severity
        summary = text.summary
        rationale = text.rationale
        source = text.source
        self.flags = flags
        self.passes = passes
        self.triggers = triggers
        self.find = find
    }

    /// What a rule says of itself.
    struct Text {
        let summary: String
        let rationale: String
        let source: String
    }
}

extension LintRule: CustomStringConvertible {
    /// The rule's name.
    public var description: String { id }
}

extension LintRule {
    /// Every rule, in the order in which they are listed.
    public static let all: [LintRule] = [
        negation, keepConstraint, quotedNegation, contradiction, unresolvedReference, placeholder,
        count, lettering, overload, length, styleStack, embellishment, chatTalk, verbatimOrder,
        foreignSyntax, parameterInPrompt, repetition, mixedLanguage, hiddenCharacters,
        personalData, secret,
    ]
}

/// What rules find, as they find it.
struct Findings {
    let configuration: LintConfiguration
    private(set) var list: [Finding] = []
    private var rule: LintRule.ID = ""
    private var severity: Finding.Severity = .note
    /// The prompt's negations, once some rule has asked for them.
    var negations: [Negation]?
    /// What fixes of list items already say, so that no two say the same.
    private var said: Set<String> = []

    init(_ configuration: LintConfiguration) {
        self.configuration = configuration
    }

    /// True the first time that a fix says something.
    mutating func isNew(_ wording: String) -> Bool {
        said.insert(wording).inserted
    }

    mutating func begin(_ rule: LintRule) {
        self.rule = rule.id
        severity = configuration.severities[rule.id] ?? rule.severity
    }

    /// Adds a finding of the rule that is at work.
    mutating func add(_ range: Range<Int>, _ message: String, fix: TextEdit? = nil) {
        list.append(
            Finding(rule: rule, severity: severity, range: range, message: message, fix: fix))
    }

    /// Adds a finding that weighs more than the rule's others, unless configuration says otherwise.
    mutating func add(
        _ range: Range<Int>, _ message: String, at severity: Finding.Severity
    ) {
        let configured = configuration.severities[rule] ?? severity
        list.append(Finding(rule: rule, severity: configured, range: range, message: message))
    }

    /// Adds a finding with a cue and a scope.
    mutating func add(
        cue: Range<Int>, scope: Range<Int>, _ message: String, fix: TextEdit? = nil
    ) {
        let range =
            min(cue.lowerBound, scope.lowerBound)..<max(cue.upperBound, scope.upperBound)
        var finding = Finding(
            rule: rule, severity: severity, range: range, message: message, fix: fix)
        finding.cue = cue
        finding.scope = scope
        list.append(finding)
    }
}

extension Prompt {
    /// Reads the prompt once, asks each rule, and reports what they find in order of position.
    public func findings(
        by rules: [LintRule] = LintRule.all,
        under configuration: LintConfiguration = LintConfiguration()
    ) -> [Finding] {
        Reading(self).findings(by: rules, under: configuration)
    }
}

extension Reading {
    /// Asks each rule that the prompt can set off.
    func findings(by rules: [LintRule], under configuration: LintConfiguration) -> [Finding] {
        var findings = Findings(configuration)
        for rule in rules {
            guard rule.triggers.isEmpty || !rule.triggers.isDisjoint(with: traits),
                configuration.off.isEmpty || !configuration.off.contains(rule.id)
            else { continue }
            findings.begin(rule)
            rule.find(self, &findings)
        }
        return findings.sorted()
    }
}

extension Findings {
    /// The findings by position; at one position in the order of the rules.
    consuming func sorted() -> [Finding] {
        var isSorted = true
        var keys: [UInt64] = []
        keys.reserveCapacity(list.count)
        for (offset, finding) in list.enumerated() {
            let key = UInt64(finding.range.lowerBound) << 32 | UInt64(offset)
            if let last = keys.last, last > key { isSorted = false }
            keys.append(key)
        }
        if isSorted { return list }
        keys.sort()
        return keys.map { list[Int($0 & 0xFFFF_FFFF)] }
    }
}
