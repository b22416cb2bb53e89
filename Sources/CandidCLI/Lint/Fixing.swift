import Candid
import CandidIO
import Foundation

/// Applies the fixes that were found, and shows every change.
struct Fixing {
    private struct Document: Encodable {
        struct Item: Encodable {
            let place: String
            let from: Prompt
            let to: Prompt
            let diff: WordDiff
        }

        let schema = "candid/lint-fix/1"
        let prompts: [Item]
    }

    let results: [LintResult]
    let asJSON: Bool

    /// Writes files anew; prints the new prompt of everything else.
    func apply() throws {
        let changes = results.map { result in
            (result, result.item.prompt.applying(result.findings.compactMap(\.fix)))
        }
        for (result, _) in changes where result.item.row != nil {
            throw CommandFailure(
                .badInput,
                "\(result.item.place): --fix does not write tables. Use --format jsonl for the fixes."
            )
        }
        for (result, fixed) in changes where result.item.isFile && fixed != result.item.prompt {
            try rewrite(result.item, fixed)
        }
        if asJSON {
            Console.printJSON(
                Document(
                    prompts: changes.map { result, fixed in
                        .init(
                            place: result.item.place, from: result.item.prompt, to: fixed,
                            diff: WordDiff(from: result.item.prompt, to: fixed))
                    }))
        } else {
            for (result, fixed) in changes { tell(result, fixed) }
        }
    }

    private func tell(_ result: LintResult, _ fixed: Prompt) {
        let error = Terminal.error
        if fixed == result.item.prompt {
            error.say("\(result.item.place): nothing to fix")
        } else {
            let diff = WordDiff(from: result.item.prompt, to: fixed)
            let style: DiffStyle = error.hasColour ? .ansi : .markers
            error.say("\(result.item.place): \(diff.rendered(style))")
        }
        for finding in result.findings where finding.fix == nil {
            error.say("  not fixed: \(finding.message)")
        }
        if !result.item.isFile { Terminal.output.say(fixed.text) }
    }

    /// The file with the body replaced, and every other byte as it was.
    private func rewrite(_ item: LintItem, _ fixed: Prompt) throws {
        let text = try LintInput.text(of: item.place)
        guard let range = text.range(of: item.prompt.text, options: [.backwards, .literal]) else {
            throw CommandFailure(.badInput, "\(item.place) has changed meanwhile. Try again.")
        }
        let whole = text[..<range.lowerBound] + fixed.text + text[range.upperBound...]
        try DurableFile.write(Array(whole.utf8), to: URL(filePath: item.place))
    }
}
