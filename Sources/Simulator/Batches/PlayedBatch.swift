import Candid
import NIOCore

/// A batch: many requests in one file, carried out while nobody waits.
struct PlayedBatch: Sendable {
    enum Status: String, Sendable {
        case validating, failed, completed, cancelling, cancelled
        case inProgress = "in_progress"
    }

    /// What is wrong with a line, so that none is carried out.
    struct Problem: Sendable {
        let code: String
        let message: String
        let line: Int
    }

    let id: String
    let input: String
    let endpoint: String
    let metadata: JSONValue
    let time: Int
    var status = Status.validating
    var total = 0
    var problems: [Problem] = []
    /// The lines of the file of results, and of the file of errors.
    var results: [ByteBuffer] = []
    var errors: [ByteBuffer] = []
    var output: String?
    var errorOutput: String?

    var json: JSONValue {
        let created = Int64(time)
        var members: [String: JSONValue] = [
            "id": .text(id), "object": .text("batch"), "endpoint": .text(endpoint),
            "input_file_id": .text(input), "completion_window": .text("24h"),
            "status": .text(status.rawValue), "created_at": .whole(created),
            "expires_at": .whole(created + 86_400), "metadata": metadata,
            "output_file_id": output.map { .text($0) } ?? .null,
            "error_file_id": errorOutput.map { .text($0) } ?? .null,
            "request_counts": .object([
                "total": .whole(Int64(total)), "completed": .whole(Int64(results.count)),
                "failed": .whole(Int64(errors.count)),
            ]),
        ]
        if !problems.isEmpty {
            members["errors"] = .object([
                "object": .text("list"),
                "data": .list(
                    problems.map {
                        .object([
                            "code": .text($0.code), "message": .text($0.message),
                            "line": .whole(Int64($0.line)), "param": .null,
                        ])
                    }),
            ])
        }
        if status == .completed || status == .failed || status == .cancelled {
            members["\(status.rawValue)_at"] = .whole(created + 1)
        }
        return .object(members)
    }
}

/// One line of a batch's file.
struct BatchLine: Sendable {
    let name: String
    let body: JSONValue

    /// Reads a file of lines.
    ///
    /// - Returns: The lines, and what is wrong with those that are none.
    static func lines(
        in content: ByteBuffer, for endpoint: String
    ) -> (lines: [BatchLine], problems: [PlayedBatch.Problem]) {
        var lines: [BatchLine] = []
        var problems: [PlayedBatch.Problem] = []
        var names: Set<String> = []
        let texts = content.readableBytesView.split(
            separator: 0x0A, omittingEmptySubsequences: true)
        for (index, bytes) in texts.enumerated() {
            func problem(_ code: String, _ message: String) {
                problems.append(.init(code: code, message: message, line: index + 1))
            }
            let limits = JSONReader.Limits(bytes: max(2, bytes.count))
            guard let json = try? JSONReader.read(Array(bytes), limits: limits),
                let name = json["custom_id"]?.text, let body = json["body"], body.object != nil
            else {
                problem("invalid_json_line", "This line is no request with custom_id and body.")
                continue
            }
            if !names.insert(name).inserted {
                problem("duplicate_custom_id", "The custom_id '\(name)' is used twice.")
            } else if json["url"]?.text != endpoint || json["method"]?.text != "POST" {
                problem("mismatched_url", "This line is not POST \(endpoint).")
            }
            lines.append(BatchLine(name: name, body: body))
        }
        if texts.isEmpty {
            problems.append(.init(code: "empty_file", message: "The file is empty.", line: 1))
        }
        if texts.count > 50_000 {
            problems.append(
                .init(code: "too_many_tasks", message: "More than 50000 lines.", line: 50_001))
        }
        return (lines, problems)
    }
}
