/// Something worth telling the author of a prompt.
///
/// A finding is a value, never an error: a prompt with findings can still be sent.
public struct Finding: Hashable, Sendable, Codable {
    /// How much a finding matters.
    public enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
        /// Worth knowing; the picture is likely to be as asked.
        case note
        /// The picture is likely to differ from what was asked.
        case warning
        /// The prompt will be refused, or must not leave this machine.
        case error

        /// Orders severities from note to error.
        public static func < (a: Severity, b: Severity) -> Bool {
            a.weight < b.weight
        }

        private var weight: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// The rule that found it.
    public var rule: LintRule.ID
    /// How much it matters.
    public var severity: Severity
    /// Where it is, in UTF-8 offsets into the prompt.
    public var range: Range<Int>
    /// What is wrong and what to do about it, in one sentence.
    public var message: String
    /// An edit that mends it, to be accepted by a person; nil where none is honest.
    public var fix: TextEdit?
    /// Where a negation says “no”, in UTF-8 offsets; only `negation` and its kin have one.
    public var cue: Range<Int>?
    /// Where a negation says what is to be absent, in UTF-8 offsets.
    public var scope: Range<Int>?

    /// Creates a finding.
    public init(
        rule: LintRule.ID, severity: Severity, range: Range<Int>, message: String,
        fix: TextEdit? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.range = range
        self.message = message
        self.fix = fix
    }
}

/// A change to a text: what stands in a range is replaced.
public struct TextEdit: Hashable, Sendable, Codable {
    /// What is replaced, in UTF-8 offsets into the prompt.
    public var range: Range<Int>
    /// What stands there afterwards.
    public var replacement: String

    /// Creates an edit.
    public init(range: Range<Int>, replacement: String) {
        self.range = range
        self.replacement = replacement
    }
}

extension Prompt {
    /// A new prompt with the edits made.
    ///
    /// Two findings may share one edit, as “no cars or people” does: equal edits are made once. Of
    /// two different edits that overlap the earlier one is made, because the later one was written
    /// for a text that no longer exists.
    public func applying(_ edits: [TextEdit]) -> Prompt {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        let ordered = edits.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        for edit in ordered where edit.range.lowerBound >= position {
            guard edit.range.upperBound <= bytes.count else { continue }
            result += bytes[position..<edit.range.lowerBound]
            result += Array(edit.replacement.utf8)
            position = edit.range.upperBound
            if edit.range.isEmpty { continue }
        }
        result += bytes[position...]
        return Prompt(String(decoding: result, as: UTF8.self))
    }
}
