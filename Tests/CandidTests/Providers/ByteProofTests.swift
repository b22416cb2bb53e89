import Candid
import CandidTesting
import Foundation
import NIOCore
import Pixels
import Testing

/// What a route is asked to send, and at which place of its body the words must stand.
struct ProofRoute: CustomTestStringConvertible, Sendable {
    var name: String
    var engine: String
    var model: String?
    /// The way to the words in a JSON body; a form's part otherwise.
    var place: [String]
    var isEdit = false
    var editForm: Engine.EditForm?
    /// How many requests carry pictures before the words are sent.
    var uploads = 0

    var testDescription: String { name }

    static let all = [
        ProofRoute(name: "generations", engine: "openai", place: ["prompt"]),
        ProofRoute(
            name: "edits as a form", engine: "openai", place: ["prompt"], isEdit: true,
            editForm: .multipart),
        ProofRoute(
            name: "edits as JSON", engine: "openai", place: ["prompt"], isEdit: true,
            editForm: .json),
        ProofRoute(name: "dall-e-3", engine: "dall-e-3", place: ["prompt"]),
        ProofRoute(name: "compatible", engine: "compatible", model: "any", place: ["prompt"]),
        ProofRoute(name: "sketch", engine: "sketch", place: ["prompt"]),
        ProofRoute(
            name: "Responses", engine: "openai-responses",
            place: ["input", "0", "content", "0", "text"]),
        ProofRoute(
            name: "Responses with a picture", engine: "openai-responses",
            place: ["input", "0", "content", "0", "text"], isEdit: true),
        ProofRoute(
            name: "Gemini", engine: "gemini", place: ["contents", "0", "parts", "0", "text"]),
        ProofRoute(
            name: "Gemini with a picture", engine: "gemini",
            place: ["contents", "0", "parts", "1", "text"], isEdit: true),
        ProofRoute(name: "sd-server", engine: "sd-server", place: ["prompt"]),
        ProofRoute(
            name: "sd-server with a picture", engine: "sd-server", place: ["prompt"], isEdit: true),
        ProofRoute(
            name: "sd-server in OpenAI's dialect", engine: "sd-server-openai", place: ["prompt"]),
        ProofRoute(name: "AUTOMATIC1111", engine: "automatic1111", place: ["prompt"]),
        ProofRoute(
            name: "AUTOMATIC1111 with a picture", engine: "automatic1111", place: ["prompt"],
            isEdit: true),
        ProofRoute(
            name: "ComfyUI", engine: "comfyui", place: ["prompt", "1", "inputs", "text"]),
        ProofRoute(
            name: "ComfyUI with a picture", engine: "comfyui",
            place: ["prompt", "1", "inputs", "text"], isEdit: true, uploads: 1),
    ]
}

