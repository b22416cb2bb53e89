import Pixels

/// What a picture's ground can be asked to be.
public enum WantedGround: Hashable, Sendable {
    case white, transparent
    /// One flat colour, whichever.
    case flat
    /// One flat colour, this one.
    case colour(WantedColour)
    /// The picture goes to its edges, without a frame or bars.
    case borderless

    /// Reads `white`, `transparent`, `flat`, `no-border`, or a colour; nil for anything else.
    public init?(_ text: String) {
        switch text.lowercased() {
        case "white", "plain white", "#ffffff", "#fff": self = .white
        case "transparent": self = .transparent
        case "flat", "one flat colour", "one flat color": self = .flat
        case "no-border", "no border": self = .borderless
        default:
            guard let colour = WantedColour(text) else { return nil }
            self = .colour(colour)
        }
    }
}

/// What surrounds a picture's subject: a band along its four sides.
///
/// A band and not the whole: subjects stand in the middle. Where one touches a side, less of the
/// band is ground, so a third of it being something else refutes nothing.
struct Ground {
    /// The band's share of pixels that can't be seen at all, from 0 to 1.
    let transparentShare: Double
    /// The usual colour of those that can; nil where there are none.
    let colour: Lab?
    private let colours: [Lab]
    private let seenShare: Double

    init(_ picture: Pixmap) {
        let depth = max(1, min(picture.width, picture.height) * 3 / 100)
        var (all, clear, solid) = (0, 0, 0)
        var colours: [Lab] = []
        let step = max(1, depth / 6)
        for y in stride(from: 0, to: picture.height, by: step) {
            let isInBand = y < depth || y >= picture.height - depth
            for x in stride(from: 0, to: picture.width, by: step)
            where isInBand || x < depth || x >= picture.width - depth {
                let at = (y * picture.width + x) * 4
                all += 1
                clear += picture.rgba[at + 3] <= 8 ? 1 : 0
                guard picture.rgba[at + 3] >= 247 else { continue }
                solid += 1
                colours.append(picture.lab(at: at))
            }
        }
        transparentShare = Double(clear) / Double(max(1, all))
        seenShare = Double(solid) / Double(max(1, all))
        self.colours = colours
        colour = Self.median(colours)
    }

    /// The share of the band that has a colour, within so much ΔE2000.
    func share(of wanted: Lab, within limit: Double) -> Double {
        let near = colours.count { $0.difference(from: wanted) <= limit }
        return seenShare * Double(near) / Double(max(1, colours.count))
    }

    private static func median(_ colours: [Lab]) -> Lab? {
        guard !colours.isEmpty else { return nil }
        func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        return Lab(
            lightness: middle(colours.map(\.lightness)), a: middle(colours.map(\.a)),
            b: middle(colours.map(\.b)))
    }
}
