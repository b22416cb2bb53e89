import Candid
import Foundation
import NIOCore

/// A plan as a file that a person reads and changes: YAML, every text in double quotes.
struct PlanFile {
    /// The keys of a prompt.
    private static let keys: Set<String> = [
        "title", "prompt", "size", "why", "must_show", "must_not_show",
    ]

    /// Reads one prompt of a plan, and the size it is meant for.
    ///
    /// - Parameter place: A file, or a file and a number such as `plan.yaml:2`.
    /// - Returns: The prompt, and the size it is meant for as a setting.
    /// - Throws: ``CommandFailure`` that names the file, the prompt and the way out.
    static func reading(_ place: String) throws -> PromptSource.Reading {
        let (path, number) = split(place)
        let readings = try readings(path)
        guard let number = number ?? (readings.count == 1 ? 1 : nil) else {
            throw CommandFailure(
                .badInput,
                "\(path) holds \(readings.count) prompts. Say which, such as --plan \(path):1.")
        }
        guard readings.indices.contains(number - 1) else {
            throw CommandFailure(
                .badInput, "\(path) has no prompt \(number). It holds \(readings.count).")
        }
        return readings[number - 1]
    }

    /// Reads every prompt of a plan, and the sizes they are meant for.
    static func readings(_ path: String) throws -> [PromptSource.Reading] {
        let file = try OwnFile(path)
        guard let prompts = file.json["prompts"]?.list, !prompts.isEmpty else {
            throw CommandFailure(
                .badInput, "\(path) is no plan: it has no “prompts”. candid plan makes one.")
        }
        return try prompts.enumerated().map { index, item in
            var reading = try reading(item, "\(path): prompt \(index + 1)")
            reading.plan = PlanUse(file: path, entry: index + 1, digest: file.digest)
            return reading
        }
    }

    private static func reading(
        _ item: JSONValue, _ place: String
    ) throws -> PromptSource.Reading {
        if let stray = item.object?.keys.filter({ !keys.contains($0) }).min() {
            throw CommandFailure(
                .badInput,
                "\(place): unknown key “\(stray)”. The keys are: "
                    + keys.sorted().joined(separator: ", ") + ".")
        }
        guard let words = item["prompt"]?.text, !words.isEmpty else {
            throw CommandFailure(
                .badInput, "\(place) has no “prompt”, or it is no text. Put it in double quotes.")
        }
        var reading = PromptSource.Reading(prompt: Prompt(words))
        reading.settings.size = item["size"]?.text
        return reading
    }

    private static func split(_ place: String) -> (path: String, number: Int?) {
        guard let colon = place.lastIndex(of: ":"),
            let number = Int(place[place.index(after: colon)...])
        else { return (place, nil) }
        return (String(place[..<colon]), number)
    }

    /// What a plan's file holds.
    struct Contents {
        let brief: Prompt
        let speaker: String
        /// Nil where nobody was asked.
        let conversation: RunID?
        let items: [Plan.Item]
    }

    /// The text of a plan's file.
    static func text(_ contents: Contents) -> String {
        var lines = [
            "# Read and change it; then, for the first prompt: candid generate --plan FILE:1",
            "brief: \(quoted(contents.brief.text))",
            "speaker: \(quoted(contents.speaker))",
        ]
        if let run = contents.conversation {
            lines.append("conversation: \(quoted(run.description))")
        }
        lines.append("prompts:")
        for item in contents.items {
            lines.append("  - title: \(quoted(item.title))")
            lines.append("    prompt: \(quoted(item.prompt.text))")
            lines.append("    size: \(item.size.map { quoted($0.description) } ?? "null")")
            lines.append("    why: \(quoted(item.why))")
            lines.append("    must_show: \(list(item.mustShow))")
            lines.append("    must_not_show: \(list(item.mustNotShow))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Writes a plan to a file that is not there yet.
    static func write(_ contents: Contents, to path: String) throws {
        let words = contents.conversation.map { ": candid show \($0)" } ?? ""
        do {
            try Data(text(contents).utf8).write(
                to: URL(filePath: path), options: .withoutOverwriting)
        } catch {
            throw CommandFailure(
                .badInput,
                "\(path) can't be written: \(error.localizedDescription) The speaker's words are "
                    + "in the ledger\(words).")
        }
        for (index, item) in contents.items.enumerated() {
            guard let read = try? reading("\(path):\(index + 1)"), read.prompt == item.prompt
            else {
                throw CommandFailure(
                    .badInput,
                    "prompt \(index + 1) in \(path) can't be read back as it is. The speaker's "
                        + "words are in the ledger\(words).")
            }
        }
    }

    private static func list(_ texts: [String]) -> String {
        "[\(texts.map(quoted).joined(separator: ", "))]"
    }

    /// A text as YAML has it in double quotes, which takes all of JSON's escapes.
    private static func quoted(_ text: String) -> String {
        String(buffer: JSONValue.text(text).encoded())
    }
}

extension Settings {
    /// Refuses a route that rewrites every prompt: a plan is carried out as it was approved.
    func checkDirect() throws {
        for engine in [try engine()] + (try fallbacks().map(\.provider.engine))
        where engine.promises.rewriter == .always {
            throw CommandFailure(
                .refusedByUs,
                "a plan is sent verbatim, and \(engine.id) rewrites every prompt. Choose a direct "
                    + "route with --engine.")
        }
    }
}
