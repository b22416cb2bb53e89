import Candid
import Foundation
import NIOCore
import Simulator
import Testing

@Suite struct BatchesTests {
    @Test func `a batch draws each line, tells it by its name, and charges half`() async throws {
        let shop = Shop()
        let batch = try await shop.ended(try await shop.begin(["a": "a pear", "b": "a 배"]))
        #expect(batch["status"]?.text == "completed")
        #expect(batch["request_counts"]?["completed"]?.whole == 2)
        let results = try await shop.lines(batch["output_file_id"])
        #expect(Set(results.compactMap { $0["custom_id"]?.text }) == ["a", "b"])
        for result in results {
            let body = result["response"]?["body"]
            #expect(body?["data"]?.list?.first?["b64_json"]?.text?.hasPrefix("iVBOR") == true)
        }
        let charges = try #require(try await shop.admin("charges")["charges"]?.list)
        #expect(charges.count == 2)
        for charge in charges {
            let (input, output) = (charge["input_tokens"]?.whole, charge["output_tokens"]?.whole)
            let whole = Double((input ?? 0) * 5 + (output ?? 0) * 30) / 1_000_000
            #expect(charge["usd"]?.number == whole / 2 && charge["batch"]?.truth == true)
        }
    }

    @Test func `a line that is refused is in the file of errors, and costs nothing`() async throws {
        let shop = Shop(faults: [try Fault("moderation")])
        let batch = try await shop.ended(try await shop.begin(["a": "a pear"]))
        #expect(batch["status"]?.text == "completed" && batch["output_file_id"]?.text == nil)
        let error = try await shop.lines(batch["error_file_id"]).first
        #expect(error?["response"]?["status_code"]?.whole == 400)
        #expect(error?["response"]?["body"]?["error"]?["code"]?.text == "moderation_blocked")
        #expect(try await shop.admin("charges")["charges"]?.list?.isEmpty == true)
    }

    @Test(arguments: [
        ("not json", "invalid_json_line"),
        (Shop.line("a", "x") + "\n" + Shop.line("a", "y"), "duplicate_custom_id"),
        (Shop.line("a", "x", url: "/v1/embeddings"), "mismatched_url"),
        ("\n", "empty_file"),
    ])
    func `a file with a wrong line fails as a whole`(text: String, code: String) async throws {
        let shop = Shop()
        let file = try await shop.upload(text)
        let batch = try await shop.ended(try await shop.create(file))
        #expect(batch["status"]?.text == "failed")
        #expect(batch["errors"]?["data"]?.list?.first?["code"]?.text == code)
        #expect(try await shop.admin("charges")["charges"]?.list?.isEmpty == true)
    }

    @Test func `what a cancelled batch had no time for is told, and costs nothing`() async throws {
        let shop = Shop()
        // So many that they are not done before the word comes to stop, however busy the machine.
        let names = Dictionary(uniqueKeysWithValues: (0..<400).map { ("n\($0)", "a pear \($0)") })
        let begun = try await shop.begin(names)
        let id = try #require(begun["id"]?.text)
        _ = try await shop.send("POST", "/v1/batches/\(id)/cancel")
        let batch = try await shop.ended(begun)
        #expect(batch["status"]?.text == "cancelled")
        let errors = try await shop.lines(batch["error_file_id"])
        #expect(errors.contains { $0["error"]?["code"]?.text == "batch_cancelled" })
        let made = try await shop.admin("charges")["charges"]?.list?.count ?? 0
        #expect(made + errors.count == 400)
    }

    @Test func `batches are listed, the newest first, page by page`() async throws {
        let shop = Shop()
        let file = try await shop.upload("\n")
        for _ in 0..<3 { _ = try await shop.create(file) }
        let first = try await shop.send("GET", "/v1/batches?limit=2")
        let ids = (first["data"]?.list ?? []).compactMap { $0["id"]?.text }
        #expect(ids.count == 2 && ids == ids.sorted(by: >) && first["has_more"]?.truth == true)
        let rest = try await shop.send("GET", "/v1/batches?limit=2&after=\(ids[1])")
        #expect(rest["data"]?.list?.count == 1 && rest["has_more"]?.truth == false)
    }

    @Test(arguments: [
        ("/v1/batches", #"{"input_file_id":"none","endpoint":"/v1/images/generations"}"#, 400),
        ("/v1/batches/none", "", 404), ("/v1/files/none", "", 404),
    ])
    func `what is not there is refused by name`(
        path: String, body: String, status: Int
    )
        async throws
    {
        let reply = try await Shop().reply(body.isEmpty ? "GET" : "POST", path, body: body)
        #expect(reply.status == status)
    }
}

/// A client of the simulator's batches.
private struct Shop {
    private let responder: Responder

    init(faults: [Fault] = []) {
        var options = Simulator.Options()
        options.faults = faults
        responder = Simulator(options).responder
    }

    static func line(
        _ name: String, _ prompt: String, url: String = "/v1/images/generations"
    ) -> String {
        let body = JSONValue.object([
            "model": .text("gpt-image-2"), "prompt": .text(prompt), "quality": .text("low"),
        ])
        return String(
            buffer: JSONValue.object([
                "custom_id": .text(name), "method": .text("POST"), "url": .text(url), "body": body,
            ]).encoded())
    }

    func begin(_ prompts: [String: String]) async throws -> JSONValue {
        let lines = prompts.sorted { $0.key < $1.key }.map { Self.line($0.key, $0.value) }
        return try await create(try await upload(lines.joined(separator: "\n")))
    }

    func upload(_ text: String) async throws -> String {
        var form = MultipartWriter()
        form.add("purpose", .text("batch"))
        form.addFile("file", Array(text.utf8), named: "x.jsonl", type: "application/jsonl")
        let (body, type) = form.finished()
        let reply = try await reply(
            "POST", "/v1/files", headers: ["content-type": type], body: String(buffer: body))
        return try #require(JSONValue(text: String(buffer: reply.body))?["id"]?.text)
    }

    func create(_ file: String) async throws -> JSONValue {
        try await send(
            "POST", "/v1/batches",
            #"{"input_file_id":"\#(file)","endpoint":"/v1/images/generations","#
                + #""completion_window":"24h"}"#)
    }

    /// The batch once it has ended; its work gives way at every line.
    func ended(_ batch: JSONValue) async throws -> JSONValue {
        let id = try #require(batch["id"]?.text)
        while true {
            let now = try await send("GET", "/v1/batches/\(id)")
            if ["completed", "failed", "cancelled"].contains(now["status"]?.text) { return now }
            await Task.yield()
        }
    }

    func lines(_ file: JSONValue?) async throws -> [JSONValue] {
        let id = try #require(file?.text)
        let reply = try await reply("GET", "/v1/files/\(id)/content")
        return try String(buffer: reply.body).split(separator: "\n").map {
            try #require(JSONValue(text: String($0)))
        }
    }

    func admin(_ name: String) async throws -> JSONValue {
        try await send("GET", "/_simulator/\(name)")
    }

    func send(_ method: String, _ path: String, _ body: String = "") async throws -> JSONValue {
        let reply = try await reply(method, path, body: body)
        return try #require(JSONValue(text: String(buffer: reply.body)))
    }

    func reply(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
    ) async throws -> WireReply {
        let stream = try await responder.respond(
            WireRequest(
                method, "http://127.0.0.1" + path, headers: headers, body: ByteBuffer(string: body))
        )
        return try await stream.collected(upTo: 1 << 30)
    }
}
