/// A word that one look at a picture found, in fractions of the picture's pixels.
struct SeenWord: Sendable {
    let text: String
    let confidence: Double
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double
    /// Which look it was; two words agree only if two looks saw them.
    let look: Look
    let startsLine: Bool

    /// The kinds of looks.
    enum Look: Int, Sendable {
        case page, scattered, strip, binarisedStrip
        /// Second looks, which read an asked text better but see more in textures as well: they do
        /// not vote on what is surely there.
        case plainStrip, turnedStrip, binarisedTurnedStrip
    }

    /// Whether it may say what is surely there.
    var votes: Bool { look.rawValue <= Look.binarisedStrip.rawValue }

    /// The share of the smaller of two boxes that both cover.
    func overlap(_ other: SeenWord) -> Double {
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        guard width > 0, height > 0 else { return 0 }
        return width * height / max(1, min(area, other.area))
    }

    var area: Double { (right - left) * (bottom - top) }
    var middle: Double { (top + bottom) / 2 }
    var height: Double { bottom - top }
}
