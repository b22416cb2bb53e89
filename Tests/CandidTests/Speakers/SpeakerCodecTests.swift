import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

/// Replies are written by hand after the shapes of the providers' own SDKs (openai 3.54.0,
/// anthropic 2.12.0, google-genai 3.4.0); no live service was asked.
@Suite struct SpeakerCodecTests {
    static let names = [
        "sketch", "openai", "openai-chat", "anthropic", "gemini", "ollama", "llamacpp",
    ]

    @Test func `every speaker of the catalogue can be read`() throws {
        let ids = try SpeakerCatalogue.included().speakers.map(\.id)
        #expect(
            ids == [
                "sketch", "openai", "openai-chat", "openai-decisions", "anthropic", "gemini",
                "ollama",
                "llamacpp",
            ])
    }

    /// Where each dialect puts the words of a question of one message.
    static let places: [String: [String]] = [
        "sketch": ["messages", "0", "content"],
        "openai": ["input", "0", "content", "0", "text"],
        "openai-decisions": ["input", "0", "content", "0", "text"],
        "openai-chat": ["messages", "0", "content"],
        "anthropic": ["messages", "0", "content", "0", "text"],
        "gemini": ["contents", "0", "parts", "0", "text"],
        "ollama": ["messages", "0", "content"],
        "llamacpp": ["messages", "0", "content"],
    ]

    @Test(arguments: try SpeakerCatalogue.included().speakers.map(\.id))
    func `hard words arrive at a speaker unchanged, byte for byte`(name: String) throws {
        let place = try #require(Self.places[name])
        let form: Question.Form =
            name == "openai-decisions" ? .likelihoods(["It shows a cat."]) : .words
        for prompt in ByteProofTests.hard {
            let request = try begin(name, Question([Message(prompt.text)], form: form)).request
            #expect(try PlainJSON(request.bodyBytes).string(at: place) == Array(prompt.text.utf8))
        }
        #expect(throws: ProviderFailure.self, "a NUL byte") {
            try begin(name, Question([Message("a\u{0}b")], form: form))
        }
    }

    @Test(arguments: names)
    func `every text of a question is in the body unchanged`(name: String) throws {
        for prompt in sacredPrompts {
            let question = Question(
                system: "Be brief.",
                [
                    Message("Hello"), Message("Yes?", by: .speaker),
                    Message(prompt.text),
                ])
            let body = try begin(name, question).json
            let texts = Self.texts(body).map { Prompt($0) }
            #expect(["Be brief.", "Hello", "Yes?", prompt].allSatisfy(texts.contains))
        }
    }

    @Test(arguments: names)
    func `a picture and a schema are in the body`(name: String) throws {
        let body = String(buffer: try begin(name, Self.looking, Self.materials).request.body)
        #expect(body.contains(Data(Self.png).base64EncodedString()))
        #expect(body.contains(String(buffer: Self.schema.json.encoded())))
    }

    @Test(arguments: names)
    func `no sampling parameter and no tool choice is ever sent`(name: String) throws {
        let body = try begin(name, Self.looking, Self.materials).json
        for field in ["temperature", "top_p", "top_k", "tool_choice", "tools", "n", "seed"] {
            #expect(body[field] == nil)
        }
    }

    @Test func `the Chat body is exactly this`() throws {
        let body = try begin("openai-chat", Self.asking).request
        #expect(body.url == "https://test/v1/chat/completions")
        #expect(
            String(buffer: body.body)
                == #"{"max_completion_tokens":8192,"messages":[{"content":"Be brief.","role":"system"},"#
                + #"{"content":"What is it?","role":"user"}],"model":"m","#
                + #""response_format":{"json_schema":{"name":"thing","schema":\#(Self.schemaText),"#
                + #""strict":true},"type":"json_schema"}}"#)
    }

    @Test func `the Responses body has the format's fields beside its type`() throws {
        let body = try begin("openai", Self.asking)
        #expect(body.request.url == "https://test/v1/responses")
        #expect(
            String(buffer: body.request.body)
                == #"{"input":[{"content":[{"text":"What is it?","type":"input_text"}],"role":"user"}],"#
                + #""instructions":"Be brief.","max_output_tokens":8192,"model":"m","store":false,"#
                + #""text":{"format":{"name":"thing","schema":\#(Self.schemaText),"#
                + #""strict":true,"type":"json_schema"}}}"#)
    }

    @Test func `the Messages body has a version in its head and its schema in output_config`()
        throws
    {
        let body = try begin("anthropic", Self.asking)
        #expect(body.request.headers["anthropic-version"] == "2026-10-21")
        #expect(body.request.headers["authorization"] == "Bearer k")
        #expect(
            String(buffer: body.request.body)
                == #"{"max_tokens":8192,"messages":[{"content":[{"text":"What is it?","type":"text"}],"#
                + #""role":"user"}],"model":"m","output_config":{"format":{"schema":\#(Self.schemaText),"#
                + #""type":"json_schema"}},"system":"Be brief."}"#)
    }

    @Test func `the Gemini body names the model in its address`() throws {
        let body = try begin("gemini", Self.asking)
        #expect(body.request.url == "https://test/v1/models/m:generateContent")
        #expect(
            String(buffer: body.request.body)
                == #"{"contents":[{"parts":[{"text":"What is it?"}],"role":"user"}],"#
                + #""generationConfig":{"maxOutputTokens":8192,"responseJsonSchema":\#(Self.schemaText),"#
                + #""responseMimeType":"application/json","responseModalities":["TEXT"]},"#
                + #""systemInstruction":{"parts":[{"text":"Be brief."}]}}"#)
    }

    @Test func `Ollama calls the longest answer by its older name`() throws {
        let body = try begin("ollama", Self.asking).json
        #expect(body["max_tokens"] == .whole(8192))
        #expect(body["max_completion_tokens"] == nil)
    }

    @Test func `a decision asks predicates and gives their probabilities`() throws {
        let question = Question(
            [Message("A picture.", pictures: [Self.picture])],
            form: .likelihoods(["It shows a cat.", "It shows a dog."]))
        let body = try begin("openai-decisions", question, Self.materials).json
        #expect(body["questions"]?.list?.count == 2)
        #expect(
            body["questions"]?.list?.first
                == .object(["type": .text("predicate"), "instructions": .text("It shows a cat.")]))
        let saying = try read(
            "openai-decisions",
            #"{"model":"gpt-6-luna","answers":[{"type":"predicate","probability":0.93},{"type":"refusal"}]}"#
        )
        #expect(saying.likelihoods == [0.93, nil])
    }

    @Test func `likelihoods and words are refused where they can't be had`() throws {
        let weighing = Question([Message("x")], form: .likelihoods(["y"]))
        #expect(throws: ProviderFailure.self) { try begin("openai", weighing) }
        #expect(throws: ProviderFailure.self) {
            try begin("openai-decisions", Question([Message("x")]))
        }
    }

    @Test func `a picture that the speaker does not look at is refused by name`() throws {
        let gif = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0]
        let picture = try #require(InputPicture(gif))
        let question = Question([Message("What is it?", pictures: [picture])])
        #expect {
            try begin("ollama", question, Materials([picture.digest: gif]))
        } throws: { error in
            guard case ProviderFailure.unsupported(let refusal) = error else { return false }
            return refusal.description.contains("gif") && refusal.description.contains("jpeg")
        }
    }

    static let said: [(String, String)] = [
        (
            "openai-chat",
            #"{"model":"m-1","choices":[{"finish_reason":"stop","message":{"content":"A cat.","refusal":null}}],"usage":{"total_tokens":7}}"#
        ),
        (
            "ollama",
            #"{"model":"m-1","choices":[{"message":{"content":[{"type":"text","text":"A "},{"type":"text","text":"cat."}]}}],"usage":{"total_tokens":7}}"#
        ),
        (
            "openai",
            #"{"model":"m-1","status":"completed","output":[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text","text":"A cat."}]}],"usage":{"total_tokens":7}}"#
        ),
        (
            "anthropic",
            #"{"model":"m-1","stop_reason":"end_turn","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"A cat."}],"usage":{"total_tokens":7}}"#
        ),
        (
            "gemini",
            #"{"modelVersion":"m-1","candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"hm","thought":true},{"text":"A cat."}]}}],"usageMetadata":{"total_tokens":7}}"#
        ),
    ]

    @Test(arguments: said)
    func `what was said, by which model and at what cost`(name: String, body: String) throws {
        let saying = try read(name, body)
        #expect(saying.text == "A cat.")
        #expect(saying.ending == .complete)
        #expect(saying.model == "m-1")
        #expect(saying.usage == ["total_tokens": 7])
    }

    static let endings: [(String, String, Saying.Ending)] = [
        (
            "openai-chat", #"{"choices":[{"finish_reason":"length","message":{"content":"A"}}]}"#,
            .cutOff
        ),
        (
            "openai-chat",
            #"{"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"No."}}]}"#,
            .declined
        ),
        (
            "openai-chat",
            #"{"choices":[{"finish_reason":"content_filter","message":{"content":""}}]}"#, .filtered
        ),
        (
            "openai",
            #"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}"#,
            .cutOff
        ),
        (
            "openai",
            #"{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}"#,
            .filtered
        ),
        (
            "openai",
            #"{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}"#,
            .declined
        ),
        ("anthropic", #"{"stop_reason":"refusal","content":[]}"#, .declined),
        (
            "anthropic", #"{"stop_reason":"max_tokens","content":[{"type":"text","text":"A"}]}"#,
            .cutOff
        ),
        ("gemini", #"{"promptFeedback":{"blockReason":"SAFETY"}}"#, .filtered),
        (
            "gemini",
            #"{"candidates":[{"finishReason":"MAX_TOKENS","content":{"parts":[{"text":"A"}]}}]}"#,
            .cutOff
        ),
        ("gemini", #"{"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]}"#, .filtered),
    ]

    @Test(arguments: endings)
    func `an answer that did not end well says how`(
        name: String, body: String, ending: Saying.Ending
    ) throws {
        let saying = try read(name, body)
        #expect(saying.ending == ending)
        #expect(throws: SpeakerFailure.self) { try saying.words() }
    }

    @Test func `an overloaded Anthropic asks us to come back`() {
        let body = #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
        #expect(
            throws: ProviderFailure.throttled(
                code: "overloaded_error", message: "Overloaded", retryAfter: nil)
        ) { try read("anthropic", body, status: 529) }
    }

    @Test func `a spending cap is a refusal although it comes as a 429`() {
        let body =
            #"{"type":"error","error":{"type":"rate_limit_error","message":"cap","#
            + #""details":{"error_code":"enforced_spend_limit_reached"}}}"#
        #expect(
            throws: ProviderFailure.refused(
                code: "enforced_spend_limit_reached", message: "cap", status: 429)
        ) { try read("anthropic", body, status: 429) }
    }

    @Test(arguments: names + ["openai-decisions"])
    func `what is no answer is unreadable`(name: String) throws {
        for body in ["{}", "[1]", "<html>", #"{"choices":[],"content":1,"output":2,"answers":[]}"#]
        {
            #expect(throws: ProviderFailure.self) { try read(name, body) }
        }
    }
}

extension SpeakerCodecTests {
    static let schemaText =
        #"{"additionalProperties":false,"properties":{"name":{"type":"string"}},"required":["name"],"type":"object"}"#
    static let schema = AnswerSchema("thing", JSONValue(text: schemaText) ?? .null)
    static let asking = Question(
        system: "Be brief.", [Message("What is it?")], form: .json(schema))
    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    static let picture = InputPicture(png) ?? { preconditionFailure("a PNG") }()
    static let materials = Materials([picture.digest: png])
    static let looking = Question(
        [Message("What is it?", pictures: [picture])], form: .json(schema))

    private func provider(_ name: String) throws -> any SpeakerProvider {
        try SpeakerCatalogue.included().speaker(named: name).provider(
            at: SpeakerAddress("https://test/v1/", headers: ["authorization": "Bearer k"]))
    }

    private func begin(
        _ name: String, _ question: Question, _ materials: Materials = Materials()
    ) throws -> (request: WireRequest, json: JSONValue) {
        let request = try provider(name).begin(question, model: "m", materials)
        return (request, try #require(JSONValue(text: String(buffer: request.body))))
    }

    @discardableResult
    private func read(_ name: String, _ body: String, status: Int = 200) throws -> Saying {
        try provider(name).resume(
            Reply(WireReply(status: status, body: ByteBuffer(string: body))))
    }

    private static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let list): list.flatMap(texts)
        case .object(let object): object.values.flatMap(texts)
        default: []
        }
    }
}
