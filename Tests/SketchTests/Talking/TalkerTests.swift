import Candid
import Foundation
import NIOCore
import Testing

@testable import Sketch

/// The talker as Candid reaches it: a codec, the embedded responder, and a ledger that keeps nothing.
enum Talking {
    struct NoLedger: Ledger {
        func append(_ entries: [Entry]) {}
        func entries(of run: RunID) -> [Entry] { [] }
    }

    static let dialects: [Speaker.Dialect] = [.openAIChat, .openAIResponses]

    static func route(_ dialect: Speaker.Dialect = .openAIChat) throws -> SpeakerRoute {
        var speaker = try SpeakerCatalogue.included().speaker(named: "sketch")
        speaker.dialect = dialect
        let world = World(
            stream: { _ async throws(ProviderFailure) in throw .unreachable("no network here") },
            pause: { _ in }, now: { Date(timeIntervalSince1970: 0) }, random: { 7 }
        ).answering(SketchResponder.address, with: SketchResponder.responder)
        return SpeakerRoute(
            speaker.provider(at: SpeakerAddress(SketchResponder.address)), model: "sketch-1",
            ledger: NoLedger(), world: world)
    }

    static func drawing(_ prompt: String, size: Int = 192) throws -> Drawing {
        try Illustrator().draw(SketchRequest(prompt: prompt, width: size, height: size, seed: 1))
    }

    static func answer(_ text: String, system: String? = nil) async throws -> Saying {
        try await route().ask(Question(system: system, [Message(text)]), for: .expand)
    }

    static func look(_ question: String, at file: [UInt8]) async throws -> Candid.Look {
        try await Judge(try route()).ask(JudgeQuestion(question, about: file))
    }
}

struct TalkerTests {
    @Test(arguments: Talking.dialects)
    func `a plan is as many different prompts as asked, in the brief's own words`(
        dialect: Speaker.Dialect
    ) async throws {
        for count in [1, 3, 20] {
            let (plan, model, _) = try await Talking.route(dialect).plan(
                for: "a red bicycle at the sea", count: count)
            #expect(plan.items.count == count)
            #expect(model == "sketch-1 (rule-based)")
            #expect(Set(plan.items.map(\.prompt)).count == count)
            for item in plan.items {
                #expect(item.prompt.text.hasPrefix("a red bicycle at the sea"))
                #expect(item.why.contains("Rule-based"))
                #expect(item.prompt.findings().allSatisfy { $0.rule != "negation" })
            }
        }
    }

    @Test func `a plan says no negation, and lists what must not be seen`() async throws {
        let plan = try await Talking.route().plan(for: "a street with no people", count: 2).plan
        for item in plan.items {
            #expect(item.prompt.findings(by: LintRule.all.filter { $0.id == "negation" }).isEmpty)
            #expect(item.mustNotShow == ["people"])
        }
    }

    @Test func `a Korean brief is planned in Korean`() async throws {
        let plan = try await Talking.route().plan(for: "바닷가의 빨간 자전거", count: 4).plan
        #expect(plan.items.allSatisfy { $0.prompt.text.hasPrefix("바닷가의 빨간 자전거, ") })
        #expect(plan.items.allSatisfy { $0.why.contains("rule-based") })
    }

