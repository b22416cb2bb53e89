import Candid
import Foundation

/// Lines of pairs from standard input to lines of answers on standard output, in order.
struct ComparisonStream {
    private struct Answer: Encodable {
        @Nullable var id: JSONValue?
        let document: ComparisonDocument

        private enum CodingKeys: String, CodingKey { case id }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(_id, forKey: .id)
            try document.encode(to: encoder)
        }
    }

    private struct Problem: Encodable {
        @Nullable var id: JSONValue?
        let error: String
    }

    let task: ComparisonTask
    /// A line that is longer than any pair of paths, so that a wrong file ends with a message.
    private let limit = 1 << 20

    /// Reads to the end.
    ///
    /// - Returns: Whether no pair differs.
    /// - Throws: The exit code for bad input, at the end, if a line was bad.
    func run() throws -> Bool {
        var reader = LineReader(descriptor: STDIN_FILENO, limit: limit)
        var (isSame, isGood) = (true, true)
        while let line = try reader.next() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(line))
            do {
                let result = try self.result(object)
                isSame = isSame && result.isSame
                Console.printJSONLine(
                    Answer(id: object?["id"], document: ComparisonDocument(result)))
            } catch {
                isGood = false
                Console.printJSONLine(
                    Problem(id: object?["id"], error: CommandFailure(error).message))
            }
        }
        guard isGood else { throw ExitStatus.badInput.code }
        return isSame
    }

    private func result(_ object: [String: JSONValue]?) throws -> ComparisonResult {
        guard case .text(let before)? = object?["before"], case .text(let after)? = object?["after"]
        else {
            throw CommandFailure(
                .badInput, "the line is no JSON object with paths under “before” and “after”")
        }
        switch object?["mask"] {
        case nil, .null: return try task.result(before, after, mask: nil)
        case .text(let mask): return try task.result(before, after, mask: mask)
        default: throw CommandFailure(.badInput, "“mask” is no path")
        }
    }
}
