import Candid
import Foundation
import Sketch

/// Answers `/v1/responses`: talks, and draws with the image tool.
struct ResponsesDesk: Sendable {
    let room: Room

    func reply(to call: Call, _ resource: [String]) async throws -> WireStream {
        switch (call.request.method, resource.count) {
        case ("POST", 1): return try await create(call)
        case ("GET", 2): return .json(try await kept(resource[1]).json.object ?? [:])
        case ("DELETE", 2):
            _ = try await kept(resource[1])
            await room.forget(response: resource[1])
            return .json([
                "id": .text(resource[1]), "object": .text("response"), "deleted": .truth(true),
            ])
        case ("POST", 3) where resource[2] == "cancel":
            _ = try await kept(resource[1])
            throw WireRefusal(
                400, nil, "Only responses created with background=true can be cancelled.")
        default: throw WireRefusal(404, "not_found", "There is no such route.")
        }
    }

    private func kept(_ id: String) async throws -> ResponseShelf.Kept {
        guard let kept = await room.response(id) else {
            throw WireRefusal(404, nil, "Response with id '\(id)' not found.")
        }
        return kept
    }

    private static let known: Set = [
        "model", "input", "instructions", "tools", "tool_choice", "previous_response_id", "store",
        "stream", "stream_options", "text", "max_output_tokens", "temperature", "top_p", "user",
        "metadata", "reasoning", "safety_identifier", "prompt_cache_key", "service_tier",
        "truncation", "parallel_tool_calls", "include", "background",
    ]

    private func create(_ call: Call) async throws -> WireStream {
        let fields = try RequestBody.json(of: call)
        if let odd = fields.keys.filter({ !Self.known.contains($0) }).min() {
            throw WireRefusal.field(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
        }
        guard fields["background"]?.truth != true else {
            throw WireRefusal.field("background", "The simulator answers while the client waits.")
        }
        let tool = try ImageTool(fields)
        let earlier = try await earlier(fields)
        let asked: TalkRequest
        do {
            asked = try TalkRequest(response: fields, after: earlier?.said ?? SaidMessages())
        } catch {
            throw error.refusal
        }
        let model = try TalkingModel.named(asked.model, of: .openAI, room.shop)
        let turn = ResponseTurn(
            room: room, call: call, fields: fields, asked: asked, model: model)
        let words = asked.question.messages.last { $0.role == .person }?.text ?? ""
        var made = ResponseTurn.Made()
        if tool.isCalled(for: words) {
            let base = try await base(asked, fields, earlier)
            made = try await turn.drawn(try tool.order(words, changing: base, room.shop))
        } else {
            made = await turn.said()
        }
        let answer = turn.answer(made)
        if fields["store"]?.truth != false { await keep(answer, made, asked, earlier) }
        return asked.streams ? .events(answer.events) : .json(answer.whole.object ?? [:])
    }

    private func earlier(_ fields: [String: JSONValue]) async throws -> ResponseShelf.Kept? {
        guard let id = fields["previous_response_id"]?.text else { return nil }
        guard let kept = await room.response(id) else {
            throw WireRefusal.field(
                "previous_response_id", "Previous response with id '\(id)' not found.",
                code: "previous_response_not_found")
        }
        return kept
    }

    /// The picture that may be changed: shown now, made by a call that is said again, or the last one.
    private func base(
        _ asked: TalkRequest, _ fields: [String: JSONValue], _ earlier: ResponseShelf.Kept?
    ) async throws -> [UInt8]? {
        if let shown = asked.question.messages.last?.pictures.first {
            return try asked.materials.bytes(of: shown)
        }
        let calls = (fields["input"]?.list ?? []).filter {
            $0["type"]?.text == "image_generation_call"
        }
        if let call = calls.last {
            if let result = call["result"]?.text {
                guard let data = Data(base64Encoded: result) else {
                    throw WireRefusal.field("input", "The call's result is no base64.")
                }
                return [UInt8](data)
            }
            if let picture = await room.picture(ofCall: call["id"]?.text ?? "") { return picture }
            throw WireRefusal.field("input", "Item with id '\(call["id"]?.text ?? "")' not found.")
        }
        return earlier?.picture
    }

    private func keep(
        _ answer: ResponseAnswer, _ made: ResponseTurn.Made, _ asked: TalkRequest,
        _ earlier: ResponseShelf.Kept?
    ) async {
        var said = SaidMessages()
        said.system = []
        said.messages = asked.question.messages
        for picture in asked.question.pictures {
            if let file = try? asked.materials.bytes(of: picture) {
                _ = try? said.add(file, at: "input")
            }
        }
        for words in made.words { said.messages.append(Message(words, by: .speaker)) }
        let last = made.pictures.last?.bytes ?? earlier?.picture
        await room.keep(
            ResponseShelf.Kept(json: answer.whole, said: said, picture: last), as: answer.id,
            Dictionary(
                made.pictures.map { ($0.call, $0.bytes) }, uniquingKeysWith: { $1 }))
    }
}

/// One turn of a response: what is made in it, and how it is told.
struct ResponseTurn: Sendable {
    let room: Room
    let call: Call
    let fields: [String: JSONValue]
    let asked: TalkRequest
    let model: TalkingModel

