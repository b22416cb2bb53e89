import Candid
import Foundation
import NIOCore

/// The members of a request's body, each taken once; what is left over is refused by name.
struct BodyFields {
    private var fields: [String: JSONValue]
    private var files: [String: [[UInt8]]] = [:]
    private var known: [String] = []
    private let isForm: Bool

    /// Reads a JSON object, or a form whose files stand beside its fields.
    ///
    /// - Throws: ``GatewayProblem`` that says what can't be read.
    init(_ request: WireRequest) throws {
        let type = request.headers["content-type"] ?? ""
        isForm = type.lowercased().hasPrefix("multipart/")
        guard isForm else {
            fields = try ImagesRoute.reading { () throws(Refusal) in try request.object() }
            return
        }
        do throws(MultipartProblem) {
            let form = try FormContent(request.body, contentType: type)
            (fields, files) = (form.fields.mapValues { .text($0) }, form.filesByName)
        } catch {
            if case .repeated(let name) = error {
                throw GatewayProblem(
                    400, Refusal.repeatedField, "'\(name)' stands there twice. Send it once.",
                    field: name)
            }
            throw GatewayProblem(
                400, "invalid_request",
                "The form can't be read: \(error). Send multipart/form-data as RFC 7578 has it.")
        }
    }

    /// Reads a JSON object; no body at all is an empty one.
    ///
    /// - Throws: Like ``init(_:)``.
    init(orNothing request: WireRequest) throws {
        var request = request
        if request.body.readableBytes == 0 { request.body = ByteBuffer(string: "{}") }
        try self.init(request)
    }

    /// Takes a member; nil where there is none.
    ///
    /// - Throws: ``GatewayProblem`` where it is not what it must be.
    mutating func take<Value>(
        _ name: String, _ form: String, _ read: (JSONValue) -> Value?
    ) throws -> Value? {
        known.append(name)
        guard let value = fields.removeValue(forKey: name) else { return nil }
        guard let read = read(value) else { throw Self.problem(name, "is \(form).") }
        return read
    }

    mutating func text(_ name: String) throws -> String? { try take(name, "text", \.text) }

    /// The most that a list of texts holds.
    static let most = 64

    /// Takes a list of texts; one of a form's fields is one text.
    mutating func texts(_ name: String) throws -> [String] { try givenTexts(name) ?? [] }

    private mutating func givenTexts(_ name: String) throws -> [String]? {
        let isForm = isForm
        return try take(name, "a list of texts, \(Self.most) at the most") { value in
            if isForm, let text = value.text { return [text] }
            guard let list = value.list, list.count <= Self.most else { return nil }
            let texts = list.compactMap(\.text)
            return texts.count == list.count ? texts : nil
        }
    }

    /// Takes a number; a form has only texts for it.
    mutating func number(_ name: String) throws -> Double? {
        let isForm = isForm
        return try take(name, "a number") { value in
            let number = value.number ?? (isForm ? value.text.flatMap(Double.init) : nil)
            return number.flatMap { $0.isFinite ? $0 : nil }
        }
    }

    /// Takes true or false; a form has only texts for it.
    mutating func truth(_ name: String) throws -> Bool? {
        let isForm = isForm
        return try take(name, "true or false") { value in
            value.truth ?? (isForm ? value.text.flatMap { Bool($0) } : nil)
        }
    }

    /// Takes a number of a turn.
    mutating func turn(_ name: String) throws -> Int? {
        try take(name, "the number of a turn, from 1 on") { value in
            value.whole.flatMap { $0 > 0 ? $0 : nil }
        }
    }

    /// Takes words of contracts.
    mutating func facets(_ name: String) throws -> [Facet] { try givenFacets(name) ?? [] }

    /// Takes words of contracts; nil where there is no such member, which an empty one is not.
    mutating func givenFacets(_ name: String) throws -> [Facet]? {
        guard let words = try givenTexts(name) else { return nil }
        return try ImagesRoute.reading { () throws(Refusal) in
            var facets: [Facet] = []
            for word in words { facets += try Facet.list(word, field: name) }
            return facets
        }
    }

    /// Takes a file that a form brought; nil where there is none.
    mutating func file(_ name: String) throws -> [UInt8]? {
        guard let found = files.removeValue(forKey: name) else { return nil }
        known.append(name)
        guard found.count == 1 else { throw Self.problem(name, "is one file.") }
        return found.first
    }

    /// Takes the words that a model is to draw.
    mutating func prompt() throws -> Prompt {
        guard let prompt = try text("prompt"), !prompt.isEmpty else {
            throw GatewayProblem(
                400, "missing_required_parameter", "A prompt is needed, as text.", field: "prompt")
        }
        return Prompt(prompt)
    }

    /// - Throws: ``GatewayProblem`` for what nobody took.
    func end() throws {
        guard let other = (Array(fields.keys) + Array(files.keys)).min() else { return }
        throw GatewayProblem(
            400, "unknown_parameter",
            "There is no '\(other)' here; there is \(Set(known).sorted().joined(separator: ", ")).",
            field: other)
    }

    static func problem(_ name: String, _ message: String) -> GatewayProblem {
        GatewayProblem(400, "invalid_parameter", "\(name) \(message)", field: name)
    }
}

/// A picture as a request gives it: one of the store's, or its bytes.
enum GivenPicture {
    case stored(Digest)
    case bytes([UInt8])

    /// Its OpenAPI schema.
    static let schema: JSONValue = .object([
        "type": .text("object"),
        "description": .text("A picture: of the store by its SHA-256, or its file in base64."),
        "additionalProperties": .truth(false), "minProperties": .whole(1),
        "maxProperties": .whole(1),
        "properties": .object([
            "sha256": .object(["type": .text("string"), "pattern": .text("^[0-9a-f]{64}$")]),
            "base64": .object([
                "type": .text("string"), "contentEncoding": .text("base64"),
                "minLength": .whole(4),
            ]),
        ]),
    ])

    init?(_ value: JSONValue) {
        guard let members = value.object, members.count == 1 else { return nil }
        if let digest = members["sha256"]?.text.flatMap(Digest.init) {
            self = .stored(digest)
        } else if let data = members["base64"]?.text.flatMap({ Data(base64Encoded: $0) }) {
            self = .bytes([UInt8](data))
        } else {
            return nil
        }
    }
}

extension NativeRoute.Call {
    /// The bytes of a picture.
    ///
    /// - Throws: ``GatewayProblem`` where the store has none such for this caller.
    func bytes(of given: GivenPicture, _ field: String) async throws -> [UInt8] {
        switch given {
        case .bytes(let bytes): return bytes
        case .stored(let digest):
            guard let stored = try await picture(digest) else {
                throw GatewayProblem(
                    404, "not_found", "\(field): the store has no picture '\(digest)'.",
                    field: field)
            }
            return stored.bytes
        }
    }

    /// A member of a body that is a picture, or a file of a form.
    func picture(_ name: String, in fields: inout BodyFields) async throws -> [UInt8]? {
        if let file = try fields.file(name) { return file }
        let given = try fields.take(
            name, "a picture: {\"sha256\": …} or {\"base64\": …}", GivenPicture.init)
        guard let given else { return nil }
        return try await bytes(of: given, name)
    }
}
