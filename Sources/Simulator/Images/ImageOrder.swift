import Candid
import Sketch

/// What a request asks to be drawn, whatever dialect it came in.
struct ImageOrder: Sendable {
    var model: PlayedModel
    var prompt: String
    var count = 1
    var size = Size(width: 1024, height: 1024)
    var quality = "auto"
    var format = SketchFormat.png
    var compression: Int?
    var background = "auto"
    var style: String?
    var seed: UInt64 = 1
    var stream = false
    var partials = 0

    /// The quality that an answer tells; never `auto`.
    var usedQuality: String { quality == "auto" ? "high" : quality }

    /// The picture of an index; each has a seed of its own.
    func sketch(_ index: Int, _ prompt: String) -> SketchRequest {
        SketchRequest(
            prompt: prompt, width: size.width, height: size.height, seed: seed &+ UInt64(index),
            format: format, compression: compression, style: style,
            background: SketchBackground(rawValue: background) ?? .auto,
            quality: quality == "low" ? .low : .high)
    }

    /// Tokens for one picture.
    ///
    /// Four for each block of 32 x 32 pixels at high quality, a quarter of that at medium and a
    /// sixteenth at low. Ours, so that sums can be checked; no service's.
    var pictureTokens: Int {
        let blocks = ((size.width + 31) / 32) * ((size.height + 31) / 32)
        switch usedQuality {
        case "low": return max(1, blocks / 4)
        case "medium": return blocks
        default: return blocks * 4
        }
    }

    /// Tokens of the words: one for each four bytes, and at least one.
    static func textTokens(_ text: String) -> Int { max(1, (text.utf8.count + 3) / 4) }
}
