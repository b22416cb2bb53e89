import Candid
import Foundation

/// How well the negation rule does on labelled prompts.
struct WordsEvaluation {
    var all = Score()
    var clearEnglish = Score()
    var korean = Score()
    var spans = Score()
    var scopesHit = 0
    var scopesExpected = 0
    var fixes = FixScore()
    /// Labelled as negations, but orders to keep something, which have a rule of their own.
    var keptApart = 0
    var errors: [String] = []

    /// Judges every prompt and keeps what went wrong, with its text.
    init(_ prompts: [LabelledPrompt]) {
        for prompt in prompts { judge(prompt) }
    }

    private mutating func judge(_ labelled: LabelledPrompt) {
        let prompt = Prompt(labelled.prompt)
        let findings = prompt.findings(by: [.named("negation")].compactMap(\.self))
        guard labelled.borderline != true else { return }
        let found = !findings.isEmpty
        all.count(found: found, expected: labelled.hasNegation)
        if labelled.lang == "ko" { korean.count(found: found, expected: labelled.hasNegation) }
        if labelled.lang == "en", labelled.onlyAffixal != true {
            clearEnglish.count(found: found, expected: labelled.hasNegation)
        }
        if found != labelled.hasNegation {
            let keeps = [LintRule.named("keep-constraint")].compactMap(\.self)
            let kept = !found && !prompt.findings(by: keeps).isEmpty
            if kept { keptApart += 1 }
            let missed = kept ? "MISSED (keep-constraint has it)" : "MISSED"
            errors.append(describe(labelled, found ? "FALSE ALARM" : missed, findings))
        }
        guard found, labelled.hasNegation else { return }
        judgeScopes(labelled, prompt, findings)
        if labelled.kind == "exclusion" { fixes.judge(labelled, prompt, findings) }
    }

    private mutating func judgeScopes(
        _ labelled: LabelledPrompt, _ prompt: Prompt, _ findings: [Finding]
    ) {
        let offsets = ScalarOffsets(prompt)
        let scopes = findings.compactMap { $0.scope.map { offsets($0) } }
        var used: Set<Int> = []
        for span in labelled.spans where span.negated.count == 2 {
            let expected = span.negated[0]..<span.negated[1]
            let hits = scopes.indices.filter { overlap(scopes[$0], expected) > 0 }
            used.formUnion(hits)
            spans.count(found: !hits.isEmpty, expected: true)
            scopesExpected += 1
            if hits.contains(where: { overlap(scopes[$0], expected) >= 0.5 }) {
                scopesHit += 1
            } else {
                errors.append(describe(labelled, "SCOPE", findings))
            }
        }
        for index in scopes.indices where !used.contains(index) {
            spans.count(found: true, expected: false)
            errors.append(describe(labelled, "EXTRA", [findings[index]]))
        }
    }

    private func describe(
        _ labelled: LabelledPrompt, _ what: String, _ findings: [Finding]
    ) -> String {
        let scalars = Array(labelled.prompt.unicodeScalars)
        func words(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
            return String(view).replacing("\n", with: "⏎")
        }
        let offsets = ScalarOffsets(Prompt(labelled.prompt))
        let expected = labelled.spans.map {
            "‹\(words($0.cue[0]..<$0.cue[1]))› → ‹\(words($0.negated[0]..<$0.negated[1]))›"
        }
        let found = findings.map { finding in
            let around = offsets(finding.range)
            let scope = finding.scope.map { words(offsets($0)) } ?? ""
            return "‹\(scope)› in ‹\(words(around.lowerBound - 40..<around.upperBound + 40))›"
        }
        return """
            \(what) \(labelled.id) \(labelled.lang) \(labelled.kind)
                text:     \(words(0..<min(scalars.count, 700)))
                expected: \(expected.joined(separator: "; "))
                found:    \(found.joined(separator: "; "))
            """
    }
}

/// The intersection of two ranges over their union.
func overlap(_ a: Range<Int>, _ b: Range<Int>) -> Double {
    let common = max(0, min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound))
    let union = a.count + b.count - common
    return union == 0 ? 0 : Double(common) / Double(union)
}

extension LintRule {
    /// The rule with an id.
    static func named(_ id: LintRule.ID) -> LintRule? {
        all.first { $0.id == id }
    }
}
