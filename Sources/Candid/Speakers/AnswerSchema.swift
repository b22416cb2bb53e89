import NIOCore

/// The JSON Schema that an answer must satisfy.
///
/// Services that know schemas are sent it; every answer is held against it here as well, because a
/// service's word for it is not proof. Known are `type`, `enum`, `const`, `properties`, `required`,
/// `additionalProperties`, `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, `minimum` and
/// `maximum`; other keywords are sent and not checked.
public struct AnswerSchema: Hashable, Sendable, Codable {
    /// Its name, of letters, digits, `_` and `-`, 64 at the most.
    public var name: String
    /// The schema itself.
    public var json: JSONValue

    /// Creates a schema.
    public init(_ name: String, _ json: JSONValue) {
        self.name = name
        self.json = json
    }

    /// Why a value does not satisfy the schema, with the place; nil where it does.
    public func objection(to value: JSONValue) -> String? {
        Self.objection(to: value, json, at: "the answer")
    }

    private static func objection(
        to value: JSONValue, _ schema: JSONValue, at place: String
    ) -> String? {
        if let kinds = schema["type"], let objection = objection(to: value, kinds: kinds) {
            return "\(place) \(objection)"
        }
        if let values = schema["enum"]?.list, !values.contains(value) {
            return "\(place) must be one of \(words(values))"
        }
        if let only = schema["const"], only != value { return "\(place) must be \(words([only]))" }
        switch value {
        case .object(let object): return objection(to: object, schema, at: place)
        case .list(let list): return objection(to: list, schema, at: place)
        case .text(let text):
            return bounds(text.unicodeScalars.count, schema, "Length", place, "characters")
        default: return objection(toNumber: value, schema, at: place)
        }
    }

    private static func objection(to value: JSONValue, kinds: JSONValue) -> String? {
        let kinds = kinds.list?.compactMap(\.text) ?? [kinds.text].compactMap(\.self)
        let fits = kinds.contains { kind in
            switch kind {
            case "object": value.object != nil
            case "array": value.list != nil
            case "string": value.text != nil
            case "integer": value.whole != nil || value.natural != nil
            case "number": value.number != nil
            case "boolean": value.truth != nil
            case "null": value == .null
            default: false
            }
        }
        return fits ? nil : "must be of the type \(kinds.joined(separator: " or "))"
    }

    private static func objection(
        to object: [String: JSONValue], _ schema: JSONValue, at place: String
    ) -> String? {
        for name in (schema["required"]?.list ?? []).compactMap(\.text) where object[name] == nil {
            return "\(place) has no “\(name)”"
        }
        for (name, item) in object.sorted(by: { $0.key < $1.key }) {
            if let rule = schema["properties"]?[name] {
                if let objection = objection(to: item, rule, at: "“\(name)” of \(place)") {
                    return objection
                }
            } else if schema["additionalProperties"]?.truth == false {
                return "\(place) has “\(name)”, which is not asked for"
            }
        }
        return nil
    }

    private static func objection(
        to list: [JSONValue], _ schema: JSONValue, at place: String
    ) -> String? {
        if let objection = bounds(list.count, schema, "Items", place, "items") { return objection }
        guard let rule = schema["items"] else { return nil }
        for (index, item) in list.enumerated() {
            if let objection = objection(to: item, rule, at: "item \(index + 1) of \(place)") {
                return objection
            }
        }
        return nil
    }

    private static func objection(
        toNumber value: JSONValue, _ schema: JSONValue, at place: String
    ) -> String? {
        guard let number = value.number else { return nil }
        if let least = schema["minimum"]?.number, number < least {
            return "\(place) must be at least \(words([.number(least)]))"
        }
        if let most = schema["maximum"]?.number, number > most {
            return "\(place) must be at most \(words([.number(most)]))"
        }
        return nil
    }

    private static func bounds(
        _ count: Int, _ schema: JSONValue, _ keyword: String, _ place: String, _ unit: String
    ) -> String? {
        if let least = schema["min\(keyword)"]?.whole, count < least {
            return "\(place) has \(count) \(unit), and at least \(least) are asked for"
        }
        if let most = schema["max\(keyword)"]?.whole, count > most {
            return "\(place) has \(count) \(unit), and at most \(most) are asked for"
        }
        return nil
    }

    private static func words(_ values: [JSONValue]) -> String {
        values.map { String(buffer: $0.encoded()) }.joined(separator: ", ")
    }
}
