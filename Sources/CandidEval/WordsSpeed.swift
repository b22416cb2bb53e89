import Candid
import Foundation

/// How fast all rules together are, on prompts made of our own words.
enum WordsSpeed {
    /// Measures short prompts, a long one, and whether time grows in step with length.
    static func run() {
        throughput()
        longPrompt()
        linearity()
    }

    private static func throughput() {
        var source = PromptSource(seed: 2026)
        let prompts = (0..<20_000).map { _ in source.prompt() }
        let bytes = prompts.reduce(0) { $0 + $1.text.utf8.count }
        var found = 0
        var best = Double.infinity
        for _ in 0..<9 {
            let start = processorSeconds()
            found = prompts.reduce(0) { $0 + $1.findings().count }
            best = min(best, processorSeconds() - start)
        }
        let rate = Int(Double(prompts.count) / best)
        print(
            "all rules: \(rate) prompts/s on one core at \(bytes / prompts.count) bytes mean,"
                + " \(found) findings in \(prompts.count) prompts")
    }

    private static func longPrompt() {
        var source = PromptSource(seed: 7)
        var text = ""
        while text.unicodeScalars.count < 32_000 { text += source.prompt().text + ". " }
        let prompt = Prompt(String(text.unicodeScalars.prefix(32_000)))
        print("32,000 characters: \(milliseconds(fastest(prompt))) ms")
    }

    private static func linearity() {
        for shape in AdversarialShape.all {
            var line = "\(shape.name):".padded(to: 34)
            for length in [62_500, 250_000, 1_000_000] {
                let prompt = Prompt(shape.text(length))
                line += "  \(prompt.text.utf8.count / 1000) kB \(milliseconds(fastest(prompt))) ms"
            }
            print(line)
        }
    }

    private static func fastest(_ prompt: Prompt) -> Double {
        var best = Double.infinity
        for _ in 0..<3 {
            let start = processorSeconds()
            _ = prompt.findings()
            best = min(best, processorSeconds() - start)
        }
        return best
    }

    /// Processor time of this process: others on the machine do not count.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func milliseconds(_ seconds: Double) -> Double {
        (seconds * 100_000).rounded() / 100
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

/// A text that tries to make a linter slow.
struct AdversarialShape {
    let name: String
    private let unit: String

    /// The text at about this many bytes.
    func text(_ length: Int) -> String {
        String(repeating: unit, count: max(1, length / unit.utf8.count))
    }

    static let all = [
        AdversarialShape(name: "one word", unit: "a"),
        AdversarialShape(name: "no no no", unit: "no "),
        AdversarialShape(name: "not, not, not", unit: "not, "),
        AdversarialShape(name: "commas", unit: ","),
        AdversarialShape(name: "distinct-less list", unit: "no cat, "),
        AdversarialShape(name: "list that or never closes", unit: "cats, "),
        AdversarialShape(name: "opening quotes", unit: "\"a 'b “c "),
        AdversarialShape(name: "opening brackets", unit: "(([[{{<lora:"),
        AdversarialShape(name: "dashes", unit: "--"),
        AdversarialShape(name: "keys", unit: "sk-"),
        AdversarialShape(name: "addresses", unit: "a@a."),
        AdversarialShape(name: "digits", unit: "1"),
        AdversarialShape(name: "digit groups", unit: "1-2 3."),
        AdversarialShape(name: "phrases that almost match", unit: "not to be or not "),
        AdversarialShape(name: "Korean negations", unit: "없이 않은 말고 "),
        AdversarialShape(name: "Korean run", unit: "없"),
        AdversarialShape(name: "zero-width", unit: "\u{200B}"),
        AdversarialShape(name: "numbers of things", unit: "seven red cats "),
        AdversarialShape(name: "says says", unit: "sign says "),
        AdversarialShape(name: "combining", unit: "e\u{301}"),
        AdversarialShape(name: "emoji", unit: "👩‍👧"),
    ]
}
