import Candid
import Foundation

/// The body of an answer with an error, in OpenAI's shape.
struct ErrorAnswer: Encodable {
    struct Body: Encodable {
        let message: String
        let type: String
        @Nullable var param: String?
        let code: String
    }

    let error: Body
}

/// What the engine tells beside OpenAI's fields.
struct SketchNotes: Encodable {
    let version = Illustrator.version
    let seed: UInt64
    let not_drawn: [UndrawnWord]
    let scenes: [String]

    init(seed: UInt64, _ drawings: [Drawing]) {
        self.seed = seed
        not_drawn = (drawings.first?.notDrawn ?? []).map {
            UndrawnWord(
                word: $0.word, start: $0.range.lowerBound, end: $0.range.upperBound,
                reason: $0.reason)
        }
        scenes = drawings.map { Self.json($0.scene) }
    }

    private static func json(_ scene: SceneRecord) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(scene)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// Tokens: the engine has none, and says so with zeros, because clients require the object.
struct SketchUsage: Encodable {
    struct Details: Encodable {
        let text_tokens = 0
        let image_tokens = 0
    }

    let input_tokens = 0
    let output_tokens = 0
    let total_tokens = 0
    let input_tokens_details = Details()
}

/// The body of an answer with pictures.
struct GenerationReply: Encodable {
    struct Item: Encodable {
        let b64_json: Data
        let revised_prompt: String
    }

    /// The embedded engine has no clock: equal requests give equal bytes.
    let created = 0
    let data: [Item]
    let background: String
    let output_format: String
    let quality: String
    let size: String
    let usage = SketchUsage()
    let sketch: SketchNotes

    init(_ request: GenerationRequest, _ drawings: [Drawing]) {
        data = drawings.map { Item(b64_json: Data($0.bytes), revised_prompt: request.prompt) }
        let facts = PictureFacts(request, drawings.first)
        background = facts.background
        output_format = facts.format
        quality = facts.quality
        size = facts.size
        sketch = SketchNotes(seed: request.usedSeed, drawings)
    }
}

/// What an answer says of its pictures; never `auto`.
struct PictureFacts {
    let background: String
    let format: String
    let quality: String
    let size: String

    init(_ request: GenerationRequest, _ drawing: Drawing?) {
        let isTransparent =
            request.background == "transparent" || drawing?.scene.place == "transparent"
        background = isTransparent ? "transparent" : "opaque"
        format = request.output_format ?? "png"
        quality =
            request.quality == nil || request.quality == "auto" ? "high" : request.quality ?? ""
        // A changed picture has the size that it had.
        size = drawing.map { "\($0.scene.width)x\($0.scene.height)" } ?? request.pixels.description
    }
}

/// An unfinished picture in a stream.
struct PartialEvent: Encodable {
    let type = "image_generation.partial_image"
    let b64_json: Data
    let created_at = 0
    let partial_image_index: Int
    let background: String
    let output_format: String
    let quality: String
    let size: String

    init(_ request: GenerationRequest, _ bytes: [UInt8], _ index: Int) {
        let facts = PictureFacts(request, nil)
        b64_json = Data(bytes)
        partial_image_index = index
        background = facts.background
        output_format = facts.format
        quality = facts.quality
        size = facts.size
    }
}

/// A finished picture in a stream.
struct CompletedEvent: Encodable {
    var type = "image_generation.completed"
    let b64_json: Data
    let created_at = 0
    let revised_prompt: String
    let background: String
    let output_format: String
    let quality: String
    let size: String
    let usage = SketchUsage()
    let sketch: SketchNotes

    init(_ request: GenerationRequest, _ drawing: Drawing) {
        let facts = PictureFacts(request, drawing)
        b64_json = Data(drawing.bytes)
        revised_prompt = request.prompt
        background = facts.background
        output_format = facts.format
        quality = facts.quality
        size = facts.size
        sketch = SketchNotes(seed: request.usedSeed, [drawing])
    }
}
