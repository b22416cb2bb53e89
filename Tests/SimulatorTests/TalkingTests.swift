import Candid
import Foundation
import NIOCore
import Sketch
import Testing

@testable import Simulator

/// The simulator as Candid's own codecs reach it.
struct TalkingTests {
    struct NoLedger: Ledger {
        func append(_ entries: [Entry]) {}
        func entries(of run: RunID) -> [Entry] { [] }
    }

    private let address = "http://simulator.test/v1"

    private func world(_ simulator: Simulator) -> World {
        World(
            stream: { _ async throws(ProviderFailure) in throw .unreachable("no network here") },
            pause: { _ in }, now: { Date(timeIntervalSince1970: 0) }, random: { 7 }
        ).answering("http://simulator.test", with: simulator.responder)
    }

    private func route(_ name: String, _ simulator: Simulator) throws -> SpeakerRoute {
        let speaker = try SpeakerCatalogue.included().speaker(named: name)
        return SpeakerRoute(
            speaker.provider(at: SpeakerAddress(address)),
            model: try #require(speaker.defaultModel), ledger: NoLedger(), world: world(simulator))
    }

    private func ask(
        _ simulator: Simulator, _ method: String, _ path: String, _ body: String = "",
        headers: [String: String] = [:]
    ) async throws -> (status: Int, json: JSONValue?) {
        let reply = try await simulator.responder.respond(
            WireRequest(
                method, address + path, headers: headers, body: ByteBuffer(string: body))
        ).collected(upTo: 64 << 20)
        return (reply.status, JSONValue(text: String(buffer: reply.body)))
    }

    private func output(_ json: JSONValue?, _ type: String) -> [JSONValue] {
        (json?["output"]?.list ?? []).filter { $0["type"]?.text == type }
    }

    @Test(arguments: ["openai", "openai-chat", "anthropic"])
    func `Candid's own speakers plan, describe and judge with it`(name: String) async throws {
        let simulator = Simulator()
        let plan = try await route(name, simulator).plan(for: "a red pear", count: 2).plan
        #expect(plan.items.count == 2)
        let picture = try Studio.illustrator.draw(
            .init(prompt: "two cats", width: 128, height: 128, seed: 1)
        ).bytes
        let described = try await route(name, simulator).description(of: picture).description
        #expect(described.seen.first?.name == "cat")
        let look = try await Judge(try route(name, simulator)).ask(
            JudgeQuestion("Is there a cat in this picture?", about: picture))
        #expect(look.answer == .yes)
    }

    @Test func `words are charged by their tokens, on the account of their model`() async throws {
        let simulator = Simulator()
        _ = try await ask(
            simulator, "POST", "/chat/completions",
            #"{"model": "gpt-6-astra", "messages": [{"role": "user", "content": "12345678"}]}"#)
        let charges = try await simulator.responder.respond(
            WireRequest("GET", "http://simulator.test/_simulator/charges")
        ).collected(upTo: 1 << 20)
        let list = JSONValue(text: String(buffer: charges.body))?["charges"]?.list ?? []
        #expect(list.count == 1)
        #expect(list[0]["input_tokens"]?.whole == 2)
        let output = try #require(list[0]["output_tokens"]?.whole)
        #expect(list[0]["usd"]?.number == Double(2 * 10 + output * 50) / 1_000_000)
    }

    @Test func `a lying editor says that it did, in words, over the same bytes`() async throws {
        let simulator = Simulator()
        let tools = #""tools": [{"type": "image_generation"}]"#
        let first = try await ask(
            simulator, "POST", "/responses",
            #"{"model": "gpt-6.1-terra", "input": "draw a pear on a plain background", \#(tools)}"#)
        let id = try #require(first.json?["id"]?.text)
        let second = try await ask(
            simulator, "POST", "/responses",
            #"{"model": "gpt-6.1-terra", "input": "make the pear blue", "previous_response_id": "\#(id)", \#(tools)}"#,
            headers: ["x-simulate": "lie"])
        let results = [first, second].map {
            output($0.json, "image_generation_call").first?["result"]?.text
        }
        #expect(results[0] != nil && results[0] == results[1])
        let words = output(second.json, "message").first?["content"]?.list?.first?["text"]?.text
        #expect(words?.contains("Done!") == true)
    }

    @Test func `no picture where a fault says so, and the response is complete all the same`()
        async throws
    {
        let reply = try await ask(
            Simulator(), "POST", "/responses",
            #"{"model": "gpt-6.1-terra", "input": "draw a pear", "tools": [{"type": "image_generation"}]}"#,
            headers: ["x-simulate": "no-picture"])
        #expect(reply.status == 200 && reply.json?["status"]?.text == "completed")
        #expect(output(reply.json, "image_generation_call").isEmpty)
        #expect(output(reply.json, "message").count == 1)
    }

    @Test func `the tool is called where words ask for a picture, and not for a question`()
        async throws
    {
        for (words, choice, calls) in [
            ("draw a pear", "auto", 1), ("How are you?", "auto", 0), ("draw a pear", "none", 0),
            ("How are you?", "required", 1),
        ] {
            let reply = try await ask(
                Simulator(), "POST", "/responses",
                #"{"model": "gpt-6.1-terra", "input": "\#(words)", "tool_choice": "\#(choice)", "tools": [{"type": "image_generation"}]}"#
            )
            #expect(
                output(reply.json, "image_generation_call").count == calls, "\(words) \(choice)")
        }
    }

    @Test func `what is not stored is not remembered, and a reset forgets all`() async throws {
        let simulator = Simulator()
        let body = #"{"model": "gpt-6.1-terra", "input": "Hello", "store": STORE}"#
        for store in ["false", "true"] {
            let made = try await ask(
                simulator, "POST", "/responses", body.replacing("STORE", with: store))
            let id = try #require(made.json?["id"]?.text)
            let found = try await ask(simulator, "GET", "/responses/\(id)").status
            #expect(found == (store == "true" ? 200 : 404))
        }
        _ = try await simulator.responder.respond(
            WireRequest("POST", "http://simulator.test/_simulator/reset"))
        #expect(try await ask(simulator, "GET", "/responses/resp_sim_000003").status == 404)
    }

    @Test(arguments: [nil, "1999-01-01"])
    func `Anthropic's version must be one that there is`(version: String?) async throws {
        let reply = try await ask(
            Simulator(), "POST", "/messages",
            #"{"model": "claude-sonnet-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}"#,
            headers: version.map { ["anthropic-version": $0] } ?? [:])
        #expect(reply.status == 400 && reply.json?["type"]?.text == "error")
    }

    @Test(arguments: [
        "/chat/completions", "/responses", "/messages",
    ])
    func `a body that is no object, or too deep, is refused`(path: String) async throws {
        for body in ["", "[]", "{", String(repeating: "[", count: 100_000)] {
            let reply = try await ask(
                Simulator(), "POST", path, body, headers: ["anthropic-version": "2026-10-21"])
            #expect(reply.status == 400)
        }
    }
}
