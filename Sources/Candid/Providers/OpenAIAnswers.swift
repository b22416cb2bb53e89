import Foundation
import NIOCore

/// The body of a reply with pictures.
///
/// Fields that we do not know are left alone; those of the embedded engine stand under `sketch`.
struct GenerationAnswer: Decodable {
    struct Item: Decodable {
        var b64_json: String?
        var revised_prompt: Prompt?
    }

    var data: [Item]
    var size: String?
    var quality: String?
    var background: String?
    var output_format: String?
    var usage: Usage?
    var sketch: SketchExtension?

    init(_ reply: WireReply) throws(ProviderFailure) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(reply.body.readableBytesView))
        } catch {
            throw .unreadable(
                status: reply.status,
                detail: "the answer is not the JSON of an Images API: \(Self.place(of: error))")
        }
    }

    func answer(requestID: String?) throws(ProviderFailure) -> Answer {
        guard !data.isEmpty else {
            throw .unreadable(status: 200, detail: "the answer holds no picture")
        }
        var pictures: [ReceivedPicture] = []
        for (index, item) in data.enumerated() {
            guard let text = item.b64_json, let bytes = Data(base64Encoded: text), !bytes.isEmpty
            else {
                throw .unreadable(
                    status: 200, detail: "data[\(index)] holds no picture as base64 text")
            }
            pictures.append(ReceivedPicture(bytes: [UInt8](bytes), revised: item.revised_prompt))
        }
        return Answer(pictures: pictures, report: report(requestID: requestID))
    }

    private func report(requestID: String?) -> EngineReport {
        let used = [
            "size": size, "quality": quality, "background": background,
            "output_format": output_format,
        ]
        return EngineReport(
            version: sketch?.version, used: used.compactMapValues(\.self), seed: sketch?.seed,
            requestID: requestID, usage: usage?.counts ?? [:], notDrawn: sketch?.not_drawn ?? [],
            scenes: sketch?.scenes ?? [])
    }

    private static func place(of error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "“\(key.stringValue)” is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "no valid JSON"
                : "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” is of another type"
        default: "no valid JSON"
        }
    }
}

/// What the embedded engine tells beside OpenAI's fields.
struct SketchExtension: Decodable {
    var version: String
    var seed: UInt64
    var not_drawn: [UndrawnWord]
    var scenes: [String]?
}

/// Tokens used.
struct Usage: Decodable {
    struct Details: Decodable {
        var text_tokens: Int?
        var image_tokens: Int?
    }

    var input_tokens: Int?
    var output_tokens: Int?
    var total_tokens: Int?
    var input_tokens_details: Details?
    var output_tokens_details: Details?

    var counts: [String: Int] {
        [
            "input_tokens": input_tokens, "output_tokens": output_tokens,
            "total_tokens": total_tokens,
            "input_text_tokens": input_tokens_details?.text_tokens,
            "input_image_tokens": input_tokens_details?.image_tokens,
            "output_text_tokens": output_tokens_details?.text_tokens,
            "output_image_tokens": output_tokens_details?.image_tokens,
        ].compactMapValues(\.self)
    }
}

/// One event of a picture stream.
struct StreamedPicture: Decodable {
    var type: String?
    var b64_json: String?
    var partial_image_index: Int?
    var revised_prompt: Prompt?
    var size: String?
    var quality: String?
    var background: String?
    var output_format: String?
    var usage: Usage?
    var sketch: SketchExtension?
    var error: OpenAIError?

    func step() throws(ProviderFailure) -> StreamStep {
        if let error { throw error.failure(status: 200) }
        switch type {
        case "image_generation.partial_image", "image_edit.partial_image":
            return .partial(index: partial_image_index ?? 0, bytes: try bytes())
        case "image_generation.completed", "image_edit.completed":
            return .pictures(try answer())
        case "error":
            throw .unreadable(status: 200, detail: "the stream reports an error without details")
        default: return .nothing
        }
    }

    private func bytes() throws(ProviderFailure) -> [UInt8] {
        guard let b64_json, let data = Data(base64Encoded: b64_json), !data.isEmpty else {
            throw .unreadable(status: 200, detail: "an event of the stream holds no picture")
        }
        return [UInt8](data)
    }

    private func answer() throws(ProviderFailure) -> Answer {
        let used = [
            "size": size, "quality": quality, "background": background,
            "output_format": output_format,
        ]
        return Answer(
            pictures: [ReceivedPicture(bytes: try bytes(), revised: revised_prompt)],
            report: EngineReport(
                version: sketch?.version, used: used.compactMapValues(\.self), seed: sketch?.seed,
                usage: usage?.counts ?? [:], notDrawn: sketch?.not_drawn ?? [],
                scenes: sketch?.scenes ?? []))
    }
}
