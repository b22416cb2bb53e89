public import Candid

/// What was said, in the shape of a chat completion, whole or as events.
public struct ChatAnswer: Sendable {
    /// The answer's own name.
    public var id: String
    /// When it was made, in seconds; the embedded engine has no clock and says 0.
    public var created: Int
    /// The model's name in the answer.
    public var model: String
    /// What was said.
    public var saying: Saying
    /// Tokens in and out, as they are told.
    public var tokens: (input: Int, output: Int)

    /// Creates an answer.
    public init(
        id: String, created: Int, model: String, _ saying: Saying, tokens: (Int, Int)
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.saying = saying
        self.tokens = tokens
    }

    /// The whole answer.
    public var whole: JSONValue {
        let isDeclined = saying.ending == .declined
        let message: [String: JSONValue] = [
            "role": .text("assistant"), "content": isDeclined ? .null : .text(saying.text),
            "refusal": isDeclined ? .text(saying.text) : .null,
        ]
        let choice: [String: JSONValue] = [
            "index": .whole(0), "message": .object(message), "logprobs": .null,
            "finish_reason": .text(ending),
        ]
        return .object(head("chat.completion", [.object(choice)], usage))
    }

    /// Pieces of the text, then the end, then the usage where it is asked for.
    public func events(countingTokens counts: Bool) -> [JSONValue] {
        let field = saying.ending == .declined ? "refusal" : "content"
        var deltas: [[String: JSONValue]] = [
            ["role": .text("assistant"), field: .text("")]
        ]
        deltas += saying.text.pieces.map { [field: .text($0)] }
        var events = deltas.map { chunk($0, ending: nil) } + [chunk([:], ending: ending)]
        if counts { events.append(.object(head("chat.completion.chunk", [], usage))) }
        return events
    }

    private func chunk(_ delta: [String: JSONValue], ending: String?) -> JSONValue {
        let choice: [String: JSONValue] = [
            "index": .whole(0), "delta": .object(delta), "logprobs": .null,
            "finish_reason": ending.map { .text($0) } ?? .null,
        ]
        return .object(head("chat.completion.chunk", [.object(choice)], .null))
    }

    private func head(
        _ kind: String, _ choices: [JSONValue], _ usage: JSONValue
    ) -> [String: JSONValue] {
        [
            "id": .text(id), "object": .text(kind), "created": .whole(Int64(created)),
            "model": .text(model), "choices": .list(choices), "usage": usage,
            "sketch": .ruleBased,
        ]
    }

    private var ending: String { saying.ending == .cutOff ? "length" : "stop" }

    private var usage: JSONValue {
        .object([
            "prompt_tokens": .whole(Int64(tokens.input)),
            "completion_tokens": .whole(Int64(tokens.output)),
            "total_tokens": .whole(Int64(tokens.input + tokens.output)),
        ])
    }
}

extension JSONValue {
    /// What every answer of the talker's carries beside the dialect's own fields.
    public static let ruleBased = JSONValue.object([
        "rule_based": .truth(true), "language_model": .truth(false),
    ])
}

extension String {
    /// The text in pieces of a few words each, which are the text again when they are joined.
    public var pieces: [String] {
        var pieces: [String] = []
        var piece = ""
        for character in self {
            piece.append(character)
            if character.isWhitespace, piece.count > 8 {
                pieces.append(piece)
                piece = ""
            }
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }
}
