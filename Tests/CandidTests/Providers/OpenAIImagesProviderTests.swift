import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

@Suite struct OpenAIImagesProviderTests {
    static let catalogue = Result { try Catalogue.included() }

    @Test func `what is nil is not in the body`() throws {
        let request = try openAI().begin(order)
        #expect(
            String(buffer: request.body)
                == #"{"model":"gpt-image-2.6-sunburst","prompt":"a pear"}"#)
        #expect(request.url == "https://test/v1/images/generations")
        #expect(request.headers["authorization"] == "Bearer k")
    }

    @Test func `every parameter is in the body under its name on the wire`() throws {
        var order = order
        order.size = Size(width: 1024, height: 1536)
        order.count = 2
        order.quality = "xhigh"
        order.format = .webp
        order.background = "transparent"
        order.partialPictures = 3
        #expect(
            String(buffer: try openAI().begin(order).body)
                == #"{"background":"transparent","model":"gpt-image-2.6-sunburst","n":2,"#
                + #""output_format":"webp","partial_images":3,"prompt":"a pear","quality":"xhigh","#
                + #""size":"1024x1536","stream":true}"#)
    }

    @Test func `a refusal is the provider's own code and words`() {
        let body =
            #"{"error":{"message":"blocked","type":"image_generation_user_error","#
            + #""code":"moderation_blocked","param":null}}"#
        expect(body, 400, .refused(code: "moderation_blocked", message: "blocked", status: 400))
    }

    @Test func `an empty purse is a refusal although it comes as a 429`() {
        let body =
            #"{"error":{"message":"pay","type":"insufficient_quota","code":"credit_balance_exhausted"}}"#
        expect(body, 429, .refused(code: "credit_balance_exhausted", message: "pay", status: 429))
    }

    @Test func `an error may be a bare string, and a code a number`() {
        expect(#"{"error":"busy"}"#, 400, .refused(code: nil, message: "busy", status: 400))
        expect(
            #"{"error":{"code":503,"message":null}}"#, 503,
            .failing(code: "503", message: "the provider gave no reason", status: 503))
    }

    @Test func `an answer without a picture is unreadable`() {
        expect(
            #"{"data":[]}"#, 200,
            .unreadable(status: 200, detail: "the answer holds no picture"))
        expect(
            #"{"data":[{"b64_json":"%%"}]}"#, 200,
            .unreadable(
                status: 200,
                detail: "the answer is unreadable: data[0].b64_json holds no picture as base64 text"
            ))
    }

    @Test func `an answer's figures are kept`() throws {
        let body =
            #"{"created":1,"data":[{"b64_json":"iVBORw0KGgo="}],"size":"8x8","quality":"low","#
            + #""usage":{"input_tokens":5,"output_tokens":7,"total_tokens":12,"#
            + #""input_tokens_details":{"text_tokens":5,"image_tokens":0}},"new_field":[1]}"#
        let reply = WireReply(
            status: 200, headers: ["x-request-id": "req_1"], body: ByteBuffer(string: body))
        guard case .finish(let answer) = try resume(reply) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.report.used == ["size": "8x8", "quality": "low"])
        #expect(answer.report.usage["output_tokens"] == 7)
        #expect(answer.report.requestID == "req_1")
        #expect(answer.pictures.map(\.revised) == [nil])
    }

    private var order: Order { Order("a pear", engine: "openai", model: "gpt-image-2.6-sunburst") }

    private func openAI() throws -> OpenAIImagesProvider {
        OpenAIImagesProvider(
            try Self.catalogue.get().engine(named: "openai"), baseURL: "https://test/v1/",
            headers: ["authorization": "Bearer k"])
    }

    private func expect(_ body: String, _ status: Int, _ failure: ProviderFailure) {
        let reply = WireReply(status: status, body: ByteBuffer(string: body))
        #expect(throws: failure) { try resume(reply) }
    }

    private func resume(_ reply: WireReply) throws -> Step {
        let provider = try openAI()
        var exchange = Exchange(order, run: RunID(1))
        return try provider.resume(
            Reply(reply, pictureKeys: provider.pictureKeys), &exchange)
    }
}