    @Test func `a language that it does not write is declined by name`() async throws {
        await #expect(throws: SpeakerFailure.self) {
            try await Talking.route().plan(for: "красный велосипед", count: 1)
        }
    }

    @Test func `light and style that the brief names are not named again`() async throws {
        let plan = try await Talking.route().plan(
            for: "a watercolour of a cat at night", count: 6
        ).plan
        let others = ["studio lighting", "daylight", "evening sun", "pixel art", "ink line"]
        for item in plan.items {
            #expect(others.allSatisfy { !item.prompt.text.contains($0) })
        }
    }

    @Test func `an expansion adds what chat products add, and keeps the words`() async throws {
        let saying = try await Talking.answer("a red bicycle", system: "Expand the prompt.")
        #expect(saying.text.contains("a red bicycle"))
        let added = Embellishment(from: "a red bicycle", to: Prompt(saying.text)).added
        #expect(Set(added.map(\.kind)).isSuperset(of: [.mood, .lighting, .quality]))
    }

    @Test func `whoever wants no mood gets none`() async throws {
        let saying = try await Talking.answer(
            "a red bicycle", system: "Expand it with visual descriptors only: no mood, no praise.")
        let added = Embellishment(from: "a red bicycle", to: Prompt(saying.text)).added
        #expect(!added.isEmpty)
        #expect(added.allSatisfy { $0.kind != .mood && $0.kind != .quality })
    }

    @Test(arguments: [
        (
            "a red bicycle leaning on a blue wall, a cat asleep in the basket",
            Suggestion.Mode.assisted
        ),
        ("파란 벽에 기대어 세워진 빨간 자전거와 바구니 안의 회색 고양이", .assisted),
        ("a red bicycle", .assisted), ("a red bicycle at the sea", .free), ("빨간 자전거", .free),
        ("a street with no people", .rephrase),
    ])
    func `what it suggests passes Candid's own checks at once`(
        brief: String, mode: Suggestion.Mode
    ) async throws {
        let suggestion = try await Talking.route().suggestion(for: Prompt(brief), mode)
        #expect(suggestion.isRuleBased)
        if brief.count > 20 { #expect(suggestion.text.text != brief) }
    }

    @Test(arguments: ["a street with no people", "a room without any furniture", "사람 없는 거리"])
    func `a negation is said in positive words or left unsaid`(prompt: String) async throws {
        let saying = try await Talking.answer(
            prompt, system: "Rewrite the prompt without negation.")
        let rules = LintRule.all.filter { $0.id == "negation" }
        #expect(!Prompt(prompt).findings(by: rules).isEmpty)
        #expect(Prompt(saying.text).findings(by: rules).isEmpty)
    }

    @Test func `a schema of somebody's own is filled by the names of its fields`() async throws {
        let schema = AnswerSchema(
            "mine",
            try #require(
                JSONValue(
                    text: """
                        {"type": "object", "required": ["variations"], "$defs": {"One": {
                          "type": "object", "required": ["text", "note"],
                          "properties": {"text": {"type": "string"}, "note": {"anyOf": [
                            {"type": "string"}, {"type": "null"}]}}}},
                         "properties": {"variations": {"type": "array", "minItems": 2, "maxItems": 2,
                           "items": {"$ref": "#/$defs/One"}}}}
                        """)))
        let saying = try await Talking.route().ask(
            Question([Message("a red pear")], form: .json(schema)), for: .plan)
        let list = try saying.json(under: schema)["variations"]?.list ?? []
        #expect(list.count == 2)
        #expect(list.allSatisfy { $0["text"]?.text?.contains("a red pear") == true })
    }

    @Test func `a schema of nothing that it knows is declined, not filled with something`()
        async throws
    {
        let schema = AnswerSchema(
            "weather",
            .object([
                "type": .text("object"), "required": .list([.text("degrees")]),
                "properties": .object(["degrees": .object(["type": .text("number")])]),
            ]))
        let saying = try await Talking.route().ask(
            Question([Message("How warm is it?")], form: .json(schema)), for: .plan)
        #expect(saying.ending == .declined)
        #expect(saying.text.contains("by rules"))
    }

    @Test func `small talk is answered by what it is`() async throws {
        #expect(try await Talking.answer("Hello!").text.contains("no language model"))
    }

    @Test func `the limit of tokens cuts an answer off, and it says so`() async throws {
        let question = Question(
            system: "Expand the prompt.", [Message("a red bicycle")], tokenLimit: 5)
        let saying = try await Talking.route().ask(question, for: .expand)
        #expect(saying.ending == .cutOff)
        #expect(saying.text.utf8.count <= 20)
    }

    @Test(arguments: [
        (#"{"messages": [{"role": "user", "content": "x"}]}"#, "model"),
        (#"{"model": "sketch-1"}"#, "messages"),
        (#"{"model": "gpt-6", "messages": [{"role": "user", "content": "x"}]}"#, "model"),
        (#"{"model": "sketch-1", "n": 2, "messages": [{"role": "user", "content": "x"}]}"#, "n"),
        (#"{"model": "sketch-1", "tools": [], "messages": []}"#, "tools"),
        (
            #"{"model": "sketch-1", "messages": [{"role": "tool", "content": "x"}]}"#,
            "messages[0].role"
        ),
        (
            #"{"model": "sketch-1", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}]}]}"#,
            "messages[0].content[0]"
        ),
    ])
    func `what can't be honoured is refused by the name of its field`(
        body: String, field: String
    ) async throws {
        let reply = try await SketchResponder.responder.respond(
            WireRequest(
                "POST", SketchResponder.address + "/chat/completions",
                body: ByteBuffer(string: body))
        ).collected(upTo: 1 << 20)
        #expect(reply.status == 400)
        #expect(JSONValue(text: String(buffer: reply.body))?["error"]?["param"]?.text == field)
    }

    @Test(arguments: ["/chat/completions", "/responses"])
    func `events are the same words as the whole`(path: String) async throws {
        let body: [String: JSONValue] = [
            "model": .text("sketch-1"), "stream": .truth(true),
            path == "/responses" ? "input" : "messages": path == "/responses"
                ? .text("Expand: a red bicycle")
                : .list([
                    .object(["role": .text("user"), "content": .text("Expand: a red bicycle")])
                ]),
        ]
        let stream = try await SketchResponder.responder.respond(
            WireRequest(
                "POST", SketchResponder.address + path, body: JSONValue.object(body).encoded()))
        let text = String(buffer: try await stream.collected(upTo: 1 << 20).body)
        let events = text.split(separator: "\n").filter { $0.hasPrefix("data: {") }.compactMap {
            JSONValue(text: String($0.dropFirst(6)))
        }
        let said = events.compactMap {
            $0["choices"]?.list?.first?["delta"]?["content"]?.text
                ?? ($0["type"]?.text == "response.output_text.delta" ? $0["delta"]?.text : nil)
        }.joined()
        #expect(try await Talking.answer("Expand: a red bicycle").text == said)
    }
}
