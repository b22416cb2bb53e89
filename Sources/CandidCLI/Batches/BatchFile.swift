import Candid
import Foundation
import NIOCore

/// A file of many prompts: one a line, one JSON object a line, or a plan.
struct BatchFile {
    /// A prompt, and what its line sets beside it.
    struct Item {
        let prompt: Prompt
        /// The parameters of its line, by their names on the wire.
        let parameters: [String: JSONValue]
        /// Where it stands, for errors.
        let place: String
    }

    let items: [Item]

    /// What a line of JSON may set beside its prompt.
    private static let keys: Set = [
        "prompt", "model", "size", "quality", "n", "output_format", "style", "background",
    ]

    /// Reads a file.
    ///
    /// - Throws: ``CommandFailure`` that names the file and the line.
    init(_ path: String) throws {
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            items = try PlanFile.readings(path).enumerated().map { index, reading in
                Item(
                    prompt: reading.prompt,
                    parameters: reading.settings.size.map { ["size": .text($0)] } ?? [:],
                    place: "\(path): prompt \(index + 1)")
            }
            return
        }
        let isJSON = path.hasSuffix(".jsonl")
        items = try Self.lines(of: path).map { number, line in
            let place = "\(path):\(number)"
            guard isJSON else { return Item(prompt: Prompt(line), parameters: [:], place: place) }
            return try Self.item(line, place)
        }
        guard !items.isEmpty else {
            throw CommandFailure(.badInput, "\(path) holds no prompt. Write one a line.")
        }
    }

    private static func item(_ line: String, _ place: String) throws -> Item {
        guard var fields = JSONValue(text: line)?.object else {
            throw CommandFailure(.badInput, "\(place) is no JSON object.")
        }
        if let odd = fields.keys.filter({ !keys.contains($0) }).min() {
            throw CommandFailure(
                .badInput,
                "\(place): unknown key “\(odd)”. There are: "
                    + keys.sorted().joined(separator: ", ") + ".")
        }
        guard let words = fields.removeValue(forKey: "prompt")?.text, !words.isEmpty else {
            throw CommandFailure(.badInput, "\(place) has no “prompt”, or it is no text.")
        }
        return Item(
            prompt: Prompt(words), parameters: fields.filter { $0.value != .null }, place: place)
    }

    /// The lines that are not blank, with their numbers; their endings are no part of them.
    private static func lines(of path: String) throws -> [(Int, String)] {
        let place = path == "-" ? "/dev/stdin" : Settings.expanded(path)
        guard let handle = FileHandle(forReadingAtPath: place),
            let data = try? handle.read(upToCount: OpenAIBatch.mostBytes + 1)
        else {
            throw CommandFailure(.badInput, "\(path) can't be read, or it is empty.")
        }
        guard data.count <= OpenAIBatch.mostBytes else {
            throw CommandFailure(
                .badInput, "\(path) is larger than \(OpenAIBatch.mostBytes) bytes. Split it.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(.badInput, "\(path) is not valid UTF-8. Save it as UTF-8.")
        }
        return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .compactMap { index, line in
                let line = line.last == 0x0D ? line.dropLast() : line
                guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
                return (index + 1, String(decoding: line, as: UTF8.self))
            }
    }
}

extension BatchFile.Item {
    /// The order for the prompt: what the command sets for all, and its line for itself.
    func order(like common: Order) throws -> Order {
        var order = common
        order.prompt = prompt
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            let isSet =
                switch name {
                case "model": set(&order.model, value.text)
                case "quality": set(&order.quality, value.text)
                case "style": set(&order.style, value.text)
                case "background": set(&order.background, value.text)
                case "size": set(&order.size, value.text.flatMap { Size($0) })
                case "output_format":
                    set(&order.format, value.text.flatMap { PictureFormat(rawValue: $0) })
                default: set(&order.count, value.whole)
                }
            guard isSet else {
                throw CommandFailure(
                    .badInput,
                    "\(place): “\(name)” can't be \(String(buffer: value.encoded())).")
            }
        }
        return order
    }

    private func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private func set<Value>(_ place: inout Value?, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }
}
