import Candid
import Foundation

/// Whether fixes are offered, mend what they promise, and keep silent about the absent thing.
struct FixScore {
    var findings = 0
    var offered = 0
    var clean = 0
    var silent = 0
    var errors: [String] = []

    mutating func judge(_ labelled: LabelledPrompt, _ prompt: Prompt, _ findings: [Finding]) {
        for finding in findings {
            self.findings += 1
            guard let fix = finding.fix else {
                errors.append("NO FIX \(labelled.id): \(words(prompt, finding.range))")
                continue
            }
            offered += 1
            let things = findings.filter { $0.fix == fix }.compactMap(\.scope)
            let name = things.first { names(fix.replacement, words(prompt, $0)) }
            if let name {
                errors.append("NAMES \(labelled.id): \(words(prompt, name)) → \(fix.replacement)")
            } else {
                silent += 1
            }
            if isClean(prompt, fix, findings) {
                clean += 1
            } else {
                errors.append("UNCLEAN \(labelled.id): \(prompt.applying([fix]).text)")
            }
        }
    }

    /// True if the edit takes away its own findings and brings no new one.
    private func isClean(_ prompt: Prompt, _ fix: TextEdit, _ findings: [Finding]) -> Bool {
        guard let rule = LintRule.named("negation") else { return false }
        let fixed = prompt.applying([fix])
        let others = findings.filter { $0.fix != fix }
        let before = Set(prompt.findings().map(\.rule))
        return fixed.findings(by: [rule]).count <= others.count
            && Set(fixed.findings().map(\.rule)).isSubset(of: before)
    }

    private func words(_ prompt: Prompt, _ range: Range<Int>) -> String {
        String(decoding: Array(prompt.text.utf8)[range], as: UTF8.self)
    }

    /// True if a replacement holds a content word of what is to be absent.
    private func names(_ replacement: String, _ thing: String) -> Bool {
        let said = Set(stems(replacement))
        return stems(thing).contains { said.contains($0) }
    }

    private func stems(_ text: String) -> [String] {
        let small: Set<String> = [
            "the", "any", "all", "of", "in", "on", "a", "an", "its", "it", "and", "or", "their",
            "no", "with", "at", "to", "his", "her", "over", "as", "one",
        ]
        return text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { !small.contains($0) && $0.count > 1 }
            .map { $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
    }
}
