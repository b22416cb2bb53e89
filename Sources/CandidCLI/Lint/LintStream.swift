import Candid
import Foundation

/// Lines of prompts from standard input to lines of findings on standard output, in order.
struct LintStream {
    private struct Answer: Encodable {
        @Nullable var id: JSONValue?
        let findings: [FindingDocument]
    }

    private struct Problem: Encodable {
        @Nullable var id: JSONValue?
        let error: String
    }

    let configuration: LintConfiguration
    /// The key that holds the prompt.
    let column: String
    /// A line that is longer than any prompt, so that a wrong file ends with a message.
    private let limit = 64 << 20

    /// Reads to the end.
    ///
    /// - Returns: How much was found.
    /// - Throws: The exit code for bad input, at the end, if a line was bad.
    func run() throws -> LintTally {
        var tally = LintTally()
        var reader = LineReader(descriptor: STDIN_FILENO, limit: limit)
        var isGood = true
        var pending: [UInt8] = []
        while let line = try reader.next() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            let (text, good) = answer(line, &tally)
            isGood = isGood && good
            pending += Array(text.utf8)
            pending.append(0x0A)
            // Written in large pieces, but never kept while the reader waits for more.
            if pending.count > 1 << 16 || !reader.hasLine {
                Terminal.output.write(pending)
                pending.removeAll(keepingCapacity: true)
            }
        }
        Terminal.output.write(pending)
        guard isGood else { throw ExitStatus.badInput.code }
        return tally
    }

    private func answer(
        _ line: [UInt8], _ tally: inout LintTally
    ) -> (text: String, isGood: Bool) {
        let formatting: JSONEncoder.OutputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(line))
        guard case .text(let text)? = object?[column] else {
            let problem = Problem(
                id: object?["id"], error: "the line is no JSON object with a text under “\(column)”"
            )
            return (Console.json(problem, formatting), false)
        }
        let prompt = Prompt(text)
        let findings = prompt.findings(under: configuration)
        tally.add(findings)
        let offsets = ScalarOffsets(prompt)
        let answer = Answer(
            id: object?["id"], findings: findings.map { FindingDocument($0, offsets) })
        return (Console.json(answer, formatting), true)
    }
}

/// Lines of a descriptor as bytes.
struct LineReader {
    private let descriptor: Int32
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// Whether a whole line is here already.
    var hasLine: Bool { isAtEnd || buffer[start...].contains(0x0A) }

    /// The next line without its ending; nil at the end.
    ///
    /// - Throws: ``CommandFailure`` for a line over the limit.
    mutating func next() throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count
            guard !isAtEnd else {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
            guard buffer.count - start <= limit else {
                throw CommandFailure(
                    .badInput, "standard input has a line of more than \(limit) bytes.")
            }
            searched -= start
            fill()
        }
    }

    private mutating func fill() {
        buffer.removeSubrange(..<start)
        start = 0
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        let count = read(descriptor, &piece, piece.count)
        if count < 0, errno == EINTR { return }
        guard count > 0 else {
            isAtEnd = true
            return
        }
        buffer += piece[..<count]
    }
}
