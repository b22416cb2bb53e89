import Foundation
import NIOCore

/// What a client asks a language model, read from its own request for the record.
///
/// It judges nothing, like ``RelayedOrder``. What has no place in a ``Question``, such as tools, is
/// covered by the digest of the body.
public struct RelayedTalk: Sendable {
    /// The model that is asked.
    public let model: String
    /// The words, and the pictures that were sent along.
    public let question: Question
    /// What is asked, by its bytes.
    public let content: Digest
    /// Whether the image tool is offered.
    public let hasImageTool: Bool
    /// The pictures that were sent along, which belong in the picture store.
    public let pictures: [[UInt8]]
    /// Pictures that the last words only named, by their addresses on the web.
    public let remote: [RemotePicture]
    private let body: [String: JSONValue]

    /// Reads a request of Chat Completions or Responses.
    ///
    /// - Throws: ``Refusal`` that says what can't be read.
    public init(_ request: WireRequest) throws(Refusal) {
        let body = try request.object()
        self.body = body
        pictures = Self.items(body).flatMap(Self.files)
        let last = Self.items(body).last { !Self.systems.contains($0["role"]?.text ?? "") }
        remote = (last?["content"]?.list ?? []).compactMap { RemotePicture("image", in: $0) }
        content = request.contentDigest
        model = try WireRequest.model(in: body)
        hasImageTool = (body["tools"]?.list ?? []).contains {
            $0["type"]?.text == "image_generation"
        }
        let limits = ["max_output_tokens", "max_completion_tokens", "max_tokens"]
        question = Question(
            system: Self.system(body), Self.messages(body),
            tokenLimit: limits.compactMap { body[$0]?.whole.map { Int($0) } }.first ?? 8192)
    }

    /// What is asked of the image tool, for the record: the person's last words are the prompt.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - engine: The engine, for the tool's usual model.
    /// - Returns: The order.
    /// - Throws: ``Refusal`` where nobody asks for anything.
    public func order(_ request: WireRequest, for engine: Engine) throws(Refusal) -> Order {
        guard let last = question.messages.last(where: { $0.role == .person }) else {
            throw Refusal(
                field: "input", reason: "the request says nothing", wayOut: "Give it an input.")
        }
        let tool = (body["tools"]?.list ?? []).first { $0["type"]?.text == "image_generation" }
        var order = Order(
            Prompt(last.text), engine: engine.id, model: tool?["model"]?.text ?? engine.defaultModel
        )
        order.size = tool?["size"]?.text.flatMap(Size.init)
        order.quality = tool?["quality"]?.text
        order.format = tool?["output_format"]?.text.flatMap(PictureFormat.init)
        order.background = tool?["background"]?.text
        order.partialPictures = tool?["partial_images"]?.whole.map { Int($0) }
        order.follows = body["previous_response_id"]?.text
        order.options = ["outer_model": .text(model)]
        if !last.pictures.isEmpty { order.inputs = last.pictures }
        return order
    }

    private static let systems: Set = ["system", "developer"]

    private static func items(_ body: [String: JSONValue]) -> [JSONValue] {
        if let text = body["input"]?.text {
            return [.object(["role": .text("user"), "content": .text(text)])]
        }
        return body["messages"]?.list ?? body["input"]?.list ?? []
    }

    private static func system(_ body: [String: JSONValue]) -> String? {
        let told =
            [body["instructions"]?.text].compactMap(\.self)
            + items(body).filter { systems.contains($0["role"]?.text ?? "") }.map(text)
        return told.isEmpty ? nil : told.joined(separator: "\n")
    }

    private static func messages(_ body: [String: JSONValue]) -> [Message] {
        items(body).filter { !systems.contains($0["role"]?.text ?? "") }.compactMap { item in
            let message = Message(
                text(item), by: item["role"]?.text == "assistant" ? .speaker : .person,
                pictures: pictures(item))
            // Calls of tools and the like have neither.
            return message.text.isEmpty && message.pictures.isEmpty ? nil : message
        }
    }

    private static func text(_ item: JSONValue) -> String {
        if let text = item["content"]?.text { return text }
        let parts = item["content"]?.list ?? []
        return parts.compactMap { $0["text"]?.text ?? $0["refusal"]?.text }.joined(separator: "\n")
    }

    private static func pictures(_ item: JSONValue) -> [InputPicture] {
        files(item).compactMap { InputPicture($0) }
    }

    private static func files(_ item: JSONValue) -> [[UInt8]] {
        (item["content"]?.list ?? []).compactMap { part in
            let address = part["image_url"]?["url"]?.text ?? part["image_url"]?.text
            return address.flatMap(WireRequest.bytes(ofDataURL:))
        }
    }
}

extension WireRequest {
    /// The body as a JSON object, in which no key stands twice: who gets the bytes might go by another
    /// one than we.
    ///
    /// - Returns: Its members.
    /// - Throws: ``Refusal`` that says what is wrong with it.
    public func object() throws(Refusal) -> [String: JSONValue] {
        do throws(JSONProblem) {
            var limits = JSONReader.Limits(bytes: max(2, body.readableBytes))
            limits.repeatedKeys = false
            var reader = JSONReader(limits: limits)
            try reader.take(body)
            if let object = try reader.finish().object { return object }
        } catch {
            if case .repeated(let place) = error { throw .repeated(place) }
            throw Refusal(
                field: "body", reason: "the body is \(error)", wayOut: "Send a JSON object.")
        }
        throw Refusal(
            field: "body", reason: "the body is no JSON object", wayOut: "Send a JSON object.")
    }

    /// The model that members of a body name; empty where they name none.
    ///
    /// - Throws: ``Refusal`` where it is something else than text.
    static func model(in members: [String: JSONValue]) throws(Refusal) -> String {
        guard let value = members["model"], value != .null else { return "" }
        if let text = value.text { return text }
        throw Refusal(
            field: "model", reason: "it is no text",
            wayOut: "Give the model's name in quotation marks.", code: "invalid_value")
    }

    /// The path and the bytes, by which a retry is known.
    public var contentDigest: Digest {
        Digest(of: Array("\(url.prefix { $0 != "?" })\n".utf8) + Array(bodyBytes))
    }

    /// What a `data:` address in base64 holds.
    static func bytes(ofDataURL address: String) -> [UInt8]? {
        guard address.hasPrefix("data:"), let comma = address.firstIndex(of: ","),
            let data = Data(base64Encoded: String(address[address.index(after: comma)...]))
        else { return nil }
        return [UInt8](data)
    }
}

extension Refusal {
    /// The code of a field that stands in a request twice.
    public static let repeatedField = "repeated_field"

    /// A field that stands in a request twice.
    static func repeated(_ field: String) -> Refusal {
        Refusal(
            field: field, reason: "it stands there twice, and which one counts is not said",
            wayOut: "Send it once.", code: repeatedField)
    }
}
