import Foundation

/// A file of locks as it stands in JSON.
struct LockDocument: Codable {
    struct Item: Codable {
        var name: String
        var prompt: Prompt
        var parameters: [String: String]
        var variables: [String: [String]]
        var digest: Digest

        enum CodingKeys: String, CodingKey, CaseIterable {
            case name, prompt, parameters, variables, digest
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case schema, locks
    }

    var schema = LockFile.schema
    var locks: [Item]

    init(locks: [Item]) {
        self.locks = locks
    }

    static func read(_ data: Data) throws -> LockDocument {
        do {
            return try JSONDecoder().decode(LockDocument.self, from: data)
        } catch let error as LockError {
            throw error
        } catch let error as DecodingError {
            throw LockError.unreadable(error.inWords)
        } catch {
            throw LockError.unreadable("it is not JSON.")
        }
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseFields(beyond: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        schema = try container.decode(String.self, forKey: .schema)
        guard schema == LockFile.schema else { throw LockError.unknownSchema(schema) }
        locks = try container.decode([Item].self, forKey: .locks)
    }
}

extension LockDocument.Item {
    init(_ lock: Lock) {
        name = lock.name
        prompt = lock.template.source
        parameters = lock.parameters
        variables = lock.variables
        digest = lock.digest
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseFields(beyond: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        prompt = try container.decode(Prompt.self, forKey: .prompt)
        parameters = try container.decode([String: String].self, forKey: .parameters)
        variables = try container.decode([String: [String]].self, forKey: .variables)
        digest = try container.decode(Digest.self, forKey: .digest)
    }

    var lock: Lock {
        get throws {
            do {
                return try Lock(
                    name: name, template: Template(prompt), parameters: parameters,
                    variables: variables, digest: digest)
            } catch let error as TemplateError {
                throw LockError.badTemplate(lock: name, problem: error.description)
            }
        }
    }
}

private struct AnyField: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) { nil }
}

extension Decoder {
    fileprivate func refuseFields(beyond known: [String]) throws {
        let fields = try container(keyedBy: AnyField.self).allKeys.map(\.stringValue)
        guard let other = fields.filter({ !known.contains($0) }).sorted().first else { return }
        let path = codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        throw LockError.unknownField((path + [other]).joined(separator: "."))
    }
}

extension DecodingError {
    /// Where and why, without the words of the file.
    fileprivate var inWords: String {
        switch self {
        case .keyNotFound(let key, let context):
            "“\(key.stringValue)” is missing\(place(context))."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "there is a value of the wrong kind\(place(context))."
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not JSON." : "\(context.debugDescription)\(place(context))."
        @unknown default: "it is not JSON."
        }
    }

    private func place(_ context: Context) -> String {
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        return path.isEmpty ? "" : " at \(path.joined(separator: "."))"
    }
}
