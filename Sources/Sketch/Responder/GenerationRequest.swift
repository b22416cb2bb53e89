import Candid
import Foundation
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
struct GenerationRequest: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case prompt, model, n, size, seed, quality, style, output_format, background, stream
        case partial_images, output_compression
    }

    let prompt: String
    var model: String?
    var n: Int?
    var size: String?
    var seed: UInt64?
    var quality: String?
    var style: String?
    var output_format: String?
    var background: String?
    var stream: Bool?
    var partial_images: Int?
    var output_compression: Int?

    private(set) var pixels = Size(width: 1024, height: 1024)

    /// Reads a body, and refuses what would otherwise be dropped without a word.
    init(_ body: ByteBuffer) throws {
        guard body.readableBytes <= 1 << 20 else {
            throw Objection(nil, "The body is larger than 1 MB.", code: "request_too_large")
        }
        let data = Data(body.readableBytesView)
        do {
            try Self.refuseUnknownFields(data)
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch let error as DecodingError {
            throw Objection(Self.field(of: error), "The body can't be read: \(error).")
        }
        try check()
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

    private static func refuseUnknownFields(_ data: Data) throws {
        let given = try JSONDecoder().decode([String: Ignored].self, from: data).keys
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        guard let odd = given.filter({ !known.contains($0) }).min() else { return }
        throw Objection(odd, "Unknown parameter: '\(odd)'.", code: "unknown_parameter")
    }

    private static func field(of error: DecodingError) -> String? {
        switch error {
        case .keyNotFound(let key, _): key.stringValue
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.first?.stringValue
        default: nil
        }
    }
}

/// A value whose form does not matter.
private struct Ignored: Decodable {
    init(from decoder: any Decoder) throws {}
}
