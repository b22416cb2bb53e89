import Candid
import NIOCore

/// Why a request's body is refused, by the name of the field.
public struct Objection: Error, Hashable {
    /// The field; nil for the body as a whole.
    public let field: String?
    /// OpenAI's word for the kind of thing that is wrong.
    public let code: String
    /// What is wrong and what would be right.
    public let message: String

    init(_ field: String?, _ message: String, code: String = "invalid_value") {
        self.field = field
        self.code = code
        self.message = message
    }
}

/// The body of a request for pictures.
struct GenerationRequest {
    let prompt: String
    let model: String?
    let n: Int?
    let size: String?
    let seed: UInt64?
    let quality: String?
    let style: String?
    let output_format: String?
    let background: String?
    let stream: Bool?
    let partial_images: Int?
    let output_compression: Int?

    private(set) var pixels = Size(width: 1024, height: 1024)

    /// Reads a body, and refuses what would otherwise be dropped without a word.
    init(_ body: ByteBuffer) throws {
        guard body.readableBytes <= 1 << 20 else {
            throw Objection(nil, "The body is larger than 1 MB.", code: "request_too_large")
        }
        var fields = GivenFields(try Self.members(of: body))
        guard let prompt = try fields.text("prompt") else {
            throw Objection(
                "prompt", "There is no prompt.", code: "missing_required_parameter")
        }
        self.prompt = prompt
        model = try fields.text("model")
        n = try fields.take("n", "a whole number from 1 to 10", \.whole)
        size = try fields.text("size")
        seed = try fields.take(
            "seed", "a whole number from 0 to \(UInt64.max)", \.natural)
        quality = try fields.text("quality")
        style = try fields.text("style")
        output_format = try fields.text("output_format")
        background = try fields.text("background")
        stream = try fields.take("stream", "true or false", \.truth)
        partial_images = try fields.take("partial_images", "a whole number from 0 to 3", \.whole)
        output_compression = try fields.take(
            "output_compression", "a whole number from 0 to 100", \.whole)
        try fields.end()
        try check()
    }

    /// The members of a body, read by the same rules as the gateway reads them.
    private static func members(of body: ByteBuffer) throws -> [String: JSONValue] {
        var limits = JSONReader.Limits(bytes: max(2, body.readableBytes))
        limits.repeatedKeys = false
        do throws(JSONProblem) {
            let value = try JSONReader.read(Array(body.readableBytesView), limits: limits)
            if let members = value.object { return members }
        } catch {
            if case .repeated(let field) = error {
                throw Objection(field, "'\(field)' stands there twice.", code: "repeated_field")
            }
            throw Objection(nil, "The body is \(error).")
        }
        throw Objection(nil, "The body must be a JSON object.")
    }

    /// The picture of an index; each has a seed of its own, and the first has the request's.
    func sketch(_ index: Int) -> SketchRequest {
        SketchRequest(
            prompt: prompt, width: pixels.width, height: pixels.height,
            seed: usedSeed &+ UInt64(index),
            format: output_format.flatMap(SketchFormat.init) ?? .png,
            compression: output_compression,
            style: style.map { $0.replacing("-", with: " ") },
            background: background.flatMap(SketchBackground.init) ?? .auto,
            quality: quality.flatMap(SketchQuality.init) ?? .auto)
    }

    /// How many pictures.
    var count: Int { n ?? 1 }

    /// The seed; always the same one where none is asked, so that a picture can be had again.
    var usedSeed: UInt64 { seed ?? 1 }

    private mutating func check() throws {
        if let model, model != "sketch-1" {
            throw Objection(
                "model", "The model '\(model)' does not exist.", code: "model_not_found")
        }
        guard 1...10 ~= count else { throw Objection("n", "n must be from 1 to 10.") }
        guard 0...3 ~= partial_images ?? 0 else {
            throw Objection("partial_images", "partial_images must be from 0 to 3.")
        }
        try check("quality", quality, SketchQuality.allCases.map(\.rawValue))
        try check("output_format", output_format, SketchFormat.allCases.map(\.rawValue))
        try check("background", background, SketchBackground.allCases.map(\.rawValue))
        guard let size, size != "auto" else { return }
        guard let read = Size(size) else {
            throw Objection("size", "Expected WIDTHxHEIGHT, for example '1824x1024'.")
        }
        pixels = read
    }

    private func check(_ field: String, _ value: String?, _ known: [String]) throws {
        guard let value, !known.contains(value) else { return }
        throw Objection(field, "'\(value)' is not one of \(known.joined(separator: ", ")).")
    }
}

/// The members of a body, each taken once; null is a member that is not there.
private struct GivenFields {
    private var members: [String: JSONValue]

    init(_ members: [String: JSONValue]) { self.members = members }

    mutating func text(_ name: String) throws -> String? { try take(name, "text", \.text) }

    /// Takes a member.
    ///
    /// - Throws: ``Objection`` that says what it must be, where it is not.
    mutating func take<Value>(
        _ name: String, _ form: String, _ read: (JSONValue) -> Value?
    ) throws -> Value? {
        guard let value = members.removeValue(forKey: name), value != .null else { return nil }
        guard let read = read(value) else { throw Objection(name, "\(name) must be \(form).") }
        return read
    }

    /// - Throws: ``Objection`` for what nobody took.
    func end() throws {
        guard let odd = members.keys.min() else { return }
        throw Objection(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
    }
}