    /// What a turn brings.
    struct Made: Sendable {
        var items: [ResponseAnswer.Item] = []
        var words: [String] = []
        var pictures: [(call: String, bytes: [UInt8])] = []
        var tokens = (input: 0, output: 0)
        var more: [String: JSONValue] = [:]
        var isCutOff = false
    }

    /// Words alone.
    func said() async -> Made {
        let said = await TalkingRoom(room: room, call: call).said(to: asked, as: model)
        var made = Made()
        made.items = [.init(message: "msg_sim_\(call.number.padded)", said.saying)]
        made.words = [said.saying.text]
        made.tokens = said.tokens
        made.isCutOff = said.saying.ending == .cutOff
        return made
    }

    /// A picture, and a word about it where there is one.
    func drawn(_ order: ImageOrder) async throws -> Made {
        let studio = Studio(room: room, call: call)
        let pictures = try await studio.pictures(of: order)
        var made = Made()
        let isTold = call.faults.value(.embellish) != "silent"
        for picture in call.faults[.noPicture] ? [] : pictures {
            let id = "ig_sim_\(call.number.padded)"
            made.pictures.append((id, picture.bytes))
            made.items.append(
                ImageCall(
                    id: id, order: order, picture: picture,
                    revised: isTold ? studio.words(of: order) : nil
                ).item)
        }
        if call.faults[.duplicate] { made.items += made.items }
        let remark = call.faults[.noPicture] ? "I can't draw that." : studio.remark(on: order)
        if let remark {
            made.items.append(
                .init(message: "msg_sim_\(call.number.padded)", Saying(remark)))
            made.words = [remark]
        }
        made.tokens = (
            TalkingRoom.tokens(asked.question), Talker.tokens(order.prompt + (remark ?? "")) + 1
        )
        made.more["tool_usage"] = .object([
            "image_gen": usage(studio.bill(for: order, pictures)),
            "web_search": .object(["num_requests": .whole(0)]),
        ])
        await TalkingRoom(room: room, call: call).charge(made.tokens, model)
        return made
    }

    /// The response.
    func answer(_ made: Made) -> ResponseAnswer {
        var answer = ResponseAnswer(
            id: "resp_sim_\(call.number.padded)", created: call.time, model: model.name,
            asked: fields, made.items, tokens: made.tokens)
        answer.more = made.more
        answer.isCutOff = made.isCutOff
        return answer
    }

    private func usage(_ bill: Bill) -> JSONValue {
        .object([
            "input_tokens": .whole(Int64(bill.inputTokens)),
            "output_tokens": .whole(Int64(bill.outputTokens)),
            "total_tokens": .whole(Int64(bill.inputTokens + bill.outputTokens)),
            "input_tokens_details": .object([
                "text_tokens": .whole(Int64(bill.textTokens)),
                "image_tokens": .whole(Int64(bill.pictureTokens)),
            ]),
            "output_tokens_details": .object([
                "image_tokens": .whole(Int64(bill.outputTokens)), "text_tokens": .whole(0),
            ]),
        ])
    }
}
