import Candid
import Sketch

/// Answers `/v1/chat/completions`.
struct ChatDesk: Sendable {
    let room: Room

    func reply(to call: Call) async throws -> WireStream {
        let asked: TalkRequest
        do {
            asked = try TalkRequest(chat: try RequestBody.json(of: call))
        } catch let objection as Objection {
            throw objection.refusal
        }
        let model = try TalkingModel.named(asked.model, of: .openAI, room.shop)
        let said = await TalkingRoom(room: room, call: call).said(to: asked, as: model)
        let answer = ChatAnswer(
            id: "chatcmpl_sim_\(call.number.padded)", created: call.time, model: model.name,
            said.saying, tokens: said.tokens)
        guard asked.streams else { return .json(answer.whole.object ?? [:]) }
        return .events(
            answer.events(countingTokens: asked.countsTokens), named: false,
            ending: "data: [DONE]\n\n")
    }
}
