import Candid
import Foundation
import NIOCore
import Simulator
import Testing

@Suite struct DallE3Tests {
    @Test func `the retired model is gone unless its profile is played`() async throws {
        let gone = try await answer(#"{"model":"dall-e-3","prompt":"a pear"}"#, profiles: [])
        #expect(gone.status == 404 && gone.json["error"]?["code"]?.text == "model_not_found")
    }

    @Test func `a picture is told by an address, with the prompt it was drawn from`() async throws {
        let (status, json, simulator) = try await answer(
            #"{"model":"dall-e-3","prompt":"a pear","n":1}"#)
        let item = try #require(json["data"]?.list?.first)
        #expect(status == 200 && json["usage"] == nil && item["b64_json"] == nil)
        let revised = try #require(item["revised_prompt"]?.text)
        #expect(revised.hasPrefix("a pear, ") && revised != "a pear")
        let url = try #require(item["url"]?.text)
        #expect(url.hasPrefix("http://127.0.0.1:9/"))
        let file = try await simulator.respond(WireRequest("GET", url)).collected(upTo: 1 << 24)
        #expect(file.headers["content-type"] == "image/png" && file.status == 200)
    }

    @Test(arguments: [
        ("", 0.04), (#","quality":"hd""#, 0.08), (#","size":"1792x1024""#, 0.08),
        (#","size":"1024x1792","quality":"hd""#, 0.12),
    ])
    func `each picture has its price`(more: String, dollars: Double) async throws {
        let (_, _, simulator) = try await answer(
            #"{"model":"dall-e-3","prompt":"a pear","response_format":"b64_json"\#(more)}"#)
        let reply = try await simulator.respond(
            WireRequest("GET", "http://127.0.0.1:9/_simulator/charges")
        ).collected(upTo: 1 << 20)
        let charges = try #require(JSONValue(text: String(buffer: reply.body)))
        #expect(charges["total_usd"]?.number == dollars)
    }

    @Test(arguments: [
        (#""n":2"#, "n"), (#""style":"pixel art""#, "style"), (#""quality":"high""#, "quality"),
        (#""size":"512x512""#, "size"), (#""background":"opaque""#, "background"),
        (#""response_format":"png""#, "response_format"),
    ])
    func `what it never took is refused by name`(field: String, name: String) async throws {
        let refused = try await answer(#"{"model":"dall-e-3","prompt":"a pear",\#(field)}"#)
        #expect(refused.status == 400 && refused.json["error"]?["param"]?.text == name)
    }

    @Test func `vivid and natural are two pictures`() async throws {
        func picture(_ style: String) async throws -> String? {
            try await answer(
                #"{"model":"dall-e-3","prompt":"a pear","style":"\#(style)"}"#
            ).json["data"]?.list?.first?["url"]?.text
        }
        #expect(try await picture("vivid") != picture("natural"))
    }

    private func answer(
        _ body: String, profiles: Set<RetiredProfile> = [.dallE3]
    ) async throws -> (status: Int, json: JSONValue, simulator: Responder) {
        var options = Simulator.Options()
        options.profiles = profiles
        let simulator = Simulator(options).responder
        let reply = try await simulator.respond(
            WireRequest(
                "POST", "http://127.0.0.1:9/v1/images/generations",
                headers: ["host": "127.0.0.1:9"], body: ByteBuffer(string: body))
        ).collected(upTo: 1 << 24)
        return (reply.status, try #require(JSONValue(text: String(buffer: reply.body))), simulator)
    }
}
