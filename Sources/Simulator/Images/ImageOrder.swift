import Candid
import Pixels
import Sketch

/// What a request asks to be drawn, whatever dialect it came in.
struct ImageOrder: Sendable {
    var model: PlayedModel
    var prompt: String
    var count = 1
    var size = Size(width: 1024, height: 1024)
    /// The size that was asked for; nil where any will do, and a changed picture keeps its own.
    var asksSize: Size?
    var quality = "auto"
    var format = SketchFormat.png
    var compression: Int?
    var background = "auto"
    var style: String?
    var seed: UInt64 = 1
    var stream = false
    var partials = 0
    /// What is to be changed; nil for a new picture.
    var base: EditBase?
    /// Millionths of a dollar for a picture, where tokens are not what is paid for.
    var picturePrice: Int?

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

    /// Tokens of the pictures that were sent along, two for each block of 32 x 32 pixels.
    var inputPictureTokens: Int {
        (base?.pictures ?? []).reduce(0) { sum, picture in
            guard let size = InputPicture(picture)?.size else { return sum }
            return sum + 2 * ((size.width + 31) / 32) * ((size.height + 31) / 32)
        }
    }

    /// Tokens of the words: one for each four bytes, and at least one.
    static func textTokens(_ text: String) -> Int { max(1, (text.utf8.count + 3) / 4) }
}

/// The pictures that a change begins with.
struct EditBase: Sendable {
    /// The first of them is changed; the others are taken and not looked at.
    let pictures: [[UInt8]]
    /// A PNG of the first picture's size: it may change where this is transparent.
    var mask: [UInt8]?
}

extension ImageOrder {
    /// A picture as the order wants it written.
    func file(of picture: Pixmap, size: Size?) throws -> [UInt8] {
        let shown = size.map(picture.scaled(to:)) ?? picture
        return switch format {
        case .jpeg: try shown.jpeg(quality: compression ?? 90)
        case .webp: try shown.webp(quality: compression ?? 90)
        case .png: try shown.png()
        case .svg:
            Array(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="\(shown.width)" \
                height="\(shown.height)"><rect width="100%" height="100%" fill="#808080"/></svg>
                """.utf8)
        }
    }
}
