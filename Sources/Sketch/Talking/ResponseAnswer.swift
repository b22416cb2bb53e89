public import Candid

/// A response in OpenAI's shape: items of output, whole or as events.
public struct ResponseAnswer: Sendable {
    /// The response's own name.
    public var id: String
    /// When it was made, in seconds.
    public var created: Int
    /// The model's name in the answer.
    public var model: String
    /// The fields of the request, of which some are told again.
    public var asked: [String: JSONValue]
    /// What was made.
    public var items: [Item]
    /// Tokens in and out, as they are told.
    public var tokens: (input: Int, output: Int)
    /// More members of the whole, such as `tool_usage`.
    public var more: [String: JSONValue] = [:]
    /// Whether the limit of tokens cut it off.
    public var isCutOff = false

    /// One item of output, and the events that it comes in.
    public struct Item: Sendable {
        /// The item as it is in the end.
        public var json: JSONValue
        /// The item as it begins.
        public var beginning: JSONValue
        /// The events between its beginning and its end, without their places and numbers.
        public var events: [[String: JSONValue]]

        /// Creates an item.
        public init(
            _ json: JSONValue, beginning: JSONValue, events: [[String: JSONValue]]
        ) {
            self.json = json
            self.beginning = beginning
            self.events = events
        }
    }

    /// Creates a response.
    public init(
        id: String, created: Int, model: String, asked: [String: JSONValue], _ items: [Item],
        tokens: (Int, Int)
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.asked = asked
        self.items = items
        self.tokens = tokens
    }

    /// The whole response.
    public var whole: JSONValue {
        response(isCutOff ? "incomplete" : "completed", items.map(\.json))
    }

    /// The response as events, numbered in their order.
    public var events: [JSONValue] {
        let begun = response("in_progress", [])
        var events: [[String: JSONValue]] = ["response.created", "response.in_progress"].map {
            ["type": .text($0), "response": begun]
        }
        for (index, item) in items.enumerated() {
            let place = JSONValue.whole(Int64(index))
            events.append([
                "type": .text("response.output_item.added"), "output_index": place,
                "item": item.beginning,
            ])
            events += item.events.map { event in
                event.merging(
                    ["output_index": place, "item_id": item.json["id"] ?? .null]) { own, _ in own }
            }
            events.append([
                "type": .text("response.output_item.done"), "output_index": place,
                "item": item.json,
            ])
        }
        let end = isCutOff ? "response.incomplete" : "response.completed"
        events.append(["type": .text(end), "response": whole])
        return events.enumerated().map { number, event in
            .object(event.merging(["sequence_number": .whole(Int64(number))]) { $1 })
        }
    }

    private func response(_ status: String, _ output: [JSONValue]) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .text(id), "object": .text("response"), "created_at": .whole(Int64(created)),
            "status": .text(status), "model": .text(model), "output": .list(output),
            "error": .null, "incomplete_details": .null, "background": .truth(false),
            "parallel_tool_calls": .truth(true), "tools": .list([]), "sketch": .ruleBased,
            "tool_choice": .text("auto"), "truncation": .text("disabled"),
            "text": .object(["format": .object(["type": .text("text")])]),
            "metadata": .object([:]), "store": .truth(true),
        ]
        let told = [
            "instructions", "max_output_tokens", "previous_response_id", "temperature", "top_p",
            "text", "tools", "tool_choice", "metadata", "store", "user", "safety_identifier",
            "reasoning",
        ]
        for name in told { members[name] = asked[name] ?? members[name] ?? .null }
        guard status != "in_progress" else { return .object(members) }
        if status == "incomplete" {
            members["incomplete_details"] = .object(["reason": .text("max_output_tokens")])
        }
        members["usage"] = usage
        return .object(members.merging(more) { $1 })
    }

    private var usage: JSONValue {
        .object([
            "input_tokens": .whole(Int64(tokens.input)),
            "output_tokens": .whole(Int64(tokens.output)),
            "total_tokens": .whole(Int64(tokens.input + tokens.output)),
            "input_tokens_details": .object([
                "cached_tokens": .whole(0), "cache_write_tokens": .whole(0),
            ]),
            "output_tokens_details": .object(["reasoning_tokens": .whole(0)]),
        ])
    }
}

extension ResponseAnswer.Item {
    /// A message with what was said.
    public init(message id: String, _ saying: Saying) {
        let isDeclined = saying.ending == .declined
        let kind = isDeclined ? "refusal" : "output_text"
        func part(_ text: String) -> JSONValue {
            isDeclined
                ? .object(["type": .text("refusal"), "refusal": .text(text)])
                : .object([
                    "type": .text("output_text"), "text": .text(text), "annotations": .list([]),
                    "logprobs": .list([]),
                ])
        }
        func message(_ status: String, _ content: [JSONValue]) -> JSONValue {
            .object([
                "id": .text(id), "type": .text("message"), "role": .text("assistant"),
                "status": .text(status), "content": .list(content),
            ])
        }
        func event(_ name: String, _ more: [String: JSONValue]) -> [String: JSONValue] {
            more.merging(["type": .text("response.\(name)"), "content_index": .whole(0)]) { $1 }
        }
        // Text events carry likelihoods, which rules have none of; refusals carry no such field.
        let extra: [String: JSONValue] = isDeclined ? [:] : ["logprobs": .list([])]
        var events = [event("content_part.added", ["part": part("")])]
        events += saying.text.pieces.map { piece in
            event("\(kind).delta", extra.merging(["delta": .text(piece)]) { $1 })
        }
        let whole = [isDeclined ? "refusal" : "text": JSONValue.text(saying.text)]
        events.append(event("\(kind).done", extra.merging(whole) { $1 }))
        events.append(event("content_part.done", ["part": part(saying.text)]))
        let ending = saying.ending == .cutOff ? "incomplete" : "completed"
        self.init(
            message(ending, [part(saying.text)]), beginning: message("in_progress", []),
            events: events)
    }
}
