import Candid
import Sketch

/// Answers Anthropic's `/v1/messages`.
struct MessagesDesk: Sendable {
    let room: Room

    func reply(to call: Call) async throws -> WireStream {
        let fields = try RequestBody.json(of: call)
        try check(fields, version: call.request.headers["anthropic-version"])
        let asked: TalkRequest
        do {
            asked = try request(fields)
        } catch let objection as Objection {
            throw objection.refusal
        }
        let model = try TalkingModel.named(asked.model, of: .anthropic, room.shop)
        let said = await TalkingRoom(room: room, call: call).said(to: asked, as: model)
        let answer = MessageAnswer(
            id: "msg_sim_\(call.number.padded)", model: model.name, said: said)
        return asked.streams ? .events(answer.events) : .json(answer.whole)
    }

    /// The newest version, which no longer takes what steers chance.
    private static let versions = ["2023-06-01", "2026-10-21"]
    private static let steering = ["temperature", "top_k", "top_p"]

    private func check(_ fields: [String: JSONValue], version: String?) throws {
        guard let version else {
            throw WireRefusal.field("anthropic-version", "anthropic-version: header is required")
        }
        guard Self.versions.contains(version) else {
            throw WireRefusal.field(
                "anthropic-version", "anthropic-version: \"\(version)\" is not a valid version")
        }
        if version != Self.versions[0], let odd = Self.steering.first(where: { fields[$0] != nil })
        {
            throw WireRefusal.field(odd, "\(odd): not supported in this version")
        }
        let known: Set = [
            "model", "max_tokens", "messages", "system", "stream", "metadata", "output_config",
            "service_tier",
        ]
        let odd = fields.keys.filter { !known.contains($0) && !Self.steering.contains($0) }.min()
        if let odd { throw WireRefusal.field(odd, "\(odd): the simulator has no use for it") }
        guard let limit = fields["max_tokens"]?.whole, limit > 0 else {
            throw WireRefusal.field("max_tokens", "max_tokens: Field required")
        }
    }

    private func request(_ fields: [String: JSONValue]) throws -> TalkRequest {
        guard let name = fields["model"]?.text else {
            throw WireRefusal.field("model", "model: Field required")
        }
        var said = SaidMessages()
        if let system = fields["system"] {
            try said.add(role: "system", system, at: "system")
        }
        for (index, message) in (fields["messages"]?.list ?? []).enumerated() {
            let role = message["role"]?.text
            guard role == "user" || role == "assistant" else {
                throw WireRefusal.field("messages", "messages.\(index).role: user or assistant")
            }
            try said.add(role: role, message["content"], at: "messages.\(index)")
        }
        let format = fields["output_config"]?["format"]
        let schema = format?["type"]?.text == "json_schema" ? format?["schema"] : nil
        if format != nil, schema == nil {
            throw WireRefusal.field(
                "output_config", "output_config.format: it must be a json_schema with its schema")
        }
        var asked = try TalkRequest(
            model: name, said, form: schema.map { .json(AnswerSchema("answer", $0)) } ?? .words,
            tokenLimit: fields["max_tokens"]?.whole)
        asked.streams = fields["stream"]?.truth ?? false
        return asked
    }
}

/// What was said, in the shape of one of Anthropic's messages, whole or as events.
struct MessageAnswer {
    let id: String
    let model: String
    let said: TalkingRoom.Said

    var whole: [String: JSONValue] {
        message([.object(["type": .text("text"), "text": .text(said.saying.text)])], ended: true)
    }

    var events: [JSONValue] {
        var events: [[String: JSONValue]] = [
            ["type": .text("message_start"), "message": .object(message([], ended: false))],
            [
                "type": .text("content_block_start"), "index": .whole(0),
                "content_block": .object(["type": .text("text"), "text": .text("")]),
            ],
            ["type": .text("ping")],
        ]
        events += said.saying.text.pieces.map { piece in
            [
                "type": .text("content_block_delta"), "index": .whole(0),
                "delta": .object(["type": .text("text_delta"), "text": .text(piece)]),
            ]
        }
        events.append(["type": .text("content_block_stop"), "index": .whole(0)])
        events.append([
            "type": .text("message_delta"),
            "delta": .object(["stop_reason": .text(ending), "stop_sequence": .null]),
            "usage": .object(["output_tokens": .whole(Int64(said.tokens.output))]),
        ])
        events.append(["type": .text("message_stop")])
        return events.map { .object($0) }
    }

    private func message(_ content: [JSONValue], ended: Bool) -> [String: JSONValue] {
        [
            "id": .text(id), "type": .text("message"), "role": .text("assistant"),
            "model": .text(model), "content": .list(content), "stop_sequence": .null,
            "stop_reason": ended ? .text(ending) : .null, "sketch": .ruleBased,
            "usage": .object([
                "input_tokens": .whole(Int64(said.tokens.input)),
                "output_tokens": .whole(ended ? Int64(said.tokens.output) : 1),
                "cache_creation_input_tokens": .whole(0), "cache_read_input_tokens": .whole(0),
            ]),
        ]
    }

    private var ending: String {
        switch said.saying.ending {
        case .cutOff: "max_tokens"
        case .declined, .filtered: "refusal"
        case .complete: "end_turn"
        }
    }
}
