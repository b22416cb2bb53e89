import Candid

/// The schema that an answer must satisfy, and how one of ours is put into it.
///
/// Fields are known by their names; a schema that demands a field of another name can't be filled,
/// and is declined rather than filled with something.
struct AnswerForm {
    let schema: AnswerSchema
    /// The schema with its references resolved.
    private let json: JSONValue

    init(_ schema: AnswerSchema) {
        self.schema = schema
        json = Self.resolved(schema.json, schema.json["$defs"] ?? schema.json["definitions"], 8)
    }

    /// The names of the answer's fields.
    var fields: Set<String> { Set(json["properties"]?.object?.keys.map { $0 } ?? []) }

    /// The schema of a field; nil where there is none.
    func field(_ name: String) -> JSONValue? { json["properties"]?[name] }

    /// The field that holds a list of objects or texts with prompts in it.
    var promptList: String? {
        Self.names["prompts"]?.first { field($0)?["type"]?.text == "array" }
    }

    /// How many items a list must have; nil where the schema does not say.
    func count(of name: String) -> Int? {
        field(name)?["minItems"]?.whole ?? field(name)?["maxItems"]?.whole
    }

    /// The words that an answer to a question may have, by what they mean.
    var answers: [Sighting.Answer: JSONValue]? {
        for name in Self.names["answer"] ?? [] {
            guard let field = field(name) else { continue }
            if field["type"]?.text == "boolean" { return [.yes: .truth(true), .no: .truth(false)] }
            var words: [Sighting.Answer: JSONValue] = [:]
            for word in field["enum"]?.list?.compactMap(\.text) ?? [] {
                let plain = word.lowercased().filter(\.isLetter)
                let meant = Self.answerWords.first { $0.value.contains(plain) }?.key
                if let meant { words[meant] = .text(word) }
            }
            if words[.yes] != nil, words[.no] != nil { return words }
        }
        return nil
    }

    /// An answer of our fields in the schema's form.
    ///
    /// - Throws: ``Unfillable`` that names what the schema demands and nobody knows.
    func filled(with values: [String: JSONValue]) throws(Unfillable) -> JSONValue {
        // A schema that names no field takes ours.
        let answer = fields.isEmpty ? .object(values) : try Self.fill(json, values, "the answer")
        if let objection = schema.objection(to: answer) { throw Unfillable(objection) }
        return answer
    }

    /// Why a schema can't be filled.
    struct Unfillable: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    // MARK: Filling

    private static func fill(
        _ schema: JSONValue, _ values: [String: JSONValue], _ place: String
    ) throws(Unfillable) -> JSONValue {
        var object: [String: JSONValue] = [:]
        let required = Set((schema["required"]?.list ?? []).compactMap(\.text))
        for (name, field) in schema["properties"]?.object ?? [:] {
            if let value = value(of: name, in: values) {
                object[name] = try fit(value, field, "“\(name)” of \(place)")
            } else if let empty = empty(field) {
                object[name] = empty
            } else if required.contains(name) {
                throw Unfillable("nothing is known for “\(name)” of \(place)")
            }
        }
        return .object(object)
    }

    /// A value as a field takes it: an object filled, a list of objects or of their prompts.
    private static func fit(
        _ value: JSONValue, _ field: JSONValue, _ place: String
    ) throws(Unfillable) -> JSONValue {
        if let choices = field["anyOf"]?.list {
            for choice in choices {
                if let fitting = try? fit(value, choice, place) { return fitting }
            }
            throw Unfillable("\(place) takes none of what is known")
        }
        var fitting = value
        if let items = value.list, let item = field["items"] {
            var list: [JSONValue] = []
            for entry in items {
                guard let object = entry.object else {
                    list.append(entry)
                    continue
                }
                let isText = item["type"]?.text == "string"
                let text = object["prompt"] ?? object["name"] ?? .null
                list.append(isText ? text : try fill(item, object, "an item of \(place)"))
            }
            fitting = .list(list)
        } else if let object = value.object, field["properties"] != nil {
            fitting = try fill(field, object, place)
        }
        guard let objection = AnswerSchema("field", field).objection(to: fitting) else {
            return fitting
        }
        if let empty = empty(field) { return empty }
        throw Unfillable("\(place): \(objection)")
    }

    /// What a field takes that says nothing: null, or a list without items.
    private static func empty(_ field: JSONValue) -> JSONValue? {
        let kinds = field["type"]?.list?.compactMap(\.text) ?? [field["type"]?.text ?? ""]
        let choices = field["anyOf"]?.list?.compactMap { $0["type"]?.text } ?? []
        if (kinds + choices).contains("null") { return .null }
        return kinds.contains("array") && field["minItems"]?.whole ?? 0 == 0 ? .list([]) : nil
    }

    private static func value(
        of name: String, in values: [String: JSONValue]
    ) -> JSONValue? {
        if let value = values[name] { return value }
        return names.first { $0.value.contains(name) && values[$0.key] != nil }
            .flatMap { values[$0.key] }
    }

    private static func resolved(
        _ schema: JSONValue, _ definitions: JSONValue?, _ depth: Int
    ) -> JSONValue {
        guard depth > 0 else { return schema }
        switch schema {
        case .object(let object):
            if let name = object["$ref"]?.text?.split(separator: "/").last.map(String.init),
                let target = definitions?[name]
            {
                return resolved(target, definitions, depth - 1)
            }
            return .object(object.mapValues { resolved($0, definitions, depth - 1) })
        case .list(let list): return .list(list.map { resolved($0, definitions, depth - 1) })
        default: return schema
        }
    }

    // MARK: Names

    /// What fields are called, ours first.
    static let names: [String: [String]] = [
        "prompt": [
            "prompt", "expanded_prompt", "expanded", "expansion", "rewritten_prompt", "rewritten",
            "rephrased_prompt", "rephrased", "revised_prompt", "positive", "wording", "text",
            "result", "output",
        ],
        "why": ["why", "reason", "rationale", "explanation", "note", "comment"],
        "title": ["title", "name", "label"],
        "prompts": [
            "prompts", "variants", "variations", "plan", "items", "ideas", "versions",
            "alternatives",
        ],
        "caption": ["caption", "description", "summary"],
        "seen": ["seen", "things", "objects"],
        "answer": ["answer", "seen", "verdict", "visible"],
        "reason": ["reason", "why", "explanation", "evidence"],
        "must_show": ["must_show", "show"],
        "must_not_show": ["must_not_show", "avoid", "hide"],
        "lettering": ["lettering", "texts"],
    ]

    private static let answerWords: [Sighting.Answer: Set<String>] = [
        .yes: ["yes", "true", "seen", "present", "visible"],
        .no: ["no", "false", "missing", "absent", "notseen", "notvisible"],
        .cannotTell: [
            "cannottell", "canttell", "unsure", "unknown", "unclear", "uncertain", "inconclusive",
        ],
    ]
}
