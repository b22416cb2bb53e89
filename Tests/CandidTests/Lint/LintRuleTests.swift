import Candid
import Foundation
import Testing

@Suite struct LintRuleTests {
    @Test(arguments: LintRule.all)
    func `flags exactly the marked words`(rule: LintRule) {
        for marked in rule.flags {
            let example = Example(marked)
            let ranges = Set(example.prompt.findings(by: [rule]).map(\.range))
            #expect(ranges == Set(example.ranges), "\(rule.id): \(marked)")
        }
    }

    @Test(arguments: LintRule.all)
    func `leaves good prompts alone`(rule: LintRule) {
        for text in rule.passes {
            let found = Prompt(text).findings(by: [rule])
            #expect(found.isEmpty, "\(rule.id): \(text): \(found.map(\.message))")
        }
    }

    @Test func `every rule in the folder is in the list`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Candid/Lint/Rules").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.count == LintRule.all.count, "add the new rule to LintRule.all")
        let names = files.map { $0.replacing("Rule.swift", with: "").lowercased() }.sorted()
        let ids = LintRule.all.map { $0.id.replacing("-", with: "") }.sorted()
        #expect(names == ids)
    }

    @Test(arguments: LintRule.all)
    func `a rule explains itself`(rule: LintRule) {
        for text in [rule.summary, rule.rationale, rule.source] {
            #expect(text.hasSuffix("."), "\(rule.id): \(text)")
        }
        #expect(!rule.passes.isEmpty)
    }

    @Test func `a rule that is switched off finds nothing`() {
        let prompt: Prompt = "a street with no cars"
        #expect(!prompt.findings().isEmpty)
        #expect(prompt.findings(under: LintConfiguration(off: ["negation"])).isEmpty)
    }

    @Test func `a severity can be changed`() {
        let prompt: Prompt = "a street with no cars"
        let strict = LintConfiguration(severities: ["negation": .error])
        #expect(prompt.findings(under: strict).map(\.severity) == [.error])
    }

    @Test func `a rule that does not exist is named`() {
        let configuration = LintConfiguration(off: ["negatoin"], severities: ["length": .note])
        #expect(configuration.unknownRules == ["negatoin"])
    }

    @Test func `an empty prompt has no findings`() {
        #expect(Prompt("").findings().isEmpty)
        #expect(Prompt("  \n\t ").findings().isEmpty)
    }
}

/// A prompt whose expected findings stand between « and ».
struct Example {
    let prompt: Prompt
    private(set) var ranges: [Range<Int>] = []

    init(_ marked: String) {
        var text = ""
        var start = 0
        for character in marked.unicodeScalars {
            switch character {
            case "«": start = text.utf8.count
            case "»": ranges.append(start..<text.utf8.count)
            default: text.unicodeScalars.append(character)
            }
        }
        prompt = Prompt(text)
    }
}
