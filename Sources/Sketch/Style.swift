/// A way of drawing.
enum Style: String, Sendable, CaseIterable {
    case illustration
    case flat
    case lineArt = "line art"
    case watercolour
    case pixelArt = "pixel art"
    case blueprint

    /// Whether the style is made of pixels rather than shapes.
    var needsPixels: Bool { self == .watercolour || self == .pixelArt }

    /// The names by which a request may ask, as against a prompt.
    init?(named name: String) {
        let plain = name.lowercased().split { "-_ ".contains($0) }.joined(separator: " ")
        let synonyms: [String: Style] = [
            "lineart": .lineArt, "line": .lineArt, "watercolor": .watercolour,
            "pixel": .pixelArt, "pixelart": .pixelArt, "vivid": .illustration,
            "natural": .illustration,
        ]
        guard let style = Style(rawValue: plain) ?? synonyms[plain] else { return nil }
        self = style
    }
}
