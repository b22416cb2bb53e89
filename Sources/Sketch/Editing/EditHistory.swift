import Foundation
internal import Pixels

/// How a picture came about: the request, and every change since.
///
/// It lies in the PNG file itself, so that the scene can be drawn again with one more change, by any
/// process and without a ledger.
struct EditHistory: Codable, Equatable {
    /// One change.
    struct Step: Codable, Equatable {
        var instruction: String
        /// A PNG whose transparent pixels may change; nil for all of them.
        var mask: Data?
    }

    var schema = 1
    /// What drew it: another version may draw it otherwise.
    var version = Illustrator.version
    var prompt: String
    var width: Int
    var height: Int
    var seed: UInt64
    var style: String?
    var background: SketchBackground
    var quality: SketchQuality
    var steps: [Step] = []

    init(_ request: SketchRequest) {
        prompt = request.prompt
        (width, height, seed) = (request.width, request.height, request.seed)
        (style, background, quality) = (request.style, request.background, request.quality)
    }

    /// The picture before any change.
    var request: SketchRequest {
        SketchRequest(
            prompt: prompt, width: width, height: height, seed: seed, style: style,
            background: background, quality: quality)
    }

    // MARK: In a file

    private static let keyword = "candid-sketch"

    /// Each step is drawn again at every change, so a record of more is not played.
    static let mostSteps = 64

    /// The history in a file; nil where there is none that this version can read.
    init?(in file: [UInt8]) {
        guard let text = try? PNGText.read(Self.keyword, from: file), text.utf8.count < 1 << 22,
            let history = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)),
            history.schema == 1, history.steps.count <= Self.mostSteps
        else { return nil }
        self = history
    }

    func embedded(in file: [UInt8]) throws(SketchError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let text = String(decoding: try encoder.encode(self), as: UTF8.self)
            return try PNGText.embed(text, keyword: Self.keyword, in: file)
        } catch let error as ImageError {
            throw .notEncoded(error)
        } catch {
            throw .change("the picture's history could not be written: \(error)")
        }
    }
}
