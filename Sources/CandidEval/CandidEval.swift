import Candid
import Foundation

/// Measures Candid on labelled prompts, pictures and answers that are read in place.
@main
enum CandidEval {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "words" where arguments.count >= 2:
            try words(arguments[1], Array(arguments.dropFirst(2)))
        case "judges" where arguments.count >= 2:
            try JudgesEvaluation(dataFolder: arguments[1]).report()
        case "lettering" where arguments.count >= 2:
            try await LetteringEvaluation(dataFolder: arguments[1]).report()
        case "drift" where arguments.count >= 2:
            try await DriftEvaluation(arguments).run()
        case "words-speed":
            WordsSpeed.run()
            runDiffSpeedEvaluation()
        case "pixels" where arguments.count >= 2:
            try PixelsEvaluation.run(dataFolder: arguments[1])
        case "verdicts": try await VerdictEvaluation().report()
        case "lint": for text in arguments.dropFirst() { lint(Prompt(text)) }
        default:
            print(
                """
                usage: candid-eval words DATA [--half 0|1] [--quiet]
                       candid-eval words-speed
                       candid-eval drift DATA [--sessions N] [--page FOLDER] [--chosen-on]
                       candid-eval judges DATA
                       candid-eval lettering DATA
                       candid-eval pixels DATA
                       candid-eval verdicts
                       candid-eval lint PROMPT ...
                """)
            exit(64)
        }
    }

    /// Prints what is found in one prompt, and the prompt with every fix made.
    private static func lint(_ prompt: Prompt) {
        let found = prompt.findings()
        for finding in found {
            let words = String(decoding: Array(prompt.text.utf8)[finding.range], as: UTF8.self)
            print("\(finding.rule) \(finding.severity) ‹\(words)› \(finding.message)")
        }
        print(prompt.applying(found.compactMap(\.fix)).text)
    }

    private static func words(_ folder: String, _ options: [String]) throws {
        let path = "\(folder)/negation.jsonl"
        guard FileManager.default.fileExists(atPath: path) else {
            print("There is no measuring set at \(path); nothing was measured.")
            exit(66)
        }
        let half = options.firstIndex(of: "--half").flatMap {
            $0 + 1 < options.count ? Int(options[$0 + 1]) : nil
        }
        let quiet = options.contains("--quiet")
        let all = try records(in: path, of: LabelledPrompt.self)
        let natural = try records(
            in: "\(folder)/negation_natural.jsonl", of: LabelledPrompt.self)
        report(WordsEvaluation(all.filter { half == nil || $0.half == half }), "negation", quiet)
        let naturalScore = WordsEvaluation(natural.filter { half == nil || $0.half == half })
        print(naturalScore.all.line("natural prompts"))
        if !quiet { naturalScore.errors.forEach { print($0) } }
        if half == nil {
            try runEmbellishmentEvaluation(dataFolder: folder, quiet: quiet)
            try runDriftEvaluation(dataFolder: folder, quiet: quiet)
        }
    }

    private static func report(_ evaluation: WordsEvaluation, _ name: String, _ quiet: Bool) {
        if !quiet {
            evaluation.errors.forEach { print($0) }
            evaluation.fixes.errors.forEach { print($0) }
        }
        print(evaluation.all.line("\(name), all"))
        print("    of the missed, found by keep-constraint instead: \(evaluation.keptApart)")
        print(evaluation.clearEnglish.line("\(name), clear English"))
        print(evaluation.korean.line("\(name), Korean"))
        print(evaluation.spans.line("\(name), by span, in right prompts"))
        let scopes = share(evaluation.scopesHit, evaluation.scopesExpected)
        print(
            "scope overlap ≥ 0.5: \(String(format: "%.3f", scopes)) of \(evaluation.scopesExpected)"
        )
        let fixes = evaluation.fixes
        print(
            "fixes offered: \(fixes.offered) of \(fixes.findings)"
                + " (\(String(format: "%.3f", share(fixes.offered, fixes.findings)))),"
                + " re-lint clean \(fixes.clean), silent about the thing \(fixes.silent)")
    }
}
