public import Candid
import Foundation
import NIOCore

/// What is asked of the talker, in whichever dialect it came.
public struct TalkRequest: Sendable {
    /// The model that is named.
    public var model: String
    /// What is asked.
    public var question: Question
    /// The bytes of the question's pictures.
    public var materials: Materials
    /// Whether the answer is to come as events.
    public var streams = false
    /// Whether a Chat stream ends with its usage.
    public var countsTokens = false

    /// Creates a request from what was said.
    ///
    /// - Throws: ``Objection`` where nothing was said.
    public init(
        model: String, _ said: SaidMessages, form: Question.Form, tokenLimit: Int?
    ) throws(Objection) {
        guard said.messages.contains(where: { $0.role == .person }) else {
            throw Objection(
                "messages", "Nothing is asked.", code: "missing_required_parameter")
        }
        self.model = model
        question = Question(
            system: said.system.isEmpty ? nil : said.system.joined(separator: "\n\n"),
            said.messages, form: form, tokenLimit: tokenLimit ?? .max)
        materials = Materials(said.pictures)
    }
}

extension TalkRequest {
    /// Reads the body of a request for a chat completion.
    ///
    /// - Throws: ``Objection`` that names a field that can't be honoured.
    public init(chat fields: [String: JSONValue]) throws(Objection) {
        try fields.refuseAll(
            besides: [
                "model", "messages", "response_format", "max_completion_tokens", "max_tokens",
                "stream", "stream_options", "n", "temperature", "top_p", "seed", "user", "store",
                "metadata", "frequency_penalty", "presence_penalty", "reasoning_effort",
                "verbosity", "safety_identifier", "prompt_cache_key", "service_tier",
            ])
        if let count = fields["n"], count.whole != 1 {
            throw Objection("n", "Rules give one answer; n must be 1.")
        }
        var said = SaidMessages()
        for (index, message) in try fields.list("messages").enumerated() {
            let place = "messages[\(index)]"
            try said.add(role: message["role"]?.text, message["content"], at: place)
        }
        let old = try fields.count("max_tokens")
        let limit = try fields.count("max_completion_tokens") ?? old
        try self.init(
            model: try fields.model(), said,
            form: try Self.form(
                fields["response_format"], "response_format",
                schema: fields["response_format"]?["json_schema"]),
            tokenLimit: limit)
        streams = try fields.truth("stream")
        countsTokens = fields["stream_options"]?["include_usage"]?.truth ?? false
    }

    /// Reads the body of a request for a response, apart from its tools.
    ///
    /// - Parameters:
    ///   - fields: The body.
    ///   - earlier: What was said before, as the service remembers it.
    /// - Throws: ``Objection`` that names a field that can't be honoured.
    public init(
        response fields: [String: JSONValue], after earlier: SaidMessages = SaidMessages()
    ) throws(Objection) {
        var said = earlier
        said.system = [fields["instructions"]?.text].compactMap(\.self)
        if let text = fields["input"]?.text {
            said.messages.append(Message(text))
        } else {
            for (index, item) in try fields.list("input").enumerated() {
                guard item["type"]?.text ?? "message" == "message" else { continue }
                try said.add(role: item["role"]?.text, item["content"], at: "input[\(index)]")
            }
        }
        let format = fields["text"]?["format"]
        try self.init(
            model: try fields.model(), said,
            form: try Self.form(format, "text.format", schema: format),
            tokenLimit: try fields.count("max_output_tokens"))
        streams = try fields.truth("stream")
    }

    /// The form of an answer, from the field that says it in either dialect.
    private static func form(
        _ format: JSONValue?, _ field: String, schema: JSONValue?
    ) throws(Objection) -> Question.Form {
        switch format?["type"]?.text {
        case nil where format == nil, "text": return .words
        case "json_object":
            return .json(AnswerSchema("object", .object(["type": .text("object")])))
        case "json_schema":
            guard let json = schema?["schema"], json.object != nil else {
                throw Objection(field, "The schema is missing.", code: "missing_required_parameter")
            }
            return .json(AnswerSchema(schema?["name"]?.text ?? "answer", json))
        default:
            throw Objection(field, "It must be text, json_object or json_schema.")
        }
    }
}

extension [String: JSONValue] {
    /// Refuses what nobody would honour.
    func refuseAll(besides known: Set<String>) throws(Objection) {
        guard let odd = keys.filter({ !known.contains($0) }).min() else { return }
        throw Objection(
            odd, "The rule-based talker has no use for '\(odd)'.", code: "unknown_parameter")
    }

    fileprivate func model() throws(Objection) -> String {
        guard let model = self["model"]?.text else {
            throw Objection(
                "model", "You must provide a model parameter.",
                code: "missing_required_parameter")
        }
        return model
    }

    fileprivate func list(_ field: String) throws(Objection) -> [JSONValue] {
        guard let list = self[field]?.list, !list.isEmpty else {
            throw Objection(
                field, "Missing required parameter: '\(field)'.",
                code: "missing_required_parameter")
        }
        return list
    }

    fileprivate func count(_ field: String) throws(Objection) -> Int? {
        guard let value = self[field] else { return nil }
        guard let count = value.whole, count > 0 else {
            throw Objection(field, "\(field) must be a whole number over 0.")
        }
        return count
    }

    fileprivate func truth(_ field: String) throws(Objection) -> Bool {
        guard let value = self[field] else { return false }
        guard let truth = value.truth else {
            throw Objection(field, "\(field) must be true or false.")
        }
        return truth
    }
}