/// The words stand in the bytes that would leave, at their place and unchanged, on every route.
///
/// The bodies are read by ``PlainJSON`` and ``SentForm``, which know nothing of our writers, and
/// compared as bytes: to `String`, a decomposed accent and a composed one are the same.
@Suite struct ByteProofTests {
    @Test(arguments: ProofRoute.all)
    func `hard words arrive unchanged in the bytes that would leave`(route: ProofRoute) throws {
        let limit = try route.limit()
        for prompt in Self.hard where prompt.length <= limit ?? .max {
            #expect(
                try route.sent(prompt) == Array(prompt.text.utf8), "\(prompt.text.debugDescription)"
            )
        }
    }

    @Test(arguments: ProofRoute.all)
    func `the longest prompt arrives whole, and one more is refused with the limit`(
        route: ProofRoute
    ) throws {
        let limit = try route.limit()
        let longest = Prompt(String(repeating: "e\u{301}", count: (limit ?? 32000) / 2))
        #expect(try route.sent(longest) == Array(longest.text.utf8))
        let full = Prompt(String(repeating: "나", count: 32000))
        guard let limit else {
            #expect(try route.sent(full) == Array(full.text.utf8), "nobody told us a limit")
            return
        }
        let refusal = try route.refusal(of: Prompt(longest.text + "!"))
        #expect(refusal.field == "prompt" && refusal.reason.contains("\(limit)"))
        if limit < 32000 { #expect(try route.refusal(of: full).reason.contains("\(limit)")) }
    }

    @Test(arguments: ProofRoute.all)
    func `a NUL byte is refused wherever it stands`(route: ProofRoute) throws {
        for text in ["\u{0}a pear", "a\u{0}pear", "a pear\u{0}"] {
            let refusal = try route.refusal(of: Prompt(text))
            #expect(refusal.field == "prompt" && refusal.reason.contains("NUL"))
        }
    }

    @Test(arguments: ["sd-server", "automatic1111", "comfyui"])
    func `what must not be seen arrives unchanged too, and never with a NUL byte`(
        id: String
    ) throws {
        let route = try #require(ProofRoute.all.first { $0.engine == id && !$0.isEdit })
        let place =
            id == "comfyui" ? ["prompt", "1", "inputs", "not"] : ["negative_prompt"]
        for words in Self.hard where words.length < 1000 {
            let request = try route.requests(for: "a pear", not: words).last
            let body = try PlainJSON(try #require(request).bodyBytes)
            #expect(body.string(at: place) == Array(words.text.utf8))
        }
        do {
            _ = try route.requests(for: "a pear", not: "a\u{0}b")
            Issue.record("taken")
        } catch ProviderFailure.unsupported(let refusal) {
            #expect(refusal.field == "negative" && refusal.reason.contains("NUL"))
        }
    }

    @Test func `every engine of the catalogue is proved`() throws {
        let engines = try Set(Catalogue.included().engines.map(\.id))
        #expect(Set(ProofRoute.all.map(\.engine)) == engines)
    }

    /// Prompts whose bytes are easily lost: quotes, line ends, joiners, accents, directions, blanks.
    static let hard: [Prompt] =
        sacredPrompts
        + [
            "\t \u{A0}a pear\u{3000} \u{2003}\n", "\r\na pear\r\n\r\n", "\n\r\n\r",
            "a\\u0041\\n pear",
            "e\u{301}\u{323} vs \u{1EB9}\u{301} vs \u{E9}\u{323}", "\u{212B} \u{C5} A\u{30A}",
            "\u{202B}שלום\u{202C} \u{2066}abc\u{2069} مَرْحَبًا", "👩🏽‍🚀👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇰🇷 ☝️ ☝︎",
            "--candid-0\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nevil\r\n--candid-0--",
            "{\"prompt\":\"x\"} [1,2] null </script> %00 &#0; ${HOME} $(id) {{prompt}} {0}",
            "\u{B}\u{C}\u{1B}[31mred\u{1B}[0m\u{7F}\u{85}\u{2028}\u{2029}",
            "\u{FFFE}\u{FFFF}\u{1FFFF}pear",
        ].filter { $0.text.unicodeScalars.contains { !$0.properties.isWhitespace } }
}

extension ProofRoute {
    /// The longest prompt of the route's model; nil where nobody told us.
    func limit() throws -> Int? {
        let engine = try Catalogue.included().engine(named: engine)
        return try engine.model(named: model ?? engine.defaultModel).promptLimit
    }

    /// The words' bytes as a reader of its own finds them at their place.
    func sent(_ prompt: Prompt) throws -> [UInt8]? {
        let request = try #require(try requests(for: prompt).last)
        if let form = SentForm(request) {
            let parts = form.parts.filter { [$0.name] == place }
            return parts.count == 1 ? parts.first?.bytes : nil
        }
        return try PlainJSON(request.bodyBytes).string(at: place)
    }

    /// Our no.
    func refusal(of prompt: Prompt) throws -> Refusal {
        do {
            _ = try requests(for: prompt)
        } catch ProviderFailure.unsupported(let refusal) {
            return refusal
        }
        struct Taken: Error {}
        throw Taken()
    }

    /// Every request up to the one with the words.
    func requests(for prompt: Prompt, not negative: Prompt? = nil) throws -> [WireRequest] {
        var engine = try Catalogue.included().engine(named: engine)
        if let editForm { engine.editForm = editForm }
        let slot =
            isEdit ? #","image":"{{image1}}""# : negative == nil ? "" : #","not":"{{negative}}""#
        let graph = #"{"1":{"class_type":"C","inputs":{"text":"{{prompt}}"\#(slot)}}}"#
        let provider = try engine.provider(
            Access("https://test/v1", graph: JSONValue(text: graph)))
        let picture = try Pixmap(width: 1, height: 1, rgba: [9, 9, 9, 255]).png()
        var order = Order(prompt, engine: engine.id, model: model ?? engine.defaultModel)
        order.allowsRewrite = engine.promises.keepsWords ? nil : true
        order.negative = negative
        if isEdit { order.inputs = [try #require(InputPicture(picture))] }
        var exchange = Exchange(order, run: RunID(1))
        let materials = Materials([Digest(of: picture): picture])
        var requests = [try provider.begin(&exchange, materials)]
        for _ in 0..<uploads {
            let stored = WireReply(status: 200, body: ByteBuffer(string: #"{"name":"x.png"}"#))
            guard case .send(let request, _) = try provider.resume(Reply(stored), &exchange) else {
                break
            }
            requests.append(request)
        }
        return requests
    }
}
